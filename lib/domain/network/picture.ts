// The picture of who may talk to whom: what a namespace's policies open, as nodes and edges. It says what Berth applies; policies that a
// team writes itself can open more only within its own namespace and towards agreed peers (the guardrail bundle holds them to that).
import type { ClusterConfig } from '../cluster/index.ts';
import type { Connection, Port } from '../connections/index.ts';
import { portText } from '../connections/index.ts';
import type { NamespaceSpec } from '../desired-state/spec.ts';

/** What stands at an end of an edge. */
export const NODE_KINDS = [
  'namespace',
  'ingress',
  'monitoring',
  'dns',
  'api-server',
  'destination',
  'internet',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** A namespace as a picture names it. */
export interface PicturedNamespace {
  name: string;
  /** Slug and name of the team that owns it. */
  team: { slug: string; name: string };
}

/** A node. `id` is unique in its picture and stable: "namespace ledger-dev". */
export interface NetworkNode {
  id: string;
  kind: NodeKind;
  title: string;
  /** One line more: a team, namespaces, address blocks. '' for none. */
  detail: string;
  /** Whether the picture is about it. */
  own: boolean;
  /** For a namespace: where its page is, and whose it is. */
  namespace: { cluster: string; name: string; team: { slug: string; name: string } } | null;
}

/** Traffic that may flow from one node to another. */
export interface NetworkEdge {
  id: string;
  /** Ids of nodes. */
  from: string;
  to: string;
  /** Null: every port. Never empty. */
  ports: Port[] | null;
  /** Why it is open: it always is, both teams agreed, the destination was granted. */
  source: 'built-in' | 'connection' | 'egress';
  /** 'asked' for a connection that waits for a yes: nothing is open yet. */
  state: 'open' | 'asked';
  /** Of a connection that is open. */
  connectionId: string | null;
  /** The request that it was agreed in, or waits in; null where the reader may not see it. */
  request: number | null;
}

/** What a page draws. */
export interface NetworkPicture {
  nodes: NetworkNode[];
  edges: NetworkEdge[];
  /** Whether an administrator has confirmed that the clusters' network plugins enforce policies; false: what is shown is wished for. */
  enforced: boolean;
}

/** A connection as it is drawn: names of its ends within one cluster. */
export interface PicturedConnection {
  cluster: string;
  from: PicturedNamespace;
  to: PicturedNamespace;
  ports: Port[];
  state: 'open' | 'asked';
  connectionId: string | null;
  request: number | null;
}

const INTERNET: NetworkNode = {
  id: 'internet',
  kind: 'internet',
  title: 'The internet',
  detail: '',
  own: false,
  namespace: null,
};

const namespaceId = (cluster: string, name: string): string => `namespace ${cluster}/${name}`;

function namespaceNode(cluster: string, { name, team }: PicturedNamespace, own: boolean): NetworkNode {
  return {
    id: namespaceId(cluster, name),
    kind: 'namespace',
    title: name,
    detail: team.name,
    own,
    namespace: { cluster, name, team: { slug: team.slug, name: team.name } },
  };
}

const builtIn = (from: string, to: string, ports: Port[] | null): NetworkEdge => ({
  id: `${from} > ${to}`,
  from,
  to,
  ports,
  source: 'built-in',
  state: 'open',
  connectionId: null,
  request: null,
});

function connectionParts(connections: readonly PicturedConnection[], own: ReadonlySet<string>): Parts {
  const nodes: NetworkNode[] = [];
  const edges: NetworkEdge[] = [];
  for (const { cluster, from, to, ports, state, connectionId, request } of connections) {
    const [fromId, toId] = [namespaceId(cluster, from.name), namespaceId(cluster, to.name)];
    nodes.push(namespaceNode(cluster, from, own.has(fromId)), namespaceNode(cluster, to, own.has(toId)));
    edges.push({
      id: `${fromId} > ${toId}${state === 'asked' ? ` asked ${ports.map(portText).join()}` : ''}`,
      from: fromId,
      to: toId,
      ports,
      source: 'connection',
      state,
      connectionId,
      request,
    });
  }
  return { nodes, edges };
}

interface Parts {
  nodes: NetworkNode[];
  edges: NetworkEdge[];
}

/** A block that holds every address is the internet, whatever somebody called it. */
const isEverywhere = (cidr: string): boolean => cidr.endsWith('/0');

function egressParts(from: string, cluster: string, egress: NamespaceSpec['egress']): Parts {
  const nodes: NetworkNode[] = [];
  const edges: NetworkEdge[] = [];
  for (const { name, cidr, ports } of egress) {
    const id = isEverywhere(cidr) ? INTERNET.id : `destination ${cluster}/${name} ${cidr}`;
    if (!isEverywhere(cidr)) {
      nodes.push({ id, kind: 'destination', title: name, detail: cidr, own: false, namespace: null });
    }
    edges.push({ ...builtIn(from, id, ports), id: `${from} > ${name} ${cidr}`, source: 'egress' });
  }
  return { nodes, edges };
}

// What every namespace has, as lib/domain/render/fences.ts writes it.
function builtInParts(self: string, spec: NamespaceSpec, config: ClusterConfig): Parts {
  const nodes: NetworkNode[] = [];
  const edges: NetworkEdge[] = [builtIn(self, self, null)];
  const add = (id: string, kind: NodeKind, title: string, detail: string): void => {
    nodes.push({ id, kind, title, detail, own: false, namespace: null });
  };
  const gateways = [...config.ingressNamespaces, ...config.ingressCidrs];
  if (gateways.length > 0) {
    add('ingress', 'ingress', 'Gateways and ingress', gateways.join(', '));
    edges.push(builtIn('ingress', self, null));
  }
  if (config.monitoringNamespaces.length > 0) {
    add('monitoring', 'monitoring', 'Monitoring', config.monitoringNamespaces.join(', '));
    edges.push(builtIn('monitoring', self, null));
  }
  add('dns', 'dns', 'DNS', config.dns.namespace);
  edges.push(
    builtIn(self, 'dns', [
      { port: 53, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
    ]),
  );
  add('api-server', 'api-server', 'API server', config.apiServerCidrs.join(', '));
  if (spec.apiServerAccess && config.apiServerCidrs.length > 0) {
    const ports = config.apiServerPorts.map((port): Port => ({ port, protocol: 'TCP' }));
    edges.push(builtIn(self, 'api-server', ports));
  }
  return { nodes, edges };
}

/**
 * The picture of one namespace. What it can't reach and people ask about (the API server, the internet) is there without an edge.
 * `connections` are those of this namespace, open and asked for.
 */
export function namespacePicture(input: {
  namespace: PicturedNamespace;
  cluster: string;
  spec: NamespaceSpec;
  config: ClusterConfig;
  connections: readonly PicturedConnection[];
}): NetworkPicture {
  const { namespace, cluster, spec, config, connections } = input;
  const self = namespaceId(cluster, namespace.name);
  return assembled(config.cniEnforces, [
    { nodes: [namespaceNode(cluster, namespace, true)], edges: [] },
    builtInParts(self, spec, config),
    connectionParts(connections, new Set([self])),
    egressParts(self, cluster, spec.egress),
    { nodes: [INTERNET], edges: [] },
  ]);
}

/**
 * The picture of a team: its namespaces that are connected to others or reach out of their cluster, and whom they talk to. What every
 * namespace has (gateways, monitoring, DNS) is left out: it is the same for all.
 */
export function teamPicture(input: {
  team: string;
  namespaces: readonly {
    cluster: string;
    name: string;
    team: { slug: string; name: string };
    egress: NamespaceSpec['egress'];
  }[];
  connections: readonly PicturedConnection[];
  enforced: boolean;
}): NetworkPicture {
  const own = new Set(
    [
      ...input.namespaces.map(({ cluster, name }) => ({ cluster, name })),
      ...input.connections.flatMap(({ cluster, from, to }) =>
        [from, to].filter(({ team }) => team.slug === input.team).map(({ name }) => ({ cluster, name })),
      ),
    ].map(({ cluster, name }) => namespaceId(cluster, name)),
  );
  const reaching = input.namespaces.filter(({ egress }) => egress.length > 0);
  const everywhere = reaching.some(({ egress }) => egress.some(({ cidr }) => isEverywhere(cidr)));
  return assembled(input.enforced, [
    connectionParts(input.connections, own),
    ...reaching.map((namespace): Parts => {
      const { cluster, egress } = namespace;
      const { nodes, edges } = egressParts(namespaceId(cluster, namespace.name), cluster, egress);
      return { nodes: [namespaceNode(cluster, namespace, true), ...nodes], edges };
    }),
    { nodes: everywhere ? [INTERNET] : [], edges: [] },
  ]);
}

/** Only the connections of a namespace with some others: what the other side sees of it. */
export function partialPicture(input: {
  namespace: PicturedNamespace;
  cluster: string;
  connections: readonly PicturedConnection[];
  enforced: boolean;
}): NetworkPicture {
  const self = namespaceId(input.cluster, input.namespace.name);
  return assembled(input.enforced, [connectionParts(input.connections, new Set([self]))]);
}

// Each node once, in a fixed order, so that the same state gives the same picture.
function assembled(enforced: boolean, parts: readonly Parts[]): NetworkPicture {
  const nodes = new Map(parts.flatMap((part) => part.nodes.map((node) => [node.id, node] as const)));
  const edges = new Map(parts.flatMap((part) => part.edges.map((edge) => [edge.id, edge] as const)));
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const rank = (kind: NodeKind): number => NODE_KINDS.indexOf(kind);
  return {
    nodes: [...nodes.values()].sort((a, b) => rank(a.kind) - rank(b.kind) || byId(a, b)),
    edges: [...edges.values()].sort(byId),
    enforced,
  };
}

/** Ports as a table says them: "every port", "TCP 8080, UDP 53". */
export function portsText(ports: Connection['ports'] | null): string {
  return ports === null ? 'every port' : ports.map(portText).join(', ');
}
