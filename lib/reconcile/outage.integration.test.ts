/** An API server that goes away, hangs, throttles or errs: told in plain words, and it goes on by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestControlPlane, type TestControlPlane } from '../../dev/stack/testing.ts';
import { findCondition } from '../domain/conditions/index.ts';
import { createClientFromKubeconfig, type KubeClient } from '../kubernetes/index.ts';
import { keysInCluster, uniqueName, type StatusRow } from './testing/fixture.ts';
import { setUp, type Setup } from './testing/setup.ts';

const DOWN_MS = 20_000;

let here: Setup;
let plane: TestControlPlane;
let planeAdmin: KubeClient;
let planeId: string;

beforeAll(async () => {
  [here, plane] = await Promise.all([
    setUp(),
    startTestControlPlane({ name: 'harbor-sick', gatewayApi: false }),
  ]);
  planeAdmin = createClientFromKubeconfig(plane.adminKubeconfig);
  planeId = await here.fixture.addCluster(plane.name);
}, 120_000);

afterAll(async () => {
  await here.end();
  await planeAdmin.close();
  await plane.stop();
});

const ready = (row: StatusRow): string => findCondition(row.conditions, 'Ready')?.message ?? '';

function planeAccess(): {
  name: string;
  server: string;
  caFile: string;
  tokenFile: string;
  timeoutMs: number;
} {
  return {
    name: plane.name,
    server: plane.server,
    caFile: plane.caFile,
    tokenFile: plane.workerTokenFile,
    timeoutMs: 3_000,
  };
}

async function expectWhole(id: string, name: string): Promise<void> {
  await here.fixture.untilReady(id, 90_000);
  const wanted = (await here.fixture.wantedKeys(id)).filter((key) => !key.startsWith('Namespace/'));
  expect(await keysInCluster(planeAdmin, name)).toEqual(wanted.sort());
}

test(
  'an API server that is killed in the middle of provisioning and stays away for 20 s: all ends Ready, and meanwhile it is said why not',
  { timeout: 180_000 },
  async () => {
    const worker = here.worker([planeAccess()]);
    const add = async (): Promise<{ id: string; name: string }> => {
      const name = uniqueName('killed');
      return { name, id: await here.fixture.addNamespace(name, { clusterId: planeId }) };
    };
    const first = await add();
    await here.fixture.untilReady(first.id);
    const some = await Promise.all(Array.from({ length: 6 }, add));
    // In the middle: something of them is in the cluster, and not all of it.
    await expect
      .poll(async () => (await here.fixture.status(some[0]?.id ?? '')).objects.length)
      .toBeGreaterThan(0);
    plane.kill('kube-apiserver');
    const late = await add();
    const down = await here.fixture.until(late.id, (row) => ready(row).includes("can't be reached"));
    expect(ready(down)).toMatch(
      /^harbor-sick can't be reached: (connection \w+|no answer.*); next try in \d+ (s|min)\.$/,
    );
    await expect
      .poll(
        async () => {
          const { rows } = await here.fixture.pool.query<{ reachable: boolean }>(
            'SELECT reachable FROM cluster_status WHERE cluster_id = $1',
            [planeId],
          );
          return rows[0]?.reachable;
        },
        { timeout: 20_000 },
      )
      .toBe(false);
    await new Promise((resolve) => setTimeout(resolve, DOWN_MS));
    await plane.startComponent('kube-apiserver');
    for (const { id, name } of [first, ...some, late]) await expectWhole(id, name);
    await worker.stop();
  },
);

test(
  'an API server that hangs for 20 s with connections open ends the same way',
  { timeout: 180_000 },
  async () => {
    const worker = here.worker([planeAccess()]);
    const names = Array.from({ length: 4 }, () => uniqueName('hung'));
    plane.pause('kube-apiserver');
    const ids = await Promise.all(
      names.map((name) => here.fixture.addNamespace(name, { clusterId: planeId })),
    );
    await here.fixture.until(ids[0] ?? '', (row) =>
      ready(row).includes("can't be reached: no answer within"),
    );
    await new Promise((resolve) => setTimeout(resolve, DOWN_MS));
    plane.resume('kube-apiserver');
    for (const [index, id] of ids.entries()) await expectWhole(id, names[index] ?? '');
    await worker.stop();
  },
);

test(
  'nobody gets access while the controller manager does not count quotas',
  { timeout: 120_000 },
  async () => {
    const worker = here.worker([planeAccess()]);
    plane.kill('kube-controller-manager');
    const name = uniqueName('uncounted');
    const id = await here.fixture.addNamespace(name, { clusterId: planeId });
    const status = await here.fixture.until(id, (row) =>
      ready(row).includes('Waiting for the quota to be counted'),
    );
    expect(findCondition(status.conditions, 'QuotaEnforced')?.status).toBe('False');
    expect((await keysInCluster(planeAdmin, name)).filter((key) => key.startsWith('RoleBinding/'))).toEqual(
      [],
    );
    await plane.startComponent('kube-controller-manager');
    await expectWhole(id, name);
    await worker.stop();
  },
);

test(
  'a cluster that hangs harms only itself: another one goes on while it does',
  { timeout: 120_000 },
  async () => {
    const proxy = await here.proxy();
    const deadName = uniqueName('dead');
    const deadId = await here.fixture.addCluster(deadName);
    proxy.hooks = { before: () => 'hang' };
    const worker = here.worker([here.access(), here.access(proxy, { name: deadName })], { concurrency: 4 });
    const dead = await Promise.all(
      Array.from({ length: 20 }, () => here.fixture.addNamespace(uniqueName('stuck'), { clusterId: deadId })),
    );
    await expect.poll(() => proxy.calls.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const alive = await Promise.all(
      Array.from({ length: 6 }, () => here.fixture.addNamespace(uniqueName('alive'))),
    );
    await Promise.all(alive.map((id) => here.fixture.untilReady(id)));
    for (const id of dead) expect((await here.fixture.status(id)).ready_at).toBeNull();
    await worker.stop();
  },
);

test(
  '429 with Retry-After, a 500, a cut connection and an early 403 are all got over',
  { timeout: 120_000 },
  async () => {
    const proxy = await here.proxy();
    const name = uniqueName('rough');
    const answers = [
      {
        status: 429,
        headers: { 'retry-after': '0', 'content-type': 'application/json' },
        body: '{"reason":"TooManyRequests"}',
      },
      { status: 500, body: 'etcd is having a moment' },
      'cut' as const,
      {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: '{"kind":"Status","reason":"Forbidden","message":"not yet ready to handle request"}',
      },
    ];
    const given: number[] = [];
    proxy.hooks = {
      before: (call) => {
        if (!call.write || !(call.url.includes(name) || call.body.includes(name))) return undefined;
        const next = answers.shift();
        if (next !== undefined) given.push(answers.length);
        return next;
      },
    };
    const worker = here.worker([here.access(proxy)]);
    const id = await here.fixture.addNamespace(name);
    await here.fixture.untilReady(id);
    expect(given).toHaveLength(4);
    await worker.stop();
  },
);
