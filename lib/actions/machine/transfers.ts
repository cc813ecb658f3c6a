/** What the verbs about a service's owner share: loading a service or a transfer for deciding, and moving it. */
import type { Prisma, Tx } from '../../db/client.ts';
import { bySlug } from '../../db/slugs.ts';
import { conflict, invalid, notFound } from '../../domain/errors.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import type { AuditActor } from '../../events/record.ts';

const INCLUDE = {
  service: true,
  fromTeam: true,
  toTeam: true,
} as const satisfies Prisma.OwnershipTransferInclude;

/** A transfer with what deciding it needs. */
export type LoadedTransfer = Prisma.OwnershipTransferGetPayload<{ include: typeof INCLUDE }>;

const WITH_TEAM = { team: true } as const satisfies Prisma.ServiceInclude;
export type OwnedService = Prisma.ServiceGetPayload<{ include: typeof WITH_TEAM }>;

/**
 * The service of a slug with its team, its row locked until the end of the transaction: who owns it does not change meanwhile. Throws
 * `notFound`.
 */
export async function lockService(tx: Tx, slug: string): Promise<OwnedService> {
  const found = await bySlug(tx, 'service', slug, (name) =>
    tx.service.findUnique({ where: { slug: name }, select: { id: true } }),
  );
  if (!found) throw notFound('service');
  await tx.$queryRaw`SELECT 1 FROM service WHERE id = ${found.id}::uuid FOR NO KEY UPDATE`;
  return tx.service.findUniqueOrThrow({ where: { id: found.id }, include: WITH_TEAM });
}

/** The transfer, its row locked: of two who decide at once, the second sees what the first has done. Throws `notFound`. */
export async function loadTransfer(tx: Tx, id: string): Promise<LoadedTransfer> {
  await tx.$queryRaw`SELECT 1 FROM ownership_transfer WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const transfer = await tx.ownershipTransfer.findUnique({ where: { id }, include: INCLUDE });
  if (!transfer) throw notFound('transfer');
  return transfer;
}

/** Throws `conflict` with what has happened unless the transfer is still open. */
export function requireOpenTransfer({ state, service }: LoadedTransfer): void {
  if (state === 'open') return;
  throw conflict(`The transfer of ${service.name} was ${state} already. Nothing was changed.`);
}

/** Opens a transfer of a service, and tells both sides; its id. `conflict` when one is open. The caller holds the service's row. */
export async function openTransfer(
  tx: Tx,
  by: AuditActor,
  { service, to, reason }: { service: OwnedService; to: { id: string; slug: string } | null; reason: string },
): Promise<string> {
  const there = await tx.ownershipTransfer.findFirst({ where: { serviceId: service.id, state: 'open' } });
  if (there) throw conflict(`Another team for ${service.name} is being looked for already.`);
  const transfer = await tx.ownershipTransfer.create({
    data: {
      serviceId: service.id,
      fromTeamId: service.teamId,
      toTeamId: to?.id ?? null,
      reason,
      openedBy: by.id,
    },
  });
  for (const teamId of [service.teamId, ...(to === null ? [] : [to.id])]) {
    await record(tx, by, {
      action: 'ownership.questioned',
      target: { kind: 'service', id: service.id, name: service.slug },
      teamId,
      detail: { from: service.team.slug, to: to?.slug ?? null, reason },
    });
  }
  await tellTransfer(tx, transfer);
  return transfer.id;
}

/** Ends a transfer that is open, and tells of it. The caller holds its row. */
export async function endTransfer(
  tx: Tx,
  transfer: LoadedTransfer,
  state: 'accepted' | 'declined' | 'withdrawn',
  by: { personId: string; comment?: string | undefined },
): Promise<void> {
  await tx.ownershipTransfer.update({
    where: { id: transfer.id },
    data: { state, decidedBy: by.personId, decidedAt: new Date(), comment: by.comment ?? '' },
  });
  await tellTransfer(tx, transfer);
}

/** Announces that a service's owner is in question, or no longer. */
export async function tellTransfer(
  tx: Tx,
  transfer: { serviceId: string; fromTeamId: string; toTeamId: string | null },
): Promise<void> {
  await emit(tx, 'service', transfer.serviceId);
  await emit(tx, 'team', transfer.fromTeamId);
  if (transfer.toTeamId !== null) await emit(tx, 'team', transfer.toTeamId);
}

/** The team that a service is to go to; `invalid` where there is none, or where it has the service already. */
export async function receiver(
  tx: Tx,
  slug: string,
  from: { id: string; name: string },
): Promise<{ id: string; slug: string; name: string }> {
  const team = await bySlug(tx, 'team', slug, (name) => tx.team.findUnique({ where: { slug: name } }));
  const problem =
    team?.archivedAt !== null
      ? `There is no team "${slug}". Choose one of the list.`
      : team.id === from.id
        ? `${from.name} has the service already. Name another team.`
        : null;
  if (team === null || problem !== null) {
    throw invalid([{ field: 'toTeam', message: problem ?? 'Name a team.' }]);
  }
  return team;
}
