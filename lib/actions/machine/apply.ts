/** Makes an approved request true, in the transaction that approves it. The clusters follow by the worker's hand. */
import type { Tx } from '../../db/client.ts';
import { endConnections } from '../../db/connections.ts';
import { revokeHostsOf } from '../../db/hosts.ts';
import { conflict } from '../../domain/errors.ts';
import type { DesiredNamespace } from '../../domain/desired-state/schema.ts';
import { holderId } from '../../domain/hosts/index.ts';
import { tellEnds } from '../../events/connections.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import type { AuditActor } from '../../events/record.ts';
import { settleConnections } from './connections.ts';
import { settleHosts } from './hosts.ts';
import type { HostPlace } from './hosts.ts';
import type { World } from './world.ts';

export type Applicable = {
  id: string;
  number: bigint;
  kind: 'create' | 'change' | 'delete';
  requesterId: string;
  itemId: string;
  namespaceId: string | null;
  baseGeneration: bigint | null;
  desired: DesiredNamespace;
};

/** Applies, moves the request from approved to applied, and says so. The caller holds the locks of the world. */
export async function apply(tx: Tx, by: AuditActor, world: World, request: Applicable): Promise<string> {
  const namespaceId =
    request.kind === 'create'
      ? await create(tx, by, world, request)
      : request.kind === 'change'
        ? await change(tx, by, world, request)
        : await remove(tx, by, world, request);
  const moved = await tx.request.updateMany({
    where: { id: request.id, state: 'approved' },
    data: { state: 'applied', appliedAt: new Date(), updatedAt: new Date(), version: { increment: 1 } },
  });
  if (moved.count !== 1) throw conflict('The request has been moved on by somebody else. Look again.');
  await emit(tx, 'namespace', namespaceId);
  return namespaceId;
}

async function create(tx: Tx, by: AuditActor, world: World, request: Applicable): Promise<string> {
  const { desired } = request;
  const serviceId = await serviceFor(tx, by, world, desired);
  const namespace = await tx.namespace.create({
    data: {
      clusterId: world.cluster.id,
      name: desired.name,
      teamId: world.team.id,
      serviceId,
      environment: desired.environment,
      purpose: desired.purpose,
      spec: storedSpec(desired),
      expiresAt: desired.expiresAt === null ? null : new Date(desired.expiresAt),
      createdBy: request.requesterId,
    },
    select: { id: true },
  });
  const taken = await tx.nameReservation.updateMany({
    where: { clusterId: world.cluster.id, name: desired.name, requestId: request.id },
    data: { requestId: null, namespaceId: namespace.id },
  });
  if (taken.count !== 1) throw conflict(`The name "${desired.name}" is no longer reserved for this request.`);
  await tx.requestItem.update({ where: { id: request.itemId }, data: { namespaceId: namespace.id } });
  await record(tx, by, {
    action: 'namespace.granted',
    target: { kind: 'namespace', id: namespace.id, name: `${world.cluster.name}/${desired.name}` },
    teamId: world.team.id,
    detail: { request: Number(request.number), environment: desired.environment, size: desired.size },
  });
  await settleHosts(tx, by, hostPlace(world, namespace.id, desired, 1n), desired.spec.hosts, request);
  const place = { id: namespace.id, name: desired.name, clusterId: world.cluster.id };
  await settleConnections(tx, by, place, desired.spec.connections, request);
  return namespace.id;
}

function hostPlace(
  world: World,
  namespaceId: string,
  desired: DesiredNamespace,
  generation: bigint,
): HostPlace {
  return {
    namespaceId,
    name: `${world.cluster.name}/${desired.name}`,
    clusterId: world.cluster.id,
    teamId: world.team.id,
    holder: holderId(desired.service.slug, desired.environment),
    generation,
  };
}

/** The spec as the row keeps it: connections are rows of their own, one for both sides. */
function storedSpec(desired: DesiredNamespace): DesiredNamespace['spec'] {
  return { ...desired.spec, connections: [] };
}

/** The service of the ask: the one that is there, or a new one. The verdict has made sure that it is the team's. */
async function serviceFor(tx: Tx, by: AuditActor, world: World, desired: DesiredNamespace): Promise<string> {
  const { slug, name, description } = desired.service;
  const there = await tx.service.findUnique({ where: { slug }, select: { id: true, teamId: true } });
  if (there) {
    if (there.teamId !== world.team.id) throw conflict(`The service "${slug}" belongs to another team now.`);
    return there.id;
  }
  const service = await tx.service.create({
    data: { slug, name: name ?? slug, teamId: world.team.id, description: description ?? '' },
    select: { id: true },
  });
  await emit(tx, 'service', service.id);
  await record(tx, by, {
    action: 'service.created',
    target: { kind: 'service', id: service.id, name: slug },
    teamId: world.team.id,
  });
  return service.id;
}

async function change(tx: Tx, by: AuditActor, world: World, request: Applicable): Promise<string> {
  const { desired, namespaceId } = request;
  if (namespaceId === null || request.baseGeneration === null)
    throw new Error('a change without its namespace');
  const moved = await tx.namespace.updateMany({
    where: {
      id: namespaceId,
      generation: request.baseGeneration,
      deletionRequestedAt: null,
      releasedAt: null,
    },
    data: {
      spec: storedSpec(desired),
      purpose: desired.purpose,
      expiresAt: desired.expiresAt === null ? null : new Date(desired.expiresAt),
      generation: { increment: 1 },
      updatedAt: new Date(),
    },
  });
  if (moved.count !== 1) throw conflict('The namespace has changed in the meantime. Look again.');
  await record(tx, by, {
    action: 'namespace.changed',
    target: { kind: 'namespace', id: namespaceId, name: `${world.cluster.name}/${desired.name}` },
    teamId: world.team.id,
    detail: { request: Number(request.number) },
  });
  const generation = request.baseGeneration + 1n;
  await settleHosts(tx, by, hostPlace(world, namespaceId, desired, generation), desired.spec.hosts, request);
  const place = { id: namespaceId, name: desired.name, clusterId: world.cluster.id };
  await settleConnections(tx, by, place, desired.spec.connections, request);
  return namespaceId;
}

async function remove(tx: Tx, by: AuditActor, world: World, request: Applicable): Promise<string> {
  const { namespaceId, desired } = request;
  if (namespaceId === null) throw new Error('a deletion without its namespace');
  const moved = await tx.namespace.updateMany({
    where: { id: namespaceId, deletionRequestedAt: null, releasedAt: null },
    data: { deletionRequestedAt: new Date(), updatedAt: new Date() },
  });
  if (moved.count !== 1) throw conflict('The namespace is being deleted already.');
  await revokeHostsOf(tx, namespaceId, 'The namespace is being deleted.');
  // Whatever else was asked of it has lost its object.
  const others = await tx.$queryRaw<{ id: string }[]>`
    UPDATE request SET state = 'lapsed', decided_at = now(), updated_at = now(), version = version + 1,
      decision_comment = 'The namespace is being deleted.'
    WHERE state IN ('pending', 'answer-needed') AND id <> ${request.id}::uuid
      AND id IN (SELECT request_id FROM request_item WHERE namespace_id = ${namespaceId}::uuid)
    RETURNING id`;
  for (const other of others) await emit(tx, 'request', other.id);
  await tellEnds(tx, by, 'connection.ended', await endConnections(tx, { namespaceId }, namespaceId), {
    request: Number(request.number),
  });
  await record(tx, by, {
    action: 'namespace.deletion-requested',
    target: { kind: 'namespace', id: namespaceId, name: `${world.cluster.name}/${desired.name}` },
    teamId: world.team.id,
    detail: { request: Number(request.number) },
  });
  return namespaceId;
}
