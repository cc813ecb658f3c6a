import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import type { Tx } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { withoutEmpty } from '../domain/catalog/promise.ts';
import { notFound, preconditionFailed } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { given } from './given.ts';
import { parse } from './input.ts';
import { markDue, markDependentsDue } from './machine/due.ts';
import { moveHolder, requireFreeSlug, slugTaken } from './machine/rename.ts';
import { settleDependencies } from './machine/service-facts.ts';
import { updateServiceSchema } from './schemas.ts';

/**
 * Changes a service; its namespaces get another pass, since their labels and annotations carry its slug, links and promise. With
 * `newSlug` the old one stays behind as an alias, and the hosts it holds go with it. Throws `invalid`, `notFound`, `preconditionFailed`.
 */
export async function updateService(
  actor: Actor,
  input: unknown,
): Promise<{ slug: string; version: number }> {
  const { slug: named, version, newSlug, sla, dependsOn, ...fields } = parse(updateServiceSchema, input);
  const changes = { ...given(fields), ...(sla === undefined ? {} : { sla: withoutEmpty(sla) }) };
  try {
    return await withTransaction(async (tx) => {
      const service = await bySlug(tx, 'service', named, (slug) =>
        tx.service.findUnique({ where: { slug } }),
      );
      if (!service) throw notFound('service');
      requirePermission(actor, 'service.write', { teamId: service.teamId }, 'service');
      const slug = newSlug ?? service.slug;
      if (slug !== service.slug) await prepareRename(tx, service, slug);
      const moved = await tx.service.updateMany({
        where: { id: service.id, version, teamId: service.teamId },
        data: { ...changes, slug, version: { increment: 1 }, updatedAt: new Date() },
      });
      if (moved.count !== 1) {
        throw preconditionFailed('The service has changed since you looked. Look again, then change it.');
      }
      if (slug !== service.slug) await moveHolder(tx, service.slug, slug);
      if (dependsOn !== undefined) await settleDependencies(tx, service.id, dependsOn);
      await markDue(tx, { serviceId: service.id });
      if (slug !== service.slug) await markDependentsDue(tx, service.id);
      await record(tx, auditActor(actor), {
        action: slug === service.slug ? 'service.updated' : 'service.renamed',
        target: { kind: 'service', id: service.id, name: slug },
        teamId: service.teamId,
        detail: {
          ...changes,
          ...(dependsOn === undefined ? {} : { dependsOn }),
          ...(slug === service.slug ? {} : { from: service.slug, to: slug }),
        },
      });
      await emit(tx, 'service', service.id);
      return { slug, version: version + 1 };
    });
  } catch (error) {
    throw slugTaken(error, 'service', newSlug ?? named, 'newSlug');
  }
}

/** Whoever grants hosts to the service holds its team's row: the slug changes before or after, never meanwhile. */
async function prepareRename(tx: Tx, service: { id: string; teamId: string }, slug: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM team WHERE id = ${service.teamId}::uuid FOR NO KEY UPDATE`;
  await requireFreeSlug(tx, 'service', slug, { self: service.id, field: 'newSlug' });
}
