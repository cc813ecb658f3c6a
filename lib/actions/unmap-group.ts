import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { unmapGroupSchema } from './schemas.ts';

/** Ends a group's mapping to a team; who was in the team by it alone is out at their next request. */
export async function unmapGroup(actor: Actor, input: unknown): Promise<{ id: string }> {
  requirePermission(actor, 'team.map-group');
  const { team: slug, id } = parse(unmapGroupSchema, input);
  return withTransaction(async (tx) => {
    const mapping = await bySlug(tx, 'team', slug, (name) =>
      tx.teamGroup.findFirst({ where: { id, team: { slug: name } }, include: { team: true } }),
    );
    if (!mapping) throw notFound('mapping');
    await tx.teamGroup.delete({ where: { id } });
    await record(tx, auditActor(actor), {
      action: 'team.group-unmapped',
      target: { kind: 'team', id: mapping.teamId, name: mapping.team.slug },
      teamId: mapping.teamId,
      detail: { group: mapping.groupName, role: mapping.role },
    });
    await emit(tx, 'team', mapping.teamId);
    return { id };
  });
}
