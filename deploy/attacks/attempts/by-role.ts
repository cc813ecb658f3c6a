// What the tenant roles leave out: kinds that no policy judges, for the simple reason that no tenant may write them. Refused by RBAC.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { create, createSub, merge, type Target } from '../calls.ts';
import { SHOP } from '../cast.ts';
import { container, pod, podSpec, sample } from '../samples.ts';
import type { Actor, Call } from '../types.ts';
import { httpRoute } from './routes.ts';
import { service } from './services.ts';

/** An attempt that ends at a role. */
export interface RoleAttempt {
  name: string;
  hole: string;
  actor: Actor;
  request: Call;
  /** A part of RBAC's refusal. */
  message: string;
  twin: Call;
}

const GROUP = 'gateway.networking.k8s.io';
const cannot = (verb: string, resource: string, group: string): string =>
  `cannot ${verb} resource "${resource}" in API group "${group}"`;
const labels = { app: 'web' };
const here = (apiVersion: string, kind: string, name: string): Target => ({
  apiVersion,
  kind,
  metadata: { namespace: SHOP, name },
});

const KINDS: readonly [
  name: string,
  hole: string,
  refused: [resource: string, group: string],
  object: KubernetesObject,
][] = [
  [
    'a routing kind that Berth knows nothing of',
    'multitenancy 2.2 #22',
    ['ingressroutes', 'traefik.io'],
    sample('traefik.io/v1alpha1', 'IngressRoute', {
      routes: [{ match: 'Host(`billing.example.test`)', kind: 'Rule' }],
    }),
  ],
  [
    'a TCPRoute',
    'multitenancy 2.2 #2',
    ['tcproutes', GROUP],
    sample(`${GROUP}/v1`, 'TCPRoute', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
  ],
  [
    'a UDPRoute',
    'multitenancy 2.2 #2',
    ['udproutes', GROUP],
    sample(`${GROUP}/v1`, 'UDPRoute', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
  ],
  [
    'a ReferenceGrant',
    'multitenancy 2.2 #17',
    ['referencegrants', GROUP],
    sample(`${GROUP}/v1`, 'ReferenceGrant', { from: [], to: [] }),
  ],
  [
    'a CertificateRequest',
    'multitenancy 2.2 #18',
    ['certificaterequests', 'cert-manager.io'],
    sample('cert-manager.io/v1', 'CertificateRequest', { request: 'eA==', issuerRef: { name: 'x' } }),
  ],
  [
    'an Issuer',
    'multitenancy 2.2 #18',
    ['issuers', 'cert-manager.io'],
    sample('cert-manager.io/v1', 'Issuer', { selfSigned: {} }),
  ],
  [
    'a DaemonSet, which runs on every node',
    'policies-spike section 5',
    ['daemonsets', 'apps'],
    sample('apps/v1', 'DaemonSet', {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec() },
    }),
  ],
  [
    'a quota of its own',
    'policies-spike section 5',
    ['resourcequotas', ''],
    sample('v1', 'ResourceQuota', { hard: {} }),
  ],
  [
    'limits of its own',
    'policies-spike section 5',
    ['limitranges', ''],
    sample('v1', 'LimitRange', { limits: [] }),
  ],
];

/** Each is made by a maintainer, who holds most of what a tenant can. */
export const ROLE_ATTEMPTS: readonly RoleAttempt[] = [
  ...KINDS.map(([name, hole, [resource, group], object]): RoleAttempt => ({
    name: `a maintainer can't write ${name}`,
    hole,
    actor: 'erin',
    request: create(object),
    message: cannot('create', resource, group),
    twin: create(httpRoute()),
  })),
  {
    name: "a maintainer can't put a debugging container into a Pod",
    hole: 'policies-spike section 5',
    actor: 'erin',
    request: merge(
      here('v1', 'Pod', 'any'),
      { spec: { ephemeralContainers: [container()] } },
      'ephemeralcontainers',
    ),
    message: cannot('patch', 'pods/ephemeralcontainers', ''),
    twin: create(pod()),
  },
  {
    name: "a maintainer can't write the status of an Ingress",
    hole: 'CVE-2026-30963',
    actor: 'erin',
    request: merge(here('networking.k8s.io/v1', 'Ingress', 'any'), { status: {} }, 'status'),
    message: cannot('patch', 'ingresses/status', 'networking.k8s.io'),
    twin: create(service()),
  },
  {
    name: "a maintainer can't write the namespace itself",
    hole: 'CVE-2022-46167',
    actor: 'erin',
    request: merge(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SHOP } },
      { metadata: { labels } },
    ),
    message: cannot('patch', 'namespaces', ''),
    twin: create(service()),
  },
  {
    name: "a developer can't ask for a token of any account",
    hole: 'policies-spike B7',
    actor: 'dave',
    request: createSub(here('v1', 'ServiceAccount', 'berth-deployer'), 'token', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    }),
    message: cannot('create', 'serviceaccounts/token', ''),
    twin: create(service()),
  },
];
