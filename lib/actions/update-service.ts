import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { notFound, preconditionFailed } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { given } from './given.ts';
import { parse } from './input.ts';
import { markDue } from './machine/due.ts';
import { updateServiceSchema } from './schemas.ts';

/** Changes a service; its namespaces get another pass, since their annotations carry its links and SLA. */
export async function updateService(
  actor: Actor,
  input: unknown,
): Promise<{ slug: string; version: number }> {
  const { slug, version, sla, ...fields } = parse(updateServiceSchema, input);
  return withTransaction(async (tx) => {
    const service = await tx.service.findUnique({ where: { slug } });
    if (!service) throw notFound('service');
    requirePermission(actor, 'service.write', { teamId: service.teamId }, 'service');
    const changes = { ...given(fields), ...(sla === undefined ? {} : { sla: given(sla) }) };
    const moved = await tx.service.updateMany({
      where: { id: service.id, version },
      data: { ...changes, version: { increment: 1 }, updatedAt: new Date() },
    });
    if (moved.count !== 1) {
      throw preconditionFailed('The service has changed since you looked. Look again, then change it.');
    }
    await markDue(tx, { serviceId: service.id });
    await record(tx, auditActor(actor), {
      action: 'service.updated',
      target: { kind: 'service', id: service.id, name: slug },
      teamId: service.teamId,
      detail: changes,
    });
    await emit(tx, 'service', service.id);
    return { slug, version: version + 1 };
  });
}
