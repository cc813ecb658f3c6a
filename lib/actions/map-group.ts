import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { isUniqueViolation, withTransaction } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { invalid, notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { mapGroupSchema } from './schemas.ts';

/** Makes everybody in an identity-provider group a member or maintainer of a team, from their next request on. */
export async function mapGroup(actor: Actor, input: unknown): Promise<{ id: string }> {
  requirePermission(actor, 'team.map-group');
  const { team: slug, group, role } = parse(mapGroupSchema, input);
  try {
    return await withTransaction(async (tx) => {
      const team = await bySlug(tx, 'team', slug, (name) => tx.team.findUnique({ where: { slug: name } }));
      if (!team || team.archivedAt !== null) throw notFound('team');
      const mapping = await tx.teamGroup.create({ data: { teamId: team.id, groupName: group, role } });
      await record(tx, auditActor(actor), {
        action: 'team.group-mapped',
        target: { kind: 'team', id: team.id, name: team.slug },
        teamId: team.id,
        detail: { group, role },
      });
      await emit(tx, 'team', team.id);
      return { id: mapping.id };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw invalid([
      {
        field: 'group',
        message: `"${group}" is mapped to this team already. Remove that mapping to change its role.`,
      },
    ]);
  }
}
