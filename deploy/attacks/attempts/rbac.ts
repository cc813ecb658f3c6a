// A team's own Roles and RoleBindings, its Secrets and the tokens of its ServiceAccounts: ways to be somebody else.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, createSub, generated, json, merge, nextName, replace, standing } from '../calls.ts';
import { BILLING, ROBOTS, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';

const RBAC = 'rbac.authorization.k8s.io';

export const rolebindings = new Family('berth-rolebindings');
export const roles = new Family('berth-roles');
export const secrets = new Family('berth-secrets');
export const tokens = new Family('berth-serviceaccount-tokens');

const SAYS = {
  subjects: 'The subjects of a RoleBinding are ServiceAccounts of this namespace',
  roleRef: 'The roleRef of a RoleBinding is a Role of this namespace',
  groups: 'A Role may not grant rights on all API groups nor on rbac.authorization.k8s.io',
  resources: 'A Role may not grant rights on all resources nor on tokens',
  verbs: 'A Role may not grant all verbs, nor impersonate, bind or escalate',
  secrets: 'Secrets of type kubernetes.io/service-account-token never end',
  tokens: 'is not given out: tokens can be asked for berth-deployer alone',
};

const account = (name: string, namespace = SHOP): object => ({ kind: 'ServiceAccount', name, namespace });
const clusterRole = (name: string): object => ({ apiGroup: RBAC, kind: 'ClusterRole', name });
const binding = (subjects: object[], roleRef = clusterRole('berth:viewer')): KubernetesObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  metadata: { name: nextName('RoleBinding'), namespace: SHOP },
  roleRef,
  subjects,
});
const BOT = account('bot');

for (const [name, subject] of [
  ['a person', { apiGroup: RBAC, kind: 'User', name: 'oidc:mallory@harbor.example' }],
  ['a group', { apiGroup: RBAC, kind: 'Group', name: 'oidc:everybody' }],
  ["Kubernetes' own group of everybody", { apiGroup: RBAC, kind: 'Group', name: 'system:authenticated' }],
  [
    "Kubernetes' group of all ServiceAccounts",
    { apiGroup: RBAC, kind: 'Group', name: 'system:serviceaccounts' },
  ],
  [
    'a ServiceAccount of another namespace in the guise of a user',
    { apiGroup: RBAC, kind: 'User', name: `system:serviceaccount:${BILLING}:default` },
  ],
  ['a ServiceAccount of another namespace', account('default', BILLING)],
] as const) {
  rolebindings.refuses(`a team's RoleBinding can't let in ${name}`, {
    hole: 'multitenancy 3, CVE-2023-46254; design section 6',
    says: SAYS.subjects,
    ...pair((given: object) => create(binding([given])), subject, BOT),
  });
}
rolebindings.refuses('a stranger behind a ServiceAccount of the namespace', {
  hole: 'design section 6',
  says: SAYS.subjects,
  ...pair(
    (subject: object) => create(binding([BOT, subject])),
    { apiGroup: RBAC, kind: 'User', name: 'oidc:mallory@harbor.example' },
    account('other-bot'),
  ),
});
for (const role of [
  'cluster-admin',
  'admin',
  'edit',
  'berth:maintainer',
  'berth:worker',
  'system:node',
  'berth:developer-plus',
]) {
  rolebindings.refuses(`a team's RoleBinding can't give ${role}`, {
    hole: 'policies-spike B7, B8',
    says: SAYS.roleRef,
    ...pair((given: string) => create(binding([BOT], clusterRole(given))), role, 'berth:developer'),
  });
}
for (const [way, make] of [
  ['server-side apply', apply],
  ['a name that the server makes', (object: KubernetesObject) => create(generated(object, 'made-'))],
] as const) {
  rolebindings.refuses(`a person let in by ${way}`, {
    hole: 'policies-spike section 1',
    says: SAYS.subjects,
    ...pair(
      (subject: object) => make(binding([subject])),
      { apiGroup: RBAC, kind: 'User', name: 'oidc:mallory@harbor.example' },
      BOT,
    ),
  });
}
for (const [way, change] of [
  ['a merge patch', (object: KubernetesObject, subject: object) => merge(object, { subjects: [subject] })],
  ['a PUT', (object: KubernetesObject, subject: object) => replace(object, { subjects: [subject] })],
  [
    'a JSON patch',
    (object: KubernetesObject, subject: object) =>
      json(object, [{ op: 'add', path: '/subjects/-', value: subject }]),
  ],
] as const) {
  const existing = binding([BOT]);
  rolebindings.refuses(`a person let in through an existing RoleBinding by ${way}`, {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.subjects,
    given: standing(existing),
    ...pair(
      (subject: object) => change(existing, subject),
      { apiGroup: RBAC, kind: 'Group', name: 'oidc:everybody' },
      account('other-bot'),
    ),
  });
}

const role = (rules: object[]): KubernetesObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'Role',
  metadata: { name: nextName('Role'), namespace: SHOP },
  rules,
});
const READ_CONFIG = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
for (const [name, rule] of [
  ['rights on roles', { apiGroups: [RBAC], resources: ['rolebindings'], verbs: ['create'] }],
  ['rights on every group', { apiGroups: ['*'], resources: ['configmaps'], verbs: ['get'] }],
  ['rights on roles among others', { apiGroups: ['', RBAC], resources: ['roles'], verbs: ['get'] }],
] as const) {
  roles.refuses(`a team's Role can't hold ${name}`, {
    hole: 'policies-spike B7',
    says: SAYS.groups,
    ...pair((given: object) => create(role([given])), rule, READ_CONFIG),
  });
}
for (const [name, rule] of [
  ['rights on every resource', { apiGroups: ['apps'], resources: ['*'], verbs: ['get'] }],
  [
    'rights on tokens of ServiceAccounts',
    { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
  ],
  ["rights on every resource's token", { apiGroups: [''], resources: ['*/token'], verbs: ['create'] }],
] as const) {
  roles.refuses(`a team's Role can't hold ${name}`, {
    hole: 'policies-spike B7',
    says: SAYS.resources,
    ...pair((given: object) => create(role([given])), rule, READ_CONFIG),
  });
}
for (const [name, rule] of [
  ['every verb', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] }],
  ['the right to impersonate', { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }],
] as const) {
  roles.refuses(`a team's Role can't hold ${name}`, {
    hole: 'policies-spike B7, B12',
    says: SAYS.verbs,
    ...pair((given: object) => create(role([given])), rule, READ_CONFIG),
  });
}
roles.refuses('a rule on roles behind a harmless one', {
  hole: 'policies-spike B7',
  says: SAYS.groups,
  ...pair(
    (rule: object) => apply(role([READ_CONFIG, rule])),
    { apiGroups: [RBAC], resources: ['roles'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
  ),
});
{
  const existing = role([READ_CONFIG]);
  roles.refuses("an existing Role can't be given rights on roles", {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.groups,
    given: standing(existing),
    ...pair(
      (rule: object) => json(existing, [{ op: 'add', path: '/rules/-', value: rule }]),
      { apiGroups: [RBAC], resources: ['rolebindings'], verbs: ['create'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] },
    ),
  });
}

const secret = (type: string | undefined, annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: nextName('Secret'), namespace: SHOP, annotations },
  ...(type === undefined ? {} : { type }),
});
const TOKEN = 'kubernetes.io/service-account-token';
const OF_DEPLOYER = { 'kubernetes.io/service-account.name': 'berth-deployer' };
for (const [way, actor, make] of [
  ['create', 'alice', create],
  ['create, by a developer', 'dave', create],
  ['server-side apply', 'alice', apply],
  ['a name that the server makes', 'alice', (object: KubernetesObject) => create(generated(object, 'made-'))],
] as const) {
  secrets.refuses(`a Secret that the cluster would fill with a token that never ends, by ${way}`, {
    hole: 'policies-spike B7',
    says: SAYS.secrets,
    actor,
    ...pair((type: string) => make(secret(type, OF_DEPLOYER)), TOKEN, 'Opaque'),
  });
}

const tokenRequest = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  spec: { expirationSeconds: 600 },
};
const serviceAccount = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: SHOP },
});
for (const [whose, name] of [
  ["the namespace's default account", 'default'],
  ["an operator's account in the namespace", 'cert-manager'],
] as const) {
  tokens.refuses(`a token for ${whose}`, {
    hole: 'design section 5 step 4; policies-spike B7',
    says: SAYS.tokens,
    ...pair(
      (given: string) => createSub(serviceAccount(given), 'token', tokenRequest),
      name,
      'berth-deployer',
    ),
  });
}
tokens.refuses('a token for another account, as the pipeline', {
  hole: 'design section 5 step 4',
  says: SAYS.tokens,
  actor: 'pipeline',
  ...pair(
    (given: string) => createSub(serviceAccount(given), 'token', tokenRequest),
    'default',
    'berth-deployer',
  ),
});
tokens.admits('the worker asks for a token of the prober', {
  actor: 'worker',
  call: createSub(
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...ROBOTS.prober } },
    'token',
    tokenRequest,
  ),
});
rolebindings.admits('the worker lets a group in', {
  actor: 'worker',
  call: create({
    ...binding(
      [{ apiGroup: RBAC, kind: 'Group', name: 'oidc:shop-maintainers' }],
      clusterRole('berth:maintainer'),
    ),
    metadata: {
      name: nextName('RoleBinding'),
      namespace: SHOP,
      labels: { 'app.kubernetes.io/managed-by': 'berth' },
    },
  }),
});
