// The fences around Berth's own identities: the worker with every right there is, and the prober, who may only rehearse.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import {
  apply,
  asDryRun,
  connect,
  create,
  createSub,
  forReal,
  generated,
  json,
  merge,
  nextName,
  remove,
  standing,
  type Target,
} from '../calls.ts';
import { BILLING, CANARY, FOREIGN, RECORDED, ROBOTS, SHOP, SPARE, SPENT } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { configMap, podSpec, present, sample, type Change } from '../samples.ts';
import type { Call } from '../types.ts';
import { networkPolicy } from './network-policies.ts';

export const workerFence = new Family('berth-worker-fence', 'worker');
export const proberFence = new Family('berth-prober-fence', 'prober');

const SAYS = {
  kind: 'The worker of Berth may not write ',
  platform: ' of the platform.',
  managed: 'The worker of Berth may write in managed namespaces only',
  own: "The worker of Berth may write Berth's own objects only",
  labels: 'A namespace of Berth carries its id, its managed label and a pod-security label',
  adopt: "The worker of Berth may not take over a namespace that isn't its own",
  removal: "The worker of Berth may not delete a namespace that isn't its own",
  binding: 'The worker of Berth may bind berth:viewer, berth:developer, berth:maintainer to people',
  dryRun: 'The prober of Berth may send dry runs only',
};
const RBAC = 'rbac.authorization.k8s.io';
const OURS = { 'app.kubernetes.io/managed-by': 'berth' };

/** An object that is Berth's by its name, in SHOP: its label on another kind would be refused by another policy. */
const berths = (apiVersion: string, kind: string, rest: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: nextName(`berth-${kind}`), namespace: SHOP },
  ...rest,
});
const clusterWide = (apiVersion: string, kind: string, rest: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: nextName(kind) },
  ...rest,
});
const fence = (change: Change = {}): KubernetesObject =>
  networkPolicy({ policyTypes: ['Ingress'] }, { labels: OURS, ...change });
const account = (namespace: string, name: string): Target => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { namespace, name },
});
const tokenRequest = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  spec: { expirationSeconds: 600 },
};

// Its six kinds and no other, even where RBAC would let it
for (const [name, attack] of [
  ['write a Secret', create(berths('v1', 'Secret'))],
  ['write a ConfigMap', create(berths('v1', 'ConfigMap'))],
  ['run a Pod', create(berths('v1', 'Pod', { spec: podSpec() }))],
  ['write a Role', create(berths(`${RBAC}/v1`, 'Role', { rules: [] }))],
  ['write a ClusterRole', create(clusterWide(`${RBAC}/v1`, 'ClusterRole', { rules: [] }))],
  [
    'write a ClusterRoleBinding',
    create(
      clusterWide(`${RBAC}/v1`, 'ClusterRoleBinding', {
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'berth:viewer' },
        subjects: [],
      }),
    ),
  ],
  [
    'write an admission webhook',
    create(
      clusterWide('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { webhooks: [] }),
    ),
  ],
  [
    "write what is the whole cluster's",
    create(clusterWide('scheduling.k8s.io/v1', 'PriorityClass', { value: 1 })),
  ],
] as const) {
  workerFence.refuses(`the worker can't ${name}`, {
    hole: 'design section 1 promise 7; CVE-2026-22872',
    says: SAYS.kind,
    attack,
    twin: create(fence()),
  });
}
for (const [whose, namespace, name] of [
  ["a team's pipeline account", SHOP, 'berth-deployer'],
  ['itself', ROBOTS.worker.namespace, ROBOTS.worker.name],
  ["the prober's neighbour", CANARY, 'default'],
  ["a controller's account", 'kube-system', 'generic-garbage-collector'],
] as const) {
  workerFence.refuses(`the worker can't make a token for ${whose}`, {
    hole: 'design section 5 step 5; policies-spike B12',
    says: SAYS.kind,
    ...pair(
      (given: Target) => createSub(given, 'token', tokenRequest),
      account(namespace, name),
      account(ROBOTS.prober.namespace, ROBOTS.prober.name),
    ),
  });
}
{
  const inside = sample('v1', 'Pod', podSpec());
  for (const subresource of ['exec', 'attach', 'portforward'] as const) {
    workerFence.refuses(`the worker can't open a Pod by ${subresource}`, {
      hole: 'design section 1 promise 7',
      says: SAYS.kind,
      given: standing(inside),
      attack: connect(inside, subresource, subresource === 'exec' ? { command: 'id', stdout: 'true' } : {}),
      twin: create(fence()),
    });
  }
}

// Only in managed namespaces, only what is Berth's there
workerFence.refuses("the worker can't write in a namespace that isn't managed", {
  hole: 'CVE-2024-39690: unowned is not free',
  says: SAYS.managed,
  ...pair((namespace: string) => create(fence({ namespace })), FOREIGN, SHOP),
});
workerFence.refuses("the worker can't write in a namespace that is only recorded", {
  hole: 'design section 6, berth.dev/managed=record',
  says: SAYS.managed,
  ...pair((namespace: string) => create(fence({ namespace })), RECORDED, SHOP),
});
for (const namespace of ['kube-system', 'default', CANARY, ROBOTS.worker.namespace]) {
  workerFence.refuses(`the worker can't write in ${namespace}`, {
    hole: 'CVE-2024-39690',
    says: `may not touch the namespace ${namespace}${SAYS.platform}`,
    ...pair((given: string) => create(fence({ namespace: given })), namespace, SHOP),
  });
}
{
  const theirs = networkPolicy({ policyTypes: ['Ingress'] });
  const ours = fence();
  workerFence.refuses("the worker can't write an object that isn't marked as Berth's", {
    hole: 'design section 1 promise 5',
    says: SAYS.own,
    ...pair((labels: Record<string, string>) => create(fence({ labels })), {}, OURS),
  });
  for (const [name, change] of [
    [
      'change',
      (object: KubernetesObject) => merge(object, { spec: { podSelector: { matchLabels: { a: 'b' } } } }),
    ],
    ['take over', (object: KubernetesObject) => merge(object, { metadata: { labels: OURS } })],
    ['delete', (object: KubernetesObject) => remove(object)],
  ] as const) {
    workerFence.refuses(`the worker can't ${name} an object of the team's`, {
      hole: 'design section 1 promise 5',
      says: SAYS.own,
      given: standing(theirs, ours),
      ...pair(change, theirs, ours),
    });
  }
}
{
  const ours = fence();
  workerFence.refuses("the worker can't let go of an object of Berth's by taking its label off", {
    hole: 'design section 6',
    says: SAYS.own,
    given: standing(ours),
    ...pair(
      (operation: 'remove' | 'replace') =>
        json(ours, [
          { op: operation, path: '/metadata/labels/app.kubernetes.io~1managed-by', value: 'berth' },
        ]),
      'remove',
      'replace',
    ),
  });
}

// Namespaces: with its labels, under a name of tenants, and only its own
const ID = { 'berth.dev/id': '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11' };
const GUARDED = { 'berth.dev/managed': 'true', ...OURS, 'pod-security.kubernetes.io/enforce': 'restricted' };
const namespace = (
  labels: Record<string, string | undefined> = {},
  name = nextName('tenant'),
  annotations: Record<string, string> = ID,
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: present<string>({ ...GUARDED, ...labels }),
    annotations,
  },
});
for (const [name, labels] of [
  ['without the label that puts it behind the guardrails', { 'berth.dev/managed': undefined }],
  ['that is open to privileged pods', { 'pod-security.kubernetes.io/enforce': 'privileged' }],
  ['without a Pod Security level', { 'pod-security.kubernetes.io/enforce': undefined }],
] as const) {
  workerFence.refuses(`the worker can't make a namespace ${name}`, {
    hole: 'policies-spike section 7, berth-11',
    says: SAYS.labels,
    ...pair((given: Record<string, string | undefined>) => create(namespace(given)), labels, {}),
  });
}
workerFence.refuses("the worker can't make a namespace without its id", {
  hole: 'design section 5',
  says: SAYS.labels,
  ...pair(
    (annotations: Record<string, string>) => create(namespace({}, nextName('tenant'), annotations)),
    {},
    ID,
  ),
});
for (const [name, labels] of [
  ['open a namespace to privileged pods', { 'pod-security.kubernetes.io/enforce': 'privileged' }],
  ['take a namespace out from behind the guardrails', { 'berth.dev/managed': null }],
] as const) {
  workerFence.refuses(`the worker can't ${name}`, {
    hole: 'policies-spike section 7, berth-11',
    says: SAYS.labels,
    ...pair(
      (given: object) =>
        merge(
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SPARE } },
          { metadata: { labels: given } },
        ),
      labels,
      { 'berth.dev/team': 'other' },
    ),
  });
}
for (const name of ['kube-tenant', 'openshift-tenant', 'berth-tenant', 'openshift']) {
  workerFence.refuses(`the worker can't make a namespace with the reserved name ${name}`, {
    hole: 'Rancher CVE-2023-32194; design section 4',
    says: SAYS.platform,
    ...pair((given: string) => create(namespace({}, given)), name, `tenant-${name}`),
  });
}
workerFence.refuses("the worker can't make a namespace in which an exempted controller would live", {
  hole: 'CVE-2023-46254; policies-spike B12',
  says: SAYS.platform,
  ...pair(
    (given: string) =>
      merge(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: given } },
        { metadata: { labels: { a: 'b' } } },
      ),
    ROBOTS['cert-manager'].namespace,
    SPARE,
  ),
});
workerFence.refuses("the worker can't make a reserved name by letting the server make it", {
  hole: 'policies-spike section 3, generateName',
  says: SAYS.platform,
  ...pair((prefix: string) => create(generated(namespace(), prefix)), 'kube-', 'tenant-'),
});
for (const name of ['kube-system', 'default']) {
  workerFence.refuses(`the worker can't take over ${name}`, {
    hole: 'CVE-2024-39690; Capsule #1300',
    says: SAYS.platform,
    ...pair(
      (given: string) =>
        merge(
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: given } },
          { metadata: { labels: GUARDED, annotations: ID } },
        ),
      name,
      SPARE,
    ),
  });
}
for (const name of [FOREIGN, RECORDED]) {
  workerFence.refuses(`the worker can't take over ${name}, which isn't its own, without the verb adopt`, {
    hole: 'CVE-2024-39690; design section 6, adoption',
    says: SAYS.adopt,
    ...pair(
      (given: string) =>
        merge(
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: given } },
          { metadata: { labels: GUARDED, annotations: ID } },
        ),
      name,
      SPARE,
    ),
  });
}
workerFence.refuses("the worker can't delete a namespace that isn't its own", {
  hole: 'CVE-2024-39690',
  says: SAYS.removal,
  ...pair(
    (name: string) => remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
    FOREIGN,
    SPENT,
  ),
});

// Bindings: tenant roles, to people from outside
const binding = (roleRef: object, subject: object): KubernetesObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  metadata: { name: nextName('RoleBinding'), namespace: SHOP, labels: OURS },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', ...roleRef },
  subjects: [subject],
});
const GROUP = { apiGroup: RBAC, kind: 'Group', name: 'oidc:shop-maintainers' };
const TENANT = { name: 'berth:viewer' };
for (const [name, roleRef] of [
  ['cluster-admin', { name: 'cluster-admin' }],
  ['its own role', { name: 'berth:worker' }],
  ['a Role that a tenant wrote under the name of a tenant role', { kind: 'Role', name: 'berth:viewer' }],
] as const) {
  workerFence.refuses(`the worker can't give anybody ${name}`, {
    hole: 'policies-spike B8, section 5',
    says: SAYS.binding,
    ...pair((given: object) => create(binding(given, GROUP)), roleRef, TENANT),
  });
}
for (const [name, subject] of [
  ["Kubernetes' own group of everybody", { ...GROUP, name: 'system:authenticated' }],
  ['a system user', { apiGroup: RBAC, kind: 'User', name: 'system:anonymous' }],
  [
    'a ServiceAccount of another namespace',
    { kind: 'ServiceAccount', name: 'berth-deployer', namespace: BILLING },
  ],
  ['another ServiceAccount of the namespace', { kind: 'ServiceAccount', name: 'default', namespace: SHOP }],
] as const) {
  workerFence.refuses(`the worker can't let in ${name}`, {
    hole: 'policies-spike section 7, berth-11; design section 5 step 4',
    says: SAYS.binding,
    ...pair((given: object) => create(binding(TENANT, given)), subject, {
      kind: 'ServiceAccount',
      name: 'berth-deployer',
      namespace: SHOP,
    }),
  });
}
workerFence.admits('nobody else is fenced like the worker', { actor: 'alice', call: create(configMap()) });
workerFence.admits('the worker may ask whether an owner can do what was granted', {
  call: {
    verb: 'create',
    path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: 'oidc:erin@harbor.example',
        resourceAttributes: { namespace: SHOP, verb: 'get', resource: 'pods' },
      },
    },
  },
});

// The prober: nothing but dry runs, in the canary
const probe = configMap({ namespace: CANARY });
proberFence.refuses('the prober can only rehearse', {
  hole: 'design section 5 step 5',
  says: SAYS.dryRun,
  attack: forReal(create(probe)),
  twin: asDryRun(create(probe)),
});
{
  const existing = configMap({ namespace: CANARY });
  for (const [name, call] of [
    ['change', merge(existing, { data: { key: 'other' } })],
    ['apply', apply({ ...existing, data: { key: 'other' } })],
    ['delete', remove(existing)],
  ] as const) {
    proberFence.refuses(`the prober can't ${name} anything for real`, {
      hole: 'design section 5 step 5',
      says: SAYS.dryRun,
      given: standing(existing),
      attack: forReal(call),
      twin: asDryRun(call),
    });
  }
}
proberFence.refuses("the prober can't change the canary itself for real", {
  hole: 'design section 5 step 5',
  says: SAYS.dryRun,
  ...pair(
    (change: (call: Call) => Call) =>
      change(
        merge(
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: CANARY } },
          { metadata: { labels: { edited: 'yes' } } },
        ),
      ),
    forReal,
    asDryRun,
  ),
});
// Outside the canary it has no rights; where somebody gives it some, the worker's fence holds it to the same.
for (const [where, given] of [
  ["in a team's namespace", SHOP],
  ["in a namespace that isn't managed", FOREIGN],
] as const) {
  const write = create(configMap({ namespace: given }));
  workerFence.refuses(`the prober can't write ${where}`, {
    hole: 'design section 5 step 5',
    says: SAYS.dryRun,
    actor: 'prober',
    attack: forReal(write),
    twin: asDryRun(write),
  });
}
for (const [what, object] of [
  ["what is the whole cluster's", clusterWide('scheduling.k8s.io/v1', 'PriorityClass', { value: 1 })],
  ['a namespace', clusterWide('v1', 'Namespace')],
] as const) {
  workerFence.refuses(`the prober can't write ${what}`, {
    hole: 'design section 5 step 5',
    says: SAYS.dryRun,
    actor: 'prober',
    attack: forReal(create(object)),
    twin: asDryRun(create(object)),
  });
}
workerFence.refuses("the prober can't change another namespace", {
  hole: 'design section 5 step 5',
  says: SAYS.dryRun,
  actor: 'prober',
  ...pair(
    (change: (call: Call) => Call) =>
      change(
        merge(
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: FOREIGN } },
          { metadata: { labels: { edited: 'yes' } } },
        ),
      ),
    forReal,
    asDryRun,
  ),
});
{
  const inside = sample('v1', 'Pod', podSpec());
  workerFence.refuses("the prober can't open a Pod", {
    hole: 'design section 5 step 5',
    says: SAYS.dryRun,
    actor: 'prober',
    given: standing(inside),
    attack: connect(inside, 'exec', { command: 'id', stdout: 'true' }),
    twin: asDryRun(merge(inside, { metadata: { labels: { edited: 'yes' } } })),
  });
}
proberFence.refuses("the prober can't open a Pod of the canary", {
  hole: 'design section 5 step 5',
  says: SAYS.dryRun,
  attack: connect({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: CANARY, name: 'any' } }, 'exec', {
    command: 'id',
    stdout: 'true',
  }),
  twin: asDryRun(create(probe)),
});
proberFence.admits('nobody else is bound to dry runs, in the canary either', {
  actor: 'carol',
  call: forReal(create(configMap({ namespace: CANARY }))),
});
