/** Marks namespaces due for another pass, without raising their generation: what they show has changed, not what they are. */
import type { Tx } from '../../db/client.ts';

export async function markDue(
  tx: Tx,
  which: { teamId: string } | { serviceId: string } | { clusterId: string },
): Promise<void> {
  await tx.namespace.updateMany({ where: { ...which, releasedAt: null }, data: { mark: { increment: 1 } } });
}
