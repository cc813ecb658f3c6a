// Who may act in a namespace. Applied last, when the fences stand.
import { ACCESS_ROLES, type AccessEntry, type AccessRole } from '../desired-state/schema.ts';
import type { ClusterConfig } from '../cluster/index.ts';
import { DEPLOYER_NAME } from './labels.ts';
import { owned } from './owned.ts';
import type { KubernetesObject, RenderInput } from './types.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** The ClusterRole of the bundle that a role in a namespace is bound to. */
export function clusterRoleOf(role: AccessRole): string {
  return `berth:${role}`;
}

/** The team's ServiceAccount for pipelines, and a RoleBinding for each role that somebody has: none after the namespace's end. */
export function accessObjects(input: RenderInput): KubernetesObject[] {
  const { name, spec, cluster } = input;
  const binding = (binding: string, role: AccessRole, subjects: object[]): KubernetesObject => ({
    ...owned(`${RBAC}/v1`, 'RoleBinding', binding, name),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: clusterRoleOf(role) },
    subjects,
  });
  // Pipelines ask for short-lived tokens; none is mounted into a pod that happens to run as this account.
  const deployer = {
    ...owned('v1', 'ServiceAccount', DEPLOYER_NAME, name),
    automountServiceAccountToken: false,
  };
  if (input.ended === true) return [deployer];
  const held = ACCESS_ROLES.flatMap((role) => {
    const subjects = spec.access
      .filter((entry) => entry.role === role)
      .map((entry) => subjectOf(entry, cluster.config))
      .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
    return subjects.length === 0 ? [] : [binding(`berth-${role}`, role, subjects)];
  });
  return [
    deployer,
    ...held,
    binding(DEPLOYER_NAME, 'developer', [{ kind: 'ServiceAccount', name: DEPLOYER_NAME, namespace: name }]),
  ];
}

/** A person or group as the API server's authentication names it. Throws for a name that would become one of Kubernetes' own. */
function subjectOf(
  entry: AccessEntry,
  config: ClusterConfig,
): { apiGroup: string; kind: 'User' | 'Group'; name: string } {
  const kind = entry.kind === 'user' ? 'User' : 'Group';
  const name = (entry.kind === 'user' ? config.usernamePrefix : config.groupPrefix) + entry.name;
  // The schemas refuse this already; a row written around them must not become a grant to system:masters.
  if (name.toLowerCase().startsWith('system:'))
    throw new Error(`"${name}" is a name of Kubernetes and gets no role`);
  return { apiGroup: RBAC, kind, name };
}
