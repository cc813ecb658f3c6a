// The Namespace object: whoever writes its labels and annotations decides what every other policy allows.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import {
  apply,
  create,
  generated,
  json,
  merge,
  nextName,
  remove,
  replace,
  standing,
  strategic,
  type Target,
} from '../calls.ts';
import { FOREIGN, RECORDED, SHOP, BARE } from '../cast.ts';
import { Family, pair } from '../family.ts';

export const namespaces = new Family('berth-namespaces', 'carol');

const SAYS = {
  keys: 'Labels and annotations under berth.dev, and pod-security labels of a managed namespace, are set by Berth',
  owners: 'A managed namespace has no owner in the cluster',
  finalizers: 'A managed namespace gets no finalizers',
  removal: 'A managed namespace is deleted in the portal',
};

const target = (name: string): Target => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const namespace = (metadata: Record<string, unknown> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: nextName('Namespace'), ...metadata },
});
const PSA = 'pod-security.kubernetes.io/enforce';
const PLAIN = { labels: { 'example.test/note': 'x' } };

// Making one that looks like Berth's
for (const [name, metadata, hole] of [
  ['the label that says it is managed', { labels: { 'berth.dev/managed': 'true' } }, 'multitenancy 2.2 #12'],
  ['the label of a record', { labels: { 'berth.dev/managed': 'record' } }, 'multitenancy 2.2 #12'],
  ["another team's name", { labels: { 'berth.dev/team': 'billing' } }, 'CVE-2025-55205'],
  [
    'hosts of its own choice',
    { annotations: { 'berth.dev/hosts': 'billing.example.test' } },
    'CVE-2022-46167',
  ],
  [
    "Berth's id",
    { annotations: { 'berth.dev/id': '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11' } },
    'CVE-2024-39690',
  ],
  [
    'a key of Berth that no version of it knows',
    { annotations: { 'berth.dev/of-tomorrow': 'x' } },
    'policies-spike section 1',
  ],
] as const) {
  for (const [way, make] of [
    ['created', create],
    ['applied', apply],
  ] as const) {
    namespaces.refuses(`a namespace can't be ${way} with ${name}`, {
      hole,
      says: SAYS.keys,
      ...pair((given: Record<string, unknown>) => make(namespace(given)), metadata, PLAIN),
    });
  }
}
namespaces.refuses('a namespace with a name that the server makes and the label of a managed one', {
  hole: 'policies-spike section 3, generateName',
  says: SAYS.keys,
  ...pair(
    (metadata: Record<string, unknown>) => create(generated(namespace(metadata), 'made-')),
    { labels: { 'berth.dev/managed': 'true' } },
    PLAIN,
  ),
});

// Giving an unmanaged one what it doesn't have: the way every "patch namespaces" hijack began
for (const [way, make] of [
  ['a merge patch', (metadata: object) => merge(target(FOREIGN), { metadata })],
  ['a PUT', (metadata: object) => replace(target(FOREIGN), { metadata })],
  ['a strategic patch', (metadata: object) => strategic(target(FOREIGN), { metadata })],
  [
    'a server-side apply',
    (metadata: object) =>
      apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: FOREIGN, ...metadata } }),
  ],
  ['its status subresource', (metadata: object) => merge(target(FOREIGN), { metadata }, 'status')],
  ['its finalize subresource', (metadata: object) => replace(target(FOREIGN), { metadata }, 'finalize')],
] as const) {
  namespaces.refuses(`somebody else's namespace can't be made a managed one by ${way}`, {
    hole: way.includes('subresource') ? 'CVE-2026-30963; CVE-2026-55636' : 'CVE-2024-39690; CVE-2022-46167',
    says: SAYS.keys,
    ...pair(make, { labels: { 'berth.dev/managed': 'true' } }, PLAIN),
  });
}
for (const name of ['kube-system', 'default']) {
  namespaces.refuses(`${name} can't be made a managed namespace`, {
    hole: 'CVE-2024-39690; Capsule #1300',
    says: SAYS.keys,
    ...pair(
      (metadata: object) => merge(target(name), { metadata }),
      { labels: { 'berth.dev/managed': 'true' } },
      PLAIN,
    ),
  });
}
namespaces.refuses('a recorded namespace made a managed one', {
  hole: 'design section 6, adoption',
  says: SAYS.keys,
  ...pair(
    (metadata: object) => merge(target(RECORDED), { metadata }),
    { labels: { 'berth.dev/managed': 'true' } },
    PLAIN,
  ),
});

// Changing what a managed one has
for (const [actor, whose] of [
  ['alice', 'its own team, with every right on it'],
  ['carol', "the cluster's operator"],
] as const) {
  for (const [name, bad] of [
    ['lose the label that says it is managed', { labels: { 'berth.dev/managed': null } }],
    ['become a mere record', { labels: { 'berth.dev/managed': 'record' } }],
    ['be given another host', { annotations: { 'berth.dev/hosts': 'billing.example.test' } }],
    ['lose an annotation', { annotations: { 'berth.dev/registries': null } }],
    ['be given a new key of Berth', { annotations: { 'berth.dev/of-tomorrow': 'x' } }],
    ['be opened to privileged pods', { labels: { [PSA]: 'privileged' } }],
    ['lose its Pod Security level', { labels: { [PSA]: null } }],
    [
      'be given an older Pod Security version',
      { labels: { 'pod-security.kubernetes.io/enforce-version': 'v1.0' } },
    ],
  ] as const) {
    namespaces.refuses(`a managed namespace can't ${name} by ${whose}`, {
      hole: 'CVE-2022-46167; performance-reliability-security 0.4',
      says: SAYS.keys,
      actor,
      ...pair((metadata: object) => merge(target(SHOP), { metadata }), bad, PLAIN),
    });
  }
}
for (const [way, make] of [
  ['a PUT', (metadata: object) => replace(target(SHOP), { metadata })],
  ['a strategic patch', (metadata: object) => strategic(target(SHOP), { metadata })],
  [
    'a server-side apply',
    (metadata: object) =>
      apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: SHOP, ...metadata } }),
  ],
  ['a merge patch of its status', (metadata: object) => merge(target(SHOP), { metadata }, 'status')],
  ['a JSON-like PUT of its status', (metadata: object) => replace(target(SHOP), { metadata }, 'status')],
  ['a PUT to finalize', (metadata: object) => replace(target(SHOP), { metadata }, 'finalize')],
] as const) {
  namespaces.refuses(`hosts can't be added to a managed namespace by ${way}`, {
    hole: /status|finalize/.test(way) ? 'CVE-2026-30963; CVE-2026-55636' : 'CVE-2022-46167',
    says: SAYS.keys,
    actor: 'alice',
    ...pair(
      make,
      { annotations: { 'berth.dev/hosts': 'billing.example.test' } },
      {
        annotations: { 'example.test/note': 'x' },
      },
    ),
  });
}
namespaces.refuses("a managed namespace's label removed by a JSON patch", {
  hole: 'CVE-2022-46167',
  says: SAYS.keys,
  actor: 'alice',
  ...pair(
    (path: string) =>
      json(target(SHOP), [{ op: path.endsWith('managed') ? 'remove' : 'add', path, value: 'x' }]),
    '/metadata/labels/berth.dev~1managed',
    '/metadata/labels/note',
  ),
});
namespaces.refuses("all of a managed namespace's labels removed by a strategic replace", {
  hole: 'CVE-2022-46167',
  says: SAYS.keys,
  actor: 'alice',
  ...pair(
    (labels: object) => strategic(target(SHOP), { metadata: { labels } }),
    { $patch: 'replace', 'kubernetes.io/metadata.name': SHOP },
    { note: 'x' },
  ),
});
namespaces.refuses('an owner set on a managed namespace, whose end would be its own', {
  hole: 'CVE-2022-46167; Capsule ownerReferences',
  says: SAYS.owners,
  ...pair(
    (metadata: object) => merge(target(SHOP), { metadata }),
    {
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Namespace', name: FOREIGN, uid: '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11' },
      ],
    },
    PLAIN,
  ),
});
namespaces.admits('the worker makes a namespace with all of its labels', {
  actor: 'worker',
  call: create(
    namespace({
      labels: { 'berth.dev/managed': 'true', 'app.kubernetes.io/managed-by': 'berth', [PSA]: 'restricted' },
      annotations: {
        'berth.dev/id': '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
        'berth.dev/hosts': 'new.example.test',
      },
    }),
  ),
});
namespaces.refuses('a finalizer put on a managed namespace, which would hold up its end', {
  hole: 'policies-spike B13',
  says: SAYS.finalizers,
  ...pair(
    (name: string) => merge(target(name), { metadata: { finalizers: ['attacks.example.test/hold'] } }),
    SHOP,
    FOREIGN,
  ),
});
{
  const own = namespace();
  namespaces.refuses('a managed namespace deleted by somebody else than Berth', {
    hole: 'policies-spike section 1',
    says: SAYS.removal,
    given: standing(own),
    attack: remove(target(BARE)),
    twin: remove(own),
  });
}
