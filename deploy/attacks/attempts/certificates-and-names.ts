// Other ways to a name: certificates, DNS records, OpenShift Routes.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, dying, generated, merge, replace, standing } from '../calls.ts';
import { CROWD, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { sample, type Change } from '../samples.ts';

export const certificates = new Family('berth-certificates');
export const dnsendpoints = new Family('berth-dnsendpoints');
export const openshiftRoutes = new Family('berth-openshift-routes');

const SAYS = {
  size: 'too large to be judged',
  names: 'lists its hosts in spec.dnsNames',
  granted: 'is not delegated to namespace shop-prod',
  others: 'is for host names alone',
  issuer: 'is not offered to namespace shop-prod. Allowed here: ClusterIssuer/letsencrypt',
  type: 'records of type A, AAAA or CNAME',
  provider: 'providerSpecific is for the platform team',
  noHost: '(none; name one in spec.host)',
  tooMany: 'More than 200 hosts are delegated',
  wildcard: 'spec.wildcardPolicy must be None',
  backend: 'A Route leads to Services of this namespace',
};

const ISSUER = { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' };
const certificate = (change: Change = {}): KubernetesObject =>
  sample(
    'cert-manager.io/v1',
    'Certificate',
    { secretName: 'tls', dnsNames: ['shop.example.test'], issuerRef: ISSUER },
    change,
  );
const certified = (spec: Record<string, unknown>): KubernetesObject => certificate({ spec });

for (const [name, dnsNames, hole] of [
  ["another team's host", ['billing.example.test'], 'multitenancy 2.2 #18'],
  [
    'a foreign host behind a granted one',
    ['shop.example.test', 'billing.example.test'],
    'multitenancy 2.2 #18',
  ],
  ['a wildcard wider than what is granted', ['*.example.test'], 'multitenancy 2.2 #14'],
  ['a granted host in upper case', ['SHOP.example.test'], 'multitenancy 2.2 #15'],
  ['a granted host with a final dot', ['shop.example.test.'], 'multitenancy 2.2 #15'],
  ['a host of which only a path is granted', ['www.example.test'], 'multitenancy 2.2 #18'],
] as const) {
  certificates.refuses(`a Certificate for ${name}`, {
    hole,
    says: SAYS.granted,
    ...pair((given: readonly string[]) => create(certified({ dnsNames: given })), dnsNames, [
      'a.apps.example.test',
    ]),
  });
}
for (const [name, none] of [
  ['without dnsNames', undefined],
  ['with an empty list of dnsNames', []],
] as const) {
  certificates.refuses(`a Certificate ${name}`, {
    hole: 'multitenancy 2.2 #3',
    says: SAYS.names,
    ...pair((dnsNames: readonly string[] | undefined) => create(certified({ dnsNames })), none, [
      'shop.example.test',
    ]),
  });
}
certificates.refuses('more names in a Certificate than can be judged at a bounded cost', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.size,
  ...pair(
    (count: number) =>
      create(
        certified({ dnsNames: Array.from({ length: count }, (_, i) => `n${String(i)}.apps.example.test`) }),
      ),
    101,
    100,
  ),
});
certificates.refuses("a Certificate with another's host as its common name", {
  hole: 'multitenancy 2.2 #18',
  says: SAYS.granted,
  ...pair(
    (commonName: string) => create(certified({ commonName })),
    'billing.example.test',
    'shop.example.test',
  ),
});
for (const [field, value] of [
  ['ipAddresses', ['10.0.0.1']],
  ['uris', ['spiffe://cluster.local/ns/billing-prod/sa/default']],
  ['emailAddresses', ['root@example.test']],
  ['otherNames', [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'admin@example.test' }]],
  ['literalSubject', 'CN=billing.example.test'],
  ['isCA', true],
] as const) {
  certificates.refuses(`a Certificate with ${field}`, {
    hole: 'multitenancy 2.2 #18',
    says: SAYS.others,
    ...pair((given: unknown) => create(certified({ [field]: given })), value, undefined),
  });
}
for (const [name, issuerRef] of [
  ["an issuer that isn't offered", { ...ISSUER, name: 'internal-ca' }],
  ['a namespace issuer of the same name', { ...ISSUER, kind: 'Issuer' }],
  ['an issuer whose kind is left to the default', { name: 'letsencrypt' }],
  ['an issuer of another group', { ...ISSUER, group: 'awspca.cert-manager.example.test' }],
] as const) {
  certificates.refuses(`a Certificate from ${name}`, {
    hole: 'multitenancy 2.2 #18',
    says: SAYS.issuer,
    ...pair((given: object) => create(certified({ issuerRef: given })), issuerRef, ISSUER),
  });
}
certificates.refuses('a Certificate for a foreign host by server-side apply', {
  hole: 'policies-spike section 1',
  says: SAYS.granted,
  ...pair(
    (host: string) => apply(certified({ dnsNames: [host] })),
    'billing.example.test',
    'shop.example.test',
  ),
});
{
  const existing = certificate();
  certificates.refuses("an existing Certificate can't be moved to a foreign host", {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.granted,
    given: standing(existing),
    ...pair(
      (host: string) => merge(existing, { spec: { dnsNames: [host] } }),
      'billing.example.test',
      'b.apps.example.test',
    ),
  });
}
{
  const existing = certificate();
  certificates.refuses("a Certificate whose deletion waits on a finalizer can't be moved to a foreign host", {
    hole: 'multitenancy 2.2 #10',
    says: SAYS.granted,
    given: dying(existing),
    ...pair(
      (host: string) => merge(existing, { spec: { dnsNames: [host] } }),
      'billing.example.test',
      'b.apps.example.test',
    ),
  });
}

const endpoint = (dnsName: string): object => ({ dnsName, recordType: 'A', targets: ['203.0.113.7'] });
const dnsEndpoint = (...endpoints: object[]): KubernetesObject =>
  sample('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', { endpoints });
for (const [name, host, hole] of [
  ["another team's host", 'billing.example.test', 'multitenancy 2.2 #19; external-dns#3330'],
  [
    'a host that ends like a granted subtree without its dot',
    'evilapps.example.test',
    'multitenancy 2.2 #13',
  ],
  ['a wildcard wider than what is granted', '*.example.test', 'multitenancy 2.2 #14'],
  ['a granted host in upper case', 'SHOP.example.test', 'multitenancy 2.2 #15'],
  ['a host of which only a path is granted', 'www.example.test', 'multitenancy 2.2 #8'],
] as const) {
  dnsendpoints.refuses(`a DNS record for ${name}`, {
    hole,
    says: SAYS.granted,
    ...pair((given: string) => create(dnsEndpoint(endpoint(given))), host, 'c.apps.example.test'),
  });
}
dnsendpoints.refuses('a foreign DNS record behind a granted one', {
  hole: 'multitenancy 2.2 #19',
  says: SAYS.granted,
  ...pair(
    (host: string) => create(dnsEndpoint(endpoint('shop.example.test'), endpoint(host))),
    'billing.example.test',
    'd.apps.example.test',
  ),
});
dnsendpoints.refuses('a DNS record without a name', {
  hole: 'multitenancy 2.2 #3',
  says: SAYS.granted,
  ...pair(
    (record: object) => create(dnsEndpoint(record)),
    { recordType: 'A', targets: ['203.0.113.7'] },
    endpoint('shop.example.test'),
  ),
});
for (const [way, make] of [
  ['server-side apply', apply],
  ['a name that the server makes', (object: KubernetesObject) => create(generated(object, 'made-'))],
] as const) {
  dnsendpoints.refuses(`a foreign DNS record by ${way}`, {
    hole: 'policies-spike section 1',
    says: SAYS.granted,
    ...pair((host: string) => make(dnsEndpoint(endpoint(host))), 'billing.example.test', 'shop.example.test'),
  });
}
{
  const existing = dnsEndpoint(endpoint('shop.example.test'));
  dnsendpoints.refuses("an existing DNS record can't be moved to a foreign host", {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.granted,
    given: standing(existing),
    ...pair(
      (host: string) => replace(existing, { spec: { endpoints: [endpoint(host)] } }),
      'billing.example.test',
      'e.apps.example.test',
    ),
  });
}

for (const [type, target] of [
  ['NS', 'ns.elsewhere.example.test'],
  ['TXT', 'heritage=external-dns,external-dns/owner=other'],
  ['MX', '10 mail.elsewhere.example.test'],
] as const) {
  dnsendpoints.refuses(`a DNS record of type ${type}`, {
    hole: 'multitenancy 2.2 #19',
    says: SAYS.type,
    ...pair(
      ([recordType, to]: readonly [string, string]) =>
        create(dnsEndpoint({ dnsName: 'shop.example.test', recordType, targets: [to] })),
      [type, target],
      ['CNAME', 'lb.elsewhere.example.test'],
    ),
  });
}
dnsendpoints.refuses('a DNS record with options of the provider', {
  hole: 'multitenancy 2.2 #19',
  says: SAYS.provider,
  ...pair(
    (providerSpecific: object[]) =>
      create(dnsEndpoint({ ...endpoint('shop.example.test'), providerSpecific })),
    [{ name: 'alias', value: 'true' }],
    [],
  ),
});
dnsendpoints.refuses('more DNS records than can be judged at a bounded cost', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.size,
  ...pair(
    (count: number) =>
      create(
        dnsEndpoint(...Array.from({ length: count }, (_, i) => endpoint(`r${String(i)}.apps.example.test`))),
      ),
    101,
    100,
  ),
});
{
  const key = 'external-dns.alpha.kubernetes.io/target';
  dnsendpoints.refuses(`the annotation ${key} on a DNSEndpoint`, {
    hole: 'multitenancy 2.2 #19',
    says: key,
    ...pair(
      (given: string) => {
        const object = dnsEndpoint(endpoint('shop.example.test'));
        return create({ ...object, metadata: { ...object.metadata, annotations: { [given]: 'x' } } });
      },
      key,
      'app.kubernetes.io/note',
    ),
  });
}

const openshiftRoute = (change: Change = {}): KubernetesObject =>
  sample(
    'route.openshift.io/v1',
    'Route',
    { host: 'shop.example.test', to: { kind: 'Service', name: 'web' } },
    change,
  );
const routed = (spec: Record<string, unknown>): KubernetesObject => openshiftRoute({ spec });
for (const [name, host, hole] of [
  ["another team's host", 'billing.example.test', 'multitenancy 2.2 #9'],
  [
    'a host that ends like a granted subtree without its dot',
    'evilapps.example.test',
    'multitenancy 2.2 #13',
  ],
  ['a granted host in upper case', 'SHOP.example.test', 'multitenancy 2.2 #15'],
  ['a granted host with a final dot', 'shop.example.test.', 'multitenancy 2.2 #15'],
] as const) {
  openshiftRoutes.refuses(`an OpenShift Route on ${name}`, {
    hole,
    says: SAYS.granted,
    ...pair((given: string) => create(routed({ host: given })), host, 'f.apps.example.test'),
  });
}
openshiftRoutes.refuses('a second path of a host of which one path is granted, on an OpenShift Route', {
  hole: 'multitenancy 2.2 #8',
  says: SAYS.granted,
  ...pair((path: string) => create(routed({ host: 'www.example.test', path })), '/admin', '/cart/items'),
});
openshiftRoutes.refuses('an OpenShift Route without a host, which gets the default one', {
  hole: 'multitenancy 2.2 #3',
  says: SAYS.noHost,
  ...pair((host: string | undefined) => create(routed({ host })), undefined, 'shop.example.test'),
});
openshiftRoutes.refuses('a subdomain in place of a host on an OpenShift Route', {
  hole: 'multitenancy 2.2 #3',
  says: SAYS.noHost,
  ...pair(
    (given: Record<string, unknown>) => create(routed(given)),
    { host: undefined, subdomain: 'billing' },
    {
      host: 'shop.example.test',
      subdomain: 'billing',
    },
  ),
});
openshiftRoutes.refuses(
  'a wildcard policy on an OpenShift Route, which takes the whole subdomain of its host',
  {
    hole: 'multitenancy 2.2 #14; openshift/router',
    says: SAYS.wildcard,
    ...pair((wildcardPolicy: string) => create(routed({ wildcardPolicy })), 'Subdomain', 'None'),
  },
);
openshiftRoutes.refuses('an OpenShift Route where more hosts are granted than can be judged', {
  hole: 'policies-spike section 4, CEL cost',
  says: SAYS.tooMany,
  ...pair(
    ([namespace, host]: readonly [string, string]) => create(openshiftRoute({ namespace, spec: { host } })),
    [CROWD, 'h1.crowd.example.test'],
    [SHOP, 'shop.example.test'],
  ),
});
for (const [field, value] of [
  ['to', { kind: 'TheirKind', name: 'web' }],
  ['alternateBackends', [{ kind: 'TheirKind', name: 'web', weight: 1 }]],
] as const) {
  openshiftRoutes.refuses(`a backend that is no Service in ${field} of an OpenShift Route`, {
    hole: 'multitenancy 2.2 #17',
    says: SAYS.backend,
    ...pair(
      (given: unknown) => create(routed({ [field]: given })),
      value as unknown,
      field === 'to' ? { kind: 'Service', name: 'web' } : [{ kind: 'Service', name: 'web', weight: 1 }],
    ),
  });
}
for (const key of [
  'haproxy.router.openshift.io/rewrite-target',
  'external-dns.alpha.kubernetes.io/hostname',
  'cert-manager.io/issuer-name',
]) {
  openshiftRoutes.refuses(`the annotation ${key} on an OpenShift Route`, {
    hole: 'multitenancy 2.2 #6',
    says: key,
    ...pair(
      (given: string) => create(openshiftRoute({ annotations: { [given]: 'x' } })),
      key,
      'app.kubernetes.io/note',
    ),
  });
}
{
  const existing = openshiftRoute();
  openshiftRoutes.refuses("an older OpenShift Route can't take another's host, which its age would win", {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.granted,
    given: standing(existing),
    ...pair(
      (host: string) => merge(existing, { spec: { host } }),
      'billing.example.test',
      'g.apps.example.test',
    ),
  });
}
