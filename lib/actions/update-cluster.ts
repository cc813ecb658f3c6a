import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import type { Prisma } from '../db/client.ts';
import { notFound, preconditionFailed } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { given, sent } from './given.ts';
import { parse } from './input.ts';
import { markDue } from './machine/due.ts';
import { updateClusterSchema } from './schemas.ts';

/** Changes a cluster's address, offer or wiring. `config` is laid over what is there; its namespaces get another pass. */
export async function updateCluster(
  actor: Actor,
  input: unknown,
): Promise<{ name: string; version: number }> {
  requirePermission(actor, 'cluster.write');
  const { name, version, config, ...fields } = parse(updateClusterSchema, input);
  const rawConfig = (input as { config?: unknown }).config;
  return withTransaction(async (tx) => {
    const cluster = await tx.cluster.findUnique({ where: { name } });
    if (!cluster || cluster.archivedAt !== null) throw notFound('cluster');
    const changes = given(fields);
    const wiring = {
      ...(cluster.config as Prisma.JsonObject),
      ...sent(config, rawConfig),
    } as Prisma.InputJsonObject;
    const moved = await tx.cluster.updateMany({
      where: { id: cluster.id, version },
      data: { ...changes, config: wiring, version: { increment: 1 }, updatedAt: new Date() },
    });
    if (moved.count !== 1) {
      throw preconditionFailed('The cluster has changed since you looked. Look again, then change it.');
    }
    await markDue(tx, { clusterId: cluster.id });
    await record(tx, auditActor(actor), {
      action: 'cluster.updated',
      target: { kind: 'cluster', id: cluster.id, name },
      detail: {
        ...changes,
        ...(config === undefined ? {} : { config: sent(config, rawConfig) as Prisma.InputJsonObject }),
      },
    });
    await emit(tx, 'cluster', cluster.id);
    return { name, version: version + 1 };
  });
}
