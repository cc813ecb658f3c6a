/**
 * The registry of hosts: the one place that makes host_grant say what namespaces' specs say, in the transaction that changes them. The
 * annotation in the cluster is rendered from the spec; who has a name is decided here, by the exclusion constraints.
 */
import { Prisma, sqlState, withTransaction } from '../../db/client.ts';
import type { Tx } from '../../db/client.ts';
import { conflict } from '../../domain/errors.ts';
import { hostParts } from '../../domain/hosts/index.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import type { AuditActor } from '../../events/record.ts';

/** Exclusion constraint, and the checks of our triggers: somebody else was first, between our look and our write. */
const LOST = new Set(['23P01', '23514']);

/**
 * Runs a use case that may write the registry. One that lost a name to somebody in the same moment is run again, from its first look on: the
 * second look sees who has the name and says so. `work` must therefore have no effect outside the transaction.
 */
export async function withRegistry<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withTransaction(work);
    } catch (error) {
      const state = sqlState(error);
      if (state === undefined || !LOST.has(state)) throw error;
      if (attempt < 3) continue;
      if (state !== '23P01') throw error;
      throw conflict('One of these names was taken at the same moment. Look again, then choose another.');
    }
  }
}

/** A namespace as a holder of hosts. */
export type HostPlace = {
  namespaceId: string;
  /** "harbor-dev/checkout-dev". */
  name: string;
  clusterId: string;
  teamId: string;
  /** Service and environment. */
  holder: string;
  /** Generation that grants what is wanted: once the cluster has seen it, it grants nothing else. */
  generation: bigint;
};

type Asking = { id: string; number: bigint; requesterId: string };
type Held = { id: string; host: string; path: string; state: string };

const textOf = ({ host, path }: { host: string; path: string }): string => `${host}${path}`;

/**
 * Makes the grants of a namespace those of its spec: new hosts are inserted, or their last holder's row is taken again; what is not wanted
 * any more is on its way out. A host in a zone that nobody delegated is delegated to the team with it: the verdict has got the zone's yes.
 */
export async function settleHosts(
  tx: Tx,
  by: AuditActor,
  place: HostPlace,
  wanted: readonly string[],
  request: Asking,
): Promise<void> {
  const held = await tx.$queryRaw<Held[]>`
    SELECT id, host, path, state FROM host_grant
    WHERE state <> 'free' AND (namespace_id = ${place.namespaceId}::uuid
      OR (request_id = ${request.id}::uuid AND state = 'reserved'))
    ORDER BY host, path`;
  const active = new Set(held.filter(({ state }) => state === 'active').map(textOf));
  const added = [...wanted].filter((host) => !active.has(host)).sort();
  const gone = held.filter((grant) => grant.state === 'active' && !wanted.includes(textOf(grant)));
  if (added.length === 0 && gone.length === 0) return;
  if (gone.length > 0) {
    await tx.$executeRaw`
      UPDATE host_grant SET state = 'revoking', revoked_generation = ${place.generation.toString()}::bigint, free_at = NULL,
        revoke_reason = NULL, updated_at = now()
      WHERE id = ANY (${gone.map(({ id }) => id)}::uuid[])`;
  }
  await grant(tx, by, place, added, request);
  await record(tx, by, {
    action: 'namespace.hosts-changed',
    target: { kind: 'namespace', id: place.namespaceId, name: place.name },
    teamId: place.teamId,
    detail: { request: Number(request.number), granted: added, released: gone.map(textOf) },
  });
}

async function grant(
  tx: Tx,
  by: AuditActor,
  place: HostPlace,
  hosts: readonly string[],
  request: Asking,
): Promise<void> {
  if (hosts.length === 0) return;
  const delegations = await delegationsFor(tx, by, place, hosts, request);
  const parts = hosts.map(hostParts);
  const rows = Prisma.sql`
    unnest(${parts.map(({ host }) => host)}::text[], ${parts.map(({ path }) => path)}::text[],
      ${hosts.map((host) => delegations.get(host) ?? '')}::uuid[]) AS w (host, path, delegation_id)`;
  // Its own row on its way out, the row that the request reserved, or a quarantined one of the same holder on this cluster.
  await tx.$executeRaw`
    UPDATE host_grant g SET state = 'active', namespace_id = ${place.namespaceId}::uuid, team_id = ${place.teamId}::uuid,
      delegation_id = w.delegation_id, revoked_generation = NULL, revoke_reason = NULL, free_at = NULL, updated_at = now()
    FROM (
      SELECT DISTINCT ON (w.host, w.path) g.id, w.delegation_id
      FROM ${rows} JOIN host_grant g ON g.host = w.host AND g.path = w.path AND (
        (g.namespace_id = ${place.namespaceId}::uuid AND g.state IN ('revoking', 'quarantined'))
        OR (g.request_id = ${request.id}::uuid AND g.state = 'reserved')
        OR (g.holder_id = ${place.holder} AND g.cluster_id = ${place.clusterId}::uuid AND g.state = 'quarantined'))
      ORDER BY w.host, w.path, (g.namespace_id IS NOT DISTINCT FROM ${place.namespaceId}::uuid) DESC, g.state DESC
    ) AS w WHERE g.id = w.id`;
  await tx.$executeRaw`
    INSERT INTO host_grant (cluster_id, team_id, delegation_id, namespace_id, holder_id, host, path, state)
    SELECT ${place.clusterId}::uuid, ${place.teamId}::uuid, w.delegation_id, ${place.namespaceId}::uuid, ${place.holder},
      w.host, w.path, 'active'
    FROM ${rows}
    WHERE NOT EXISTS (SELECT 1 FROM host_grant g WHERE g.namespace_id = ${place.namespaceId}::uuid AND g.host = w.host
      AND g.path = w.path AND g.state = 'active')
    ORDER BY w.host, w.path`;
  await tx.$executeRaw`DELETE FROM host_grant WHERE request_id = ${request.id}::uuid AND state = 'reserved'`;
}

/** The delegation that each host lies in; one of its own is made for a host that lies in a zone only. */
async function delegationsFor(
  tx: Tx,
  by: AuditActor,
  place: HostPlace,
  hosts: readonly string[],
  request: Asking,
): Promise<Map<string, string>> {
  const names = [...new Set(hosts.map((text) => hostParts(text).host))];
  // Held against an administrator who takes the zone off the cluster in this moment.
  const zones = await tx.$queryRaw<{ host: string; id: string }[]>`
    SELECT w.host, z.id FROM unnest(${names}::text[]) AS w (host)
    JOIN zone z ON z.archived_at IS NULL AND z.range @> host_range(w.host)
    JOIN zone_cluster zc ON zc.zone_id = z.id AND zc.cluster_id = ${place.clusterId}::uuid
    ORDER BY z.id FOR SHARE OF z`;
  const known = await tx.$queryRaw<{ host: string; id: string }[]>`
    SELECT DISTINCT ON (w.host) w.host, d.id FROM unnest(${names}::text[]) AS w (host)
    JOIN delegation d ON d.team_id = ${place.teamId}::uuid AND d.revoked_at IS NULL AND d.range @> host_range(w.host)
    ORDER BY w.host, (d.host = w.host) DESC, d.created_at`;
  const found = new Map(known.map(({ host, id }) => [host, id]));
  for (const host of names.filter((name) => !found.has(name)).sort()) {
    const zone = zones.find((row) => row.host === host);
    if (zone === undefined) throw conflict(`"${host}" lies in no zone of the cluster any more. Look again.`);
    const reason = `Granted with request #${String(request.number)}.`;
    const row = await tx.delegation.create({
      data: { zoneId: zone.id, teamId: place.teamId, host, reason, createdBy: request.requesterId },
      select: { id: true },
    });
    found.set(host, row.id);
    await record(tx, by, {
      action: 'host.delegated',
      target: { kind: 'delegation', id: row.id, name: host },
      teamId: place.teamId,
      detail: { request: Number(request.number) },
    });
    await emit(tx, 'zone', zone.id);
  }
  return new Map(hosts.map((text) => [text, found.get(hostParts(text).host) ?? '']));
}

/** Reserves the hosts of a create request that waits, so that what is approved later can be granted. */
export async function reserveHosts(
  tx: Tx,
  at: { clusterId: string; teamId: string; holder: string },
  hosts: readonly string[],
  requestId: string,
): Promise<void> {
  if (hosts.length === 0) return;
  const parts = [...hosts].sort().map(hostParts);
  await tx.$executeRaw`
    INSERT INTO host_grant (cluster_id, team_id, delegation_id, request_id, holder_id, host, path, state)
    SELECT ${at.clusterId}::uuid, ${at.teamId}::uuid,
      (SELECT d.id FROM delegation d WHERE d.team_id = ${at.teamId}::uuid AND d.revoked_at IS NULL
        AND d.range @> host_range(w.host) ORDER BY (d.host = w.host) DESC, d.created_at LIMIT 1),
      ${requestId}::uuid, ${at.holder}, w.host, w.path, 'reserved'
    FROM unnest(${parts.map(({ host }) => host)}::text[], ${parts.map(({ path }) => path)}::text[]) AS w (host, path)
    ORDER BY w.host, w.path`;
}

type Revoked = {
  id: string;
  host: string;
  path: string;
  namespaceId: string;
  name: string;
  teamId: string;
  deleting: boolean;
};

/**
 * Takes grants away against the will of who holds them: their namespaces' specs lose the hosts and rise by a generation, each with an audit
 * event of its team. What says the names of the hosts that went. The caller holds the team's row lock.
 */
export async function revokeGrants(
  tx: Tx,
  by: AuditActor,
  grantIds: readonly string[],
  reason: string,
): Promise<string[]> {
  if (grantIds.length === 0) return [];
  await tx.$queryRaw`
    SELECT 1 FROM namespace WHERE id IN (SELECT namespace_id FROM host_grant WHERE id = ANY (${grantIds}::uuid[]))
    ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.$queryRaw<Revoked[]>`
    SELECT g.id, g.host, g.path, n.id AS "namespaceId", c.name || '/' || n.name AS name, n.team_id AS "teamId",
      n.deletion_requested_at IS NOT NULL AS deleting
    FROM host_grant g JOIN namespace n ON n.id = g.namespace_id JOIN cluster c ON c.id = n.cluster_id
    WHERE g.id = ANY (${grantIds}::uuid[]) AND g.state = 'active' ORDER BY g.host, g.path`;
  for (const namespaceId of [...new Set(rows.map((row) => row.namespaceId))].sort()) {
    await revokeFrom(
      tx,
      by,
      rows.filter((row) => row.namespaceId === namespaceId),
      reason,
    );
  }
  return [...new Set(rows.map(textOf))];
}

async function revokeFrom(tx: Tx, by: AuditActor, grants: Revoked[], reason: string): Promise<void> {
  const first = grants[0];
  if (first === undefined) return;
  const hosts = grants.map(textOf);
  const moved = await tx.$queryRaw<{ generation: bigint }[]>`
    UPDATE namespace n SET generation = n.generation + 1, updated_at = now(), spec = jsonb_set(n.spec, '{hosts}',
      coalesce((SELECT jsonb_agg(h ORDER BY h) FROM jsonb_array_elements_text(n.spec->'hosts') AS hosts (h)
                WHERE h <> ALL (${hosts}::text[])), '[]'::jsonb))
    WHERE n.id = ${first.namespaceId}::uuid AND n.released_at IS NULL RETURNING n.generation`;
  const generation = first.deleting ? null : (moved[0]?.generation ?? null);
  await tx.$executeRaw`
    UPDATE host_grant SET state = 'revoking', revoked_generation = ${generation?.toString() ?? null}::bigint,
      revoke_reason = ${reason}, free_at = NULL, updated_at = now()
    WHERE id = ANY (${grants.map(({ id }) => id)}::uuid[])`;
  await record(tx, by, {
    action: 'namespace.hosts-revoked',
    target: { kind: 'namespace', id: first.namespaceId, name: first.name },
    teamId: first.teamId,
    detail: { hosts, reason },
  });
  await emit(tx, 'namespace', first.namespaceId);
}
