/** The same wishes without indexes: all tables joined, read from end to end. */
import type pg from 'pg';
import type { Kind } from './kinds.ts';

const RUNS = 3;

/** Milliseconds of some runs, one at a time. Empty where there's no such wish. */
export async function scan(sql: pg.Pool, { scan: condition, searches }: Kind): Promise<number[]> {
  if (condition === null) return [];
  const client = await sql.connect();
  try {
    await client.query(
      `BEGIN; SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off`,
    );
    const times: number[] = [];
    for (let run = -1; run < RUNS; run += 1) {
      const search = searches[(run + 1) % searches.length];
      const began = performance.now();
      await client.query(statement(condition, search?.facets ?? false, search?.cursor !== undefined), [
        search?.q ?? '',
      ]);
      // The first one warms the caches.
      if (run >= 0) times.push(performance.now() - began);
    }
    return times;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function statement(condition: string, facets: boolean, isFarPage: boolean): string {
  const from = `FROM namespace n JOIN team t ON t.id = n.team_id JOIN service s ON s.id = n.service_id
    JOIN cluster c ON c.id = n.cluster_id JOIN namespace_status st ON st.namespace_id = n.id
    WHERE n.released_at IS NULL AND ($1::text IS NOT NULL) AND ${condition}`;
  return facets
    ? `SELECT c.name, n.environment, s.tier, s.lifecycle, st.phase, count(*) ${from}
      GROUP BY GROUPING SETS ((c.name), (n.environment), (s.tier), (s.lifecycle), (st.phase))`
    : `SELECT n.id, n.name, t.name, s.name, c.name, st.phase ${from} ORDER BY n.name, n.id LIMIT 50 OFFSET ${isFarPage ? '9980' : '0'}`;
}
