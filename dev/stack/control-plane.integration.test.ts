import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpsRequest } from './https.ts';
import { startTestControlPlane, type TestControlPlane } from './testing.ts';

const TOMAS = {
  token: 'token-of-tomas',
  user: 'oidc:tomas@harbor.example',
  groups: ['oidc:payments-developers'],
};

let cluster: TestControlPlane;

beforeAll(async () => {
  cluster = await startTestControlPlane({
    name: 'own',
    staticTokens: [TOMAS],
    bundle: false,
    gatewayApi: false,
    audit: true,
  });
}, 120_000);

afterAll(async () => {
  await cluster.stop();
});

test('strangers see the health of the API server and nothing else', async () => {
  const ask = async (address: string) =>
    (await httpsRequest(cluster.server + address, { ca: cluster.ca })).status;
  expect(await ask('/readyz')).toBe(200);
  expect(await ask('/api')).toBe(401);
  expect(await ask('/version')).toBe(401);
});

test('it says the version that go.mod names', async () => {
  const { serverVersion } = JSON.parse(await cluster.kubectl(['version', '-o', 'json'])) as {
    serverVersion: { gitVersion: string };
  };
  expect(fs.readFileSync('dev/control-plane/go.mod', 'utf8')).toContain(
    `k8s.io/kubernetes ${serverVersion.gitVersion}`,
  );
});

test('a tenant has the groups of their token and no right of their own', async () => {
  expect(
    await cluster.kubectlAs(TOMAS.user, ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.groups}']),
  ).toContain('oidc:payments-developers');
  await expect(cluster.kubectlAs(TOMAS.user, ['get', 'namespaces'])).rejects.toThrow(/Forbidden/);
});

test('every image is pulled always, whatever the manifest says', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pulled', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'registry.example/main:1', imagePullPolicy: 'Never' }] },
  };
  const made = await cluster.kubectl(
    ['create', '-f', '-', '-o', 'jsonpath={.spec.containers[0].imagePullPolicy}'],
    JSON.stringify(pod),
  );
  expect(made).toBe('Always');
});

test('the controllers act under their own names, never as system:masters, and a deleted namespace goes', async () => {
  await cluster.kubectl(['create', 'namespace', 'short-lived']);
  await cluster.kubectl(['delete', 'namespace', 'short-lived', '--timeout=30s']);
  const log = fs.readFileSync(`${cluster.dir}/logs/own.audit.log`, 'utf8');
  const users = log
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { user: { username: string; groups: string[] } }).user);
  expect(users.map(({ username }) => username)).toContain(
    'system:serviceaccount:kube-system:namespace-controller',
  );
  const masters = new Set(
    users.filter(({ groups }) => groups.includes('system:masters')).map(({ username }) => username),
  );
  // The API server itself, for what it makes at its start.
  masters.delete('system:apiserver');
  expect([...masters]).toEqual(['berth-stack-admin']);
});

test('after kill -9 of the API server it goes on at the same address with the same data', async () => {
  await cluster.kubectl(['create', 'configmap', 'kept', '--from-literal=a=b']);
  cluster.kill('kube-apiserver');
  await expect(cluster.kubectl(['get', 'configmap', 'kept'])).rejects.toThrow(/refused|EOF|reset/);
  await cluster.startComponent('kube-apiserver');
  expect(await cluster.kubectl(['get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}'])).toBe('b');
});

test('a frozen API server does not answer, and goes on where it was', async () => {
  cluster.pause('kube-apiserver');
  await expect(httpsRequest(`${cluster.server}/readyz`, { ca: cluster.ca, timeout: 700 })).rejects.toThrow();
  cluster.resume('kube-apiserver');
  expect((await httpsRequest(`${cluster.server}/readyz`, { ca: cluster.ca })).status).toBe(200);
});
