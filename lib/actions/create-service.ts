import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { withoutEmpty } from '../domain/catalog/promise.ts';
import { notFound } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { requireFreeSlug, slugTaken } from './machine/rename.ts';
import { settleDependencies } from './machine/service-facts.ts';
import { createServiceSchema } from './schemas.ts';

/** Adds a service to a team's catalog. Members of the team, and administrators. */
export async function createService(actor: Actor, input: unknown): Promise<{ slug: string }> {
  const { team: teamSlug, sla, links, dependsOn, ...fields } = parse(createServiceSchema, input);
  try {
    return await withTransaction(async (tx) => {
      const team = await bySlug(tx, 'team', teamSlug, (slug) => tx.team.findUnique({ where: { slug } }));
      if (!team || team.archivedAt !== null) throw notFound('team');
      requirePermission(actor, 'service.write', { teamId: team.id }, 'team');
      await requireFreeSlug(tx, 'service', fields.slug, { field: 'slug' });
      const service = await tx.service.create({
        data: {
          slug: fields.slug,
          name: fields.name,
          description: fields.description ?? '',
          tier: fields.tier ?? null,
          teamId: team.id,
          lifecycle: fields.lifecycle ?? 'production',
          tags: fields.tags ?? [],
          sla: withoutEmpty(sla ?? {}),
          links: links ?? {},
        },
      });
      await settleDependencies(tx, service.id, dependsOn ?? []);
      await record(tx, auditActor(actor), {
        action: 'service.created',
        target: { kind: 'service', id: service.id, name: service.slug },
        teamId: team.id,
      });
      await emit(tx, 'service', service.id);
      return { slug: service.slug };
    });
  } catch (error) {
    throw slugTaken(error, 'service', fields.slug, 'slug');
  }
}
