import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { notFound } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { byIdSchema } from './schemas.ts';

/** Ends a session: one's own, or as an administrator anybody's. */
export async function endSession(actor: Actor, input: unknown): Promise<{ id: string }> {
  const { id } = parse(byIdSchema, input);
  return withTransaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id }, include: { person: true } });
    if (!session) throw notFound('session');
    requirePermission(actor, 'session.end', { ownerId: session.personId }, 'session');
    const ended = await tx.$executeRaw`
      UPDATE session SET ended_at = now(), refresh_token_sealed = NULL WHERE id = ${id}::uuid AND ended_at IS NULL`;
    if (ended === 1) {
      await record(tx, auditActor(actor), {
        action: 'session.ended',
        target: { kind: 'session', id, name: session.person.email },
      });
    }
    return { id };
  });
}
