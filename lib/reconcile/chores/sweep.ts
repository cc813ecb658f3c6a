/** Removes what nobody needs any more. */
import { Prisma, type Db } from '../../db/client.ts';

/** Rows in one statement: a day's worth of outbox must not become one long lock and one large transaction. */
const BATCH = 5_000;

/** What goes, and when. Rows that are being written right now are left for the next time. */
const SWEPT = {
  // A stream that comes back later than that looks at everything anew.
  outbox: Prisma.sql`
    DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox WHERE created_at < now() - interval '1 day'
      ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
  // A bucket is full again long before: without its row it is as full.
  rateLimits: Prisma.sql`
    DELETE FROM rate_limit WHERE key IN (
      SELECT key FROM rate_limit WHERE updated_at < now() - interval '1 hour' LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
  // As long as a key is good for (lib/http/idempotency.ts).
  idempotencyKeys: Prisma.sql`
    DELETE FROM idempotency_key WHERE (person_id, key) IN (
      SELECT person_id, key FROM idempotency_key WHERE created_at < now() - interval '24 hours'
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
  // Kept for a while, since the sign-in page tells from the row why a session ended. The audit log keeps the rest.
  sessions: Prisma.sql`
    DELETE FROM session WHERE id IN (
      SELECT id FROM session WHERE least(ended_at, expires_at) < now() - interval '30 days'
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
} as const;

/** Deletes old rows of four tables, in batches. Resolves to how many of each. */
export async function sweep(db: Db, signal: AbortSignal): Promise<Record<keyof typeof SWEPT, number>> {
  const swept = { outbox: 0, rateLimits: 0, idempotencyKeys: 0, sessions: 0 };
  for (const what of Object.keys(swept) as (keyof typeof SWEPT)[]) {
    for (let deleted = BATCH; deleted === BATCH && !signal.aborted;) {
      deleted = await db.$executeRaw(SWEPT[what]);
      swept[what] += deleted;
    }
  }
  return swept;
}
