/** Token buckets in Postgres, shared by all web processes: one per person, one per address for who isn't known. */
import { isIP } from 'node:net';
import { Prisma, db, queryPrepared } from '../db/client.ts';
import { tooMany } from '../domain/errors.ts';

/** A bucket: how many requests at once, and how many more each second. */
export type Bucket = { capacity: number; perSecond: number };

export const PERSON_BUCKET: Bucket = { capacity: 600, perSecond: 50 };
export const ADDRESS_BUCKET: Bucket = { capacity: 120, perSecond: 10 };

/** Takes one token. Throws `tooMany` with the wait when the bucket is empty; else returns the headers that say what is left. */
export async function takeToken(key: string, bucket: Bucket): Promise<Record<string, string>> {
  const { capacity, perSecond } = bucket;
  const rows = await queryPrepared<{ tokens: number }>(
    db,
    Prisma.sql`
    INSERT INTO rate_limit AS r (key, tokens, updated_at) VALUES (${key}, ${capacity - 1}::float8, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
      tokens = greatest(-1, least(${capacity}::float8,
        r.tokens + extract(epoch FROM clock_timestamp() - r.updated_at) * ${perSecond}::float8) - 1),
      updated_at = clock_timestamp()
    RETURNING tokens::float8 AS tokens`,
  );
  const left = rows[0]?.tokens ?? 0;
  if (left < 0) throw tooMany(Math.max(1, Math.ceil(-left / perSecond)));
  return {
    'ratelimit-policy': `"default";q=${String(capacity)};w=${String(Math.ceil(capacity / perSecond))}`,
    ratelimit: `"default";r=${String(Math.floor(left))};t=${String(Math.ceil((capacity - left) / perSecond))}`,
  };
}

/**
 * The address a request came from: the last hop of X-Forwarded-For, which is what the server itself, or the one proxy in
 * front of it, wrote there; earlier entries are whatever the client said.
 */
export function addressOf(request: Request): string {
  const last = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? 'unknown' : last;
}
