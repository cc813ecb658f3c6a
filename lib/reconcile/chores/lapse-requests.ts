/** Ends requests that nobody looks after, so that they don't hold names and fill lists for ever. */
import { Prisma, withTransaction, type Db } from '../../db/client.ts';
import { statesBefore } from '../../domain/lifecycle/index.ts';
import { settleLapsed, type LapsedRequest } from './lapsed.ts';

const DAYS = 30;
/** Requests in one run; what is left waits for the next hour. */
const MOST = 1_000;
const REASON = `Nobody touched it for ${String(DAYS)} days.`;

/**
 * Open, and left alone. A comment or a yes that others still have to join does not write the request's own row, and
 * yet somebody is at it.
 */
const LEFT_ALONE = Prisma.sql`
  r.state = ANY (${statesBefore('lapsed')}::text[])
  AND r.updated_at < now() - make_interval(days => ${DAYS}::int)
  AND NOT EXISTS (SELECT 1 FROM request_comment c
                  WHERE c.request_id = r.id AND c.created_at >= now() - make_interval(days => ${DAYS}::int))
  AND NOT EXISTS (SELECT 1 FROM approval a
                  WHERE a.request_id = r.id AND a.created_at >= now() - make_interval(days => ${DAYS}::int))`;

/** Lapses open requests that were left alone for 30 days, each in a transaction of its own. */
export async function lapseRequests(db: Db, signal: AbortSignal): Promise<{ lapsed: number }> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM request r WHERE ${LEFT_ALONE} ORDER BY r.updated_at LIMIT ${MOST}`;
  let lapsed = 0;
  for (const { id } of found) {
    if (signal.aborted) break;
    if (await lapse(db, id)) lapsed += 1;
  }
  return { lapsed };
}

async function lapse(db: Db, id: string): Promise<boolean> {
  return await withTransaction(async (tx) => {
    // First the lock, then the look: a comment holds the row's lock without writing it, so a statement that waited
    // for it would judge by what it saw before. Somebody who is at it right now is passed over.
    const held = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM request WHERE id = ${id}::uuid FOR NO KEY UPDATE SKIP LOCKED`;
    if (held.length === 0) return false;
    const [request] = await tx.$queryRaw<LapsedRequest[]>`
      UPDATE request r
      SET state = 'lapsed', decided_at = now(), decision_comment = ${REASON}, updated_at = now(), version = version + 1
      WHERE r.id = ${id}::uuid AND ${LEFT_ALONE}
      RETURNING r.id, r.number, r.team_id`;
    if (request === undefined) return false;
    await settleLapsed(tx, request, REASON);
    return true;
  }, db);
}
