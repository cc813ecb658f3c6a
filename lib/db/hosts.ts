/** The writes to the registry of hosts that both a person's verb and the worker's chores need. */
import type { Tx } from './client.ts';

/**
 * Takes every host from a namespace that is to be deleted. Until the API server says that it is gone, the names stay taken: the worker
 * then confirms them.
 */
export async function revokeHostsOf(tx: Tx, namespaceId: string, reason: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE host_grant SET state = 'revoking', revoked_generation = NULL, revoke_reason = ${reason}, updated_at = now()
    WHERE namespace_id = ${namespaceId}::uuid AND state = 'active'`;
}

/** Gives back the hosts that a request had reserved; what became of the request tells the rest. */
export async function releaseReservedHosts(tx: Tx, requestId: string): Promise<void> {
  await tx.hostGrant.deleteMany({ where: { requestId, state: 'reserved' } });
}
