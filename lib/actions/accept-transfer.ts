import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { conflict } from '../domain/errors.ts';
import { parse } from './input.ts';
import { handOver } from './machine/handover.ts';
import { withRegistry } from './machine/hosts.ts';
import { endTransfer, loadTransfer, requireOpenTransfer } from './machine/transfers.ts';
import { byIdSchema } from './schemas.ts';

/**
 * Takes a service over, with its namespaces, their hosts and connections; the giving team's people lose their access, the receiver's
 * get it. Maintainers of the receiving team and administrators; never who opened the transfer, whatever their roles: nobody speaks for
 * both sides. Throws `conflict` where it is decided already or the receiver can't take it (machine/handover.ts), with what to do.
 */
export async function acceptTransfer(
  actor: Actor,
  input: unknown,
): Promise<{ id: string; service: string; namespaces: number; message: string }> {
  const { id } = parse(byIdSchema, input);
  return withRegistry(async (tx) => {
    const transfer = await loadTransfer(tx, id);
    const { service, toTeam, toTeamId } = transfer;
    const subject = {
      requesterId: transfer.openedBy,
      ...(toTeamId === null ? {} : { teamId: toTeamId }),
    };
    requirePermission(actor, 'transfer.accept', subject, 'transfer');
    requireOpenTransfer(transfer);
    if (toTeam === null || toTeamId === null) {
      throw conflict('No team is named yet. Name the one that the service goes to first.');
    }
    const mayDelegate = can(actor, 'delegation.write');
    const namespaces = await handOver(tx, auditActor(actor), { ...transfer, toTeamId }, mayDelegate);
    await endTransfer(tx, transfer, 'accepted', { personId: actor.personId });
    const places =
      namespaces === 0 ? '' : `, with ${String(namespaces)} namespace${namespaces === 1 ? '' : 's'}`;
    return {
      id,
      service: service.slug,
      namespaces,
      message: `${service.name} belongs to ${toTeam.name} now${places}.`,
    };
  });
}
