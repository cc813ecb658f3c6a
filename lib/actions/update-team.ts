import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma, withTransaction } from '../db/client.ts';
import { notFound, preconditionFailed } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { given } from './given.ts';
import { markDue } from './machine/due.ts';
import { updateTeamSchema } from './schemas.ts';

/**
 * Changes a team: maintainers and administrators; its budget: administrators. Its namespaces get another pass, since
 * their annotations name its contacts.
 */
export async function updateTeam(actor: Actor, input: unknown): Promise<{ slug: string; version: number }> {
  const { slug, version, budget, ...fields } = parse(updateTeamSchema, input);
  return withTransaction(async (tx) => {
    const team = await tx.team.findUnique({ where: { slug } });
    if (!team || team.archivedAt !== null) throw notFound('team');
    requirePermission(actor, 'team.update', { teamId: team.id }, 'team');
    if (budget !== undefined) requirePermission(actor, 'team.budget', { teamId: team.id }, 'team');
    const changes = given(fields);
    const moved = await tx.team.updateMany({
      where: { id: team.id, version },
      data: {
        ...changes,
        ...(budget === undefined ? {} : { budget: budget ?? Prisma.DbNull }),
        version: { increment: 1 },
        updatedAt: new Date(),
      },
    });
    if (moved.count !== 1)
      throw preconditionFailed('The team has changed since you looked. Look again, then change it.');
    await markDue(tx, { teamId: team.id });
    await record(tx, auditActor(actor), {
      action: 'team.updated',
      target: { kind: 'team', id: team.id, name: slug },
      teamId: team.id,
      detail: { ...changes, ...(budget === undefined ? {} : { budget }) },
    });
    await emit(tx, 'team', team.id);
    return { slug, version: version + 1 };
  });
}
