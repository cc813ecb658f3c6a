/** What goes with a request that lapses, whatever the reason. */
import type { Tx } from '../../db/client.ts';
import { releaseReservedHosts } from '../../db/hosts.ts';
import { emit } from '../../events/emit.ts';
import { record, type AuditActor } from '../../events/record.ts';

/** Who does the chores, in the audit log. */
export const BY_WORKER: AuditActor = { kind: 'worker', id: null, name: 'berth worker' };

export interface LapsedRequest {
  id: string;
  number: bigint;
  team_id: string;
}

/** Frees the name and hosts that the request held and tells of it, in the transaction that has moved it to `lapsed`. */
export async function settleLapsed(tx: Tx, request: LapsedRequest, reason: string): Promise<void> {
  await tx.nameReservation.deleteMany({ where: { requestId: request.id } });
  await releaseReservedHosts(tx, request.id);
  await record(tx, BY_WORKER, {
    action: 'request.lapsed',
    target: { kind: 'request', id: request.id, name: `#${String(request.number)}` },
    teamId: request.team_id,
    detail: { reason },
  });
  await emit(tx, 'request', request.id);
}
