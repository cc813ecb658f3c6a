import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { endTransfer, loadTransfer, requireOpenTransfer } from './machine/transfers.ts';
import { withdrawTransferSchema } from './schemas.ts';

/** Takes a transfer back: the service is the team's after all. Who opened it, maintainers of the owning team, and administrators. */
export async function withdrawTransfer(
  actor: Actor,
  input: unknown,
): Promise<{ id: string; message: string }> {
  const { id, comment } = parse(withdrawTransferSchema, input);
  return withTransaction(async (tx) => {
    const transfer = await loadTransfer(tx, id);
    const { service, fromTeam, toTeamId } = transfer;
    requirePermission(
      actor,
      'transfer.withdraw',
      { teamId: fromTeam.id, requesterId: transfer.openedBy },
      'transfer',
    );
    requireOpenTransfer(transfer);
    await endTransfer(tx, transfer, 'withdrawn', { personId: actor.personId, comment });
    for (const teamId of new Set([fromTeam.id, toTeamId ?? fromTeam.id])) {
      await record(tx, auditActor(actor), {
        action: 'ownership.withdrawn',
        target: { kind: 'service', id: service.id, name: service.slug },
        teamId,
        detail: comment ? { comment } : {},
      });
    }
    return { id, message: `${service.name} stays with ${fromTeam.name}.` };
  });
}
