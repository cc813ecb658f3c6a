// The namespace in which the worker proves, with a tenant's rights, that the policies refuse what they must. Nothing ever runs in it.
import { clusterRoleOf } from '../render/access.ts';
import { MANAGED_LABEL, SYSTEM_NAMESPACE, WORKER_SERVICE_ACCOUNT } from '../render/labels.ts';
import type { KubernetesObject } from '../render/types.ts';
import { CANARY_NAMESPACE, PROBER_NAME } from './names.ts';
import { bundleObject } from './object.ts';
import type { PolicyRule } from './types.ts';
import type { FullBundleValues } from './values.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** The one host delegated to the canary; `.invalid` never resolves (RFC 6761). */
export const CANARY_HOST = 'granted.berth-canary.invalid';
/** The one registry its images may come from. */
export const CANARY_REGISTRY = 'registry.berth-canary.invalid';
/** The one IngressClass, Gateway, GatewayClass and issuer it is offered; none of them exists. */
export const CANARY_OFFER = 'berth-canary';

/** The canary's objects, in the order they are applied. */
export function canaryObjects(values: FullBundleValues): KubernetesObject[] {
  return [
    canaryNamespace(),
    {
      ...bundleObject('v1', 'ServiceAccount', PROBER_NAME, { namespace: CANARY_NAMESPACE }),
      automountServiceAccountToken: false,
    },
    // Nothing passes the prober's fence; should it be missing, the quota still keeps the canary small.
    {
      ...bundleObject('v1', 'ResourceQuota', 'berth', { namespace: CANARY_NAMESPACE }),
      spec: { hard: { pods: '5', services: '5', persistentvolumeclaims: '0', 'count/secrets': '5' } },
    },
    {
      ...bundleObject('networking.k8s.io/v1', 'NetworkPolicy', 'berth-default-deny', {
        namespace: CANARY_NAMESPACE,
      }),
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    binding('berth-prober', 'ClusterRole', clusterRoleOf('maintainer'), PROBER_NAME, CANARY_NAMESPACE),
    role('berth-prober-beyond', beyondTenants(values)),
    binding('berth-prober-beyond', 'Role', 'berth-prober-beyond', PROBER_NAME, CANARY_NAMESPACE),
    role('berth-worker-probes', [
      {
        apiGroups: [''],
        resources: ['serviceaccounts/token'],
        resourceNames: [PROBER_NAME],
        verbs: ['create'],
      },
    ]),
    binding('berth-worker-probes', 'Role', 'berth-worker-probes', WORKER_SERVICE_ACCOUNT, SYSTEM_NAMESPACE),
  ];
}

function canaryNamespace(): KubernetesObject {
  return bundleObject('v1', 'Namespace', CANARY_NAMESPACE, {
    labels: {
      [MANAGED_LABEL]: 'true',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
    },
    annotations: {
      'berth.dev/hosts': CANARY_HOST,
      'berth.dev/gateways': `${CANARY_NAMESPACE}/${CANARY_OFFER}`,
      'berth.dev/gateway-classes': CANARY_OFFER,
      'berth.dev/ingress-classes': CANARY_OFFER,
      'berth.dev/issuers': `ClusterIssuer/${CANARY_OFFER}`,
      'berth.dev/peers': '',
      'berth.dev/registries': CANARY_REGISTRY,
      'berth.dev/allow': '',
    },
  });
}

/** What no tenant has, so that the policies answer the prober and not RBAC: in the canary, for dry runs. */
function beyondTenants(values: FullBundleValues): PolicyRule[] {
  return [
    { apiGroups: [''], resources: ['namespaces'], resourceNames: [CANARY_NAMESPACE], verbs: ['patch'] },
    { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
    {
      apiGroups: ['gateway.networking.k8s.io'],
      resources: ['gateways', 'listenersets', 'referencegrants'],
      verbs: ['create'],
    },
    ...(values.optionalApiGroups.includes('route.openshift.io')
      ? [{ apiGroups: ['route.openshift.io'], resources: ['routes/custom-host'], verbs: ['create'] }]
      : []),
  ];
}

function role(name: string, rules: PolicyRule[]): KubernetesObject {
  return { ...bundleObject(`${RBAC}/v1`, 'Role', name, { namespace: CANARY_NAMESPACE }), rules };
}

function binding(
  name: string,
  kind: 'Role' | 'ClusterRole',
  target: string,
  account: string,
  accountNamespace: string,
): KubernetesObject {
  return {
    ...bundleObject(`${RBAC}/v1`, 'RoleBinding', name, { namespace: CANARY_NAMESPACE }),
    roleRef: { apiGroup: RBAC, kind, name: target },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: accountNamespace }],
  };
}
