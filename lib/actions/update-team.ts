import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma, withTransaction } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { notFound, preconditionFailed } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { given } from './given.ts';
import { parse } from './input.ts';
import { markDue } from './machine/due.ts';
import { requireFreeSlug, slugTaken } from './machine/rename.ts';
import { parentTeamId } from './machine/team-tree.ts';
import { updateTeamSchema } from './schemas.ts';

/**
 * Changes a team: maintainers and administrators; its budget: administrators. Its namespaces get another pass, since their labels and
 * annotations carry its slug and contacts. With `newSlug` the old one stays behind as an alias. Throws `invalid`, `notFound`,
 * `preconditionFailed`.
 */
export async function updateTeam(actor: Actor, input: unknown): Promise<{ slug: string; version: number }> {
  const { slug: named, version, newSlug, budget, parentTeam, ...fields } = parse(updateTeamSchema, input);
  const changes = given(fields);
  try {
    return await withTransaction(async (tx) => {
      const team = await bySlug(tx, 'team', named, (slug) => tx.team.findUnique({ where: { slug } }));
      if (!team || team.archivedAt !== null) throw notFound('team');
      requirePermission(actor, 'team.update', { teamId: team.id }, 'team');
      if (budget !== undefined) requirePermission(actor, 'team.budget', { teamId: team.id }, 'team');
      const slug = newSlug ?? team.slug;
      if (slug !== team.slug) await requireFreeSlug(tx, 'team', slug, { self: team.id, field: 'newSlug' });
      const parent = parentTeam == null ? parentTeam : await parentTeamId(tx, parentTeam, team.id);
      const moved = await tx.team.updateMany({
        where: { id: team.id, version },
        data: {
          ...changes,
          slug,
          ...(parent === undefined ? {} : { parentTeamId: parent }),
          ...(budget === undefined ? {} : { budget: budget ?? Prisma.DbNull }),
          version: { increment: 1 },
          updatedAt: new Date(),
        },
      });
      if (moved.count !== 1)
        throw preconditionFailed('The team has changed since you looked. Look again, then change it.');
      await markDue(tx, { teamId: team.id });
      await record(tx, auditActor(actor), {
        action: slug === team.slug ? 'team.updated' : 'team.renamed',
        target: { kind: 'team', id: team.id, name: slug },
        teamId: team.id,
        detail: {
          ...changes,
          ...(parentTeam === undefined ? {} : { parentTeam }),
          ...(budget === undefined ? {} : { budget }),
          ...(slug === team.slug ? {} : { from: team.slug, to: slug }),
        },
      });
      await emit(tx, 'team', team.id);
      return { slug, version: version + 1 };
    });
  } catch (error) {
    throw slugTaken(error, 'team', newSlug ?? named, 'newSlug');
  }
}
