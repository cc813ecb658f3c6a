import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { parse } from './input.ts';
import { lockService, openTransfer, receiver } from './machine/transfers.ts';
import { disownServiceSchema } from './schemas.ts';

/**
 * "Not ours": opens a transfer of a service, to the team that it belongs to or to nobody named yet. Nothing moves until it is
 * accepted; until then the team stays its owner. Members of the team. Throws `conflict` when one is open already.
 */
export async function disownService(actor: Actor, input: unknown): Promise<{ id: string; message: string }> {
  const { slug, toTeam = null, reason } = parse(disownServiceSchema, input);
  return withTransaction(async (tx) => {
    const service = await lockService(tx, slug);
    requirePermission(actor, 'transfer.open', { teamId: service.teamId }, 'service');
    const to = toTeam === null ? null : await receiver(tx, toTeam, service.team);
    const id = await openTransfer(tx, auditActor(actor), { service, to, reason });
    const next =
      to === null
        ? 'An administrator names the team that it goes to.'
        : `A maintainer of ${to.name} accepts it or declines.`;
    return { id, message: `${service.name} is up for another team. ${next} Until then it stays yours.` };
  });
}
