// What Berth has put into a namespace, and what only looks so.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import {
  apply,
  asDryRun,
  create,
  generated,
  json,
  merge,
  nextName,
  remove,
  removeAll,
  replace,
  standing,
  strategic,
} from '../calls.ts';
import { CANARY, SHOP } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { configMap, sample, type Change } from '../samples.ts';
import { networkPolicy } from './network-policies.ts';
import { service } from './services.ts';
import { ingress } from './ingresses.ts';
import { httpRoute } from './routes.ts';

export const managedObjects = new Family('berth-managed-objects');
export const reservedLabel = new Family('berth-reserved-label');

const SAYS = {
  managed: 'Objects that carry the label or the name of Berth are changed in the portal',
  reserved: 'The label app.kubernetes.io/managed-by=berth is reserved for Berth',
};
const OURS = { 'app.kubernetes.io/managed-by': 'berth' };

const plain = (apiVersion: string, kind: string, name: string, rest: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: SHOP },
  ...rest,
});
const RBAC = 'rbac.authorization.k8s.io/v1';

// A bound that nothing here comes near.
const quota = (change: Change = {}): KubernetesObject =>
  sample('v1', 'ResourceQuota', { hard: { 'count/leases.coordination.k8s.io': '50' } }, change);

/** Berth's own objects, and one of the team's of the same kind. */
const KINDS = [
  {
    name: 'quota',
    berths: plain('v1', 'ResourceQuota', 'berth'),
    own: () => quota(),
    loosened: { spec: { hard: { pods: '10000' } } },
  },
  {
    name: 'limits',
    berths: plain('v1', 'LimitRange', 'berth'),
    own: () =>
      sample('v1', 'LimitRange', { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Ti' } }] }),
    loosened: { spec: { limits: [] } },
  },
  {
    name: 'default-deny network policy',
    berths: plain('networking.k8s.io/v1', 'NetworkPolicy', 'berth-default-deny'),
    own: () => networkPolicy({ policyTypes: ['Ingress'] }),
    loosened: { spec: { podSelector: { matchLabels: { none: 'such' } } } },
  },
  {
    name: 'pipeline account',
    berths: plain('v1', 'ServiceAccount', 'berth-deployer'),
    own: () => plain('v1', 'ServiceAccount', nextName('ServiceAccount')),
    loosened: { automountServiceAccountToken: true },
  },
  {
    name: 'binding of people to roles',
    berths: plain(RBAC, 'RoleBinding', 'berth-viewer'),
    own: () =>
      plain(RBAC, 'RoleBinding', nextName('RoleBinding'), {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'berth:viewer' },
        subjects: [{ kind: 'ServiceAccount', name: 'bot', namespace: SHOP }],
      }),
    loosened: { subjects: [{ kind: 'ServiceAccount', name: 'other-bot', namespace: SHOP }] },
  },
] as const;

for (const { name, berths, own, loosened } of KINDS) {
  const [deleted, merged, put, stripped, collected] = [own(), own(), own(), own(), own()];
  managedObjects.refuses(`Berth's ${name} can't be deleted`, {
    hole: 'Capsule #649; performance-reliability-security 0.12',
    says: SAYS.managed,
    given: standing(deleted),
    attack: remove(berths),
    twin: remove(deleted),
  });
  managedObjects.refuses(`Berth's ${name} can't be loosened by a merge patch`, {
    hole: 'Capsule #649',
    says: SAYS.managed,
    given: standing(merged),
    attack: merge(berths, loosened),
    twin: merge(merged, loosened),
  });
  managedObjects.refuses(`Berth's ${name} can't be loosened by a PUT`, {
    hole: 'Capsule #649',
    says: SAYS.managed,
    given: standing(put),
    attack: replace(berths, loosened),
    twin: replace(put, loosened),
  });
  managedObjects.refuses(`Berth's ${name} can't be disowned by taking its label away`, {
    hole: 'CVE-2022-46167, on the objects inside',
    says: SAYS.managed,
    given: standing(stripped),
    attack: merge(berths, { metadata: { labels: { 'app.kubernetes.io/managed-by': null } } }),
    twin: merge(stripped, { metadata: { labels: { 'app.kubernetes.io/managed-by': null, edited: 'yes' } } }),
  });
  managedObjects.refuses(`Berth's ${name} can't be taken over by a server-side apply`, {
    hole: 'policies-spike section 1',
    says: SAYS.managed,
    given: standing(collected),
    attack: apply({ ...berths, metadata: { ...berths.metadata, labels: { edited: 'yes' } } }),
    twin: apply({
      apiVersion: collected.apiVersion,
      kind: collected.kind,
      metadata: { name: collected.metadata.name, namespace: SHOP, labels: { edited: 'yes' } },
      ...('roleRef' in collected ? { roleRef: collected['roleRef'] } : {}),
    }),
  });
  managedObjects.refuses(`Berth's ${name} can't be given an owner, whose end would be its own`, {
    hole: 'CVE-2022-46167; garbage collection',
    says: SAYS.managed,
    given: standing(collected),
    ...pair(
      (object: KubernetesObject) =>
        json(object, [
          {
            op: 'add',
            path: '/metadata/ownerReferences',
            value: [
              {
                apiVersion: 'v1',
                kind: 'ConfigMap',
                name: 'gone',
                uid: '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
              },
            ],
          },
        ]),
      berths,
      put,
    ),
  });
}
for (const [name, berths, own, selector] of [
  [
    'network policies',
    KINDS[2].berths,
    networkPolicy({ policyTypes: ['Egress'] }, { labels: { sweep: 'me' } }),
    'sweep=me',
  ],
  [
    'role bindings',
    KINDS[4].berths,
    {
      ...KINDS[4].own(),
      metadata: { name: nextName('RoleBinding'), namespace: SHOP, labels: { sweep: 'me' } },
    },
    'sweep=me',
  ],
  ['quotas', KINDS[0].berths, quota({ labels: { sweep: 'me' } }), 'sweep=me'],
] as const) {
  managedObjects.refuses(`Berth's ${name} can't be swept away with a deletecollection`, {
    hole: 'performance-reliability-security 0.12; policies-spike section 3, deletecollection',
    says: SAYS.managed,
    given: standing(own),
    attack: removeAll(berths, 'app.kubernetes.io/managed-by=berth'),
    twin: removeAll(berths, selector),
  });
}
{
  const own = quota();
  managedObjects.refuses("the status of Berth's quota can't be raised", {
    hole: 'policies-spike B14',
    says: SAYS.managed,
    actor: 'carol',
    given: standing(own),
    ...pair(
      (object: KubernetesObject) =>
        merge(object, { status: { hard: { 'count/leases.coordination.k8s.io': '999' } } }, 'status'),
      KINDS[0].berths,
      own,
    ),
  });
}
managedObjects.refuses("the worker can't raise its own quota's count", {
  hole: 'design section 1 promise 7; policies-spike B14',
  says: SAYS.managed,
  actor: 'worker',
  attack: merge(KINDS[0].berths, { status: { hard: { pods: '99999' } } }, 'status'),
  twin: merge(KINDS[0].berths, { metadata: { labels: { edited: 'yes' } } }),
});
managedObjects.refuses("the prober can't raise a count of its own, not even by way of trial", {
  hole: 'design section 5 step 5',
  says: SAYS.managed,
  actor: 'prober',
  ...pair(
    (name: string) =>
      asDryRun(
        merge(
          { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { namespace: CANARY, name } },
          { status: { hard: { 'count/leases.coordination.k8s.io': '999' } } },
          'status',
        ),
      ),
    'berth',
    'probed',
  ),
  given: standing(quota({ namespace: CANARY, name: 'probed' })),
});
{
  const own = quota();
  managedObjects.refuses("the label of Berth's quota can't be taken away through its status", {
    hole: 'CVE-2026-30963, on the objects inside',
    says: SAYS.managed,
    given: standing(own),
    ...pair(
      (object: KubernetesObject) =>
        merge(
          object,
          { metadata: { labels: { 'app.kubernetes.io/managed-by': null, edited: 'yes' } } },
          'status',
        ),
      KINDS[0].berths,
      own,
    ),
  });
}
for (const [name, make] of [
  ['ServiceAccount', (given: string) => plain('v1', 'ServiceAccount', given)],
  ['NetworkPolicy', (given: string) => networkPolicy({ policyTypes: ['Ingress'] }, { name: given })],
  ['ResourceQuota', (given: string) => quota({ name: given })],
  [
    'LimitRange',
    (given: string) =>
      sample(
        'v1',
        'LimitRange',
        { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Ti' } }] },
        { name: given },
      ),
  ],
  [
    'RoleBinding',
    (given: string) =>
      plain(RBAC, 'RoleBinding', given, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'berth:viewer' },
        subjects: [{ kind: 'ServiceAccount', name: 'bot', namespace: SHOP }],
      }),
  ],
] as const) {
  managedObjects.refuses(`a ${name} with a name that Berth's own could have tomorrow`, {
    hole: 'policies-spike section 7, berth-02',
    says: SAYS.managed,
    ...pair(
      (given: string) => create(make(given)),
      `berth-${name.toLowerCase()}-of-tomorrow`,
      nextName(name),
    ),
  });
}
managedObjects.refuses("a ServiceAccount with a name that the server makes from one of Berth's", {
  hole: 'policies-spike section 3, generateName',
  says: SAYS.managed,
  ...pair(
    (prefix: string) => create(generated(plain('v1', 'ServiceAccount', 'x'), prefix)),
    'berth-',
    'bot-',
  ),
});

{
  const role = (): KubernetesObject => plain(RBAC, 'Role', nextName('berth-role'), { rules: [] });
  const [changed, deleted] = [role(), role()];
  const [own, spare] = [0, 1].map(() => plain(RBAC, 'Role', nextName('Role'), { rules: [] })) as [
    KubernetesObject,
    KubernetesObject,
  ];
  managedObjects.refuses("a Role with a name of Berth's can't be changed", {
    hole: 'policies-spike section 7, berth-02',
    says: SAYS.managed,
    given: standing(changed, own),
    ...pair(
      (object: KubernetesObject) =>
        merge(object, { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] }),
      changed,
      own,
    ),
  });
  managedObjects.refuses("a Role with a name of Berth's can't be deleted", {
    hole: 'policies-spike section 7, berth-02',
    says: SAYS.managed,
    given: standing(deleted, spare),
    ...pair(remove, deleted, spare),
  });
}
managedObjects.admits('the worker writes its fences', {
  actor: 'worker',
  call: create(networkPolicy({ policyTypes: ['Ingress'] }, { labels: OURS })),
});
for (const [name, make] of [
  ['Role', () => ({ ...plain(RBAC, 'Role', nextName('Role')), rules: [] })],
  ['ServiceAccount', () => plain('v1', 'ServiceAccount', nextName('ServiceAccount'))],
  ['NetworkPolicy', () => networkPolicy({ policyTypes: ['Ingress'] })],
] as const) {
  managedObjects.refuses(`a ${name} can't be passed off as Berth's`, {
    hole: 'CVE-2025-55205: labels are capabilities',
    says: SAYS.managed,
    ...pair(
      (value: string) => {
        const object = make();
        return create({
          ...object,
          metadata: { ...object.metadata, labels: { ...OURS, 'app.kubernetes.io/managed-by': value } },
        });
      },
      'berth',
      'Helm',
    ),
  });
}

// The label on everything else
for (const [name, make] of [
  ['ConfigMap', (labels: Record<string, string>) => configMap({ labels })],
  ['Service', (labels: Record<string, string>) => service({ labels })],
  ['Ingress', (labels: Record<string, string>) => ingress({ labels })],
  ['HTTPRoute', (labels: Record<string, string>) => httpRoute({ labels })],
  [
    'Secret',
    (labels: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: nextName('Secret'), namespace: SHOP, labels },
    }),
  ],
] as const) {
  reservedLabel.refuses(`a ${name} can't be passed off as Berth's`, {
    hole: 'CVE-2025-55205: labels are capabilities',
    says: SAYS.reserved,
    ...pair((labels: Record<string, string>) => create(make(labels)), OURS, {
      'app.kubernetes.io/managed-by': 'Helm',
    }),
  });
}
for (const [way, change] of [
  [
    'a merge patch',
    (object: KubernetesObject, value: string) =>
      merge(object, { metadata: { labels: { 'app.kubernetes.io/managed-by': value } } }),
  ],
  [
    'a strategic patch',
    (object: KubernetesObject, value: string) =>
      strategic(object, { metadata: { labels: { 'app.kubernetes.io/managed-by': value } } }),
  ],
  [
    'a PUT',
    (object: KubernetesObject, value: string) =>
      replace(object, { metadata: { labels: { 'app.kubernetes.io/managed-by': value } } }),
  ],
  [
    'a server-side apply',
    (object: KubernetesObject, value: string) =>
      apply({
        ...object,
        metadata: { ...object.metadata, labels: { 'app.kubernetes.io/managed-by': value } },
      }),
  ],
] as const) {
  const existing = configMap();
  reservedLabel.refuses(`the label of Berth's objects can't be put on an existing one by ${way}`, {
    hole: 'CVE-2025-55205',
    says: SAYS.reserved,
    given: standing(existing),
    ...pair((value: string) => change(existing, value), 'berth', 'Helm'),
  });
}
{
  const existing = service();
  reservedLabel.refuses("the label of Berth's objects can't be put on through a status subresource", {
    hole: 'CVE-2026-30963',
    says: SAYS.reserved,
    given: standing(existing),
    ...pair(
      (value: string) =>
        merge(existing, { metadata: { labels: { 'app.kubernetes.io/managed-by': value } } }, 'status'),
      'berth',
      'Helm',
    ),
  });
}
{
  const forged = configMap({ labels: OURS });
  const own = configMap();
  reservedLabel.refuses("what carries the label of Berth's objects can't be deleted", {
    hole: 'CVE-2025-55205',
    says: SAYS.reserved,
    given: standing(forged, own),
    ...pair(remove, forged, own),
  });
}
