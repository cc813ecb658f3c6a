// Ingress: hosts, paths, classes, annotations, in every way the API server takes them.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, generated, json, merge, replace, standing, strategic, dying } from '../calls.ts';
import { BARE, INGRESS_CLASS } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { sample, type Change } from '../samples.ts';

export const ingresses = new Family('berth-ingresses');

const SAYS = {
  size: 'too large to be judged',
  defaultBackend: 'spec.defaultBackend would serve every host',
  ingressClass: 'is not offered to namespace shop-prod. Allowed here: public',
  host: 'Every rule needs a host',
  granted: 'is not delegated to namespace',
  paths: 'a plain path (letters, digits, / _ . ~ -)',
  noTlsHosts: '(none, in spec.tls)',
};

const backend = { service: { name: 'web', port: { number: 80 } } };
const http = (path = '/', pathType = 'Prefix'): object => ({ paths: [{ path, pathType, backend }] });
const rule = (host: string | undefined, path?: string, pathType?: string): object => ({
  ...(host === undefined ? {} : { host }),
  http: http(path, pathType),
});
const FINE = rule('shop.example.test');

export const ingress = (change: Change = {}): KubernetesObject =>
  sample('networking.k8s.io/v1', 'Ingress', { ingressClassName: INGRESS_CLASS, rules: [FINE] }, change);
const withRules = (...rules: object[]): KubernetesObject => ingress({ spec: { rules } });
const onHost = (host: string | undefined): KubernetesObject => withRules(rule(host));
const withTls = (tls: object[]): KubernetesObject => ingress({ spec: { tls } });
const withAnnotation = (key: string, value: string): KubernetesObject =>
  ingress({ annotations: { [key]: value } });

// Hosts
for (const [name, host, hole] of [
  ["a host that is nobody's", 'other.example.test', 'multitenancy 2.2 #3'],
  ["another team's host", 'billing.example.test', 'multitenancy 2.2 #7'],
  [
    'a host that ends like a granted subtree without its dot',
    'evilapps.example.test',
    'multitenancy 2.2 #13',
  ],
  ['a host that a granted one is the beginning of', 'shop.example.test.evil.test', 'multitenancy 2.2 #13'],
  ['the parent of a granted subtree', 'apps.example.test', 'multitenancy 2.2 #14'],
  ['a wildcard wider than what is granted', '*.example.test', 'multitenancy 2.2 #14'],
  ['a wildcard below an exact grant', '*.shop.example.test', 'multitenancy 2.2 #14'],
] as const) {
  ingresses.refuses(`an Ingress can't be put on ${name}`, {
    hole,
    says: SAYS.granted,
    ...pair((given: string) => create(onHost(given)), host, 'a.apps.example.test'),
  });
}
ingresses.refuses('the refusal of a host names it, says what is delegated and where to ask', {
  hole: 'issue 5: a refusal says what it is about',
  says:
    'Host named.elsewhere.test is not delegated to namespace shop-prod. Delegated here: *.apps.example.test, shop.example.test, ' +
    'www.example.test/cart. Ask for more: https://berth.harbor.example/namespaces/attacked/shop-prod',
  ...pair((host: string) => create(onHost(host)), 'named.elsewhere.test', 'shop.example.test'),
});
ingresses.refuses('a rule without a host, which would take every host', {
  hole: 'multitenancy 2.2 #3; Capsule #807',
  says: SAYS.host,
  ...pair((host: string | undefined) => create(onHost(host)), undefined, 'shop.example.test'),
});
ingresses.refuses('a rule with an empty host', {
  hole: 'multitenancy 2.2 #3',
  says: SAYS.host,
  ...pair((host: string) => create(onHost(host)), '', 'shop.example.test'),
});
ingresses.refuses('a second rule on a foreign host behind a granted one', {
  hole: 'multitenancy 2.2 #9',
  says: SAYS.granted,
  ...pair((host: string) => create(withRules(FINE, rule(host))), 'other.example.test', 'b.apps.example.test'),
});
ingresses.refuses('a second rule without a host behind a granted one', {
  hole: 'multitenancy 2.2 #3',
  says: SAYS.host,
  ...pair(
    (host: string | undefined) => create(withRules(FINE, rule(host))),
    undefined,
    'b.apps.example.test',
  ),
});
ingresses.refuses('any host at all in a namespace to which nothing is granted', {
  hole: 'policies-spike section 3, empty grants',
  says: SAYS.granted,
  ...pair(
    (namespace: string | undefined) => create(ingress(namespace === undefined ? {} : { namespace })),
    BARE,
    undefined,
  ),
});

// Default backend
ingresses.refuses('a default backend alone', {
  hole: 'multitenancy 2.2 #4; contour#405',
  says: SAYS.defaultBackend,
  ...pair(
    (spec: Record<string, unknown>) => create(ingress({ spec })),
    { rules: undefined, defaultBackend: backend },
    { defaultBackend: undefined },
  ),
});
ingresses.refuses('a default backend beside a granted rule', {
  hole: 'multitenancy 2.2 #4',
  says: SAYS.defaultBackend,
  ...pair(
    (defaultBackend: object | undefined) => create(ingress({ spec: { defaultBackend } })),
    backend,
    undefined,
  ),
});

// Paths
for (const [name, path, hole] of [
  ['outside the granted path', '/admin', 'multitenancy 2.2 #8'],
  ['above the granted path', '/', 'multitenancy 2.2 #8'],
  ['that only begins with the same letters', '/cartel', 'multitenancy 2.2 #13'],
] as const) {
  ingresses.refuses(`a path ${name}, on a host of which one path is granted`, {
    hole,
    says: SAYS.granted,
    ...pair((given: string) => create(withRules(rule('www.example.test', given))), path, '/cart/items'),
  });
}
ingresses.refuses('a second path outside the granted one', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.granted,
  ...pair(
    (path: string) =>
      create(
        withRules({
          host: 'www.example.test',
          http: {
            paths: [
              { path: '/cart', pathType: 'Prefix', backend },
              { path, pathType: 'Exact', backend },
            ],
          },
        }),
      ),
    '/login',
    '/cart/login',
  ),
});
ingresses.refuses('a path that percent-encoding leads out of the granted one', {
  hole: 'policies-spike B6',
  says: SAYS.paths,
  ...pair(
    (path: string) => create(withRules(rule('www.example.test', path))),
    '/cart/%2e%2e/admin',
    '/cart/admin',
  ),
});
ingresses.refuses('a regular expression as a path', {
  hole: 'multitenancy 2.2 #8; ingress-nginx use-regex',
  says: SAYS.paths,
  ...pair((path: string) => create(withRules(rule('shop.example.test', path))), '/(admin|login)', '/admin'),
});
ingresses.refuses('a path type that each controller reads in its own way', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.paths,
  ...pair(
    (pathType: string) => create(withRules(rule('shop.example.test', '/', pathType))),
    'ImplementationSpecific',
    'Exact',
  ),
});
ingresses.refuses('a path type of ImplementationSpecific without a path', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.paths,
  ...pair(
    (path: object) =>
      create(withRules({ host: 'shop.example.test', http: { paths: [{ backend, ...path }] } })),
    { pathType: 'ImplementationSpecific' },
    { pathType: 'Prefix', path: '/' },
  ),
});
ingresses.refuses('a rule with a host and no paths, which takes the whole host', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.paths,
  ...pair(
    (second: object) => create(withRules(FINE, second)),
    { host: 'shop.example.test' },
    { host: 'shop.example.test', http: http('/more') },
  ),
});
ingresses.refuses('a backend that is no Service', {
  hole: 'multitenancy 2.2 #17',
  says: SAYS.paths,
  ...pair(
    (given: object) =>
      create(
        withRules({
          host: 'shop.example.test',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: given }] },
        }),
      ),
    { resource: { apiGroup: 'k8s.example.test', kind: 'Bucket', name: 'other' } },
    backend,
  ),
});

// Class
ingresses.refuses('no class, which the default controller or all of them take', {
  hole: 'multitenancy 2.2 #16',
  says: SAYS.ingressClass,
  ...pair(
    (ingressClassName: string | undefined) => create(ingress({ spec: { ingressClassName } })),
    undefined,
    INGRESS_CLASS,
  ),
});
ingresses.refuses("a class that isn't offered", {
  hole: 'multitenancy 2.2 #16',
  says: SAYS.ingressClass,
  ...pair((name: string) => create(ingress({ spec: { ingressClassName: name } })), 'internal', INGRESS_CLASS),
});
ingresses.refuses('a class that an offered one is the beginning of', {
  hole: 'multitenancy 2.2 #13',
  says: SAYS.ingressClass,
  ...pair(
    (name: string) => create(ingress({ spec: { ingressClassName: name } })),
    'public-internal',
    INGRESS_CLASS,
  ),
});

// TLS
ingresses.refuses("another's host among tls.hosts", {
  hole: 'multitenancy 2.2 #5',
  says: SAYS.granted,
  ...pair(
    (host: string) => create(withTls([{ hosts: ['shop.example.test', host], secretName: 'tls' }])),
    'billing.example.test',
    'c.apps.example.test',
  ),
});
ingresses.refuses('a tls entry without hosts, which is for all of them', {
  hole: 'multitenancy 2.2 #5',
  says: SAYS.noTlsHosts,
  ...pair(
    (hosts: object) => create(withTls([{ secretName: 'tls', ...hosts }])),
    {},
    { hosts: ['shop.example.test'] },
  ),
});
ingresses.refuses('a tls entry with an empty list of hosts', {
  hole: 'multitenancy 2.2 #5',
  says: SAYS.noTlsHosts,
  ...pair((hosts: string[]) => create(withTls([{ secretName: 'tls', hosts }])), [], ['shop.example.test']),
});
ingresses.refuses('a second tls entry for a foreign host', {
  hole: 'multitenancy 2.2 #5',
  says: SAYS.granted,
  ...pair(
    (host: string) => create(withTls([{ hosts: ['shop.example.test'] }, { hosts: [host] }])),
    'other.example.test',
    'd.apps.example.test',
  ),
});

// Annotations
for (const [key, hole] of [
  ['kubernetes.io/ingress.class', 'multitenancy 2.2 #16'],
  ['nginx.ingress.kubernetes.io/server-alias', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/configuration-snippet', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/server-snippet', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/auth-snippet', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/canary', 'multitenancy 2.2 #7'],
  ['nginx.ingress.kubernetes.io/use-regex', 'multitenancy 2.2 #8'],
  ['nginx.ingress.kubernetes.io/from-to-www-redirect', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/auth-url', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/mirror-target', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/permanent-redirect', 'multitenancy 2.2 #6'],
  ['nginx.ingress.kubernetes.io/auth-tls-secret', 'multitenancy 2.2 #17'],
  ['Nginx.Ingress.Kubernetes.io/server-alias', 'multitenancy 2.2 #15'],
  ['nginx.org/server-snippets', 'multitenancy 2.2 #6'],
  ['external-dns.alpha.kubernetes.io/hostname', 'multitenancy 2.2 #19; external-dns#3565'],
  ['cert-manager.io/common-name', 'multitenancy 2.2 #18'],
  ['cert-manager.io/cluster-issuer', 'multitenancy 2.2 #18'],
  ['acme.cert-manager.io/http01-edit-in-place', 'multitenancy 2.2 #18'],
  ['alb.ingress.kubernetes.io/group.name', 'multitenancy 2.2 #6'],
  ['traefik.ingress.kubernetes.io/router.rule', 'multitenancy 2.2 #6'],
  ['haproxy.org/backend-config-snippet', 'multitenancy 2.2 #6'],
  ['unknown.example.test/of-tomorrow', 'multitenancy 2.2 #6, an allow-list'],
] as const) {
  ingresses.refuses(`the annotation ${key}`, {
    hole,
    says: key,
    // The class by annotation must be that of the field, or the API server refuses the two together.
    ...pair((given: string) => create(withAnnotation(given, INGRESS_CLASS)), key, 'app.kubernetes.io/note'),
  });
}

// Ways of writing
for (const [way, make] of [
  ['server-side apply', apply],
  ['a name that the server makes', (object: KubernetesObject) => create(generated(object, 'made-'))],
  [
    'a percent-encoded path of the API',
    (object: KubernetesObject) => {
      const call = create(object);
      return { ...call, path: call.path.replace('/shop-prod/', '/shop%2Dprod/') };
    },
  ],
] as const) {
  ingresses.refuses(`a foreign host by ${way}`, {
    hole: 'policies-spike section 1',
    says: SAYS.granted,
    ...pair((host: string) => make(onHost(host)), 'other.example.test', 'shop.example.test'),
  });
}
for (const [way, change] of [
  ['a PUT', (object: KubernetesObject, host: string) => replace(object, { spec: { rules: [rule(host)] } })],
  [
    'a merge patch',
    (object: KubernetesObject, host: string) => merge(object, { spec: { rules: [rule(host)] } }),
  ],
  [
    'a JSON patch',
    (object: KubernetesObject, host: string) =>
      json(object, [{ op: 'replace', path: '/spec/rules/0/host', value: host }]),
  ],
  [
    'a strategic patch',
    (object: KubernetesObject, host: string) => strategic(object, { spec: { rules: [rule(host)] } }),
  ],
  [
    'a server-side apply over it',
    (object: KubernetesObject, host: string) => apply({ ...object, spec: { rules: [rule(host)] } }),
  ],
] as const) {
  const existing = ingress();
  ingresses.refuses(`an existing Ingress can't be moved to a foreign host by ${way}`, {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.granted,
    given: standing(existing),
    ...pair((host: string) => change(existing, host), 'billing.example.test', 'e.apps.example.test'),
  });
}
{
  const existing = ingress();
  const given = dying(existing);
  ingresses.refuses("an Ingress whose deletion waits on a finalizer can't be moved to a foreign host", {
    hole: 'multitenancy 2.2 #10',
    says: SAYS.granted,
    given,
    ...pair(
      (host: string) => merge(existing, { spec: { rules: [rule(host)] } }),
      'other.example.test',
      'f.apps.example.test',
    ),
  });
}
{
  const existing = ingress();
  ingresses.refuses('an annotation by way of the status subresource', {
    hole: 'policies-spike section 1; CVE-2026-30963',
    says: 'nginx.ingress.kubernetes.io/server-alias',
    given: standing(existing),
    ...pair(
      (key: string) =>
        merge(existing, { metadata: { annotations: { [key]: 'billing.example.test' } } }, 'status'),
      'nginx.ingress.kubernetes.io/server-alias',
      'app.kubernetes.io/note',
    ),
  });
}
{
  const existing = ingress();
  ingresses.refuses('an annotation added to an existing Ingress', {
    hole: 'multitenancy 2.2 #9',
    says: 'external-dns.alpha.kubernetes.io/hostname',
    given: standing(existing),
    ...pair(
      (key: string) => merge(existing, { metadata: { annotations: { [key]: 'billing.example.test' } } }),
      'external-dns.alpha.kubernetes.io/hostname',
      'app.kubernetes.io/note',
    ),
  });
}

// What was granted once
{
  const revoked = ingress({ spec: { rules: [rule('revoked.example.test')] } });
  ingresses.refuses("an Ingress on a host that is no longer granted can't get another path on it", {
    hole: 'multitenancy 2.2 #21',
    says: SAYS.granted,
    given: standing(revoked),
    ...pair(
      (patch: object) => merge(revoked, patch),
      { spec: { rules: [rule('revoked.example.test', '/more')] } },
      { metadata: { labels: { edited: 'yes' } } },
    ),
  });
}

// Size
ingresses.refuses('more rules than can be judged at a bounded cost', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.size,
  ...pair(
    (count: number) =>
      create(withRules(...Array.from({ length: count }, (_, i) => rule(`h${String(i)}.apps.example.test`)))),
    51,
    50,
  ),
});
ingresses.refuses('more tls entries than can be judged at a bounded cost', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.size,
  ...pair(
    (count: number) =>
      create(withTls(Array.from({ length: count }, () => ({ hosts: ['shop.example.test'] })))),
    51,
    50,
  ),
});
ingresses.refuses('more paths in a rule than can be judged at a bounded cost', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.size,
  ...pair(
    (count: number) =>
      create(
        withRules({
          host: 'shop.example.test',
          http: {
            paths: Array.from({ length: count }, (_, i) => ({
              path: `/${String(i)}`,
              pathType: 'Prefix',
              backend,
            })),
          },
        }),
      ),
    21,
    20,
  ),
});

ingresses.admits(
  "cert-manager's solver publishes the path of a challenge on a host that the namespace doesn't have",
  {
    actor: 'cert-manager',
    call: create(
      ingress({
        annotations: { 'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0,::/0' },
        spec: {
          rules: [rule('fresh.example.test', '/.well-known/acme-challenge/x', 'ImplementationSpecific')],
        },
      }),
    ),
  },
);
{
  const revoked = ingress({ spec: { rules: [rule('revoked.example.test')] } });
  ingresses.admits('an Ingress on a host that is no longer granted may be moved to one that is', {
    given: standing(revoked),
    call: merge(revoked, { spec: { rules: [rule('shop.example.test')] } }),
  });
}
