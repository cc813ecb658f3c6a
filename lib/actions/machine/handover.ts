/**
 * Hands a service with all that it has to another team, in the transaction that accepts its transfer: its namespaces, who may act in
 * them, its hosts, and what of the receiver's budget they take. Connections stay: they were agreed with the service, not with people.
 */
import type { Tx } from '../../db/client.ts';
import { contactAfter, handedOver } from '../../domain/catalog/truth/handover.ts';
import type { HandoverSide } from '../../domain/catalog/truth/handover.ts';
import { overBudget } from '../../domain/catalog/truth/budget.ts';
import { namespaceSpecSchema } from '../../domain/desired-state/schema.ts';
import { conflict } from '../../domain/errors.ts';
import type { QuotaTotals } from '../../domain/guardrails/index.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import type { AuditActor } from '../../events/record.ts';
import { committedQuota } from '../../queries/committed.ts';
import { handOverHosts } from './handover-hosts.ts';
import { lapseRequestsOf, lockRequestsOf } from './lapse.ts';
import type { LoadedTransfer } from './transfers.ts';

export type Handover = {
  service: { id: string; slug: string; name: string };
  from: TeamSide;
  to: TeamSide;
  /** Whether who accepts may give names to teams: then a wide delegation that only this service uses goes along. */
  mayDelegate: boolean;
};

type TeamSide = HandoverSide & {
  id: string;
  slug: string;
  name: string;
  archived: boolean;
  budget: QuotaTotals | null;
};
type Place = { id: string; name: string; spec: unknown; deleting: boolean };

/**
 * Hands over. Throws `conflict` with the reason where the receiver can't take it: nobody runs the team, its budget is crossed, or a
 * host doesn't come along. The caller holds the transfer's row. Says how many namespaces went.
 */
export async function handOver(
  tx: Tx,
  by: AuditActor,
  transfer: LoadedTransfer & { toTeamId: string },
  mayDelegate: boolean,
): Promise<number> {
  const { service } = transfer;
  await lockRequestsOf(tx, service);
  const teamIds = [transfer.fromTeamId, transfer.toTeamId];
  await tx.$queryRaw`SELECT 1 FROM team WHERE id = ANY (${teamIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$queryRaw`SELECT 1 FROM service WHERE id = ${service.id}::uuid FOR NO KEY UPDATE`;
  const from = await sideOf(tx, transfer.fromTeamId);
  const to = await sideOf(tx, transfer.toTeamId);
  const handover: Handover = { service, from, to, mayDelegate };
  await requireReceivable(tx, handover);
  const places = await lockPlaces(tx, service.id);
  await lapseRequestsOf(tx, by, service, `${service.name} belongs to ${to.name} now. Ask again.`);
  const hosts = await handOverHosts(
    tx,
    by,
    handover,
    places.map(({ id }) => id),
  );
  for (const place of places) await handOverPlace(tx, by, handover, place);
  await requireBudget(tx, handover, places.length);
  await tx.service.update({
    where: { id: service.id },
    // The receiver has said that the service is theirs, not that its contacts and links are right: they are asked for that.
    data: {
      teamId: to.id,
      confirmedAt: null,
      confirmedBy: null,
      version: { increment: 1 },
      updatedAt: new Date(),
    },
  });
  // Each side's audit log tells it.
  for (const { id } of [from, to]) {
    await record(tx, by, {
      action: 'service.transferred',
      target: { kind: 'service', id: service.id, name: service.slug },
      teamId: id,
      detail: { from: from.slug, to: to.slug, namespaces: places.length, hosts },
    });
  }
  return places.length;
}

async function sideOf(tx: Tx, teamId: string): Promise<TeamSide> {
  const team = await tx.team.findUniqueOrThrow({ where: { id: teamId }, include: { groups: true } });
  const groups = (role: string): string[] =>
    team.groups
      .filter((group) => group.role === role)
      .map(({ groupName }) => groupName)
      .sort();
  const people = await tx.$queryRaw<{ email: string }[]>`
    SELECT DISTINCT p.email::text AS email FROM team_group g JOIN person p ON p.groups @> ARRAY[g.group_name]
    WHERE g.team_id = ${teamId}::uuid`;
  return {
    id: team.id,
    slug: team.slug,
    name: team.name,
    archived: team.archivedAt !== null,
    contactEmail: team.contactEmail,
    budget: team.budget as QuotaTotals | null,
    maintainerGroups: groups('maintainer'),
    memberGroups: groups('member'),
    people: people.map(({ email }) => email),
  };
}

async function requireReceivable(tx: Tx, { service, from, to }: Handover): Promise<void> {
  const now = await tx.service.findUniqueOrThrow({ where: { id: service.id }, select: { teamId: true } });
  if (now.teamId !== from.id) throw conflict(`${service.name} isn’t ${from.name}’s any more. Look again.`);
  if (to.archived) throw conflict(`${to.name} has been archived. Name another team.`);
  if (to.maintainerGroups.length === 0) {
    throw conflict(
      `${to.name} has no group of maintainers: nobody could look after the service. An administrator maps one first.`,
    );
  }
}

async function lockPlaces(tx: Tx, serviceId: string): Promise<Place[]> {
  return tx.$queryRaw<Place[]>`
    SELECT n.id, c.name || '/' || n.name AS name, n.spec, n.deletion_requested_at IS NOT NULL AS deleting
    FROM namespace n JOIN cluster c ON c.id = n.cluster_id
    WHERE n.service_id = ${serviceId}::uuid AND n.released_at IS NULL ORDER BY n.id FOR NO KEY UPDATE OF n`;
}

async function handOverPlace(tx: Tx, by: AuditActor, { from, to }: Handover, place: Place): Promise<void> {
  const spec = namespaceSpecSchema.parse(place.spec);
  const after = namespaceSpecSchema.safeParse({
    ...spec,
    access: handedOver(spec.access, from, to),
    contact: contactAfter(spec.contact, from, to),
  });
  if (!after.success) {
    throw conflict(
      `More people and groups would be let into ${place.name} than a namespace can name. Shorten its access list first.`,
    );
  }
  await tx.namespace.update({
    where: { id: place.id },
    data: {
      teamId: to.id,
      spec: after.data,
      updatedAt: new Date(),
      ...(place.deleting ? {} : { generation: { increment: 1 } }),
    },
  });
  for (const { id } of [from, to]) {
    await record(tx, by, {
      action: 'namespace.transferred',
      target: { kind: 'namespace', id: place.id, name: place.name },
      teamId: id,
      detail: { from: from.slug, to: to.slug },
    });
  }
  await emit(tx, 'namespace', place.id);
}

/** Counted once the namespaces are the receiver's: the sum that the next ask would be judged by. */
async function requireBudget(tx: Tx, { to }: Handover, namespaces: number): Promise<void> {
  if (namespaces === 0) return;
  const committed = await committedQuota(tx, { teamId: to.id }, Object.keys(to.budget ?? {}), null);
  const crossed = overBudget(to.name, to.budget, committed);
  if (crossed.length === 0) return;
  throw conflict(
    `${crossed.join(' ')} Ask an administrator to raise the budget of ${to.name}, or have namespaces made smaller first.`,
  );
}
