import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { notFound } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { byIdSchema } from './schemas.ts';

/** Deletes a search that was kept: one's own, or as a maintainer one that is shared with the team. */
export async function deleteSearch(actor: Actor, input: unknown): Promise<{ id: string }> {
  const { id } = parse(byIdSchema, input);
  return withTransaction(async (tx) => {
    const search = await tx.savedSearch.findUnique({ where: { id } });
    if (!search) throw notFound('search');
    const subject = {
      ownerId: search.personId,
      ...(search.teamId === null ? {} : { teamId: search.teamId }),
    };
    requirePermission(actor, 'search.delete', subject, 'search');
    const deleted = await tx.savedSearch.deleteMany({ where: { id } });
    if (deleted.count === 1) {
      await record(tx, auditActor(actor), {
        action: 'search.deleted',
        target: { kind: 'search', id, name: search.name },
        teamId: search.teamId,
      });
    }
    return { id };
  });
}
