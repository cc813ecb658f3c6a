// What stands around a namespace before anybody may act in it: quota, limits, network policies.
//
// One trap shapes every policy here: in a NetworkPolicy, an empty `from`, `to` or `ports` means "all". So a rule is only ever made
// from a list that has something in it; with nothing to name, there is no policy. The schemas refuse empty lists too; a row written
// around them must not open everything.
import { cidrStrictlyContains } from '../net/index.ts';
import { NEVER_REACHED } from '../network/blocks.ts';
import { isQuantity, quantityToString } from '../quantity/index.ts';
import { NAMESPACE_NAME_LABEL } from './labels.ts';
import { owned } from './owned.ts';
import type { KubernetesObject, RenderInput } from './types.ts';

/** Quota, limits and network policies, in the order they are applied. */
export function fenceObjects(input: RenderInput): KubernetesObject[] {
  return [resourceQuota(input), limitRange(input), ...networkPolicies(input)];
}

function resourceQuota(input: RenderInput): KubernetesObject {
  return { ...owned('v1', 'ResourceQuota', 'berth', input.name), spec: { hard: amounts(input.spec.quota) } };
}

function limitRange(input: RenderInput): KubernetesObject {
  const { limits } = input.spec;
  const max = amounts(limits.max ?? {});
  return {
    ...owned('v1', 'LimitRange', 'berth', input.name),
    spec: {
      limits: [
        {
          type: 'Container',
          default: amounts(limits.default),
          defaultRequest: amounts(limits.defaultRequest),
          min: amounts(limits.min),
          ...(Object.keys(max).length === 0 ? {} : { max }),
        },
      ],
    },
  };
}

// Canonical texts, as the API server gives them back.
function amounts(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(record).flatMap(([key, text]): [string, string][] =>
    text === undefined ? [] : [[key, isQuantity(text) ? quantityToString(text) : text]],
  );
  return Object.fromEntries(entries);
}

interface Port {
  protocol: string;
  port: number;
}
type Peer = Record<string, unknown>;
interface PolicySpec {
  ingress?: { from: Peer[]; ports?: Port[] }[];
  egress?: { to: Peer[]; ports?: Port[] }[];
  policyTypes: ('Ingress' | 'Egress')[];
}

const namespacePeer = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { [NAMESPACE_NAME_LABEL]: name } },
});

const ports = (list: readonly { port: number; protocol: string }[]): Port[] =>
  list.map(({ port, protocol }) => ({ protocol, port }));

function networkPolicies(input: RenderInput): KubernetesObject[] {
  const { spec, cluster } = input;
  const { config } = cluster;
  const policy = (name: string, rules: PolicySpec): KubernetesObject => ({
    ...owned('networking.k8s.io/v1', 'NetworkPolicy', name, input.name),
    spec: { podSelector: {}, ...rules },
  });
  const policies = [
    policy('berth-default-deny', { policyTypes: ['Ingress', 'Egress'] }),
    policy('berth-same-namespace', {
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
      policyTypes: ['Ingress', 'Egress'],
    }),
    policy('berth-dns', {
      egress: [
        {
          to: [
            {
              ...namespacePeer(config.dns.namespace),
              podSelector: { matchLabels: { ...config.dns.selector } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
      policyTypes: ['Egress'],
    }),
  ];
  const ingressPeers = [...config.ingressNamespaces.map(namespacePeer), ...config.ingressCidrs.map(ipBlock)];
  if (ingressPeers.length > 0) {
    policies.push(
      policy('berth-from-ingress', { ingress: [{ from: ingressPeers }], policyTypes: ['Ingress'] }),
    );
  }
  const monitoringPeers = config.monitoringNamespaces.map(namespacePeer);
  if (monitoringPeers.length > 0) {
    policies.push(
      policy('berth-from-monitoring', { ingress: [{ from: monitoringPeers }], policyTypes: ['Ingress'] }),
    );
  }
  if (spec.apiServerAccess && config.apiServerCidrs.length > 0) {
    const apiPorts = config.apiServerPorts.map((port) => ({ protocol: 'TCP', port }));
    policies.push(
      policy('berth-to-api-server', {
        egress: [{ to: config.apiServerCidrs.map(ipBlock), ports: apiPorts }],
        policyTypes: ['Egress'],
      }),
    );
  }
  for (const { peer, direction, ports: agreed } of [...spec.connections].sort(
    byText((c) => `${c.peer} ${c.direction}`),
  )) {
    if (agreed.length === 0) continue;
    const name = `berth-connection-${direction}-${peer}`;
    const rule = { ports: ports(agreed) };
    policies.push(
      direction === 'from'
        ? policy(name, { ingress: [{ from: [namespacePeer(peer)], ...rule }], policyTypes: ['Ingress'] })
        : policy(name, { egress: [{ to: [namespacePeer(peer)], ...rule }], policyTypes: ['Egress'] }),
    );
  }
  for (const destination of [...spec.egress].sort(byText((egress) => egress.name))) {
    if (destination.ports.length === 0) continue;
    policies.push(
      policy(`berth-egress-${destination.name}`, {
        egress: [{ to: [ipBlock(destination.cidr)], ports: ports(destination.ports) }],
        policyTypes: ['Egress'],
      }),
    );
  }
  return policies;
}

// A wide block never includes them.
function ipBlock(cidr: string): Peer {
  const except = NEVER_REACHED.filter((block) => cidrStrictlyContains(cidr, block));
  return { ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } };
}

function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}
