/**
 * Idempotency-Key: a POST that is sent again with the same key gets the first answer, and nothing happens twice. Kept
 * for a day, per person.
 */
import { createHash } from 'node:crypto';
import { Prisma, db } from '../db/client.ts';
import { conflict, invalid } from '../domain/errors.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

export type Answer = { status: number; body: unknown };

/** The key of a request, or null. Throws `invalid` for one that is malformed. */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null) return null;
  if (KEY.test(key)) return key;
  throw invalid([
    { field: 'Idempotency-Key', message: 'Send 1 to 200 visible ASCII characters, such as a UUID.' },
  ]);
}

/**
 * Runs `work` unless the same person has sent this key before; then gives what came out (`replayed`). Throws `invalid`
 * when the key was used for something else, `conflict` while the first is under way, or when it was cut off and nobody
 * knows its outcome: it is never run a second time.
 */
export async function once(
  personId: string,
  key: string,
  content: string,
  work: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const hash = createHash('sha256').update(content).digest('hex');
  await db.$executeRaw`
    DELETE FROM idempotency_key WHERE person_id = ${personId}::uuid AND created_at < now() - interval '24 hours'`;
  const inserted = await db.$executeRaw`
    INSERT INTO idempotency_key (person_id, key, request_hash) VALUES (${personId}::uuid, ${key}, ${hash})
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) return { ...(await earlier(personId, key, hash)), replayed: true };
  try {
    const answer = await work();
    await db.idempotencyKey.update({
      where: { personId_key: { personId, key } },
      data: { status: answer.status, response: answer.body ?? Prisma.JsonNull },
    });
    return { ...answer, replayed: false };
  } catch (error) {
    // Nothing was done: the same key may try again.
    await db.idempotencyKey.deleteMany({ where: { personId, key, status: null } });
    throw error;
  }
}

async function earlier(personId: string, key: string, hash: string): Promise<Answer> {
  const row = await db.idempotencyKey.findUnique({ where: { personId_key: { personId, key } } });
  if (row && row.requestHash !== hash) {
    throw invalid([
      { field: 'Idempotency-Key', message: 'This key was used for another request. Use a new one for each.' },
    ]);
  }
  if (row?.status == null) {
    throw conflict(
      'The first request with this key is under way, or was cut off. Look whether it was done; use a new key to send it again.',
    );
  }
  return { status: row.status, body: row.response };
}
