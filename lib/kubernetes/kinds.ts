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
} as const;

/** A kind that Berth knows. */
export type Kind = keyof typeof KINDS;

/** What is known of a kind. @throws for a kind that isn't on the list. */
export function kindOf(kind: string): {
  path: string;
  plural: string;
  apiVersion: string;
  namespaced: boolean;
} {
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`Berth has no business with objects of kind ${kind}.`);
  return KINDS[kind as Kind];
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
