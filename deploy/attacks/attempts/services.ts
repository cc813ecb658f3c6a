// Services: types, addresses and annotations that reach out of the namespace.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import {
  apply,
  create,
  generated,
  json,
  merge,
  nextName,
  remove,
  replace,
  standing,
  strategic,
} from '../calls.ts';
import { OPEN, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { sample, type Change } from '../samples.ts';

export const services = new Family('berth-services');

const SAYS = {
  externalIPs: 'spec.externalIPs takes over addresses',
  externalName: 'spec.externalName is not allowed',
  loadBalancerIP: 'spec.loadBalancerIP is not allowed',
  endpoints: 'Endpoints are kept by the cluster',
};

export const service = (change: Change = {}): KubernetesObject =>
  sample('v1', 'Service', { selector: { app: 'web' }, ports: [{ port: 80 }] }, change);
const ofType = (type: string, namespace = SHOP): KubernetesObject => service({ namespace, spec: { type } });

for (const [type, hole] of [
  ['LoadBalancer', 'design section 4, allow'],
  ['NodePort', 'design section 4, allow'],
] as const) {
  services.refuses(`a Service of type ${type} where it isn't allowed`, {
    hole,
    says: `Service type ${type} is not allowed in namespace shop-prod`,
    ...pair((namespace: string) => create(ofType(type, namespace)), SHOP, OPEN),
  });
  const existing = service();
  services.refuses(`an existing Service can't become a ${type}`, {
    hole: `${hole}; multitenancy 2.2 #9`,
    says: `Service type ${type} is not allowed in namespace shop-prod`,
    given: standing(existing),
    ...pair((given: string) => merge(existing, { spec: { type: given } }), type, 'ClusterIP'),
  });
}
services.refuses('a Service of type ExternalName, a way to any name inside or outside', {
  hole: 'multitenancy 2.2 #17; contour CVE-2021-32783',
  says: 'Service type ExternalName is not allowed',
  ...pair(
    (namespace: string) =>
      create(
        service({
          namespace,
          spec: {
            type: 'ExternalName',
            externalName: 'api.billing-prod.svc.cluster.local',
            selector: undefined,
            ports: undefined,
          },
        }),
      ),
    SHOP,
    OPEN,
  ),
});
{
  const existing = service();
  services.refuses("an existing Service can't become an ExternalName by a PUT", {
    hole: 'multitenancy 2.2 #17; CVE-2021-32783',
    says: 'Service type ExternalName is not allowed',
    given: standing(existing),
    ...pair(
      (spec: object) => replace(existing, { spec }),
      { type: 'ExternalName', externalName: 'elsewhere.example.test', clusterIP: null, clusterIPs: null },
      { selector: { app: 'api' } },
    ),
  });
}
services.refuses('a Service with externalIPs, which takes traffic meant for others', {
  hole: 'CVE-2020-8554',
  says: SAYS.externalIPs,
  ...pair(
    (externalIPs: string[] | undefined) => create(service({ spec: { externalIPs } })),
    ['203.0.113.7'],
    undefined,
  ),
});
{
  const existing = service();
  services.refuses('externalIPs added by a JSON patch', {
    hole: 'CVE-2020-8554',
    says: SAYS.externalIPs,
    given: standing(existing),
    ...pair(
      (value: string[]) => json(existing, [{ op: 'add', path: '/spec/externalIPs', value }]),
      ['203.0.113.7'],
      [],
    ),
  });
}
services.refuses('externalIPs are refused also where load balancers are allowed', {
  hole: 'CVE-2020-8554',
  says: SAYS.externalIPs,
  ...pair(
    (spec: Record<string, unknown>) =>
      create(service({ namespace: OPEN, spec: { type: 'LoadBalancer', ...spec } })),
    { externalIPs: ['203.0.113.7'] },
    {},
  ),
});
services.refuses('a load balancer on an address of its choice', {
  hole: 'CVE-2020-8554; Capsule LB address ranges',
  says: SAYS.loadBalancerIP,
  ...pair(
    (spec: Record<string, unknown>) =>
      create(service({ namespace: OPEN, spec: { type: 'LoadBalancer', ...spec } })),
    { loadBalancerIP: '203.0.113.7' },
    {},
  ),
});
for (const key of [
  'external-dns.alpha.kubernetes.io/hostname',
  'external-dns.alpha.kubernetes.io/internal-hostname',
  'service.beta.kubernetes.io/aws-load-balancer-internal',
  'metallb.universe.tf/loadBalancerIPs',
  'networking.gke.io/load-balancer-type',
]) {
  services.refuses(`the annotation ${key} on a Service`, {
    hole: 'multitenancy 2.2 #19',
    says: key,
    ...pair(
      (given: string) => create(service({ annotations: { [given]: 'x' } })),
      key,
      'app.kubernetes.io/note',
    ),
  });
}
{
  const existing = service();
  services.refuses('an annotation by way of the status subresource of a Service', {
    hole: 'policies-spike section 3; CVE-2026-30963',
    says: 'external-dns.alpha.kubernetes.io/hostname',
    given: standing(existing),
    ...pair(
      (key: string) =>
        merge(existing, { metadata: { annotations: { [key]: 'billing.example.test' } } }, 'status'),
      'external-dns.alpha.kubernetes.io/hostname',
      'app.kubernetes.io/note',
    ),
  });
}
for (const [way, make] of [
  ['server-side apply', apply],
  ['a name that the server makes', (object: KubernetesObject) => create(generated(object, 'made-'))],
] as const) {
  services.refuses(`a NodePort by ${way}`, {
    hole: 'policies-spike section 1',
    says: 'Service type NodePort is not allowed',
    ...pair((type: string) => make(ofType(type)), 'NodePort', 'ClusterIP'),
  });
}
{
  const existing = service();
  services.refuses('a NodePort by a strategic patch', {
    hole: 'policies-spike section 1',
    says: 'Service type NodePort is not allowed',
    given: standing(existing),
    ...pair((type: string) => strategic(existing, { spec: { type } }), 'NodePort', 'ClusterIP'),
  });
}
{
  const allowedOnce = service({
    spec: { type: 'ExternalName', externalName: 'old.example.test', selector: undefined, ports: undefined },
  });
  services.refuses('a Service that was allowed to be an ExternalName once, towards another name', {
    hole: 'design section 6: judged is what a write changes; contour CVE-2021-32783',
    says: SAYS.externalName,
    given: standing(allowedOnce),
    ...pair(
      (patch: object) => merge(allowedOnce, patch),
      { spec: { externalName: 'api.billing-prod.svc.cluster.local' } },
      { metadata: { labels: { edited: 'yes' } } },
    ),
  });
}

// What a Service leads to is kept by controllers
const endpoints = (): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: nextName('Endpoints'), namespace: SHOP },
  subsets: [{ addresses: [{ ip: '10.9.9.9' }], ports: [{ port: 80 }] }],
});
const slice = (): KubernetesObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: nextName('EndpointSlice'),
    namespace: SHOP,
    labels: { 'kubernetes.io/service-name': 'web' },
  },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.9.9.9'] }],
  ports: [{ port: 80 }],
});
for (const [name, make, change] of [
  ['Endpoints', endpoints, { subsets: [{ addresses: [{ ip: '10.9.9.8' }], ports: [{ port: 80 }] }] }],
  ['EndpointSlices', slice, { endpoints: [{ addresses: ['10.9.9.8'] }] }],
] as const) {
  const existing = make();
  services.refuses(`${name} written by hand, which can point into another namespace`, {
    hole: 'CVE-2021-25740',
    says: SAYS.endpoints,
    attack: create(make()),
    twin: create(service()),
  });
  services.refuses(`${name} that a controller wrote, turned to another address`, {
    hole: 'CVE-2021-25740',
    says: SAYS.endpoints,
    given: standing(existing),
    attack: merge(existing, change),
    twin: remove(existing),
  });
}
services.admits('the controller of endpoints writes them', {
  actor: 'endpoint-controller',
  call: create(endpoints()),
});
