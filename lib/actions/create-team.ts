import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma, withTransaction } from '../db/client.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { requireFreeSlug, slugTaken } from './machine/rename.ts';
import { parentTeamId } from './machine/team-tree.ts';
import { createTeamSchema } from './schemas.ts';

/** Creates a team. Who is in it comes from groups: map them next. Administrators only. */
export async function createTeam(actor: Actor, input: unknown): Promise<{ slug: string }> {
  requirePermission(actor, 'team.create');
  const { budget, parentTeam, ...fields } = parse(createTeamSchema, input);
  try {
    return await withTransaction(async (tx) => {
      await requireFreeSlug(tx, 'team', fields.slug, { field: 'slug' });
      const team = await tx.team.create({
        data: {
          slug: fields.slug,
          name: fields.name,
          description: fields.description ?? '',
          contactEmail: fields.contactEmail ?? null,
          chatUrl: fields.chatUrl ?? null,
          onCallUrl: fields.onCallUrl ?? null,
          costCentre: fields.costCentre ?? null,
          parentTeamId: parentTeam == null ? null : await parentTeamId(tx, parentTeam, null),
          budget: budget ?? Prisma.DbNull,
        },
      });
      await record(tx, auditActor(actor), {
        action: 'team.created',
        target: { kind: 'team', id: team.id, name: team.slug },
        teamId: team.id,
        detail: { name: team.name, budget: budget ?? null },
      });
      await emit(tx, 'team', team.id);
      return { slug: team.slug };
    });
  } catch (error) {
    throw slugTaken(error, 'team', fields.slug, 'slug');
  }
}
