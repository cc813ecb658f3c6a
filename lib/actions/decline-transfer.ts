import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { endTransfer, loadTransfer, requireOpenTransfer } from './machine/transfers.ts';
import { declineTransferSchema } from './schemas.ts';

/** Says no to a service, with the reason: it stays where it is. Maintainers of the receiving team and administrators. */
export async function declineTransfer(
  actor: Actor,
  input: unknown,
): Promise<{ id: string; message: string }> {
  const { id, comment } = parse(declineTransferSchema, input);
  return withTransaction(async (tx) => {
    const transfer = await loadTransfer(tx, id);
    const { service, fromTeam, toTeamId } = transfer;
    requirePermission(actor, 'transfer.decline', toTeamId === null ? {} : { teamId: toTeamId }, 'transfer');
    requireOpenTransfer(transfer);
    await endTransfer(tx, transfer, 'declined', { personId: actor.personId, comment });
    for (const teamId of new Set([fromTeam.id, toTeamId ?? fromTeam.id])) {
      await record(tx, auditActor(actor), {
        action: 'ownership.declined',
        target: { kind: 'service', id: service.id, name: service.slug },
        teamId,
        detail: { comment },
      });
    }
    return { id, message: `${service.name} stays with ${fromTeam.name}.` };
  });
}
