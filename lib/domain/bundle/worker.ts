// What the worker may do on a cluster: make namespaces and their fences, bind the tenant roles by name, and read what it reports on.
// No Secrets, pods or exec, no escalate or impersonate, and no role but Berth's own: with the worker's token stolen, nobody reads a
// Secret or becomes an administrator by it.
import { ACCESS_ROLES } from '../desired-state/schema.ts';
import { clusterRoleOf } from '../render/access.ts';
import type { PolicyRule } from './types.ts';

const READ = ['get', 'list', 'watch'];
const MANAGE = [...READ, 'create', 'patch', 'update', 'delete'];

/** The rules of ClusterRole berth:worker. */
export function workerRules(): PolicyRule[] {
  const tenantRoles = ACCESS_ROLES.map(clusterRoleOf);
  return [
    { apiGroups: [''], resources: ['namespaces'], verbs: MANAGE },
    { apiGroups: [''], resources: ['limitranges', 'resourcequotas', 'serviceaccounts'], verbs: MANAGE },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: MANAGE },
    { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'], verbs: MANAGE },
    // `bind` lets the worker give a role whose rights it doesn't hold; by name, so that it is these three and no other. `get`: to see
    // that they are what the bundle says.
    {
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['clusterroles'],
      verbs: ['bind', 'get'],
      resourceNames: tenantRoles,
    },
    { apiGroups: [''], resources: ['nodes', 'services'], verbs: READ },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: READ },
    {
      apiGroups: ['gateway.networking.k8s.io'],
      resources: [
        'gateways',
        'grpcroutes',
        'httproutes',
        'listenersets',
        'tcproutes',
        'tlsroutes',
        'udproutes',
      ],
      verbs: READ,
    },
    { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: READ },
    { apiGroups: ['externaldns.k8s.io'], resources: ['dnsendpoints'], verbs: READ },
    { apiGroups: ['route.openshift.io'], resources: ['routes'], verbs: READ },
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: [
        'mutatingadmissionpolicies',
        'mutatingadmissionpolicybindings',
        'validatingadmissionpolicies',
        'validatingadmissionpolicybindings',
      ],
      verbs: READ,
    },
    // To ask, as the last proof, whether an owner can do what was granted.
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  ];
}
