// What the worker can't do, with its own token, on a real API server. With every right that anybody could give it besides: deploy/attacks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CANARY_NAMESPACE } from '../lib/domain/bundle/index.ts';
import type { KubernetesObject } from '../lib/domain/render/index.ts';
import {
  adminCredential,
  apply,
  call,
  folderOf,
  pathOf,
  provision,
  tenantNamespace,
  uniqueName,
  until,
  workerCredential,
} from './testing.ts';

const admin = adminCredential();
const worker = workerCredential();
const RBAC = 'rbac.authorization.k8s.io';
const name = uniqueName('worker');
const legacy = uniqueName('legacy');
const objects = tenantNamespace(name);

beforeAll(async () => {
  await provision(objects);
  await call(admin, 'POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: legacy },
  });
});
afterAll(async () => {
  await call(admin, 'DELETE', `/api/v1/namespaces/${name}`);
  await call(admin, 'DELETE', `/api/v1/namespaces/${legacy}`);
  await call(admin, 'DELETE', `/apis/${RBAC}/v1/clusterroles/${legacy}`);
  await call(admin, 'DELETE', `/apis/${RBAC}/v1/clusterrolebindings/${legacy}`);
});

const policyIn = (namespace: string): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'berth-probe', namespace, labels: { 'app.kubernetes.io/managed-by': 'berth' } },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
});

describe('by its role it has no right', () => {
  test.each([
    ['to read a Secret', 'GET', `/api/v1/namespaces/${name}/secrets/x`],
    ['to list Secrets', 'GET', '/api/v1/secrets'],
    ['to write a Secret', 'POST', `/api/v1/namespaces/${name}/secrets`],
    ['to open a Pod', 'POST', `/api/v1/namespaces/${name}/pods/x/exec?command=id`],
    ['to make a Pod', 'POST', `/api/v1/namespaces/${name}/pods`],
    [
      'to make a token of a pipeline',
      'POST',
      `/api/v1/namespaces/${name}/serviceaccounts/berth-deployer/token`,
    ],
    [
      'to make a token of another account of the canary',
      'POST',
      `/api/v1/namespaces/${CANARY_NAMESPACE}/serviceaccounts/default/token`,
    ],
    ['to write a Role', 'POST', `/apis/${RBAC}/v1/namespaces/${name}/roles`],
    ['to write a ClusterRole', 'POST', `/apis/${RBAC}/v1/clusterroles`],
    ['to change its own role', 'PATCH', `/apis/${RBAC}/v1/clusterroles/berth:worker`],
    ['to change a tenant role', 'PATCH', `/apis/${RBAC}/v1/clusterroles/berth:viewer`],
    ['to bind itself', 'POST', `/apis/${RBAC}/v1/clusterrolebindings`],
    [
      'to take a policy away',
      'DELETE',
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/berth-worker-fence',
    ],
    [
      'to take a binding away',
      'DELETE',
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/berth-worker-fence',
    ],
    ['to finalize a namespace', 'PUT', `/api/v1/namespaces/${name}/finalize`],
  ])('%s', async (_, method, path) => {
    const { status, refusedBy } = await call(worker, method, path, { metadata: { name: 'x' } });
    expect(status).toBe(403);
    expect(refusedBy).toBeNull();
  });
});

describe('by its fence', () => {
  test.each(['kube-system', 'default', 'berth-system', CANARY_NAMESPACE, 'gateway-system'])(
    'it writes nothing in %s',
    async (namespace) => {
      const { status, refusedBy, body } = await apply(policyIn(namespace));
      expect(refusedBy, body.message).toBe('berth-worker-fence');
      expect(status).toBe(403);
    },
  );

  test('it writes nothing in a namespace that is not managed, and takes none over', async () => {
    expect((await apply(policyIn(legacy))).refusedBy).toBe('berth-worker-fence');
    const [namespace] = tenantNamespace(legacy);
    if (namespace === undefined) throw new Error('no Namespace');
    const { refusedBy, body } = await apply(namespace);
    expect(refusedBy).toBe('berth-worker-fence');
    expect(body.message).toContain('a cluster administrator gives it the verb adopt');
    expect((await call(worker, 'DELETE', `/api/v1/namespaces/${legacy}`)).refusedBy).toBe(
      'berth-worker-fence',
    );
  });

  test('labels and annotations that somebody forged bring no namespace of the platform into its reach', async () => {
    const mark = (value: string | null): object => ({
      metadata: {
        labels: { 'berth.dev/managed': value },
        annotations: { 'berth.dev/id': value },
      },
    });
    await call(admin, 'PATCH', '/api/v1/namespaces/gateway-system', mark('true'));
    try {
      expect((await apply(policyIn('gateway-system'))).refusedBy).toBe('berth-worker-fence');
      expect((await call(worker, 'DELETE', '/api/v1/namespaces/gateway-system')).refusedBy).toBe(
        'berth-worker-fence',
      );
    } finally {
      await call(admin, 'PATCH', '/api/v1/namespaces/gateway-system', mark(null));
    }
  });

  test('an id alone, forged, lets it put the label on and nothing into the namespace before that', async () => {
    const forged = { metadata: { annotations: { 'berth.dev/id': 'forged' } } };
    await call(admin, 'PATCH', `/api/v1/namespaces/${legacy}`, forged);
    try {
      expect((await apply(policyIn(legacy))).refusedBy).toBe('berth-worker-fence');
      // The worker's own id is another: its apply would change the annotation, and that is no healing.
      const [namespace] = tenantNamespace(legacy);
      if (namespace === undefined) throw new Error('no Namespace');
      expect((await apply(namespace)).refusedBy).toBe('berth-worker-fence');
    } finally {
      await call(admin, 'PATCH', `/api/v1/namespaces/${legacy}`, {
        metadata: { annotations: { 'berth.dev/id': null } },
      });
    }
  });

  test("it touches nothing that isn't Berth's, in a managed namespace neither", async () => {
    const own = policyIn(name);
    own.metadata = { name: 'of-the-team', namespace: name };
    expect((await call(admin, 'POST', folderOf(own), own)).status).toBe(201);
    expect((await apply({ ...own, spec: { podSelector: {}, policyTypes: ['Egress'] } })).refusedBy).toBe(
      'berth-worker-fence',
    );
    expect((await call(worker, 'DELETE', pathOf(own))).refusedBy).toBe('berth-worker-fence');
  });

  test('it lets nobody in but by tenant roles, and no group of Kubernetes', async () => {
    const binding = objects.find(({ metadata }) => metadata.name === 'berth-viewer');
    if (binding === undefined) throw new Error('no RoleBinding');
    const everybody = [{ apiGroup: RBAC, kind: 'Group', name: 'system:authenticated' }];
    expect((await apply({ ...binding, subjects: everybody })).refusedBy).toBe('berth-worker-fence');
  });

  test('it can heal its own namespace when a label was taken off by break-glass', async () => {
    await call(admin, 'PATCH', `/api/v1/namespaces/${name}`, {
      metadata: { labels: { 'berth.dev/managed': null } },
    });
    const [namespace] = objects;
    if (namespace === undefined) throw new Error('no Namespace');
    const { status, body } = await apply(namespace);
    expect(body.message).toBeUndefined();
    expect(status).toBe(200);
    expect(body.metadata.labels?.['berth.dev/managed']).toBe('true');
  });
});

test('with the verb adopt on one namespace it takes that one over and gives it back, and without it neither', async () => {
  const rule = { apiGroups: [''], resources: ['namespaces'], resourceNames: [legacy], verbs: ['adopt'] };
  await call(admin, 'POST', `/apis/${RBAC}/v1/clusterroles`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: legacy },
    rules: [rule],
  });
  await call(admin, 'POST', `/apis/${RBAC}/v1/clusterrolebindings`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: legacy },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: legacy },
    subjects: [{ kind: 'ServiceAccount', name: 'berth', namespace: 'berth-system' }],
  });
  const [namespace] = tenantNamespace(legacy);
  if (namespace === undefined) throw new Error('no Namespace');
  await until(async () => (await apply(namespace)).status === 200);
  const undo = { metadata: { labels: { 'berth.dev/managed': null } } };
  expect((await call(worker, 'PATCH', `/api/v1/namespaces/${legacy}`, undo)).status).toBe(200);
  const record = { metadata: { labels: { 'berth.dev/managed': 'record' } } };
  expect((await call(worker, 'PATCH', `/api/v1/namespaces/${legacy}`, record)).status).toBe(200);
  await call(admin, 'DELETE', `/apis/${RBAC}/v1/clusterrolebindings/${legacy}`);
  await until(async () => (await apply(namespace)).refusedBy === 'berth-worker-fence');
});
