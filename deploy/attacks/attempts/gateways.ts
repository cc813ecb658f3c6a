// Gateways and ListenerSets of a team's own, and the kinds of the Gateway API and cert-manager that no tenant may write.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, inVersion, merge, remove, replace, standing } from '../calls.ts';
import { BILLING, CROWD, FOREIGN, OPEN, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { present, sample, type Change } from '../samples.ts';

const GROUP = 'gateway.networking.k8s.io';

export const gateways = new Family('berth-gateways');
export const listenersets = new Family('berth-listenersets');
export const deniedKinds = new Family('berth-denied-kinds');

const SAYS = {
  size: 'More than 200 hosts are delegated',
  gatewayClass: 'is not offered to namespace',
  hostname: 'is not delegated to namespace',
  everyHost: '(every host, in listener web)',
  routes: 'allowedRoutes.namespaces.from must be Same',
  certificates: 'certificateRefs must be Secrets of this namespace',
  fields: 'are for the platform team',
  parent: 'is not offered to namespace shop-prod. Allowed here: gateway-system/public',
  denied: 'is not available to tenants',
};

const PARENT = { name: 'public', namespace: 'gateway-system' };
const listener = (change: Record<string, unknown> = {}): object =>
  present({ name: 'web', hostname: 'shop.example.test', port: 80, protocol: 'HTTP', ...change });
const tls = (reference: Record<string, unknown>): Record<string, unknown> => ({
  port: 443,
  protocol: 'HTTPS',
  tls: { mode: 'Terminate', certificateRefs: [{ name: 'tls', ...reference }] },
});

const gateway = (change: Change = {}): KubernetesObject =>
  sample(`${GROUP}/v1`, 'Gateway', { gatewayClassName: 'team-owned', listeners: [listener()] }, change);
const listenerSet = (change: Change = {}): KubernetesObject =>
  sample(`${GROUP}/v1`, 'ListenerSet', { parentRef: PARENT, listeners: [listener()] }, change);

/** What a listener must not be, in a Gateway or in a ListenerSet. */
function listeners(family: Family, make: (change: Change) => KubernetesObject, kind: string): void {
  const having = (...items: object[]): KubernetesObject => make({ spec: { listeners: items } });
  for (const [name, hostname, hole] of [
    ['without a hostname, which takes every host', undefined, 'multitenancy 2.2 #3'],
    ["on another team's host", 'billing.example.test', 'multitenancy 2.2 #2'],
    ['on a wildcard wider than what is granted', '*.example.test', 'multitenancy 2.2 #14'],
    [
      'on a host that ends like a granted subtree without its dot',
      'evilapps.example.test',
      'multitenancy 2.2 #13',
    ],
  ] as const) {
    family.refuses(`a listener ${name} in a ${kind}`, {
      hole,
      says: hostname === undefined ? SAYS.everyHost : SAYS.hostname,
      ...pair(
        (given: string | undefined) => create(having(listener({ hostname: given }))),
        hostname,
        'b.apps.example.test',
      ),
    });
  }
  family.refuses(`a second listener on a foreign host in a ${kind}`, {
    hole: 'multitenancy 2.2 #2',
    says: SAYS.hostname,
    ...pair(
      (hostname: string) => create(having(listener(), listener({ name: 'two', hostname }))),
      'other.example.test',
      'c.apps.example.test',
    ),
  });
  for (const [name, namespaces] of [
    ['of every namespace', { from: 'All' }],
    ['of namespaces by label', { from: 'Selector', selector: { matchLabels: { team: 'billing' } } }],
  ] as const) {
    family.refuses(`a ${kind} can't let routes ${name} in`, {
      hole: 'policies-spike B4; multitenancy 2.2 #2',
      says: SAYS.routes,
      ...pair(
        (given: object) => create(having(listener({ allowedRoutes: { namespaces: given } }))),
        namespaces,
        { from: 'Same' },
      ),
    });
  }
  family.refuses(`a ${kind} can't use another namespace's certificate`, {
    hole: 'policies-spike B1; multitenancy 2.2 #17',
    says: SAYS.certificates,
    ...pair((namespace: string) => create(having(listener(tls({ namespace })))), BILLING, SHOP),
  });
  for (const key of [
    'external-dns.alpha.kubernetes.io/hostname',
    'cert-manager.io/cluster-issuer',
    'networking.gke.io/certmap',
  ]) {
    family.refuses(`the annotation ${key} on a ${kind}`, {
      hole: 'policies-spike B4, B5',
      says: key,
      ...pair(
        (given: string) => create(make({ annotations: { [given]: 'x' } })),
        key,
        'app.kubernetes.io/note',
      ),
    });
  }
  const existing = make({});
  family.refuses(`an existing ${kind} can't be moved to a foreign host`, {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.hostname,
    given: standing(existing),
    ...pair(
      (hostname: string) => merge(existing, { spec: { listeners: [listener({ hostname })] } }),
      'billing.example.test',
      'd.apps.example.test',
    ),
  });
}
for (const [family, make, kind] of [
  [gateways, gateway, 'Gateway'],
  [listenersets, listenerSet, 'ListenerSet'],
] as const) {
  family.refuses(`a ${kind} where more hosts are granted than can be judged`, {
    hole: 'policies-spike section 4, CEL cost',
    says: SAYS.size,
    ...pair(
      ([namespace, hostname]: readonly [string, string]) =>
        create(make({ namespace, spec: { listeners: [listener({ hostname })] } })),
      [CROWD, 'h1.crowd.example.test'],
      [SHOP, 'g.apps.example.test'],
    ),
  });
}
listeners(gateways, gateway, 'Gateway');
listeners(listenersets, listenerSet, 'ListenerSet');

gateways.refuses("a Gateway of a class that isn't the team's to use", {
  hole: 'multitenancy 2.2 #16',
  says: SAYS.gatewayClass,
  ...pair(
    (gatewayClassName: string) => create(gateway({ spec: { gatewayClassName } })),
    'public-internet',
    'team-owned',
  ),
});
gateways.refuses('any Gateway in a namespace to which no class is offered', {
  hole: 'policies-spike section 3, empty grants',
  says: 'Allowed here: nothing',
  ...pair(
    ([namespace, hostname]: readonly [string, string]) =>
      create(gateway({ namespace, spec: { listeners: [listener({ hostname })] } })),
    [OPEN, 'e.open.example.test'],
    [SHOP, 'e.apps.example.test'],
  ),
});
for (const [field, value] of [
  ['addresses', [{ type: 'IPAddress', value: '203.0.113.7' }]],
  [
    'infrastructure',
    { annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'billing.example.test' } },
  ],
  ['allowedListeners', { namespaces: { from: 'All' } }],
  ['tls', { frontend: { default: {} } }],
] as const) {
  gateways.refuses(`a Gateway can't set ${field}`, {
    hole: 'policies-spike B4',
    says: SAYS.fields,
    ...pair((given: unknown) => create(gateway({ spec: { [field]: given } })), value, undefined),
  });
}
gateways.refuses('a listener on a foreign host through v1beta1', {
  hole: 'multitenancy 2.2 #1',
  says: SAYS.hostname,
  ...pair(
    (hostname: string) =>
      create(inVersion('v1beta1', gateway({ spec: { listeners: [listener({ hostname })] } }))),
    'billing.example.test',
    'f.apps.example.test',
  ),
});
{
  const existing = gateway();
  gateways.refuses("an existing Gateway can't be opened to every namespace through v1beta1", {
    hole: 'multitenancy 2.2 #1',
    says: SAYS.routes,
    given: standing(existing),
    ...pair(
      (from: string) =>
        replace(inVersion('v1beta1', existing), {
          spec: { listeners: [listener({ allowedRoutes: { namespaces: { from } } })] },
        }),
      'All',
      'Same',
    ),
  });
}
for (const [name, parentRef] of [
  ["a gateway that isn't open to it", { name: 'internal', namespace: 'gateway-system' }],
  ['a kind that is no Gateway', { ...PARENT, kind: 'ListenerSet' }],
  ['a kind of another group', { ...PARENT, group: 'gateways.example.test' }],
] as const) {
  listenersets.refuses(`a ListenerSet can't attach to ${name}`, {
    hole: 'multitenancy 2.2 #2, #17',
    says: SAYS.parent,
    ...pair((given: object) => create(listenerSet({ spec: { parentRef: given } })), parentRef, PARENT),
  });
}
listenersets.refuses("a ListenerSet can't attach to a gateway of its own namespace, which may not have one", {
  hole: 'multitenancy 2.2 #17',
  says: 'Parent open-dev/public is not offered to namespace open-dev',
  ...pair(
    ([namespace, hostname]: readonly [string, string]) =>
      create(
        listenerSet({
          namespace,
          spec: { parentRef: { name: 'public' }, listeners: [listener({ hostname })] },
        }),
      ),
    [OPEN, 'h.open.example.test'],
    [SHOP, 'h.apps.example.test'],
  ),
});

// Kinds that carry no host, open doors for others, or sign what nobody has judged
const ELSEWHERE = { rules: [{ backendRefs: [{ name: 'other', port: 81 }] }] };
const DENIED: readonly [name: string, hole: string, object: () => KubernetesObject, changed: object][] = [
  [
    'a TCPRoute, which has no host to judge',
    'multitenancy 2.2 #2',
    () =>
      sample(`${GROUP}/v1`, 'TCPRoute', {
        parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
        rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
      }),
    ELSEWHERE,
  ],
  [
    'a TCPRoute through v1alpha2',
    'multitenancy 2.2 #1, #2; policies-spike B9',
    () =>
      sample(`${GROUP}/v1alpha2`, 'TCPRoute', {
        parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
        rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
      }),
    ELSEWHERE,
  ],
  [
    'a UDPRoute, which has no host to judge',
    'multitenancy 2.2 #2',
    () =>
      sample(`${GROUP}/v1`, 'UDPRoute', {
        parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
        rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
      }),
    ELSEWHERE,
  ],
  [
    'a ReferenceGrant, which opens this namespace to another',
    'multitenancy 2.2 #17',
    () =>
      sample(`${GROUP}/v1`, 'ReferenceGrant', {
        from: [{ group: GROUP, kind: 'HTTPRoute', namespace: BILLING }],
        to: [{ group: '', kind: 'Service' }],
      }),
    { to: [{ group: '', kind: 'ConfigMap' }] },
  ],
  [
    'a ReferenceGrant through v1beta1',
    'multitenancy 2.2 #1, #17',
    () =>
      sample(`${GROUP}/v1beta1`, 'ReferenceGrant', {
        from: [{ group: GROUP, kind: 'HTTPRoute', namespace: BILLING }],
        to: [{ group: '', kind: 'Secret' }],
      }),
    { to: [{ group: '', kind: 'ConfigMap' }] },
  ],
  [
    'a BackendTLSPolicy',
    'multitenancy 2.2 #2',
    () =>
      sample(`${GROUP}/v1`, 'BackendTLSPolicy', {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
        validation: { hostname: 'billing.example.test', wellKnownCACertificates: 'System' },
      }),
    { validation: { hostname: 'search.example.test' } },
  ],
  [
    'a CertificateRequest, whose signing request nobody can read',
    'multitenancy 2.2 #18',
    () =>
      sample('cert-manager.io/v1', 'CertificateRequest', {
        request: 'c2lnbmluZyByZXF1ZXN0',
        issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
      }),
    { isCA: true },
  ],
  [
    'an Issuer of its own',
    'multitenancy 2.2 #18',
    () => sample('cert-manager.io/v1', 'Issuer', { selfSigned: {} }),
    { ca: { secretName: 'ca' } },
  ],
  [
    'an ACME Order',
    'multitenancy 2.2 #18',
    () => sample('acme.cert-manager.io/v1', 'Order', { dnsNames: ['billing.example.test'] }),
    { dnsNames: ['search.example.test'] },
  ],
  [
    "an ACME Challenge, which proves another's host",
    'multitenancy 2.2 #18',
    () => sample('acme.cert-manager.io/v1', 'Challenge', { dnsName: 'billing.example.test' }),
    { dnsName: 'search.example.test' },
  ],
  [
    'an experimental kind of the Gateway API',
    'multitenancy 2.2 #2',
    () => sample('gateway.networking.x-k8s.io/v1alpha1', 'XListenerSet', { listeners: [listener()] }),
    { listeners: [] },
  ],
];
for (const [name, hole, object, changed] of DENIED) {
  const elsewhere = (): KubernetesObject => {
    const { metadata, ...rest } = object();
    return { ...rest, metadata: { ...metadata, namespace: FOREIGN } };
  };
  // In a namespace that Berth doesn't manage, the cluster's operator may.
  const told = { hole, says: SAYS.denied, twinActor: 'carol' } as const;
  deniedKinds.refuses(`${name}, can't be created`, {
    ...told,
    attack: create(object()),
    twin: create(elsewhere()),
  });
  deniedKinds.refuses(`${name}, can't be applied`, {
    ...told,
    attack: apply(object()),
    twin: apply(elsewhere()),
  });
  const existing = object();
  deniedKinds.refuses(`${name}, that was there before, can only be deleted`, {
    hole,
    says: SAYS.denied,
    given: standing(existing),
    attack: merge(existing, { spec: changed }),
    twin: remove(existing),
  });
}
{
  const request = (): KubernetesObject =>
    sample('cert-manager.io/v1', 'CertificateRequest', {
      request: 'c2lnbmluZyByZXF1ZXN0',
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
    });
  deniedKinds.refuses("a ServiceAccount of a team's own that is named like cert-manager's", {
    hole: 'CVE-2023-46254: an account is its namespace and its name',
    says: SAYS.denied,
    actor: 'lookalike',
    twinActor: 'cert-manager',
    attack: create(request()),
    twin: create(request()),
  });
}
deniedKinds.admits('cert-manager asks for the signature that a Certificate needs', {
  actor: 'cert-manager',
  call: create(
    sample('cert-manager.io/v1', 'CertificateRequest', {
      request: 'c2lnbmluZyByZXF1ZXN0',
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
    }),
  ),
});
