// An ordinary chart, as thousands are written, installs with the maintainer's own kubectl: nothing in it knows of Berth, and nothing has
// to be added for the restricted standard. What the chart makes is rolled out by the cluster's own controllers.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { resolveAssets } from '../dev/assets/index.ts';
import { kubectl, writeKubeconfig, type KubectlTarget } from '../dev/stack/kubectl.ts';
import { writePrivate } from '../dev/stack/certificates.ts';
import { adminCredential, call, provision, tenantNamespace, uniqueName, until } from './testing.ts';

const name = uniqueName('chart');
const folder = mkdtempSync(path.join(os.tmpdir(), 'berth-chart-of-a-tenant-'));
const targets = new Map<string, KubectlTarget>();
const as = (who: string, args: string[], input?: string): Promise<string> => {
  const target = targets.get(who);
  if (target === undefined) throw new Error(`nobody is called ${who}`);
  return kubectl(target, ['--namespace', name, ...args], input);
};

beforeAll(async () => {
  const cluster = inject('cluster');
  const assets = await resolveAssets({
    report: (line) => {
      console.error(line);
    },
  });
  for (const who of ['maintainer', 'developer', 'viewer']) {
    const tokenFile = path.join(folder, `${who}.token`);
    writePrivate(tokenFile, cluster.tokens[who] ?? '');
    const kubeconfig = path.join(folder, `${who}.kubeconfig`);
    const { server, caFile } = cluster;
    writeKubeconfig(kubeconfig, { cluster: 'test', server, caFile, userName: who, user: { tokenFile } });
    targets.set(who, { command: assets.command('kubectl'), kubeconfig, home: path.join(folder, 'home') });
  }
  await provision(
    tenantNamespace(
      name,
      { hosts: ['shop.example.test'] },
      { gateways: ['gateway-system/public'], ingressClasses: ['public'] },
    ),
  );
});

afterAll(async () => {
  await call(adminCredential(), 'DELETE', `/api/v1/namespaces/${name}`);
  rmSync(folder, { recursive: true, force: true });
});

const labels = {
  'app.kubernetes.io/name': 'shop',
  'app.kubernetes.io/instance': 'shop',
  'app.kubernetes.io/managed-by': 'Helm',
  'helm.sh/chart': 'shop-1.2.3',
};
const selector = { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/instance': 'shop' };
const metadata = { name: 'shop', labels, annotations: { 'meta.helm.sh/release-name': 'shop' } };
const container = {
  name: 'shop',
  image: 'registry.example.test/shop:1.2.3',
  ports: [{ name: 'http', containerPort: 8080 }],
  envFrom: [{ configMapRef: { name: 'shop' } }, { secretRef: { name: 'shop' } }],
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
};
const job = {
  template: {
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'sweep', image: 'registry.example.test/shop:1.2.3' }],
    },
  },
};

const chart: object[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { MODE: 'test' } },
  { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { PASSWORD: 'x' } },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'shop' },
    subjects: [{ kind: 'ServiceAccount', name: 'shop', namespace: name }],
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'ClusterIP', selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: { serviceAccountName: 'shop', containers: [container] },
      },
    },
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: { minAvailable: 1, selector: { matchLabels: selector } },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { role: 'web' } } }], ports: [{ port: 'http' }] }],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ingressClassName: 'public',
      tls: [{ hosts: ['shop.example.test'], secretName: 'shop-tls' }],
      rules: [
        {
          host: 'shop.example.test',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'shop', port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
    },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata,
    spec: {
      parentRefs: [{ name: 'public', namespace: 'gateway-system' }],
      hostnames: ['shop.example.test'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: 'shop', port: 80 }],
        },
      ],
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '0 4 * * *', suspend: true, jobTemplate: { spec: job } },
  },
];
const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: chart });

interface Pod {
  metadata: { name: string };
  spec: {
    securityContext: object;
    containers: { imagePullPolicy: string; resources: object; securityContext: object }[];
  };
}
async function pods(selected: string): Promise<Pod[]> {
  const text = await as('maintainer', ['get', 'pods', '-l', selected, '-o', 'json']);
  return (JSON.parse(text) as { items: Pod[] }).items;
}

test('the maintainer installs it, upgrades it either way, and a viewer sees it', async () => {
  expect(await as('maintainer', ['apply', '-f', '-'], manifest)).toContain(
    'httproute.gateway.networking.k8s.io/shop created',
  );
  await as('maintainer', ['apply', '-f', '-'], manifest.replaceAll('1.2.3', '1.2.4'));
  await as(
    'maintainer',
    ['apply', '--server-side', '--force-conflicts', '-f', '-'],
    manifest.replaceAll('1.2.3', '1.2.5'),
  );
  expect(await as('viewer', ['get', 'deployments,services,ingresses,httproutes', '-o', 'name'])).toContain(
    'ingress.networking.k8s.io/shop',
  );
});

test('the cluster rolls it out: its Pod has what the restricted standard asks for, though the chart never said it', async () => {
  await until(async () => (await pods('app.kubernetes.io/name=shop')).length > 0);
  const [pod] = await pods('app.kubernetes.io/name=shop');
  expect(pod?.spec.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(pod?.spec.containers[0]).toMatchObject({
    imagePullPolicy: 'Always',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  });
});

test('a container that asks for zero counts with its limit: zero would slip past the quota', async () => {
  const pod = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'zero' },
    spec: {
      containers: [
        {
          name: 'zero',
          image: 'registry.example.test/zero:1',
          resources: { requests: { cpu: '0', memory: '0' } },
        },
      ],
    },
  });
  const text = await as('developer', ['create', '--dry-run=server', '-o', 'json', '-f', '-'], pod);
  const { limits, requests } = (JSON.parse(text) as Pod).spec.containers[0]?.resources as Record<
    'limits' | 'requests',
    Record<string, string>
  >;
  expect(requests).toMatchObject({ cpu: '500m', memory: '512Mi' });
  expect(limits).toMatchObject({ cpu: '500m', memory: '512Mi' });
});

test('what a manifest says itself stays, and is refused by pod security', async () => {
  const root = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'root' },
    spec: {
      securityContext: { runAsNonRoot: false },
      containers: [
        { name: 'root', image: 'registry.example.test/root:1', securityContext: { privileged: true } },
      ],
    },
  });
  await expect(as('developer', ['create', '-f', '-'], root)).rejects.toThrow(
    'violates PodSecurity "restricted:latest"',
  );
});

test('a job of it runs and goes, also when its registry was withdrawn meanwhile', async () => {
  await as('maintainer', ['create', 'job', 'sweep-now', '--from=cronjob/shop']);
  await until(async () => (await pods('job-name=sweep-now')).length === 1);
  await call(adminCredential(), 'PATCH', `/api/v1/namespaces/${name}`, {
    metadata: { annotations: { 'berth.dev/registries': 'elsewhere.example.test/none' } },
  });
  const again = JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'again' },
    spec: job,
  });
  // A withdrawal reaches the API server's own view of the namespace a moment later.
  await until(async () => {
    try {
      await as('maintainer', ['create', '--dry-run=server', '-f', '-'], again);
      return false;
    } catch (error) {
      return String(error).includes("ValidatingAdmissionPolicy 'berth-workloads'");
    }
  });
  // The job controller's finalizer on the Pod must still come off.
  await as('maintainer', ['delete', 'job', 'sweep-now', '--cascade=foreground', '--timeout=40s']);
  expect(await pods('job-name=sweep-now')).toEqual([]);
  // And what runs can still be scaled and edited in what the withdrawal doesn't touch.
  await as('maintainer', ['scale', 'deployment', 'shop', '--replicas=0']);
  await as('maintainer', ['label', 'deployment', 'shop', 'edited=yes']);
});

test('the developer takes a workload away, and only the maintainer the rest', async () => {
  await as('developer', ['delete', 'deployment', 'shop', '--timeout=40s']);
  await expect(as('developer', ['delete', 'networkpolicy', 'shop'])).rejects.toThrow('Forbidden');
  await as('maintainer', ['delete', '--ignore-not-found', '--timeout=60s', '-f', '-'], manifest);
  expect(await as('maintainer', ['get', 'rolebindings', '-o', 'name'])).not.toContain('/shop');
});

test("and nobody takes Berth's own away", async () => {
  for (const what of [
    'networkpolicy/berth-default-deny',
    'rolebinding/berth-viewer',
    'serviceaccount/berth-deployer',
  ]) {
    await expect(as('maintainer', ['delete', what])).rejects.toThrow(
      "ValidatingAdmissionPolicy 'berth-managed-objects'",
    );
  }
  await expect(as('maintainer', ['delete', 'networkpolicies', '--all'])).rejects.toThrow(
    "ValidatingAdmissionPolicy 'berth-managed-objects'",
  );
});
