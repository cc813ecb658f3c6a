/** What a verdict must know of the hosts that an ask names: zones, delegations, grants in the way, and what serves them today. */
import type { Db, Tx } from '../../db/client.ts';
import { holderId, hostParts, inZone, overlapping, overlaps, usedName } from '../../domain/hosts/index.ts';
import type { DesiredNamespace } from '../../domain/desired-state/schema.ts';
import type { HostFact, HostFacts, HostHolder } from '../../domain/guardrails/index.ts';
import type { ClusterFacts } from './world.ts';

/** Whose own rows are not in its way. */
export type Self = { namespaceId: string } | { requestId: string | null };

/** Most objects that are read as serving the hosts of one ask. */
const MOST_USERS = 500;
const NOBODY = '00000000-0000-0000-0000-000000000000';

type Zone = { suffix: string; owner: string | null };
type Asked = { text: string; host: string; path: string };

/** The facts of the hosts of `desired`, as one namespace or request sees them. Empty facts for none. */
export async function hostFacts(
  client: Db | Tx,
  cluster: ClusterFacts,
  desired: DesiredNamespace,
  self: Self,
): Promise<HostFacts> {
  const zones = await client.$queryRaw<Zone[]>`
    SELECT z.suffix, t.slug AS owner FROM zone z JOIN zone_cluster zc ON zc.zone_id = z.id AND zc.cluster_id = ${cluster.id}::uuid
    LEFT JOIN team t ON t.id = z.owner_team_id WHERE z.archived_at IS NULL ORDER BY z.suffix`;
  const asked = desired.spec.hosts.map((text) => ({ text, ...hostParts(text) }));
  const suffixes = zones.map(({ suffix }) => suffix);
  if (asked.length === 0) return { zones: suffixes, facts: {} };
  const own = await ownHosts(client, self);
  const delegations = await delegationsOver(client, asked);
  const holders = await holdersOf(client, cluster.id, desired, asked, self);
  const users = await usersOf(client, cluster, desired.name, asked);
  return {
    zones: suffixes,
    facts: Object.fromEntries(
      asked.map(({ text, host }, index): [string, HostFact] => [
        text,
        {
          own: own.has(text),
          zone: zones.find(({ suffix }) => inZone(suffix, host)) ?? null,
          delegations: delegations.filter((row) => row.index === index),
          holders: holders.filter((row) => row.index === index),
          servedBy: users[index] ?? [],
        },
      ]),
    ),
  };
}

const hostsOf = (asked: readonly Asked[]): string[] => asked.map(({ host }) => host);
const pathsOf = (asked: readonly Asked[]): string[] => asked.map(({ path }) => path);

async function ownHosts(client: Db | Tx, self: Self): Promise<Set<string>> {
  if (!('namespaceId' in self)) return new Set();
  const rows = await client.hostGrant.findMany({
    where: { namespaceId: self.namespaceId, state: 'active' },
    select: { host: true, path: true },
  });
  return new Set(rows.map(({ host, path }) => `${host}${path}`));
}

type Delegation = HostFact['delegations'][number] & { index: number };

async function delegationsOver(client: Db | Tx, asked: readonly Asked[]): Promise<Delegation[]> {
  return client.$queryRaw<Delegation[]>`
    SELECT w.index::int - 1 AS index, d.host, t.slug AS team, t.name AS "teamName", d.range @> host_range(w.host) AS covers
    FROM unnest(${hostsOf(asked)}::text[]) WITH ORDINALITY AS w (host, index)
    JOIN delegation d ON d.revoked_at IS NULL AND d.range && host_range(w.host)
    JOIN team t ON t.id = d.team_id
    ORDER BY w.index, covers DESC, d.host`;
}

type Holder = HostHolder & { index: number };

async function holdersOf(
  client: Db | Tx,
  clusterId: string,
  desired: DesiredNamespace,
  asked: readonly Asked[],
  self: Self,
): Promise<Holder[]> {
  const place = ('namespaceId' in self ? self.namespaceId : self.requestId) ?? NOBODY;
  const holder = holderId(desired.service.slug, desired.environment);
  const rows = await client.$queryRaw<(Omit<Holder, 'freeAt'> & { freeAt: Date | null })[]>`
    SELECT w.index::int - 1 AS index, g.host, g.path, g.state, t.name AS "teamName", coalesce(n.name, '') AS namespace,
      c.name AS cluster, g.free_at AS "freeAt"
    FROM unnest(${hostsOf(asked)}::text[], ${pathsOf(asked)}::text[]) WITH ORDINALITY AS w (host, path, index)
    JOIN host_grant g ON g.state <> 'free' AND g.host_range && host_range(w.host) AND g.path_range && path_range(w.path)
      AND (g.holder_id <> ${holder}
        OR (g.cluster_id = ${clusterId}::uuid AND g.state <> 'quarantined' AND g.place_id <> ${place}::uuid))
    JOIN team t ON t.id = g.team_id
    JOIN cluster c ON c.id = g.cluster_id
    LEFT JOIN namespace n ON n.id = g.namespace_id
    ORDER BY w.index, array_position(ARRAY['active', 'revoking', 'quarantined', 'reserved'], g.state), g.host, g.path`;
  return rows.map((row) => ({ ...row, freeAt: row.freeAt?.toISOString() ?? null }));
}

type User = {
  index: number;
  namespace: string;
  kind: string;
  name: string;
  path: string;
  team: string | null;
};

/**
 * What serves the hosts outside the namespace. The gateways and ingress controllers themselves are the door, not who stands behind it; and a
 * rule without a host gives way to any that names one.
 */
async function usersOf(
  client: Db | Tx,
  cluster: ClusterFacts,
  name: string,
  asked: readonly Asked[],
): Promise<HostFact['servedBy'][]> {
  const doors = [
    name,
    ...cluster.config.ingressNamespaces,
    ...cluster.config.gateways.map((gateway) => gateway.split('/')[0] ?? ''),
  ];
  const looked = asked.map(({ host }) => overlapping(host));
  const exact = looked.flatMap(({ names }, index) => names.map((host) => ({ index, host })));
  const below = looked.flatMap(({ below: suffix }, index) => (suffix === null ? [] : [{ index, suffix }]));
  const rows = await client.$queryRaw<User[]>`
    SELECT u.index, u.namespace, u.kind, u.name, u.path, t.slug AS team
    FROM (
      SELECT w.index, u.* FROM cluster_host_use u
      JOIN unnest(${exact.map(({ index }) => index)}::int[], ${exact.map(({ host }) => host)}::text[]) AS w (index, host)
        ON u.host = w.host
      WHERE u.cluster_id = ${cluster.id}::uuid
      UNION ALL
      SELECT w.index, u.* FROM cluster_host_use u
      JOIN unnest(${below.map(({ index }) => index)}::int[], ${below.map(({ suffix }) => suffix)}::text[]) AS w (index, suffix)
        ON u.host LIKE '%' || w.suffix
      WHERE u.cluster_id = ${cluster.id}::uuid
    ) AS u
    LEFT JOIN namespace n ON n.cluster_id = u.cluster_id AND n.name = u.namespace AND n.released_at IS NULL
    LEFT JOIN team t ON t.id = n.team_id
    WHERE u.namespace <> ALL (${doors}::text[])
    ORDER BY u.index, u.namespace, u.kind, u.name LIMIT ${MOST_USERS}`;
  return asked.map(({ path }, index) => {
    const objects = new Map<string, HostFact['servedBy'][number]>();
    for (const { namespace, kind, name: object, team, ...row } of rows) {
      if (row.index !== index || !meets(path, row.path)) continue;
      objects.set(`${kind} ${namespace}/${object}`, { namespace, kind, name: object, team });
    }
    return [...objects.values()];
  });
}

/** Whether two paths of one host overlap. */
function meets(asked: string, used: string): boolean {
  return overlaps({ host: 'any.host', path: asked }, usedName('any.host', used));
}
