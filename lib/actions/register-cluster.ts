import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { isUniqueViolation, withTransaction } from '../db/client.ts';
import type { Prisma } from '../db/client.ts';
import { invalid } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { sent } from './given.ts';
import { parse } from './input.ts';
import { registerClusterSchema } from './schemas.ts';

/**
 * Registers a cluster: its public address, its offer and its wiring. Credentials are never sent here: the worker reads
 * them from files of its own (docs/operations.md). Administrators only.
 */
export async function registerCluster(actor: Actor, input: unknown): Promise<{ name: string }> {
  requirePermission(actor, 'cluster.write');
  const fields = parse(registerClusterSchema, input);
  try {
    return await withTransaction(async (tx) => {
      const cluster = await tx.cluster.create({
        data: {
          name: fields.name,
          displayName: fields.displayName,
          apiServer: fields.apiServer,
          caBundle: fields.caBundle ?? null,
          environments: fields.environments,
          config: sent(fields.config, (input as { config?: unknown }).config) as Prisma.InputJsonObject,
          mode: fields.mode ?? 'heal',
        },
      });
      await record(tx, auditActor(actor), {
        action: 'cluster.registered',
        target: { kind: 'cluster', id: cluster.id, name: cluster.name },
        detail: { apiServer: cluster.apiServer, environments: cluster.environments },
      });
      await emit(tx, 'cluster', cluster.id);
      return { name: cluster.name };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw invalid([
      { field: 'name', message: `There is a cluster "${fields.name}" already. Choose another name.` },
    ]);
  }
}
