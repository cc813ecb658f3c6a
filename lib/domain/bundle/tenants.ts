// The three roles a tenant can have, with rules of their own. Never the built-in `edit` and `admin`: `edit` can delete every network
// policy and become any ServiceAccount, `admin` can delete Berth's bindings, and both grow by whatever some chart aggregates into them.
import type { ExtraKind, PolicyRule } from './types.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** What everybody with a role may look at. No Secrets, and no token of anybody. */
export function viewerRules(extra: readonly ExtraKind[]): PolicyRule[] {
  return [
    {
      apiGroups: [''],
      resources: [
        'configmaps',
        'endpoints',
        'events',
        'limitranges',
        'persistentvolumeclaims',
        'pods',
        'replicationcontrollers',
        'resourcequotas',
        'serviceaccounts',
        'services',
      ],
      verbs: READ,
    },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    // One's own namespace, by name; to list all of them is nobody's right.
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
    {
      apiGroups: ['apps'],
      resources: ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'],
      verbs: READ,
    },
    {
      apiGroups: ['apps'],
      resources: ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'],
      verbs: ['get'],
    },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
    { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: READ },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: READ },
    {
      apiGroups: ['gateway.networking.k8s.io'],
      resources: ['gateways', 'grpcroutes', 'httproutes', 'listenersets', 'referencegrants', 'tlsroutes'],
      verbs: READ,
    },
    {
      apiGroups: ['cert-manager.io'],
      resources: ['certificaterequests', 'certificates', 'issuers'],
      verbs: READ,
    },
    { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: READ },
    { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] },
    ...extra.map(({ apiGroup, resources }) => ({
      apiGroups: [apiGroup],
      resources: [...resources],
      verbs: READ,
    })),
  ];
}

/**
 * What a developer may do beyond a viewer: run things and publish them. Not here, and why: quotas, limit ranges, network policies and
 * role bindings are Berth's fences; tokens of ServiceAccounts and ephemeral containers are ways into another's rights; endpoints can
 * point at other namespaces (CVE-2021-25740); daemon sets run on every node; gateways and reference grants open doors for others.
 */
export function developerRules(extra: readonly ExtraKind[]): PolicyRule[] {
  return [
    ...viewerRules(extra),
    { apiGroups: [''], resources: ['secrets'], verbs: [...READ, ...WRITE] },
    {
      apiGroups: [''],
      resources: ['configmaps', 'persistentvolumeclaims', 'pods', 'replicationcontrollers', 'services'],
      verbs: WRITE,
    },
    // A WebSocket upgrade is a GET, an SPDY one a POST; kubectl uses either.
    {
      apiGroups: [''],
      resources: ['pods/attach', 'pods/exec', 'pods/portforward'],
      verbs: ['get', 'create'],
    },
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
    { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets'], verbs: WRITE },
    {
      apiGroups: ['apps'],
      resources: ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'],
      verbs: ['update', 'patch'],
    },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: WRITE },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: WRITE },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: WRITE },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: WRITE },
    {
      apiGroups: ['gateway.networking.k8s.io'],
      resources: ['grpcroutes', 'httproutes', 'tlsroutes'],
      verbs: WRITE,
    },
    { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: WRITE },
    ...extra.map(({ apiGroup, resources }) => ({
      apiGroups: [apiGroup],
      resources: [...resources],
      verbs: WRITE,
    })),
  ];
}

/**
 * What a maintainer may do beyond a developer: ServiceAccounts, and tokens for the one account that pipelines use.
 *
 * Own NetworkPolicies, Roles and RoleBindings are a maintainer's too by design, but RBAC can't tell theirs from Berth's: with `delete`
 * on networkpolicies the default-deny could go, with `create` on rolebindings anybody could be let in. So these verbs come together
 * with the admission policies that fence Berth's own objects, not before.
 */
export function maintainerRules(extra: readonly ExtraKind[]): PolicyRule[] {
  return [
    ...developerRules(extra),
    { apiGroups: [''], resources: ['serviceaccounts'], verbs: WRITE },
    {
      apiGroups: [''],
      resources: ['serviceaccounts/token'],
      verbs: ['create'],
      resourceNames: ['berth-deployer'],
    },
  ];
}
