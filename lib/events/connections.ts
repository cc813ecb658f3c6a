import type { ConnectionEnd } from '../db/connections.ts';
import type { Prisma, Tx } from '../db/client.ts';
import { emit } from './emit.ts';
import { record, type AuditActor } from './record.ts';

/** Tells both sides of connections what became of them: an audit event and a wake-up for each end. */
export async function tellEnds(
  tx: Tx,
  by: AuditActor,
  action: 'connection.opened' | 'connection.changed' | 'connection.ended',
  ends: readonly ConnectionEnd[],
  detail: Prisma.InputJsonObject = {},
): Promise<void> {
  for (const { namespaceId, teamId, name, end, peerName, ports } of ends) {
    await record(tx, by, {
      action,
      target: { kind: 'namespace', id: namespaceId, name },
      teamId,
      detail: { direction: end === 'from' ? 'to' : 'from', peer: peerName, ports, ...detail },
    });
  }
  for (const id of new Set(ends.map(({ namespaceId }) => namespaceId))) await emit(tx, 'namespace', id);
}
