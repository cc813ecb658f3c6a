import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { findLive } from './machine/namespace.ts';
import { retryNamespaceSchema } from './schemas.ts';

/** Has the worker look at a namespace now, instead of when its back-off ends. */
export async function retryNamespace(actor: Actor, input: unknown): Promise<{ message: string }> {
  const { cluster, name } = parse(retryNamespaceSchema, input);
  return withTransaction(async (tx) => {
    const found = await findLive(tx, cluster, name);
    requirePermission(actor, 'namespace.retry', { teamId: found.teamId }, 'namespace');
    await tx.$executeRaw`
      UPDATE reconcile_work SET not_before = now(), attempts = 0, retry = true WHERE namespace_id = ${found.id}::uuid`;
    // The mark makes the pass due, and its trigger wakes a worker.
    await tx.namespace.update({ where: { id: found.id }, data: { mark: { increment: 1 } } });
    await emit(tx, 'namespace', found.id);
    await record(tx, auditActor(actor), {
      action: 'namespace.retried',
      target: { kind: 'namespace', id: found.id, name: `${cluster}/${name}` },
      teamId: found.teamId,
    });
    return { message: `"${name}" is looked at again now.` };
  });
}
