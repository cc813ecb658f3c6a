/** Marks namespaces due for another pass, without raising their generation: what they show has changed, not what they are. */
import type { Tx } from '../../db/client.ts';

export async function markDue(
  tx: Tx,
  which: { teamId: string } | { serviceId: string } | { clusterId: string },
): Promise<void> {
  await tx.namespace.updateMany({ where: { ...which, releasedAt: null }, data: { mark: { increment: 1 } } });
}

/** Marks the namespaces of all services that need this one: their annotations name it by its slug. */
export async function markDependentsDue(tx: Tx, serviceId: string): Promise<void> {
  await tx.namespace.updateMany({
    where: { releasedAt: null, service: { dependsOn: { some: { dependsOnId: serviceId } } } },
    data: { mark: { increment: 1 } },
  });
}
