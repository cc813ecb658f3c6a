// Who plays, and where: the namespaces of the lab, the people and controllers in it, and the rights they hold.
import type { KubernetesObject } from '../../lib/domain/render/index.ts';
import { SYSTEM_NAMESPACE, WORKER_SERVICE_ACCOUNT } from '../../lib/domain/render/labels.ts';
import type { Actor } from './types.ts';

/** The attacked team's namespace: granted hosts, gateways, classes, registries, peers. */
export const SHOP = 'shop-prod';
/** Another team's; the two have agreed on a connection. */
export const BILLING = 'billing-prod';
/** A third team's, with which nothing is agreed. */
export const SEARCH = 'search-prod';
/** Managed; classes and gateways are offered to it, and no host and no registry is. */
export const BARE = 'bare-dev';
/** More hosts are granted to it than are ever judged. */
export const CROWD = 'crowd-dev';
/** Many paths of one host are granted to it. */
export const PATHS = 'paths-dev';
/** Managed, and allowed every type of Service and a class and an issuer of its own. */
export const OPEN = 'open-dev';
/** A namespace that Berth doesn't manage. */
export const FOREIGN = 'legacy';
/** A namespace that Berth knows and doesn't fence: `berth.dev/managed=record`. */
export const RECORDED = 'recorded';
/** Managed and empty, to be changed. */
export const SPARE = 'spare-dev';
/** Managed and empty, to be deleted. */
export const SPENT = 'spent-dev';
/** Where the prober proves policies (part of the bundle). */
export const CANARY = 'berth-canary';

export const INGRESS_CLASS = 'public';
export const REGISTRY = 'registry.example.test/shop';

/** What Berth has granted to a namespace. */
export interface Granted {
  hosts: string[];
  gateways?: string[];
  ingressClasses?: string[];
  registries?: string[];
  peers?: string[];
  /** Whether the team's people have their roles in it. */
  people?: boolean;
  allow?: ('LoadBalancer' | 'NodePort' | 'ExternalName')[];
  /** What the renderer doesn't write by itself. */
  annotations?: Record<string, string>;
}

/** Namespace -> what it may. One that isn't here may nothing. */
export const GRANTS: Readonly<Record<string, Granted>> = {
  // A name, everything below another, and one path of a third.
  [SHOP]: {
    hosts: ['shop.example.test', '*.apps.example.test', 'www.example.test/cart'],
    gateways: ['gateway-system/public'],
    ingressClasses: [INGRESS_CLASS],
    registries: [REGISTRY],
    peers: [BILLING],
    people: true,
    annotations: {
      'berth.dev/gateway-classes': 'team-owned',
      'berth.dev/issuers': 'ClusterIssuer/letsencrypt',
    },
  },
  [BARE]: {
    hosts: [],
    gateways: ['gateway-system/public'],
    ingressClasses: [INGRESS_CLASS],
    annotations: { 'berth.dev/registries': '' },
  },
  [CROWD]: {
    hosts: Array.from({ length: 201 }, (_, i) => `h${String(i)}.crowd.example.test`),
    gateways: ['gateway-system/public'],
    ingressClasses: [INGRESS_CLASS],
    registries: [REGISTRY],
    annotations: {
      'berth.dev/gateway-classes': 'team-owned',
      'berth.dev/issuers': 'ClusterIssuer/letsencrypt',
    },
  },
  [PATHS]: {
    hosts: Array.from({ length: 180 }, (_, i) => `paths.example.test/p${String(i)}`),
    gateways: ['gateway-system/public'],
  },
  [BILLING]: { hosts: ['billing.example.test'], gateways: ['gateway-system/public'] },
  [OPEN]: {
    hosts: ['*.open.example.test'],
    registries: [REGISTRY],
    allow: ['LoadBalancer', 'NodePort', 'ExternalName'],
  },
};

/** People and scripts with a bearer token that the API server knows by itself, named as an identity provider names them. */
export const PEOPLE = {
  /** berth:maintainer and the built-in admin in SHOP, and every real verb on every kind there: RBAC hides no hole from her. */
  alice: { user: 'oidc:alice@harbor.example', groups: ['oidc:shop-maintainers'] },
  /** cluster-admin, wildcards and all; not system:masters. */
  carol: { user: 'oidc:carol@harbor.example', groups: ['oidc:operators'] },
  /** berth:developer in SHOP, nothing else. */
  dave: { user: 'oidc:dave@harbor.example', groups: ['oidc:shop-developers'] },
  /** berth:maintainer in SHOP, nothing else. */
  erin: { user: 'oidc:erin@harbor.example', groups: ['oidc:shop-leads'] },
  /** Every real verb on every kind, everywhere, and an administrator has given him the virtual verb break-glass. */
  breaker: { user: 'oidc:breaker@harbor.example', groups: ['oidc:operators'] },
} as const satisfies Partial<Record<Actor, { user: string; groups: readonly string[] }>>;

/** ServiceAccounts whose tokens the API server minted. */
export const ROBOTS = {
  /** The team's own pipeline account, as Berth made it. */
  pipeline: { namespace: SHOP, name: 'berth-deployer' },
  worker: { namespace: SYSTEM_NAMESPACE, name: WORKER_SERVICE_ACCOUNT },
  prober: { namespace: CANARY, name: 'prober' },
  /** The cert-manager controller, exempted by its exact name. */
  'cert-manager': { namespace: 'cert-manager', name: 'cert-manager' },
  /** A loop of kube-controller-manager, exempted by its exact name. */
  'endpoint-controller': { namespace: 'kube-system', name: 'endpoint-controller' },
  /** Of the same name in the tenant's own namespace: not exempted. */
  lookalike: { namespace: SHOP, name: 'cert-manager' },
} as const satisfies Partial<Record<Actor, { namespace: string; name: string }>>;

const RBAC = 'rbac.authorization.k8s.io';
const EVERYTHING = 'attacks:everything';

/** Every verb that a request can have, and none of Berth's virtual ones (adopt, break-glass). */
const REAL_VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
];

/** Rights of the cast, given by the cluster's administrator before the guardrails come. */
export function rights(): KubernetesObject[] {
  const user = (name: string): object => ({ apiGroup: RBAC, kind: 'User', name });
  const robot = (account: { namespace: string; name: string }): object => ({
    kind: 'ServiceAccount',
    ...account,
  });
  const role = (name: string, rules: object[]): KubernetesObject => ({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules,
  });
  const binding = (name: string, to: string, subjects: object[], namespace?: string): KubernetesObject => ({
    apiVersion: `${RBAC}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: to },
    subjects,
  });
  // Their fences must do without RBAC. Admission policies are left out: who may write them installs the bundle, and is let through.
  const groups = [
    ['', 'apps', 'authorization.k8s.io', 'batch', 'cert-manager.io', 'gateway.networking.k8s.io'],
    ['networking.k8s.io', 'policy', RBAC, 'scheduling.k8s.io'],
  ].flat();
  return [
    role('attacks:everything-but-policies', [
      { apiGroups: groups, resources: ['*'], verbs: REAL_VERBS },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
        verbs: REAL_VERBS,
      },
    ]),
    binding('attacks:berths-own', 'attacks:everything-but-policies', [
      robot(ROBOTS.worker),
      robot(ROBOTS.prober),
    ]),
    role(EVERYTHING, [{ apiGroups: ['*'], resources: ['*'], verbs: REAL_VERBS }]),
    ...[SHOP, BARE, OPEN, CROWD, PATHS, RECORDED].flatMap((namespace) => [
      binding('alice-is-admin', 'admin', [user(PEOPLE.alice.user)], namespace),
      binding(
        'alice-and-robots-do-everything',
        EVERYTHING,
        [user(PEOPLE.alice.user), robot(ROBOTS.lookalike), robot(ROBOTS.pipeline)],
        namespace,
      ),
    ]),
    binding('attacks:cluster-admins', 'cluster-admin', [user(PEOPLE.carol.user)]),
    binding('attacks:everything', EVERYTHING, [user(PEOPLE.breaker.user), robot(ROBOTS['cert-manager'])]),
    role('attacks:break-glass', [{ apiGroups: [''], resources: ['namespaces'], verbs: ['break-glass'] }]),
    binding('attacks:break-glass', 'attacks:break-glass', [user(PEOPLE.breaker.user)]),
  ];
}
