import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { isUniqueViolation, withTransaction } from '../db/client.ts';
import { invalid, notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { given } from './given.ts';
import { parse } from './input.ts';
import { createServiceSchema } from './schemas.ts';

/** Adds a service to a team's catalog. Members of the team, and administrators. */
export async function createService(actor: Actor, input: unknown): Promise<{ slug: string }> {
  const { team: teamSlug, sla, links, ...fields } = parse(createServiceSchema, input);
  try {
    return await withTransaction(async (tx) => {
      const team = await tx.team.findUnique({ where: { slug: teamSlug } });
      if (!team || team.archivedAt !== null) throw notFound('team');
      requirePermission(actor, 'service.write', { teamId: team.id }, 'team');
      const service = await tx.service.create({
        data: {
          slug: fields.slug,
          name: fields.name,
          description: fields.description ?? '',
          tier: fields.tier ?? null,
          teamId: team.id,
          sla: given(sla ?? {}),
          links: links ?? {},
        },
      });
      await record(tx, auditActor(actor), {
        action: 'service.created',
        target: { kind: 'service', id: service.id, name: service.slug },
        teamId: team.id,
      });
      await emit(tx, 'service', service.id);
      return { slug: service.slug };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw invalid([
      { field: 'slug', message: `There is a service "${fields.slug}" already. Choose another short name.` },
    ]);
  }
}
