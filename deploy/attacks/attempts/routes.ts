// HTTPRoute, GRPCRoute and TLSRoute: hostnames, gateways, backends, filters, in every served version.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, dying, generated, inVersion, json, merge, replace, standing } from '../calls.ts';
import { BARE, BILLING, CROWD, OPEN, PATHS, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { sample, type Change } from '../samples.ts';

const GROUP = 'gateway.networking.k8s.io';

export const httproutes = new Family('berth-httproutes');
export const grpcroutes = new Family('berth-grpcroutes');
export const tlsroutes = new Family('berth-tlsroutes');

const SAYS = {
  size: 'too large to be judged',
  hostnames: 'spec.hostnames must not be empty',
  parents: 'is not offered to namespace shop-prod. Allowed here: gateway-system/public',
  granted: 'is not delegated to namespace',
  backends: 'backendRefs must be Services of this namespace',
};

const PARENT = { name: 'public', namespace: 'gateway-system' };
const BACKEND = { name: 'web', port: 80 };
const path = (value: string, type = 'PathPrefix'): object => ({ path: { type, value } });

type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute';
const route = (kind: RouteKind, change: Change = {}): KubernetesObject =>
  sample(
    `${GROUP}/v1`,
    kind,
    { parentRefs: [PARENT], hostnames: ['shop.example.test'], rules: [{ backendRefs: [BACKEND] }] },
    change,
  );
export const httpRoute = (change: Change = {}): KubernetesObject => route('HTTPRoute', change);

/** What each of the three kinds must refuse. */
function common(family: Family, kind: RouteKind): void {
  const of = (spec: Record<string, unknown>): KubernetesObject => route(kind, { spec });
  for (const [name, host, hole] of [
    ["another team's host", 'billing.example.test', 'multitenancy 2.2 #2'],
    [
      'a host that ends like a granted subtree without its dot',
      'evilapps.example.test',
      'multitenancy 2.2 #13',
    ],
    ['the parent of a granted subtree', 'apps.example.test', 'multitenancy 2.2 #14'],
    ['a wildcard wider than what is granted', '*.example.test', 'multitenancy 2.2 #14'],
    ['a wildcard below an exact grant', '*.shop.example.test', 'multitenancy 2.2 #14'],
  ] as const) {
    family.refuses(`a ${kind} can't be put on ${name}`, {
      hole,
      says: SAYS.granted,
      ...pair((given: string) => create(of({ hostnames: [given] })), host, 'a.apps.example.test'),
    });
  }
  family.refuses(`the refusal of a ${kind}'s host names it`, {
    hole: 'issue 5: a refusal says what it is about',
    says: 'named.elsewhere.test',
    ...pair(
      (host: string) => create(of({ hostnames: [host] })),
      'named.elsewhere.test',
      'b.apps.example.test',
    ),
  });
  family.refuses(`a foreign host behind a granted one in a ${kind}`, {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.granted,
    ...pair(
      (host: string) => create(of({ hostnames: ['shop.example.test', host] })),
      'other.example.test',
      '*.apps.example.test',
    ),
  });
  if (kind !== 'TLSRoute') {
    // The schema itself wants hostnames of a TLSRoute.
    for (const [word, hostnames] of [
      ['no hostnames', undefined],
      ['an empty list of hostnames', []],
    ] as const) {
      family.refuses(`a ${kind} with ${word}, which takes every host of its gateway`, {
        hole: "multitenancy 2.2 #3; the Gateway API's own published example",
        says: SAYS.hostnames,
        ...pair((given: readonly string[] | undefined) => create(of({ hostnames: given })), hostnames, [
          'shop.example.test',
        ]),
      });
    }
  }
  for (const [word, parent] of [
    ["a gateway that isn't offered", { name: 'internal', namespace: 'gateway-system' }],
    ["a gateway of another team's namespace", { name: 'public', namespace: BILLING }],
    ['a Service, as a mesh would take it', { group: '', kind: 'Service', name: 'web' }],
    [
      'a Service of another namespace, as a mesh would take it',
      { group: '', kind: 'Service', name: 'public', namespace: 'gateway-system' },
    ],
    ['a ListenerSet', { ...PARENT, kind: 'ListenerSet' }],
    ['a kind of another group', { ...PARENT, group: 'gateways.example.test' }],
  ] as const) {
    family.refuses(`a ${kind} can't attach to ${word}`, {
      hole: 'multitenancy 2.2 #17',
      says: SAYS.parents,
      ...pair((given: object) => create(of({ parentRefs: [given] })), parent, PARENT),
    });
  }
  family.refuses(`a ${kind} can't attach to a gateway of its own namespace, which may not have one`, {
    hole: 'multitenancy 2.2 #17',
    says: 'Parent open-dev/public is not offered to namespace open-dev',
    ...pair(
      ([namespace, hostname]: readonly [string, string]) =>
        create(route(kind, { namespace, spec: { parentRefs: [{ name: 'public' }], hostnames: [hostname] } })),
      [OPEN, 'a.open.example.test'],
      [SHOP, 'shop.example.test'],
    ),
  });
  family.refuses(`a foreign gateway behind an offered one in a ${kind}`, {
    hole: 'multitenancy 2.2 #17',
    says: SAYS.parents,
    ...pair(
      (name: string) =>
        create(
          of({
            parentRefs: [
              { ...PARENT, sectionName: 'a' },
              { ...PARENT, name, sectionName: 'b' },
            ],
          }),
        ),
      'internal',
      'public',
    ),
  });
  family.refuses(`a ${kind} without a parent, which a controller may attach where it likes`, {
    hole: 'multitenancy 2.2 #17',
    says: SAYS.parents,
    ...pair((parentRefs: object[] | undefined) => create(of({ parentRefs })), undefined, [PARENT]),
  });
  for (const [word, backend] of [
    ['a Service of another namespace', { ...BACKEND, namespace: BILLING }],
    ['a kind of another group', { ...BACKEND, group: 'net.example.test', kind: 'ServiceImport' }],
    ['another kind of the core group', { ...BACKEND, kind: 'Secret' }],
  ] as const) {
    family.refuses(`a ${kind} can't send traffic to ${word}`, {
      hole: kind === 'HTTPRoute' ? 'multitenancy 2.2 #17; policies-spike B1' : 'policies-spike B3',
      says: SAYS.backends,
      ...pair((given: object) => create(of({ rules: [{ backendRefs: [given] }] })), backend, {
        ...BACKEND,
        namespace: SHOP,
      }),
    });
  }
  for (const key of [
    'external-dns.alpha.kubernetes.io/hostname',
    'external-dns.alpha.kubernetes.io/target',
    'cert-manager.io/cluster-issuer',
    'nginx.ingress.kubernetes.io/server-alias',
    'konghq.com/plugins',
  ]) {
    family.refuses(`the annotation ${key} on a ${kind}`, {
      hole: 'policies-spike B5',
      says: key,
      ...pair(
        (given: string) => create(route(kind, { annotations: { [given]: 'x.billing.example.test' } })),
        key,
        'app.kubernetes.io/note',
      ),
    });
  }
  const existing = route(kind);
  family.refuses(`an existing ${kind} can't be moved to a foreign host`, {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.granted,
    given: standing(existing),
    ...pair(
      (host: string) => merge(existing, { spec: { hostnames: [host] } }),
      'billing.example.test',
      'c.apps.example.test',
    ),
  });
  const annotated = route(kind);
  family.refuses(`an annotation that names a host can't be added to an existing ${kind}`, {
    hole: 'policies-spike B5',
    says: 'external-dns.alpha.kubernetes.io/hostname',
    given: standing(annotated),
    ...pair(
      (key: string) => merge(annotated, { metadata: { annotations: { [key]: 'x.billing.example.test' } } }),
      'external-dns.alpha.kubernetes.io/hostname',
      'app.kubernetes.io/note',
    ),
  });
  const waiting = route(kind);
  family.refuses(`a ${kind} whose deletion waits on a finalizer can't be moved to a foreign host`, {
    hole: 'multitenancy 2.2 #10',
    says: SAYS.granted,
    given: dying(waiting),
    ...pair(
      (host: string) => merge(waiting, { spec: { hostnames: [host] } }),
      'billing.example.test',
      'd.apps.example.test',
    ),
  });
  const revoked = route(kind, { spec: { hostnames: ['revoked.example.test'] } });
  family.refuses(`a ${kind} on a host that is no longer granted can't be led to another Service`, {
    hole: 'multitenancy 2.2 #21',
    says: SAYS.granted,
    given: standing(revoked),
    ...pair(
      (patch: object) => merge(revoked, patch),
      { spec: { rules: [{ backendRefs: [{ name: 'api', port: 80 }] }] } },
      { metadata: { labels: { edited: 'yes' } } },
    ),
  });
  family.refuses(`a foreign host in a ${kind} by server-side apply`, {
    hole: 'policies-spike section 1',
    says: SAYS.granted,
    ...pair((host: string) => apply(of({ hostnames: [host] })), 'other.example.test', 'shop.example.test'),
  });
  family.refuses(`a ${kind} where more hosts are granted than can be judged`, {
    hole: 'policies-spike section 4, CEL cost',
    says: SAYS.size,
    ...pair(
      ([namespace, host]: readonly [string, string]) =>
        create(route(kind, { namespace, spec: { hostnames: [host] } })),
      [CROWD, 'h1.crowd.example.test'],
      [SHOP, 'shop.example.test'],
    ),
  });
  family.refuses(`any ${kind} in a namespace to which nothing is granted`, {
    hole: 'policies-spike section 3, empty grants',
    says: 'Delegated here: nothing.',
    ...pair((namespace: string) => create(route(kind, { namespace })), BARE, SHOP),
  });
}
common(httproutes, 'HTTPRoute');
common(grpcroutes, 'GRPCRoute');
common(tlsroutes, 'TLSRoute');

// HTTPRoute's own parts
const onPath = (...rules: object[]): KubernetesObject =>
  httpRoute({ spec: { hostnames: ['www.example.test'], rules } });
const matching = (...matches: object[]): object => ({ matches, backendRefs: [BACKEND] });
for (const [name, match, hole] of [
  ['outside the granted path', path('/admin'), 'multitenancy 2.2 #8'],
  ['above the granted path', path('/'), 'multitenancy 2.2 #8'],
  ['that only begins with the same letters', path('/cartel'), 'multitenancy 2.2 #13'],
  ['that percent-encoding leads out of the granted one', path('/cart/%2e%2e/admin'), 'policies-spike B6'],
  ['that is a regular expression', path('/cart/.*|/admin', 'RegularExpression'), 'multitenancy 2.2 #8'],
  ['that is not there at all', { method: 'GET' }, 'multitenancy 2.2 #8'],
] as const) {
  httproutes.refuses(`a match on a path ${name}, on a host of which one path is granted`, {
    hole,
    says: SAYS.granted,
    ...pair((given: object) => create(onPath(matching(given))), match, path('/cart/items', 'Exact')),
  });
}
httproutes.refuses('a rule without matches on a host of which one path is granted', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.granted,
  ...pair(
    (second: object) => create(onPath(matching(path('/cart')), second)),
    { backendRefs: [BACKEND] },
    matching(path('/cart/two')),
  ),
});
httproutes.refuses('a second match outside the granted path', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.granted,
  ...pair((second: string) => create(onPath(matching(path('/cart'), path(second)))), '/login', '/cart/login'),
});

httproutes.refuses('more matches on granted paths than can be judged at a bounded cost', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.size,
  ...pair(
    (count: number) =>
      create(
        httpRoute({
          namespace: PATHS,
          spec: {
            hostnames: ['paths.example.test'],
            // At most 64 matches in a rule, and 128 in all.
            rules: [0, 1].map((half) =>
              matching(...Array.from({ length: count / 2 }, (_, i) => path(`/p${String(half * 64 + i)}`))),
            ),
          },
        }),
      ),
    128,
    100,
  ),
});

const MIRROR = { type: 'RequestMirror', requestMirror: { backendRef: { ...BACKEND, namespace: BILLING } } };
const EXTENSION = {
  type: 'ExtensionRef',
  extensionRef: { group: 'net.example.test', kind: 'Snippet', name: 'other' },
};
const HEADER = {
  type: 'RequestHeaderModifier',
  requestHeaderModifier: { set: [{ name: 'x-a', value: 'b' }] },
};
const withFilters = (
  kind: 'HTTPRoute' | 'GRPCRoute',
  at: 'rule' | 'backend',
  filters: object[],
): KubernetesObject =>
  route(kind, {
    spec: {
      rules: [
        at === 'rule' ? { filters, backendRefs: [BACKEND] } : { backendRefs: [{ ...BACKEND, filters }] },
      ],
    },
  });
for (const [kind, family] of [
  ['HTTPRoute', httproutes],
  ['GRPCRoute', grpcroutes],
] as const) {
  for (const [filter, bad] of [
    ["a mirror into another team's namespace", MIRROR],
    ['a filter of a controller that Berth knows nothing of', EXTENSION],
  ] as const) {
    family.refuses(`${filter} in a rule of a ${kind}`, {
      hole: 'multitenancy 2.2 #17',
      says: SAYS.backends,
      ...pair((given: object) => create(withFilters(kind, 'rule', [given])), bad, HEADER),
    });
    family.refuses(`${filter} inside a backend of a ${kind}`, {
      hole: 'policies-spike B2',
      says: SAYS.backends,
      ...pair((given: object) => create(withFilters(kind, 'backend', [given])), bad, HEADER),
    });
  }
}

// The older version that is still served
for (const [way, make] of [
  ['create', (object: KubernetesObject) => create(object)],
  ['server-side apply', (object: KubernetesObject) => apply(object)],
  ['a name that the server makes', (object: KubernetesObject) => create(generated(object, 'made-'))],
] as const) {
  httproutes.refuses(`a foreign host through v1beta1 by ${way}`, {
    hole: 'multitenancy 2.2 #1',
    says: SAYS.granted,
    ...pair(
      (host: string) => make(inVersion('v1beta1', httpRoute({ spec: { hostnames: [host] } }))),
      'billing.example.test',
      'shop.example.test',
    ),
  });
}
for (const [way, change] of [
  ['a PUT', (object: KubernetesObject, host: string) => replace(object, { spec: { hostnames: [host] } })],
  [
    'a merge patch',
    (object: KubernetesObject, host: string) => merge(object, { spec: { hostnames: [host] } }),
  ],
  [
    'a JSON patch',
    (object: KubernetesObject, host: string) =>
      json(object, [{ op: 'replace', path: '/spec/hostnames/0', value: host }]),
  ],
] as const) {
  const existing = httpRoute();
  httproutes.refuses(`an existing HTTPRoute can't be moved to a foreign host through v1beta1 by ${way}`, {
    hole: 'multitenancy 2.2 #1, #9',
    says: SAYS.granted,
    given: standing(existing),
    ...pair(
      (host: string) => change(inVersion('v1beta1', existing), host),
      'billing.example.test',
      'e.apps.example.test',
    ),
  });
}
for (const [name, hostnames] of [
  ['no hostnames', undefined],
  ['an empty list of hostnames', []],
] as const) {
  tlsroutes.refuses(`a TLSRoute with ${name} through v1alpha2, which didn't ask for them yet`, {
    hole: 'multitenancy 2.2 #1, #3',
    says: SAYS.hostnames,
    ...pair(
      (given: readonly string[] | undefined) =>
        create(inVersion('v1alpha2', route('TLSRoute', { spec: { hostnames: given } }))),
      hostnames,
      ['shop.example.test'],
    ),
  });
}
tlsroutes.refuses('a foreign host through v1alpha2', {
  hole: 'multitenancy 2.2 #1',
  says: SAYS.granted,
  ...pair(
    (host: string) => create(inVersion('v1alpha2', route('TLSRoute', { spec: { hostnames: [host] } }))),
    'billing.example.test',
    'shop.example.test',
  ),
});
httproutes.refuses('no hostnames through v1beta1', {
  hole: 'multitenancy 2.2 #1, #3',
  says: SAYS.hostnames,
  ...pair(
    (hostnames: string[] | undefined) => create(inVersion('v1beta1', httpRoute({ spec: { hostnames } }))),
    undefined,
    ['shop.example.test'],
  ),
});
httproutes.admits(
  "cert-manager's solver publishes the path of a challenge on a host that the namespace doesn't have",
  {
    actor: 'cert-manager',
    call: create(httpRoute({ spec: { hostnames: ['fresh.example.test'] } })),
  },
);
{
  const revoked = httpRoute({ spec: { hostnames: ['revoked.example.test'] } });
  httproutes.admits('an HTTPRoute on a host that is no longer granted may be moved to one that is', {
    given: standing(revoked),
    call: merge(revoked, { spec: { hostnames: ['shop.example.test'] } }),
  });
}
