// Images only from approved registries, wherever an image can be named; and no container whose limit is far above its request.
import type { KubernetesObject } from '../../../lib/domain/render/index.ts';
import { apply, create, json, standing, strategic } from '../calls.ts';
import { REGISTRY, SHOP, BARE } from '../cast.ts';
import { Family, pair } from '../family.ts';
import { container, pod, podSpec, sample } from '../samples.ts';

export const pods = new Family('berth-pods');
export const workloads = new Family('berth-workloads');
export const cronjobs = new Family('berth-cronjobs');

const SAYS = {
  registry: 'is from a registry that is not allowed in namespace',
  ratio: 'The limit of container main is too far above its request',
};
const GOOD = `${REGISTRY}/web:1`;
const EVIL = 'docker.io/library/miner:1';

const IMAGES: readonly [name: string, image: string, hole: string][] = [
  ['a registry that is not approved', EVIL, 'design section 4, registries'],
  ['no registry, which means the public one', 'miner', 'design section 4, registries'],
  ['a path that only begins with the same letters', `${REGISTRY}-evil/web:1`, 'multitenancy 2.2 #13'],
  [
    'a path that dots lead out of the approved one',
    `${REGISTRY}/../evil/web:1`,
    'policies-spike section 7, berth-12a',
  ],
  ['a host that an approved one is the end of', `evil.${REGISTRY}/web:1`, 'multitenancy 2.2 #13'],
];

for (const [name, image, hole] of IMAGES) {
  pods.refuses(`a Pod with an image from ${name}`, {
    hole,
    says: SAYS.registry,
    ...pair((given: string) => create(pod({ containers: [container({ image: given })] })), image, GOOD),
  });
}
pods.refuses('any image where no registry is approved', {
  hole: 'policies-spike section 3, empty grants',
  says: SAYS.registry,
  ...pair((namespace: string) => create(pod({}, { namespace })), BARE, SHOP),
});
pods.refuses('a second container from elsewhere', {
  hole: 'design section 4, registries',
  says: SAYS.registry,
  ...pair(
    (image: string) => create(pod({ containers: [container(), container({ name: 'side', image })] })),
    EVIL,
    GOOD,
  ),
});
pods.refuses('an init container from elsewhere', {
  hole: 'policies-spike B10',
  says: SAYS.registry,
  ...pair(
    (image: string) => create(pod({ initContainers: [container({ name: 'init', image })] })),
    EVIL,
    GOOD,
  ),
});
pods.refuses('an image volume from elsewhere', {
  hole: 'policies-spike B10',
  says: SAYS.registry,
  ...pair(
    (reference: string) => create(pod({ volumes: [{ name: 'data', image: { reference } }] })),
    EVIL,
    GOOD,
  ),
});
pods.refuses('a Pod from elsewhere by server-side apply', {
  hole: 'policies-spike section 1',
  says: SAYS.registry,
  ...pair((image: string) => apply(pod({ containers: [container({ image })] })), EVIL, GOOD),
});
{
  const existing = pod();
  pods.refuses("a running Pod's image can't be exchanged", {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.registry,
    given: standing(existing),
    ...pair(
      (image: string) => json(existing, [{ op: 'replace', path: '/spec/containers/0/image', value: image }]),
      EVIL,
      `${REGISTRY}/web:2`,
    ),
  });
}
{
  const existing = pod();
  pods.refuses('a debugging container from elsewhere', {
    hole: 'policies-spike section 7, berth-12a',
    says: SAYS.registry,
    given: standing(existing),
    ...pair(
      (image: string) =>
        strategic(
          existing,
          { spec: { ephemeralContainers: [container({ name: 'debug', image })] } },
          'ephemeralcontainers',
        ),
      EVIL,
      GOOD,
    ),
  });
}

/** A workload of a kind around a Pod's spec. */
const labels = { app: 'web' };
const workload = (kind: string, spec: Record<string, unknown>): KubernetesObject => {
  const template = { metadata: { labels }, spec };
  switch (kind) {
    case 'Job':
      return sample('batch/v1', 'Job', {
        suspend: true,
        template: { ...template, spec: { restartPolicy: 'Never', ...spec } },
      });
    case 'ReplicationController':
      return sample('v1', kind, { replicas: 0, selector: labels, template });
    case 'DaemonSet':
      return sample('apps/v1', kind, { selector: { matchLabels: labels }, template });
    case 'StatefulSet':
      return sample('apps/v1', kind, {
        replicas: 0,
        serviceName: 'web',
        selector: { matchLabels: labels },
        template,
      });
    default:
      return sample('apps/v1', kind, { replicas: 0, selector: { matchLabels: labels }, template });
  }
};
for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'ReplicationController']) {
  workloads.refuses(`a ${kind} with an image from elsewhere`, {
    hole: 'design section 4, registries',
    says: SAYS.registry,
    ...pair(
      (image: string) => create(workload(kind, podSpec({ containers: [container({ image })] }))),
      EVIL,
      GOOD,
    ),
  });
  if (kind === 'Job') continue;
  const existing = workload(kind, podSpec());
  workloads.refuses(`an existing ${kind}'s image can't be exchanged for one from elsewhere`, {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.registry,
    given: standing(existing),
    ...pair(
      (image: string) =>
        json(existing, [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image }]),
      EVIL,
      `${REGISTRY}/web:2`,
    ),
  });
}
workloads.refuses('an init container from elsewhere in a Deployment', {
  hole: 'policies-spike B10',
  says: SAYS.registry,
  ...pair(
    (image: string) =>
      create(workload('Deployment', podSpec({ initContainers: [container({ name: 'init', image })] }))),
    EVIL,
    GOOD,
  ),
});
workloads.refuses('an image volume from elsewhere in a Deployment', {
  hole: 'policies-spike B10',
  says: SAYS.registry,
  ...pair(
    (reference: string) =>
      create(workload('Deployment', podSpec({ volumes: [{ name: 'data', image: { reference } }] }))),
    EVIL,
    GOOD,
  ),
});

const cronJob = (spec: Record<string, unknown>): KubernetesObject =>
  sample('batch/v1', 'CronJob', {
    schedule: '@yearly',
    suspend: true,
    jobTemplate: { spec: { template: { metadata: { labels }, spec: { restartPolicy: 'Never', ...spec } } } },
  });
for (const [name, change] of [
  ['an image', (image: string) => ({ containers: [container({ image })] })],
  ['an init container', (image: string) => ({ initContainers: [container({ name: 'init', image })] })],
  ['an image volume', (reference: string) => ({ volumes: [{ name: 'data', image: { reference } }] })],
] as const) {
  cronjobs.refuses(`${name} from elsewhere in a CronJob`, {
    hole: 'policies-spike B10',
    says: SAYS.registry,
    ...pair((image: string) => create(cronJob(podSpec(change(image)))), EVIL, GOOD),
  });
}
{
  const existing = cronJob(podSpec());
  cronjobs.refuses("an existing CronJob's image can't be exchanged for one from elsewhere", {
    hole: 'multitenancy 2.2 #9',
    says: SAYS.registry,
    given: standing(existing),
    ...pair(
      (image: string) =>
        json(existing, [
          { op: 'replace', path: '/spec/jobTemplate/spec/template/spec/containers/0/image', value: image },
        ]),
      EVIL,
      `${REGISTRY}/web:2`,
    ),
  });
}

// What was approved once: a registry that was withdrawn
{
  const old = pod({ containers: [container({ image: 'registry.example.test/withdrawn/web:1' })] });
  pods.refuses("a Pod from a registry that was withdrawn can't take another image of it", {
    hole: 'design section 6: judged is what a write changes',
    says: SAYS.registry,
    given: standing(old),
    ...pair(
      (patch: object) => strategic(old, patch),
      { spec: { containers: [{ name: 'main', image: 'registry.example.test/withdrawn/web:2' }] } },
      { metadata: { labels: { edited: 'yes' } } },
    ),
  });
}
{
  const old = workload(
    'Deployment',
    podSpec({ containers: [container({ image: 'registry.example.test/withdrawn/web:1' })] }),
  );
  workloads.refuses(
    "a Deployment from a registry that was withdrawn can't take another image of it, and can be scaled",
    {
      hole: 'design section 6: judged is what a write changes',
      says: SAYS.registry,
      given: standing(old),
      ...pair(
        (patch: object) => strategic(old, patch),
        {
          spec: {
            template: {
              spec: { containers: [{ name: 'main', image: 'registry.example.test/withdrawn/web:2' }] },
            },
          },
        },
        { spec: { paused: true } },
      ),
    },
  );
}

// An upper bound that is one
const bounded = (limits: Record<string, string>): Record<string, unknown> =>
  container({ resources: { requests: { cpu: '10m', memory: '64Mi' }, limits } });
for (const [name, limits] of [
  ['CPU', { cpu: '2', memory: '64Mi' }],
  ['memory', { cpu: '20m', memory: '2Gi' }],
] as const) {
  pods.refuses(`a limit of ${name} far above its request, which the quota would not see`, {
    hole: "issue 5: the four Gatekeeper policies, a container's ratio",
    says: SAYS.ratio,
    ...pair((given: Record<string, string>) => create(pod({ containers: [bounded(given)] })), limits, {
      cpu: '20m',
      memory: '128Mi',
    }),
  });
}
{
  const existing = pod({ containers: [bounded({ cpu: '20m', memory: '128Mi' })] });
  pods.refuses("a running Pod's limit can't be raised far above its request by its resize", {
    hole: "issue 5: the four Gatekeeper policies, a container's ratio; in-place resize, KEP-1287",
    says: SAYS.ratio,
    given: standing(existing),
    ...pair(
      (cpu: string) =>
        strategic(
          existing,
          { spec: { containers: [{ name: 'main', resources: { limits: { cpu } } }] } },
          'resize',
        ),
      '3',
      '40m',
    ),
  });
}
pods.admits("cert-manager's solver runs its own image", {
  actor: 'cert-manager',
  call: create(pod({ containers: [container({ image: 'quay.io/jetstack/cert-manager-acmesolver:v1' })] })),
});
