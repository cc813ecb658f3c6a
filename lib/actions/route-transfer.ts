import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { currentSlug } from '../db/slugs.ts';
import { conflict } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { loadTransfer, lockService, openTransfer, receiver, tellTransfer } from './machine/transfers.ts';
import { routeTransferSchema } from './schemas.ts';

/**
 * Names the team that a service is to go to: of its open transfer, or, where nobody of its team is left to open one, of a new one.
 * The named team still has to accept. Administrators, and maintainers of the parent team.
 */
export async function routeTransfer(actor: Actor, input: unknown): Promise<{ id: string; message: string }> {
  const { slug, toTeam, reason = '' } = parse(routeTransferSchema, input);
  return withTransaction(async (tx) => {
    const by = auditActor(actor);
    const open = await tx.ownershipTransfer.findFirst({
      where: { state: 'open', service: { slug: await currentSlug(tx, 'service', slug) } },
      select: { id: true },
    });
    // A transfer's row comes before its service's in the order of locks.
    const transfer = open && (await loadTransfer(tx, open.id));
    const service = await lockService(tx, slug);
    const subject = { teamId: service.teamId, parentTeamId: service.team.parentTeamId };
    requirePermission(actor, 'transfer.route', subject, 'service');
    const to = await receiver(tx, toTeam, service.team);
    const message = `${to.name} is asked to take ${service.name} over.`;
    if (transfer?.state !== 'open') {
      return { id: await openTransfer(tx, by, { service, to, reason }), message };
    }
    if (transfer.toTeamId === to.id) throw conflict(`${to.name} is asked already.`);
    await tx.ownershipTransfer.update({ where: { id: transfer.id }, data: { toTeamId: to.id } });
    for (const teamId of [service.teamId, to.id]) {
      await record(tx, by, {
        action: 'ownership.routed',
        target: { kind: 'service', id: service.id, name: service.slug },
        teamId,
        detail: { to: to.slug, before: transfer.toTeam?.slug ?? null, ...(reason ? { reason } : {}) },
      });
    }
    await tellTransfer(tx, transfer);
    await tellTransfer(tx, { ...transfer, toTeamId: to.id });
    return { id: transfer.id, message };
  });
}
