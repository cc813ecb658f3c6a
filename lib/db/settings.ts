/** Settings of a connection to Postgres, as its `options`. Apart from client.ts, so that who measures can connect alike without Prisma. */

/** Of every connection: to compile, or to start helpers, costs more than any of our statements takes; and the other cores are for who else asks. */
export const SETTINGS = '-c jit=off -c max_parallel_workers_per_gather=0';

/** Of those for statements that are planned once, whatever their values are. */
export const PLANNED_ONCE = `${SETTINGS} -c plan_cache_mode=force_generic_plan`;
