/** The actor behind an API token. */
import { Prisma, db, queryPrepared } from '../db/client.ts';
import { unauthenticated } from '../domain/errors.ts';
import type { Actor, TokenScope } from './actor.ts';
import { PERSON_COLUMNS, effectiveRoles } from './load.ts';
import type { PersonFacts } from './load.ts';
import { parseToken, secretMatches } from './tokens.ts';

/**
 * A token speaks with the groups that its owner had at their last sign-in. After this many days without one they are
 * too old to go by, and the token rests until the owner has signed in again.
 */
const GROUPS_TRUSTED_DAYS = 30;

type Row = PersonFacts & {
  tokenId: string;
  hash: Uint8Array;
  scopes: TokenScope[];
  over: boolean;
  revoked: boolean;
  usedLately: boolean;
  stale: boolean;
};

/** The actor of a token's text. Throws `unauthenticated` with the reason, once the secret has proved right. */
export async function lookUpToken(text: string): Promise<Actor> {
  const parsed = parseToken(text);
  if (!parsed) throw unauthenticated();
  const rows = await queryPrepared<Row>(
    db,
    Prisma.sql`
    SELECT ${PERSON_COLUMNS}, k.id AS "tokenId", k.secret_hash AS hash, k.scopes,
      k.expires_at <= now() AS over, k.revoked_at IS NOT NULL AS revoked,
      coalesce(k.last_used_at > now() - interval '1 minute', false) AS "usedLately",
      coalesce(greatest(p.groups_seen_at, p.last_seen_at) < now() - make_interval(days => ${GROUPS_TRUSTED_DAYS}::int), true) AS stale
    FROM api_token k JOIN person p ON p.id = k.person_id WHERE k.id = ${parsed.id}::uuid`,
  );
  const row = rows[0];
  if (!row || !secretMatches(parsed.secret, row.hash)) throw unauthenticated();
  if (row.revoked) throw unauthenticated('This API token was revoked.');
  if (row.over) throw unauthenticated('This API token has expired. Make a new one.');
  if (row.disabled) throw unauthenticated('The owner of this API token is disabled.');
  if (row.stale) {
    throw unauthenticated(
      `The owner of this API token has not signed in for ${String(GROUPS_TRUSTED_DAYS)} days. It works again once they have.`,
    );
  }
  if (!row.usedLately) {
    await db.$executeRaw`
      UPDATE api_token SET last_used_at = now()
      WHERE id = ${row.tokenId}::uuid AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')`;
  }
  return {
    personId: row.id,
    email: row.email,
    name: row.name,
    kind: 'token',
    credentialId: row.tokenId,
    roles: effectiveRoles(row),
    teams: row.teams,
    scopes: row.scopes,
    groups: row.groups,
    groupsState: row.groupsState,
  };
}
