// NetworkPolicies of a team's own: only towards its own namespace and agreed peers, in both directions, in every shape.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, generated, json, merge, replace, standing } from '../calls.ts';
import { BILLING, SEARCH, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { sample, type Change } from '../samples.ts';

export const networkpolicies = new Family('berth-networkpolicies');

const SAYS = {
  ingress: 'Each rule of spec.ingress names its peers in "from"',
  egress: 'Each rule of spec.egress names its peers in "to"',
};

export const networkPolicy = (spec: Record<string, unknown>, change: Change = {}): KubernetesObject =>
  sample('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {}, ...spec }, change);

const inNamespace = (name: string): object => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const PORTS = [{ port: 8080, protocol: 'TCP' }];

for (const [direction, list] of [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const) {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const says = SAYS[direction];
  const withRules = (...rules: object[]): KubernetesObject =>
    networkPolicy({ [direction]: rules, policyTypes: [type] });
  const withPeers = (...peers: object[]): KubernetesObject => withRules({ [list]: peers });

  for (const [name, rule] of [
    ['without peers, which means everybody', {}],
    ['with an empty list of peers, which means everybody', { [list]: [] }],
    ['with a null list of peers, which means everybody', { [list]: null }],
    ['with ports and no peers, which means everybody', { ports: PORTS }],
  ] as const) {
    networkpolicies.refuses(`an ${direction} rule ${name}`, {
      hole: 'policies-spike section 1, NetworkPolicy',
      says,
      ...pair((given: object) => create(withRules(given)), rule, {
        [list]: [{ podSelector: {} }],
        ports: PORTS,
      }),
    });
  }
  for (const [name, peer, good] of [
    ['every namespace', { namespaceSelector: {} }, inNamespace(SHOP)],
    ['every namespace, by empty labels', { namespaceSelector: { matchLabels: {} } }, inNamespace(SHOP)],
    ['a namespace with which nothing is agreed', inNamespace(SEARCH), inNamespace(BILLING)],
    [
      'namespaces by a label that is not their name',
      { namespaceSelector: { matchLabels: { 'berth.dev/team': 'shop' } } },
      inNamespace(SHOP),
    ],
    [
      'namespaces by an expression',
      {
        namespaceSelector: {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'In', values: [BILLING, SEARCH] },
          ],
        },
      },
      inNamespace(BILLING),
    ],
    [
      'all but some namespaces, by an expression beside an agreed name',
      {
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [SEARCH] }],
        },
      },
      inNamespace(BILLING),
    ],
    [
      'chosen pods of every namespace',
      { podSelector: { matchLabels: { app: 'x' } }, namespaceSelector: {} },
      { podSelector: { matchLabels: { app: 'x' } } },
    ],
    ['a block of addresses', { ipBlock: { cidr: '10.0.0.0/8' } }, { podSelector: {} }],
    ['every IPv4 address', { ipBlock: { cidr: '0.0.0.0/0' } }, { podSelector: {} }],
    ['every IPv6 address', { ipBlock: { cidr: '::/0' } }, { podSelector: {} }],
    ["the cloud's metadata service", { ipBlock: { cidr: '169.254.169.254/32' } }, { podSelector: {} }],
  ] as const) {
    networkpolicies.refuses(`an ${direction} rule for ${name}`, {
      hole: 'policies-spike section 1, NetworkPolicy; Capsule #649',
      says,
      ...pair((given: object) => create(withPeers(given)), peer, good),
    });
  }
  networkpolicies.refuses(`a bad peer behind a good one in an ${direction} rule`, {
    hole: 'policies-spike section 1, NetworkPolicy',
    says,
    ...pair(
      (peer: object) => create(withPeers({ podSelector: {} }, peer)),
      inNamespace(SEARCH),
      inNamespace(BILLING),
    ),
  });
  networkpolicies.refuses(`a bad ${direction} rule behind a good one`, {
    hole: 'policies-spike section 1, NetworkPolicy',
    says,
    ...pair(
      (rule: object) => create(withRules({ [list]: [{ podSelector: {} }] }, rule)),
      {},
      { [list]: [inNamespace(BILLING)] },
    ),
  });
  networkpolicies.refuses(`an open ${direction} rule behind policyTypes that don't name it`, {
    hole: 'policies-spike section 1, NetworkPolicy',
    says,
    ...pair(
      (rule: object) =>
        create(
          networkPolicy({
            [direction]: [rule],
            policyTypes: [direction === 'ingress' ? 'Egress' : 'Ingress'],
          }),
        ),
      {},
      { [list]: [{ podSelector: {} }] },
    ),
  });
  networkpolicies.refuses(`an open ${direction} rule without policyTypes`, {
    hole: 'policies-spike section 1, NetworkPolicy',
    says,
    ...pair(
      (rule: object) => create(networkPolicy({ [direction]: [rule] })),
      {},
      { [list]: [{ podSelector: {} }] },
    ),
  });
  for (const [way, make] of [
    ['server-side apply', apply],
    ['a name that the server makes', (object: KubernetesObject) => create(generated(object, 'made-'))],
  ] as const) {
    networkpolicies.refuses(`an open ${direction} rule by ${way}`, {
      hole: 'policies-spike section 1',
      says,
      ...pair((rule: object) => make(withRules(rule)), {}, { [list]: [{ podSelector: {} }] }),
    });
  }
  for (const [way, change] of [
    [
      'a merge patch',
      (object: KubernetesObject, rule: object) => merge(object, { spec: { [direction]: [rule] } }),
    ],
    ['a PUT', (object: KubernetesObject, rule: object) => replace(object, { spec: { [direction]: [rule] } })],
    [
      'a JSON patch',
      (object: KubernetesObject, rule: object) =>
        json(object, [{ op: 'add', path: `/spec/${direction}/-`, value: rule }]),
    ],
  ] as const) {
    const existing = withPeers({ podSelector: {} });
    networkpolicies.refuses(`an existing policy's ${direction} can't be opened by ${way}`, {
      hole: 'multitenancy 2.2 #9',
      says,
      given: standing(existing),
      ...pair((rule: object) => change(existing, rule), {}, { [list]: [inNamespace(BILLING)] }),
    });
  }
}
networkpolicies.admits(
  'the worker opens what was agreed: blocks of addresses and namespaces of the platform',
  {
    actor: 'worker',
    call: create(
      networkPolicy(
        {
          egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: PORTS }],
          ingress: [{ from: [inNamespace('gateway-system')] }],
          policyTypes: ['Ingress', 'Egress'],
        },
        { labels: { 'app.kubernetes.io/managed-by': 'berth' } },
      ),
    ),
  },
);
{
  const old = networkPolicy({
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [{ from: [inNamespace(SEARCH)] }],
    policyTypes: ['Ingress'],
  });
  networkpolicies.refuses("a rule towards a peer that was withdrawn can't be widened to more pods", {
    hole: 'multitenancy 2.2 #21',
    says: SAYS.ingress,
    given: standing(old),
    ...pair(
      (patch: object) => merge(old, patch),
      { spec: { podSelector: { matchLabels: null } } },
      { metadata: { labels: { edited: 'yes' } } },
    ),
  });
}
