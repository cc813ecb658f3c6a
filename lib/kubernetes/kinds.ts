/**
 * The kinds Berth reads or writes, and where they are. Closed on purpose: a controller that writes whatever it is handed
 * becomes everybody's deputy (Capsule CVE-2026-22872).
 */
const KINDS = {
  Namespace: { path: '/api/v1', plural: 'namespaces', apiVersion: 'v1', namespaced: false },
  Node: { path: '/api/v1', plural: 'nodes', apiVersion: 'v1', namespaced: false },
  ResourceQuota: { path: '/api/v1', plural: 'resourcequotas', apiVersion: 'v1', namespaced: true },
  LimitRange: { path: '/api/v1', plural: 'limitranges', apiVersion: 'v1', namespaced: true },
  ServiceAccount: { path: '/api/v1', plural: 'serviceaccounts', apiVersion: 'v1', namespaced: true },
  NetworkPolicy: {
    path: '/apis/networking.k8s.io/v1',
    plural: 'networkpolicies',
    apiVersion: 'networking.k8s.io/v1',
    namespaced: true,
  },
  RoleBinding: {
    path: '/apis/rbac.authorization.k8s.io/v1',
    plural: 'rolebindings',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    namespaced: true,
  },
  ClusterRole: {
    path: '/apis/rbac.authorization.k8s.io/v1',
    plural: 'clusterroles',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    namespaced: false,
  },
  // Looked at, never written: what proves the guardrails, and what carries hosts.
  ValidatingAdmissionPolicy: looked('admissionregistration.k8s.io/v1', 'validatingadmissionpolicies', false),
  ValidatingAdmissionPolicyBinding: looked(
    'admissionregistration.k8s.io/v1',
    'validatingadmissionpolicybindings',
    false,
  ),
  Service: looked('v1', 'services'),
  Ingress: looked('networking.k8s.io/v1', 'ingresses'),
  HTTPRoute: looked('gateway.networking.k8s.io/v1', 'httproutes'),
  GRPCRoute: looked('gateway.networking.k8s.io/v1', 'grpcroutes'),
  TLSRoute: looked('gateway.networking.k8s.io/v1', 'tlsroutes'),
  Gateway: looked('gateway.networking.k8s.io/v1', 'gateways'),
  ListenerSet: looked('gateway.networking.k8s.io/v1', 'listenersets'),
  Certificate: looked('cert-manager.io/v1', 'certificates'),
  DNSEndpoint: looked('externaldns.k8s.io/v1alpha1', 'dnsendpoints'),
  Route: looked('route.openshift.io/v1', 'routes'),
} as const;

interface KnownKind {
  path: string;
  plural: string;
  apiVersion: string;
  namespaced: boolean;
  readOnly?: boolean;
}

function looked(apiVersion: string, plural: string, namespaced = true): Required<KnownKind> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return { path, plural, apiVersion, namespaced, readOnly: true };
}

/** A kind that Berth knows. */
export type Kind = keyof typeof KINDS;

/** What is known of a kind. @throws for a kind that isn't on the list. */
export function kindOf(kind: string): KnownKind {
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`Berth has no business with objects of kind ${kind}.`);
  return KINDS[kind as Kind];
}

/** @throws for a kind that Berth only looks at, or doesn't know. */
export function assertWritable(kind: string): void {
  if (kindOf(kind).readOnly === true) throw new Error(`Berth doesn't write objects of kind ${kind}.`);
}

/** Path of a kind's collection, in one namespace or over all. */
export function collectionPath(kind: string, namespace?: string): string {
  const { path, plural, namespaced } = kindOf(kind);
  return namespaced && namespace !== undefined
    ? `${path}/namespaces/${encodeURIComponent(namespace)}/${plural}`
    : `${path}/${plural}`;
}

/** Path of one object. @throws when a namespaced kind comes without its namespace. */
export function objectPath(kind: string, name: string, namespace?: string): string {
  if (kindOf(kind).namespaced && namespace === undefined)
    throw new Error(`${kind} ${name} needs a namespace.`);
  return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}
