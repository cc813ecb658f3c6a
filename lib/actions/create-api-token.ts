import { randomUUID } from 'node:crypto';
import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { mintToken } from '../auth/tokens.ts';
import { withTransaction } from '../db/client.ts';
import { momentOf } from '../domain/desired-state/schema.ts';
import { conflict, invalid } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { createApiTokenSchema } from './schemas.ts';
import type { CreatedApiToken } from './types.ts';

const YEAR_MS = 366 * 86_400_000;
const MOST_TOKENS = 50;

/** Makes a personal API token. Its text is in the result and nowhere else: only a hash is stored. Not with a token. */
export async function createApiToken(actor: Actor, input: unknown): Promise<CreatedApiToken> {
  requirePermission(actor, 'token.write', { ownerId: actor.personId });
  const { name, scopes, expiresAt: moment } = parse(createApiTokenSchema, input);
  const expiresAt = new Date(momentOf(moment) ?? moment);
  const life = expiresAt.getTime() - Date.now();
  if (!(life > 0)) throw invalid([{ field: 'expiresAt', message: 'Choose a day that is ahead.' }]);
  if (life > YEAR_MS) throw invalid([{ field: 'expiresAt', message: 'A token lives for a year at most.' }]);
  const id = randomUUID();
  const { token, hash } = mintToken(id);
  await withTransaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM person WHERE id = ${actor.personId}::uuid FOR NO KEY UPDATE`;
    const active = await tx.apiToken.count({
      where: { personId: actor.personId, revokedAt: null, expiresAt: { gt: new Date() } },
    });
    if (active >= MOST_TOKENS) {
      throw conflict(`You have ${String(active)} tokens in use. Revoke one that you no longer need.`);
    }
    await tx.apiToken.create({
      data: { id, personId: actor.personId, name, scopes, expiresAt, secretHash: new Uint8Array(hash) },
    });
    await record(tx, auditActor(actor), {
      action: 'token.created',
      target: { kind: 'token', id, name },
      detail: { scopes, expiresAt: expiresAt.toISOString() },
    });
  });
  return { id, name, token, expiresAt: expiresAt.toISOString() };
}
