/** Adds up what was appended, so that readers have little to add. */
import { Prisma, withTransaction, type Db, type Tx } from '../client.ts';

/** Deltas in one transaction. */
const BATCH = 20_000;

/** One fold at a time: it alone writes the sums, in whatever order, and so never waits for anybody. */
const LOCK = Prisma.sql`SELECT pg_try_advisory_xact_lock(hashtext('berth.catalog.fold')) AS mine`;

const COUNTS = Prisma.sql`
  WITH gone AS (
    DELETE FROM catalog_count_delta WHERE id IN (SELECT id FROM catalog_count_delta ORDER BY id LIMIT ${BATCH}) RETURNING *
  ), whole AS (
    INSERT INTO catalog_count AS c (cluster_id, environment, tier, lifecycle, state, count)
    SELECT cluster_id, environment, tier, lifecycle, state, sum(change) FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING sum(change) <> 0
    ON CONFLICT (cluster_id, environment, tier, lifecycle, state) DO UPDATE SET count = c.count + excluded.count
  ), teams AS (
    INSERT INTO catalog_team_count AS c (team_id, cluster_id, environment, tier, lifecycle, state, count)
    SELECT team_id, cluster_id, environment, tier, lifecycle, state, sum(change) FROM gone
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0
    ON CONFLICT (team_id, cluster_id, environment, tier, lifecycle, state) DO UPDATE SET count = c.count + excluded.count
  ), sizes AS (
    INSERT INTO catalog_team_size AS c (team_id, count)
    SELECT team_id, sum(change) FROM gone GROUP BY 1 HAVING sum(change) <> 0
    ON CONFLICT (team_id) DO UPDATE SET count = c.count + excluded.count
  )
  SELECT count(*)::int AS count, coalesce(array_agg(DISTINCT team_id), '{}')::text[] AS teams FROM gone`;

const TERMS = Prisma.sql`
  WITH gone AS (
    DELETE FROM catalog_term_delta WHERE id IN (SELECT id FROM catalog_term_delta ORDER BY id LIMIT ${BATCH}) RETURNING *
  ), summed AS (
    INSERT INTO catalog_term AS c (term, namespaces, names)
    SELECT term, sum(namespaces), sum(names) FROM gone GROUP BY 1 HAVING (sum(namespaces), sum(names)) <> (0, 0)
    ON CONFLICT (term) DO UPDATE SET namespaces = c.namespaces + excluded.namespaces, names = c.names + excluded.names
  )
  SELECT count(*)::int AS count, coalesce(array_agg(DISTINCT term), '{}') AS terms FROM gone`;

type Folded = { counts: number; terms: number };

async function foldOnce(tx: Tx): Promise<Folded> {
  const [lock] = await tx.$queryRaw<{ mine: boolean }[]>(LOCK);
  if (!lock?.mine) return { counts: 0, terms: 0 };
  const [counts] = await tx.$queryRaw<{ count: number; teams: string[] }[]>(COUNTS);
  const [terms] = await tx.$queryRaw<{ count: number; terms: string[] }[]>(TERMS);
  const teams = counts?.teams ?? [];
  // A sum that was negative for as long as half of a move was folded is none to remove; nothing is nothing.
  await tx.$executeRaw`DELETE FROM catalog_count WHERE count = 0`;
  await tx.$executeRaw`DELETE FROM catalog_team_count WHERE count = 0 AND team_id = ANY (${teams}::uuid[])`;
  await tx.$executeRaw`DELETE FROM catalog_team_size WHERE count = 0 AND team_id = ANY (${teams}::uuid[])`;
  await tx.$executeRaw`
    DELETE FROM catalog_term WHERE (namespaces, names) = (0, 0) AND term = ANY (${terms?.terms ?? []}::text[])`;
  return { counts: counts?.count ?? 0, terms: terms?.count ?? 0 };
}

/**
 * Folds all deltas, batch by batch, until there are none or the signal ends it. Readers see every delta exactly once, before or after.
 * Plan: catalog_count_delta_pkey and catalog_term_delta_pkey from their beginning; the sums by their keys.
 */
export async function foldCatalog(db: Db, signal: AbortSignal): Promise<Folded> {
  const folded: Folded = { counts: 0, terms: 0 };
  for (;;) {
    const step = await withTransaction(foldOnce, db);
    folded.counts += step.counts;
    folded.terms += step.terms;
    if (signal.aborted || (step.counts < BATCH && step.terms < BATCH)) return folded;
  }
}
