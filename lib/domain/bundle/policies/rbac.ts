// A tenant's own Roles and RoleBindings: for the ServiceAccounts that charts bring. People get access through the portal.
import { clusterRoleOf } from '../../render/access.ts';
import { exemptUsers, type FullBundleValues } from '../values.ts';
import { list, trusted, variable } from './cel.ts';
import { match, type Policy } from './policy.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** The policy on RoleBindings. The worker's own are judged by its fence. */
export function roleBindingsPolicy(values: FullBundleValues): Policy {
  const bindable = [clusterRoleOf('viewer'), clusterRoleOf('developer')];
  return {
    name: 'berth-rolebindings',
    about:
      'Tenants bind ServiceAccounts of their own namespace, to Roles of it or to the roles below their own.',
    rules: [match(RBAC, 'v1', ['CREATE', 'UPDATE'], ['rolebindings'])],
    selects: 'managed',
    variables: [
      trusted({ worker: true, users: exemptUsers(values, 'berth-rolebindings') }),
      variable('oldSubjects', 'oldObject != null && has(oldObject.subjects) ? oldObject.subjects : []'),
      variable('sameRole', 'oldObject != null && object.roleRef == oldObject.roleRef'),
    ],
    checks: [
      {
        expression: `!has(object.subjects) || object.subjects.all(s, s in variables.oldSubjects || (s.kind == 'ServiceAccount' && has(s.namespace) && s.namespace == request.namespace)) || variables.trusted`,
        message:
          'The subjects of a RoleBinding are ServiceAccounts of this namespace. People and groups get access in the portal.',
      },
      {
        // By name: a prefix would let the worker's own role in.
        expression: `object.roleRef.kind == 'Role' || object.roleRef.name in ${list(bindable)} || variables.sameRole || variables.trusted`,
        message: `The roleRef of a RoleBinding is a Role of this namespace, or the ClusterRole ${bindable.join(' or ')}.`,
      },
    ],
  };
}

/**
 * The policy on Roles. The API server's own escalation check stops what the writer doesn't hold; this stops what a tenant who was given
 * more by somebody would hand on: rights over rights, other identities, and wildcards that grow with the cluster.
 */
export function rolesPolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-roles',
    about: "Tenants' Roles hand on no rights over rights, no other identities and no wildcards.",
    rules: [match(RBAC, 'v1', ['CREATE', 'UPDATE'], ['roles'])],
    selects: 'managed',
    variables: [
      trusted({ users: exemptUsers(values, 'berth-roles') }),
      variable('oldRules', 'oldObject != null && has(oldObject.rules) ? oldObject.rules : []'),
    ],
    checks: [
      {
        expression: `!has(object.rules) || object.rules.all(r, r in variables.oldRules || !has(r.apiGroups) || !r.apiGroups.exists(g, g in ['*', '${RBAC}'])) || variables.trusted`,
        message: `A Role may not grant rights on all API groups nor on ${RBAC}.`,
      },
      {
        // RBAC reads "*/token" as the tokens of every resource.
        expression: `!has(object.rules) || object.rules.all(r, r in variables.oldRules || !has(r.resources) || !r.resources.exists(o, o.startsWith('*') || o == 'serviceaccounts/token')) || variables.trusted`,
        message: 'A Role may not grant rights on all resources nor on tokens of ServiceAccounts.',
      },
      {
        expression: `!has(object.rules) || object.rules.all(r, r in variables.oldRules || !r.verbs.exists(v, v in ['*', 'impersonate', 'bind', 'escalate'])) || variables.trusted`,
        message: 'A Role may not grant all verbs, nor impersonate, bind or escalate.',
      },
    ],
  };
}
