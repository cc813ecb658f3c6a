// The three roles a tenant can have, with rules of their own. Never the built-in `edit` and `admin`: `edit` can delete every network
// policy and become any ServiceAccount, `admin` can delete Berth's bindings, and both grow by whatever some chart aggregates into them.
import { DEPLOYER_NAME } from '../render/labels.ts';
import type { PolicyRule } from './types.ts';
import type { FullBundleValues } from './values.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources: [...resources],
  verbs: [...verbs],
});

/** What everybody with a role may look at. No Secrets, and no token of anybody. */
export function viewerRules(values: FullBundleValues): PolicyRule[] {
  const optional = new Set<string>(values.optionalApiGroups);
  return [
    rule(
      '',
      [
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
      READ,
    ),
    rule('', ['pods/log'], ['get']),
    // One's own namespace, by name; to list all of them is nobody's right.
    rule('', ['namespaces'], ['get']),
    rule('apps', ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'], READ),
    rule('apps', ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'], ['get']),
    rule('batch', ['cronjobs', 'jobs'], READ),
    rule('autoscaling', ['horizontalpodautoscalers'], READ),
    rule('policy', ['poddisruptionbudgets'], READ),
    rule('discovery.k8s.io', ['endpointslices'], READ),
    rule('events.k8s.io', ['events'], READ),
    rule('networking.k8s.io', ['ingresses', 'networkpolicies'], READ),
    rule(
      'gateway.networking.k8s.io',
      ['gateways', 'grpcroutes', 'httproutes', 'listenersets', 'referencegrants', 'tlsroutes'],
      READ,
    ),
    ...(optional.has('cert-manager.io')
      ? [
          rule('cert-manager.io', ['certificaterequests', 'certificates', 'issuers'], READ),
          rule('acme.cert-manager.io', ['challenges', 'orders'], READ),
        ]
      : []),
    ...(optional.has('externaldns.k8s.io') ? [rule('externaldns.k8s.io', ['dnsendpoints'], READ)] : []),
    ...(optional.has('route.openshift.io') ? [rule('route.openshift.io', ['routes'], READ)] : []),
    rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], READ),
    rule('metrics.k8s.io', ['pods'], ['get', 'list']),
    ...values.extraTenantKinds.map(({ apiGroup, resources }) => rule(apiGroup, resources, READ)),
  ];
}

/**
 * What a developer may do beyond a viewer: run things and publish them. Not here, and why: quotas, limit ranges, network policies and
 * role bindings are fences; tokens of ServiceAccounts and ephemeral containers are ways into another's rights; endpoints can point at
 * other namespaces (CVE-2021-25740); daemon sets run on every node; reference grants open doors for others.
 */
export function developerRules(values: FullBundleValues): PolicyRule[] {
  const optional = new Set<string>(values.optionalApiGroups);
  return [
    ...viewerRules(values),
    rule('', ['secrets'], [...READ, ...WRITE]),
    rule('', ['configmaps', 'persistentvolumeclaims', 'pods', 'replicationcontrollers', 'services'], WRITE),
    // A WebSocket upgrade is a GET, an SPDY one a POST; kubectl uses either.
    rule('', ['pods/attach', 'pods/exec', 'pods/portforward'], ['get', 'create']),
    rule('', ['pods/eviction'], ['create']),
    rule('apps', ['deployments', 'replicasets', 'statefulsets'], WRITE),
    rule('apps', ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'], ['update', 'patch']),
    rule('batch', ['cronjobs', 'jobs'], WRITE),
    rule('autoscaling', ['horizontalpodautoscalers'], WRITE),
    rule('policy', ['poddisruptionbudgets'], WRITE),
    rule('networking.k8s.io', ['ingresses'], WRITE),
    rule('gateway.networking.k8s.io', ['grpcroutes', 'httproutes', 'tlsroutes'], WRITE),
    ...(optional.has('cert-manager.io') ? [rule('cert-manager.io', ['certificates'], WRITE)] : []),
    ...(optional.has('externaldns.k8s.io') ? [rule('externaldns.k8s.io', ['dnsendpoints'], WRITE)] : []),
    // OpenShift asks for the right to a host of one's own choice apart: to set one, and to change it.
    ...(optional.has('route.openshift.io')
      ? [
          rule('route.openshift.io', ['routes'], WRITE),
          rule('route.openshift.io', ['routes/custom-host'], ['create', 'update']),
        ]
      : []),
    ...values.extraTenantKinds.map(({ apiGroup, resources }) => rule(apiGroup, resources, WRITE)),
  ];
}

/**
 * What a maintainer may do beyond a developer: what charts bring besides workloads (ServiceAccounts, Roles and RoleBindings, network
 * policies), listeners for the namespace's own hosts, and tokens for the one account that pipelines use. RBAC can't tell theirs from
 * Berth's; the policies berth-managed-objects, -networkpolicies, -rolebindings, -roles, -gateways and -listenersets do. To bind a role
 * needs no `bind` here: a maintainer holds every rule of the roles that berth-rolebindings lets them bind.
 */
export function maintainerRules(values: FullBundleValues): PolicyRule[] {
  return [
    ...developerRules(values),
    rule('', ['serviceaccounts'], WRITE),
    { ...rule('', ['serviceaccounts/token'], ['create']), resourceNames: [DEPLOYER_NAME] },
    rule('networking.k8s.io', ['networkpolicies'], WRITE),
    rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], WRITE),
    rule('gateway.networking.k8s.io', ['gateways', 'listenersets'], WRITE),
  ];
}
