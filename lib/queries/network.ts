/** Who may talk to whom: of one namespace, and of a team. */
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import { addedConnections, factOf, rebaseConnections, sortedPorts } from '../domain/connections/index.ts';
import type { ConnectionFact, Port } from '../domain/connections/index.ts';
import {
  desiredNamespaceSchema,
  egressListSchema,
  namespaceSpecSchema,
} from '../domain/desired-state/schema.ts';
import { notFound } from '../domain/errors.ts';
import { namespacePicture, partialPicture, teamPicture } from '../domain/network/index.ts';
import type { NetworkPicture, PicturedConnection } from '../domain/network/index.ts';
import { WITH_CONNECTIONS, connectionsOf } from './connections.ts';
import { visibleRequests } from './requests.ts';
import type { NetworkView } from './types.ts';

/** Connections in one picture; beyond that it can't be read anyway. */
const MOST = 300;
/** What a request's item would have its namespace connected with. */
const ASKED = Prisma.sql`(i.desired->'spec'->'connections')`;

type End = { name: string; teamId: string; teamSlug: string; teamName: string };
/** A connection, open or asked for, with whose it is. */
type Found = {
  id: string | null;
  cluster: string;
  from: End;
  to: End;
  ports: Port[];
  request: { number: number; seen: boolean } | null;
};

/**
 * The network of a namespace, for its team, administrators and auditors; a team at the other end of a connection sees its own
 * connections with it. `notFound` for everybody else.
 */
export async function getNamespaceNetwork(actor: Actor, cluster: string, name: string): Promise<NetworkView> {
  requirePermission(actor, 'catalog.read');
  const row = await db.namespace.findFirst({
    where: { name, releasedAt: null, cluster: { name: cluster } },
    include: { cluster: true, team: true },
  });
  if (!row) throw notFound('namespace');
  const [open, asked] = await Promise.all([
    openConnections(actor, Prisma.sql`${row.id}::uuid IN (k.from_namespace_id, k.to_namespace_id)`),
    askedConnections(
      actor,
      Prisma.sql`i.cluster_id = ${row.clusterId}::uuid
        AND (i.namespace_name = ${name} OR ${ASKED} @> ${JSON.stringify([{ peer: name }])}::jsonb)`,
      ({ from, to }) => from.name === name || to.name === name,
    ),
  ]);
  const complete = can(actor, 'namespace.details', { teamId: row.teamId });
  const found = seenBy(actor, complete, [...open, ...asked]);
  if (!complete && found.length === 0) {
    requirePermission(actor, 'namespace.details', { teamId: row.teamId }, 'namespace');
  }
  const config = clusterConfigSchema.parse(row.cluster.config);
  const namespace = { name, team: { slug: row.team.slug, name: row.team.name } };
  const connections = found.map(pictured);
  const picture = complete
    ? namespacePicture({ namespace, cluster, spec: namespaceSpecSchema.parse(row.spec), config, connections })
    : partialPicture({ namespace, cluster, connections, enforced: config.cniEnforces });
  return view(actor, picture, found, { complete, namespaceTotal: 1, truncated: open.length >= MOST });
}

/** The network of a team: connections and destinations of all its namespaces. Who sees it: as for one namespace. */
export async function getTeamNetwork(actor: Actor, slug: string): Promise<NetworkView> {
  requirePermission(actor, 'catalog.read');
  const team = await bySlug(db, 'team', slug, (name) => db.team.findUnique({ where: { slug: name } }));
  if (!team) throw notFound('team');
  const [open, asked, namespaces] = await Promise.all([
    openConnections(actor, Prisma.sql`${team.id}::uuid IN (f.team_id, t.team_id)`),
    askedConnections(
      actor,
      Prisma.sql`(r.team_id = ${team.id}::uuid OR EXISTS (
        SELECT 1 FROM jsonb_array_elements(${ASKED}) AS asked (connection)
        JOIN namespace peer ON peer.cluster_id = i.cluster_id AND peer.released_at IS NULL
          AND peer.name = asked.connection->>'peer'
        WHERE peer.team_id = ${team.id}::uuid))`,
      ({ from, to }) => from.teamId === team.id || to.teamId === team.id,
    ),
    reachingOut(team.id),
  ]);
  const complete = can(actor, 'team.details', { teamId: team.id });
  const found = seenBy(actor, complete, [...open, ...asked]);
  if (!complete && found.length === 0) {
    requirePermission(actor, 'team.details', { teamId: team.id }, 'team');
  }
  const clusters = await db.cluster.findMany({
    where: { name: { in: [...found, ...namespaces].map(({ cluster }) => cluster) } },
    select: { config: true },
  });
  const picture = teamPicture({
    team: team.slug,
    namespaces: complete
      ? namespaces.map((row) => ({
          cluster: row.cluster,
          name: row.name,
          team: { slug: team.slug, name: team.name },
          egress: egressListSchema.parse(row.egress),
        }))
      : [],
    connections: found.map(pictured),
    enforced: clusters.every(({ config }) => clusterConfigSchema.parse(config).cniEnforces),
  });
  const namespaceTotal = await db.namespace.count({ where: { teamId: team.id, releasedAt: null } });
  return view(actor, picture, found, { complete, namespaceTotal, truncated: open.length >= MOST });
}

/** What the reader sees of some connections: all, or those with a team of theirs at one end. */
function seenBy(actor: Actor, complete: boolean, found: Found[]): Found[] {
  if (complete) return found;
  return found.filter(({ from, to }) =>
    can(actor, 'connection.see', { teamId: from.teamId, otherTeamId: to.teamId }),
  );
}

function view(
  actor: Actor,
  picture: NetworkPicture,
  found: Found[],
  more: Pick<NetworkView, 'complete' | 'namespaceTotal' | 'truncated'>,
): NetworkView {
  const mayEnd = found.flatMap(({ id, from, to }) =>
    id !== null && can(actor, 'connection.end', { teamId: from.teamId, otherTeamId: to.teamId }) ? [id] : [],
  );
  return { ...picture, ...more, mayEnd };
}

function pictured({ id, cluster, from, to, ports, request }: Found): PicturedConnection {
  const end = ({ name, teamSlug, teamName }: End) => ({ name, team: { slug: teamSlug, name: teamName } });
  return {
    cluster,
    from: end(from),
    to: end(to),
    ports: sortedPorts(ports),
    state: id === null ? 'asked' : 'open',
    connectionId: id,
    request: request?.seen === true ? request.number : null,
  };
}

type OpenRow = {
  id: string;
  cluster: string;
  ports: Port[];
  from: End;
  to: End;
  request: { number: number; seen: boolean } | null;
};

/** Live connections: `k`, between the namespaces `f` and `t`. Whether the reader may see the request that each stands on is told. */
async function openConnections(actor: Actor, where: Prisma.Sql): Promise<Found[]> {
  const end = (n: Prisma.Sql, team: Prisma.Sql) => Prisma.sql`
    json_build_object('name', ${n}.name, 'teamId', ${team}.id, 'teamSlug', ${team}.slug, 'teamName', ${team}.name)`;
  const [f, ft, t, tt] = [Prisma.sql`f`, Prisma.sql`ft`, Prisma.sql`t`, Prisma.sql`tt`];
  return db.$queryRaw<OpenRow[]>`
    SELECT k.id, c.name AS cluster, k.ports, ${end(f, ft)} AS "from", ${end(t, tt)} AS "to",
      CASE WHEN r.id IS NOT NULL THEN json_build_object('number', r.number, 'seen', ${visibleRequests(actor)}) END AS request
    FROM connection k
    JOIN namespace f ON f.id = k.from_namespace_id JOIN team ft ON ft.id = f.team_id
    JOIN namespace t ON t.id = k.to_namespace_id JOIN team tt ON tt.id = t.team_id
    JOIN cluster c ON c.id = f.cluster_id
    LEFT JOIN request r ON r.id = k.request_id
    WHERE k.ended_at IS NULL AND ${where} ORDER BY c.name, f.name, t.name LIMIT ${MOST}`;
}

/**
 * Connections that open requests ask for, of requests that the reader sees: `r` with its item `i`.
 * A request names connections of others too, so `relevant` looks at each.
 */
async function askedConnections(
  actor: Actor,
  where: Prisma.Sql,
  relevant: (found: Found) => boolean,
): Promise<Found[]> {
  const ids = await db.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM request r JOIN request_item i ON i.request_id = r.id
    WHERE r.state IN ('pending', 'answer-needed') AND r.kind IN ('create', 'change')
      AND ${ASKED} <> '[]'::jsonb AND ${where} AND ${visibleRequests(actor)}
    ORDER BY r.number DESC LIMIT ${MOST}`;
  if (ids.length === 0) return [];
  const items = await db.requestItem.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    include: {
      request: { include: { team: true } },
      cluster: true,
      namespace: { include: WITH_CONNECTIONS },
    },
    orderBy: { request: { number: 'asc' } },
  });
  const parts = items.map((item) => {
    const wanted = desiredNamespaceSchema.parse(item.desired).spec.connections;
    const now = item.namespace ? connectionsOf(item.namespace) : [];
    const then = item.namespace ? rebaseConnections(now, wanted, item.changedPaths) : wanted;
    return { item, facts: addedConnections(now, then).map((side) => factOf(item.namespaceName, side)) };
  });
  const teams = await teamsOf(parts.flatMap(({ item, facts }) => endsOf(item.clusterId, facts)));
  return parts.flatMap(({ item, facts }) =>
    facts.flatMap((fact): Found[] => {
      const { team } = item.request;
      const own: End = {
        name: item.namespaceName,
        teamId: team.id,
        teamSlug: team.slug,
        teamName: team.name,
      };
      const end = (name: string): End | undefined =>
        name === own.name ? own : teams.get(`${item.clusterId}/${name}`);
      const [from, to] = [end(fact.from), end(fact.to)];
      if (from === undefined || to === undefined) return [];
      const request = { number: Number(item.request.number), seen: true };
      const found = { id: null, cluster: item.cluster.name, from, to, ports: [...fact.ports], request };
      return relevant(found) ? [found] : [];
    }),
  );
}

const endsOf = (clusterId: string, facts: ConnectionFact[]): { clusterId: string; name: string }[] =>
  facts.flatMap(({ from, to }) => [
    { clusterId, name: from },
    { clusterId, name: to },
  ]);

/** Whose some namespaces are, by "cluster id/name". */
async function teamsOf(places: { clusterId: string; name: string }[]): Promise<Map<string, End>> {
  if (places.length === 0) return new Map();
  const rows = await db.namespace.findMany({
    where: { releasedAt: null, OR: places },
    include: { team: true },
  });
  return new Map(
    rows.map(({ clusterId, name, team }) => [
      `${clusterId}/${name}`,
      { name, teamId: team.id, teamSlug: team.slug, teamName: team.name },
    ]),
  );
}

/** Namespaces of a team that may reach something outside their cluster. */
async function reachingOut(teamId: string): Promise<{ cluster: string; name: string; egress: unknown }[]> {
  return db.$queryRaw<{ cluster: string; name: string; egress: unknown }[]>`
    SELECT c.name AS cluster, n.name, n.spec->'egress' AS egress
    FROM namespace n JOIN cluster c ON c.id = n.cluster_id
    WHERE n.team_id = ${teamId}::uuid AND n.released_at IS NULL AND n.spec->'egress' <> '[]'::jsonb
    ORDER BY c.name, n.name LIMIT ${MOST}`;
}
