import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { notFound } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { byIdSchema } from './schemas.ts';

/** Ends one of one's own API tokens at once. One that is revoked already stays so. */
export async function revokeApiToken(actor: Actor, input: unknown): Promise<{ id: string }> {
  const { id } = parse(byIdSchema, input);
  return withTransaction(async (tx) => {
    const token = await tx.apiToken.findUnique({ where: { id } });
    if (!token) throw notFound('token');
    requirePermission(actor, 'token.write', { ownerId: token.personId }, 'token');
    const ended = await tx.apiToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (ended.count === 1) {
      await record(tx, auditActor(actor), {
        action: 'token.revoked',
        target: { kind: 'token', id, name: token.name },
      });
    }
    return { id };
  });
}
