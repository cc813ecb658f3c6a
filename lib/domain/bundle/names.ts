// The policies' names. Each binding is named like its policy. A name never changes its meaning: the worker, the attack suite and the
// text of a refusal go by it.

/** The ValidatingAdmissionPolicies of the bundle, in the order they are applied. */
export const POLICY_NAMES = [
  'berth-namespaces',
  'berth-managed-objects',
  'berth-reserved-label',
  'berth-ingresses',
  'berth-httproutes',
  'berth-grpcroutes',
  'berth-tlsroutes',
  'berth-denied-kinds',
  'berth-gateways',
  'berth-listenersets',
  'berth-services',
  'berth-networkpolicies',
  'berth-rolebindings',
  'berth-roles',
  'berth-secrets',
  'berth-serviceaccount-tokens',
  'berth-certificates',
  'berth-dnsendpoints',
  'berth-openshift-routes',
  'berth-pods',
  'berth-workloads',
  'berth-cronjobs',
  'berth-worker-fence',
  'berth-prober-fence',
] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

/** The MutatingAdmissionPolicy of the bundle. */
export const POD_DEFAULTS_NAME = 'berth-pod-defaults';

/** The managed namespace in which the policies are proved. */
export const CANARY_NAMESPACE = 'berth-canary';
/** Its ServiceAccount, with a tenant's rights there, refused everything but dry runs. */
export const PROBER_NAME = 'prober';
/** As the API server names it. */
export const PROBER_USER = `system:serviceaccount:${CANARY_NAMESPACE}:${PROBER_NAME}`;
