// Connections between namespaces of one cluster. One fact has two sides: an egress rule where traffic comes from, an ingress rule where
// it goes to. The fact is a row (from, to, ports); what a namespace's desired state lists under `connections` is its side of the rows.
import type { NamespaceSpec } from '../desired-state/spec.ts';

/** One side of a connection: who is at the other end, which way traffic flows as seen from here, and on which ports. */
export type Connection = NamespaceSpec['connections'][number];
/** A port with its protocol. */
export type Port = Connection['ports'][number];

/** Most connections of one namespace, as the schema of the spec has it; counted on both sides. */
export const MOST_CONNECTIONS = 100;
/** Most ports of one connection. */
export const MOST_PORTS = 50;

/** A port as people write it: "TCP 8080". */
export const portText = ({ port, protocol }: Port): string => `${protocol} ${String(port)}`;

/** Which connection it is, within one namespace: direction and peer. */
export const connectionKey = ({ direction, peer }: Pick<Connection, 'direction' | 'peer'>): string =>
  `${direction}.${peer}`;

/** Each port once, by protocol and number: equal lists are written equally. */
export function sortedPorts(ports: readonly Port[]): Port[] {
  const byText = new Map(
    ports.map(({ port, protocol }) => [portText({ port, protocol }), { port, protocol }]),
  );
  return [...byText.values()].sort(
    (a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0) || a.port - b.port,
  );
}

/** The same connections in one order, ports too, so that the same agreement gives the same text and the same hash. */
export function sortedConnections(connections: readonly Connection[]): Connection[] {
  return connections
    .map(({ peer, direction, ports }) => ({ peer, direction, ports: sortedPorts(ports) }))
    .sort((a, b) => (connectionKey(a) < connectionKey(b) ? -1 : connectionKey(a) > connectionKey(b) ? 1 : 0));
}

/** What of the wanted connections goes beyond those there are: whole new ones, and new ports of others. Only the new ports are listed. */
export function addedConnections(before: readonly Connection[], wanted: readonly Connection[]): Connection[] {
  const had = new Map(before.map((connection) => [connectionKey(connection), portTexts(connection)]));
  return sortedConnections(wanted).flatMap((connection) => {
    const known = had.get(connectionKey(connection));
    const ports = connection.ports.filter((port) => known?.has(portText(port)) !== true);
    return ports.length === 0 ? [] : [{ ...connection, ports }];
  });
}

const portTexts = ({ ports }: Connection): Set<string> => new Set(ports.map(portText));

/**
 * What differs between two lists, port by port: "connections.to.ledger-prod.TCP 8080". So fine, because both sides of a connection may
 * ask for changes of it at the same time: each request then stands for what it adds or takes away, and undoes nothing of the other's.
 */
export function connectionPaths(before: readonly Connection[], after: readonly Connection[]): string[] {
  return [...addedConnections(before, after), ...addedConnections(after, before)]
    .flatMap((connection) =>
      connection.ports.map((port) => `connections.${connectionKey(connection)}.${portText(port)}`),
    )
    .sort();
}

/** The current connections with what `wanted` says at `paths` (of connectionPaths) laid over them; a connection without ports is none. */
export function rebaseConnections(
  current: readonly Connection[],
  wanted: readonly Connection[],
  paths: readonly string[],
): Connection[] {
  const touched = new Set(paths);
  const path = (connection: Connection, port: Port): string =>
    `connections.${connectionKey(connection)}.${portText(port)}`;
  const kept = current.map((connection) => ({
    ...connection,
    ports: connection.ports.filter((port) => !touched.has(path(connection, port))),
  }));
  const laid = wanted.map((connection) => ({
    ...connection,
    ports: connection.ports.filter((port) => touched.has(path(connection, port))),
  }));
  const all = new Map<string, Connection>();
  for (const connection of [...kept, ...laid]) {
    const key = connectionKey(connection);
    const ports = [...(all.get(key)?.ports ?? []), ...connection.ports];
    if (ports.length > 0) all.set(key, { ...connection, ports });
  }
  return sortedConnections([...all.values()]);
}

/** A connection as it is stored: names of its two ends, and its ports. */
export interface ConnectionFact {
  from: string;
  to: string;
  ports: readonly Port[];
}

/** The fact behind one namespace's side of a connection. */
export function factOf(name: string, { peer, direction, ports }: Connection): ConnectionFact {
  const [from, to] = direction === 'to' ? [name, peer] : [peer, name];
  return { from, to, ports: sortedPorts(ports) };
}

/** One namespace's side of facts that name it; others are left out. */
export function sidesOf(name: string, facts: readonly ConnectionFact[]): Connection[] {
  return sortedConnections(
    facts.flatMap(({ from, to, ports }): Connection[] => {
      if (from === name) return [{ peer: to, direction: 'to', ports: [...ports] }];
      return to === name ? [{ peer: from, direction: 'from', ports: [...ports] }] : [];
    }),
  );
}
