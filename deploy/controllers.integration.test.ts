// The cluster's own loops go on working behind the fences: namespaces are emptied, owned objects collected, quotas counted, endpoints kept.
import { afterAll, expect, test } from 'vitest';
import {
  adminCredential,
  call,
  pathOf,
  provision,
  tenantCredential,
  tenantNamespace,
  uniqueName,
  until,
  workerCredential,
} from './testing.ts';

const admin = adminCredential();
const worker = workerCredential();
const maintainer = tenantCredential('maintainer');
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await call(admin, 'DELETE', `/api/v1/namespaces/${name}`);
});

async function namespaceOf(prefix: string): Promise<string> {
  const name = uniqueName(prefix);
  made.push(name);
  return await provision(tenantNamespace(name));
}
const gone = (path: string) => async (): Promise<boolean> => (await call(admin, 'GET', path)).status === 404;
const configMap = (name: string, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
});

test('a namespace full of Berth’s objects and of a tenant’s is emptied and goes', async () => {
  const name = await namespaceOf('emptied');
  await call(maintainer, 'POST', `/api/v1/namespaces/${name}/configmaps`, configMap('own'));
  expect((await call(worker, 'DELETE', `/api/v1/namespaces/${name}`)).status).toBe(200);
  await until(gone(`/api/v1/namespaces/${name}`));
});

test('while a tenant’s finalizer holds a dying namespace, its fences can’t be taken off, and then it goes', async () => {
  const name = await namespaceOf('held');
  const held = `/api/v1/namespaces/${name}/configmaps/held`;
  await call(
    maintainer,
    'POST',
    `/api/v1/namespaces/${name}/configmaps`,
    configMap('held', { finalizers: ['example.test/held'] }),
  );
  await call(worker, 'DELETE', `/api/v1/namespaces/${name}`);
  const strip = { metadata: { labels: { 'app.kubernetes.io/managed-by': null } } };
  const quota = `/api/v1/namespaces/${name}/resourcequotas/berth`;
  // Refused by the policy while it is there; the namespace controller may already have removed it.
  const { status } = await call(maintainer, 'PATCH', quota, strip);
  expect([403, 404]).toContain(status);
  await call(admin, 'PATCH', held, { metadata: { finalizers: null } });
  await until(gone(`/api/v1/namespaces/${name}`));
});

test('Berth’s own object goes in the foreground, when the garbage collector has done its part', async () => {
  const name = await namespaceOf('collected');
  const [policy] = tenantNamespace(name).filter(({ metadata }) => metadata.name === 'berth-dns');
  if (policy === undefined) throw new Error('no NetworkPolicy');
  const { status } = await call(worker, 'DELETE', `${pathOf(policy)}?propagationPolicy=Foreground`);
  expect(status).toBe(200);
  await until(gone(pathOf(policy)));
});

test('what a tenant’s object owned is collected after it', async () => {
  const name = await namespaceOf('owned');
  const folder = `/api/v1/namespaces/${name}/configmaps`;
  const { body: owner } = await call(maintainer, 'POST', folder, configMap('owner'));
  const ownerReferences = [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata['uid'] },
  ];
  await call(maintainer, 'POST', folder, configMap('owned', { ownerReferences }));
  await call(maintainer, 'DELETE', `${folder}/owner`);
  await until(gone(`${folder}/owned`));
});

test('the quota is counted, by the API server and by its controller', async () => {
  const name = await namespaceOf('counted');
  const used = async (): Promise<string | undefined> => {
    const { body } = await call(admin, 'GET', `/api/v1/namespaces/${name}/resourcequotas/berth`);
    return (body['status'] as { used?: Record<string, string> } | undefined)?.used?.['count/configmaps'];
  };
  const folder = `/api/v1/namespaces/${name}/configmaps`;
  const there = async (): Promise<string> => {
    const { body } = await call(admin, 'GET', folder);
    return String((body as unknown as { items: unknown[] }).items.length);
  };
  // The cluster's root certificate comes by itself, as a ConfigMap.
  await until(async () => (await call(admin, 'GET', `${folder}/kube-root-ca.crt`)).status === 200);
  const exact = async (): Promise<boolean> => (await used()) === (await there());
  await until(exact);
  await call(maintainer, 'POST', folder, configMap('counted'));
  expect(await used()).toBe(await there());
  await call(maintainer, 'DELETE', `${folder}/counted`);
  await until(exact);
});

test('the endpoints of a Service are kept by their controllers, and by nobody else', async () => {
  const name = await namespaceOf('endpoints');
  await call(maintainer, 'POST', `/api/v1/namespaces/${name}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${name}/endpointslices`;
  await until(async () => {
    const { body } = await call(admin, 'GET', `${slices}?labelSelector=kubernetes.io/service-name=web`);
    return (body as unknown as { items: unknown[] }).items.length === 1;
  });
  await until(
    async () => (await call(admin, 'GET', `/api/v1/namespaces/${name}/endpoints/web`)).status === 200,
  );
});
