/** Loads a request for deciding, judges it again on what is true now, and moves it. */
import type { Prisma, Tx } from '../../db/client.ts';
import { currentSlug } from '../../db/slugs.ts';
import { releaseReservedHosts } from '../../db/hosts.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import { desiredNamespaceSchema } from '../../domain/desired-state/schema.ts';
import type { DesiredNamespace } from '../../domain/desired-state/schema.ts';
import { canTransition, isOpen, statesBefore } from '../../domain/lifecycle/index.ts';
import type { RequestState } from '../../domain/lifecycle/index.ts';
import type { Actor } from '../../auth/actor.ts';
import { loadPerson } from '../../auth/load.ts';
import { requirePermission } from '../../auth/permissions.ts';
import type { Subject } from '../../auth/permissions.ts';
import { emit } from '../../events/emit.ts';
import { WITH_CONNECTIONS } from '../../queries/connections.ts';
import { desiredOf, rebase } from '../../queries/desired.ts';
import { WITH_SPEAKERS } from '../../queries/parties.ts';
import { judge } from './judge.ts';
import type { Judged } from './judge.ts';
import { settleParties } from './parties.ts';
import { lockWorld, worldOf } from './world.ts';
import type { World } from './world.ts';

const INCLUDE = {
  items: { orderBy: { position: 'asc' } },
  parties: { include: WITH_SPEAKERS, orderBy: [{ kind: 'asc' }, { id: 'asc' }] },
  requester: true,
} as const satisfies Prisma.RequestInclude;

/** A request with what deciding it needs. */
export type Loaded = Prisma.RequestGetPayload<{ include: typeof INCLUDE }>;

/** What permissions are asked about. */
export function subjectOf(request: {
  teamId: string;
  requesterId: string;
  parties: NonNullable<Subject['parties']>;
}): Subject {
  return { teamId: request.teamId, requesterId: request.requesterId, parties: request.parties };
}

/**
 * The request of a number, its row locked until the end of the transaction: of two people who decide at once, the
 * second waits and then sees what the first has done. Throws `notFound` unless the actor sees it.
 */
export async function loadForUpdate(tx: Tx, actor: Actor, number: number): Promise<Loaded> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM request WHERE number = ${BigInt(number)} FOR NO KEY UPDATE`;
  const row = rows[0];
  if (!row) throw notFound('request');
  const request = await tx.request.findUniqueOrThrow({ where: { id: row.id }, include: INCLUDE });
  // A token that may only approve must be able to look at what it approves.
  requirePermission({ ...actor, scopes: null }, 'request.see', subjectOf(request), 'request');
  return request;
}

/** Throws `conflict` with what has happened unless the request is still open. */
export function requireOpen(request: Loaded): void {
  if (isOpen(request.state as RequestState)) return;
  const when =
    request.decidedAt === null
      ? ''
      : ` on ${request.decidedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  throw conflict(
    `Request #${String(request.number)} is ${request.state} already${when}. Nothing was changed.`,
  );
}

/** Moves a request by one conditional UPDATE; throws `conflict` when it is not where the step begins. */
export async function move(
  tx: Tx,
  request: Loaded,
  to: RequestState,
  data: Prisma.RequestUpdateManyMutationInput = {},
): Promise<void> {
  const moved = await tx.request.updateMany({
    where: { id: request.id, state: { in: statesBefore(to) } },
    data: { ...data, state: to, updatedAt: new Date(), version: { increment: 1 } },
  });
  if (moved.count !== 1 || !canTransition(request.state as RequestState, to)) {
    throw conflict(`Request #${String(request.number)} cannot become ${to} any more. Look again.`);
  }
  await emit(tx, 'request', request.id);
}

/** Gives back the name and the hosts that a create request held. */
export async function releaseName(tx: Tx, requestId: string): Promise<void> {
  await tx.nameReservation.deleteMany({ where: { requestId } });
  await releaseReservedHosts(tx, requestId);
}

/** The one item of a request; all kinds have exactly one so far. */
export function itemOf(request: Loaded): Loaded['items'][number] {
  const item = request.items[0];
  if (!item) throw new Error(`request ${request.id} has no item`);
  return item;
}

export type Rejudged = {
  world: World;
  judged: Judged;
  /** What the namespace is now; null for a create. */
  before: DesiredNamespace | null;
  /** Generation that the judged state is based on. */
  baseGeneration: bigint | null;
};

/** Judges a request again under the locks of granting, rebased on what is true now. */
export async function judgeAgain(tx: Tx, request: Loaded): Promise<Rejudged> {
  const item = itemOf(request);
  await lockWorld(tx, request.teamId, item.clusterId);
  const world = await worldOf(tx, request.teamId, item.clusterId);
  const wanted = desiredNamespaceSchema.parse(item.desired);
  if (request.kind === 'create') {
    const desired = await settledNames(tx, world, wanted);
    const byMaintainer = await runsTeam(tx, request.requesterId, request.teamId);
    const judged = await judge(tx, world, { kind: 'create', desired, requestId: request.id, byMaintainer });
    return { world, judged, before: null, baseGeneration: null };
  }
  const namespace = await tx.namespace.findUnique({
    where: { id: item.namespaceId ?? '' },
    include: { cluster: true, team: true, service: true, ...WITH_CONNECTIONS },
  });
  if (!namespace || namespace.releasedAt !== null || namespace.deletionRequestedAt !== null) {
    throw conflict(
      `The namespace "${item.namespaceName}" is gone or being deleted; there is nothing to decide.`,
    );
  }
  const before = desiredOf(namespace);
  const byMaintainer = await runsTeam(tx, request.requesterId, request.teamId);
  const desired = request.kind === 'delete' ? before : rebase(before, wanted, item.changedPaths);
  const judged = await judge(
    tx,
    world,
    request.kind === 'delete'
      ? { kind: 'delete', desired, byMaintainer }
      : { kind: 'change', desired, before, namespaceId: namespace.id, byMaintainer },
  );
  return { world, judged, before, baseGeneration: namespace.generation };
}

/**
 * Team and service by the slugs that they have now. A service that was to be made and has been made by the same team meanwhile is
 * the one that was meant.
 */
async function settledNames(tx: Tx, world: World, wanted: DesiredNamespace): Promise<DesiredNamespace> {
  const slug = await currentSlug(tx, 'service', wanted.service.slug);
  const desired = { ...wanted, team: world.team.slug, service: { ...wanted.service, slug } };
  if (desired.service.name === undefined) return desired;
  const there = await tx.service.findUnique({ where: { slug } });
  return there?.teamId === world.team.id ? { ...desired, service: { slug } } : desired;
}

/** Whether a person runs a team's namespaces, as of now: a maintainer of it, or an administrator. */
export async function runsTeam(tx: Tx, personId: string, teamId: string): Promise<boolean> {
  const person = await loadPerson(tx, personId);
  return (
    person !== null &&
    !person.disabled &&
    (person.roles.includes('administrator') ||
      person.teams.some((team) => team.id === teamId && team.role === 'maintainer'))
  );
}

/**
 * Writes what the request leads to now and voids every approval: they were given for something else. The name stays
 * reserved. The parties become those of the new verdict, all waiting; a refusal leaves them as they are, since there is
 * nothing to say yes to.
 */
export async function supplant(tx: Tx, request: Loaded, again: Rejudged, why: string): Promise<void> {
  const { judged } = again;
  await tx.approval.updateMany({
    where: { requestId: request.id, voidedAt: null },
    data: { voidedAt: new Date(), voidReason: why },
  });
  await tx.party.updateMany({ where: { requestId: request.id }, data: { state: 'waiting' } });
  if (judged.verdict.outcome !== 'refused') await settleParties(tx, request.id, judged.verdict);
  await tx.request.update({
    where: { id: request.id },
    data: {
      verdict: judged.verdict as unknown as Prisma.InputJsonObject,
      guardrailVersion: judged.guardrailVersion,
      resultHash: judged.resultHash,
      updatedAt: new Date(),
      version: { increment: 1 },
    },
  });
  await tx.requestItem.update({
    where: { id: itemOf(request).id },
    data: { desired: judged.desired, baseGeneration: again.baseGeneration },
  });
  await emit(tx, 'request', request.id);
}
