/**
 * Connections between namespaces: what a verdict must know of the other side, and how agreed ones are written. The truth is one row per
 * (from, to), read as one side's list and written back as rows. Everything that writes connections of a cluster holds the cluster's row
 * lock (world.ts), so that two requests that cross are one after the other.
 */
import type { Db, Tx } from '../../db/client.ts';
import { endConnections, raiseEnds } from '../../db/connections.ts';
import { addedConnections, factOf, sortedPorts } from '../../domain/connections/index.ts';
import type { Connection, ConnectionFact, Port } from '../../domain/connections/index.ts';
import type { Peer } from '../../domain/guardrails/index.ts';
import { conflict } from '../../domain/errors.ts';
import { canonicalJson } from '../../domain/hash/index.ts';
import { tellEnds } from '../../events/connections.ts';
import type { AuditActor } from '../../events/record.ts';

type PeerRow = {
  name: string;
  clusterId: string;
  cluster: string;
  team: string;
  teamName: string;
  deleting: boolean;
  connections: number;
};

/** What is known of the namespaces that connections name, by name. Seen from one cluster. */
export async function peersOf(
  client: Db | Tx,
  clusterId: string,
  connections: readonly Connection[],
): Promise<Map<string, Peer>> {
  const names = [...new Set(connections.map(({ peer }) => peer))];
  if (names.length === 0) return new Map();
  const rows = await client.$queryRaw<PeerRow[]>`
    SELECT n.name, n.cluster_id AS "clusterId", c.name AS cluster, t.slug AS team, t.name AS "teamName",
      n.deletion_requested_at IS NOT NULL AS deleting,
      (SELECT count(*)::int FROM connection k WHERE k.ended_at IS NULL AND k.from_namespace_id = n.id)
        + (SELECT count(*)::int FROM connection k WHERE k.ended_at IS NULL AND k.to_namespace_id = n.id) AS connections
    FROM namespace n JOIN cluster c ON c.id = n.cluster_id JOIN team t ON t.id = n.team_id
    WHERE n.released_at IS NULL AND n.name = ANY (${names}::text[]) ORDER BY c.name`;
  return new Map(
    [...new Set(rows.map(({ name }) => name))].map((name) => [
      name,
      peerOf(
        clusterId,
        rows.filter((row) => row.name === name),
      ),
    ]),
  );
}

function peerOf(clusterId: string, rows: PeerRow[]): Peer {
  const here = rows.find((row) => row.clusterId === clusterId);
  if (!here) return { state: 'elsewhere', clusters: rows.map(({ cluster }) => cluster) };
  if (here.deleting) return { state: 'deleting' };
  return { state: 'here', team: here.team, teamName: here.teamName, connections: here.connections };
}

type Place = { id: string; name: string; clusterId: string };
type LiveRow = ConnectionFact & { id: string };

/**
 * Makes the rows say what one namespace's list says: new connections are opened, others get the ports of the list, and what is not in
 * it is ended. The other ends are raised too, and both told, in the audit log as well. Does nothing where nothing differs. The caller has
 * raised the generation of `place` itself.
 */
export async function settleConnections(
  tx: Tx,
  by: AuditActor,
  place: Place,
  wanted: readonly Connection[],
  request: { id: string; number: bigint },
): Promise<void> {
  const live = await liveRows(tx, place);
  const facts = wanted.map((connection) => factOf(place.name, connection));
  const ids = await idsByName(tx, place.clusterId, facts);
  const opened: string[] = [];
  const changed: string[] = [];
  for (const fact of facts) {
    const row = live.find(({ from, to }) => from === fact.from && to === fact.to);
    if (row === undefined) opened.push(await openOne(tx, ids, fact, request.id));
    else if (canonicalJson(row.ports) !== canonicalJson(fact.ports)) {
      const requestId = widens(row, fact) ? { requestId: request.id } : {};
      await tx.connection.update({
        where: { id: row.id },
        data: { ports: fact.ports.map((port) => ({ ...port })), updatedAt: new Date(), ...requestId },
      });
      changed.push(row.id);
    }
  }
  const detail = { request: Number(request.number) };
  await tellEnds(tx, by, 'connection.opened', await raiseEnds(tx, opened, place.id), detail);
  await tellEnds(tx, by, 'connection.changed', await raiseEnds(tx, changed, place.id), detail);
  for (const row of live) {
    if (facts.some(({ from, to }) => from === row.from && to === row.to)) continue;
    await tellEnds(tx, by, 'connection.ended', await endConnections(tx, { id: row.id }, place.id), detail);
  }
}

async function liveRows(tx: Tx, place: Place): Promise<LiveRow[]> {
  const rows = await tx.connection.findMany({
    where: { endedAt: null, OR: [{ fromNamespaceId: place.id }, { toNamespaceId: place.id }] },
    include: { from: { select: { name: true } }, to: { select: { name: true } } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, from, to, ports }) => ({
    id,
    from: from.name,
    to: to.name,
    ports: sortedPorts(ports as Port[]),
  }));
}

async function idsByName(
  tx: Tx,
  clusterId: string,
  facts: readonly ConnectionFact[],
): Promise<Map<string, string>> {
  const names = facts.flatMap(({ from, to }) => [from, to]);
  const rows = await tx.namespace.findMany({
    where: { clusterId, name: { in: names }, releasedAt: null, deletionRequestedAt: null },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [name, id]));
}

async function openOne(
  tx: Tx,
  ids: ReadonlyMap<string, string>,
  fact: ConnectionFact,
  requestId: string,
): Promise<string> {
  const [fromNamespaceId, toNamespaceId] = [ids.get(fact.from), ids.get(fact.to)];
  // The verdict was given under the same lock; this is the last line.
  if (fromNamespaceId === undefined || toNamespaceId === undefined) {
    throw conflict(`"${fact.from}" or "${fact.to}" is gone; the connection can't be opened.`);
  }
  const row = await tx.connection.create({
    data: { fromNamespaceId, toNamespaceId, ports: fact.ports.map((port) => ({ ...port })), requestId },
    select: { id: true },
  });
  return row.id;
}

/** Whether a row gets ports that it didn't have: then this request is the one that it stands on. */
function widens(row: LiveRow, fact: ConnectionFact): boolean {
  const side = (ports: readonly Port[]): Connection => ({
    peer: fact.to,
    direction: 'to',
    ports: [...ports],
  });
  return addedConnections([side(row.ports)], [side(fact.ports)]).length > 0;
}
