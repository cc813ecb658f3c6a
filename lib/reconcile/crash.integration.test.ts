/**
 * kill -9 of the worker before and after every single call that a provisioning pass makes. A proxy in front of the real
 * API server counts the calls and does the killing. Whatever was or wasn't done by then, the next worker ends it: Ready,
 * with no object missing, doubled or foreign.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase } from '../../dev/test/database.ts';
import { createClientFromKubeconfig, type KubeClient } from '../kubernetes/index.ts';
import { WorkerChildren } from './testing/child.ts';
import { Fixture, keysInCluster, PORTAL_URL, uniqueName } from './testing/fixture.ts';
import { startKubeProxy, type KubeProxy, type ProxiedCall } from './testing/proxy.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let fixture: Fixture;
let admin: KubeClient;
let proxy: KubeProxy;
let workers: WorkerChildren;

beforeAll(async () => {
  const cluster = inject('cluster');
  database = await createTestDatabase();
  fixture = await Fixture.create(database.url, { cluster: cluster.name });
  admin = createClientFromKubeconfig(cluster.adminKubeconfig);
  proxy = await startKubeProxy(cluster);
  workers = new WorkerChildren({
    databaseUrl: database.url,
    clusters: [
      { name: cluster.name, server: proxy.server, caFile: proxy.caFile, tokenFile: cluster.workerTokenFile },
    ],
    portalUrl: PORTAL_URL,
    leaseSeconds: 1,
    pollMs: 200,
  });
  workers.start();
});

afterAll(async () => {
  await workers.end();
  await proxy.close();
  await admin.close();
  await fixture.close();
  await database.drop();
});

/** Whether a call is about this namespace: in its path, or in what it sends. */
function concerns(call: ProxiedCall, name: string): boolean {
  return !call.watch && (call.url.includes(`/namespaces/${name}`) || call.body.includes(`"${name}"`));
}

test(
  'killed before and after every call of a pass, every namespace ends Ready with nothing missing, doubled or foreign',
  { timeout: 600_000 },
  async () => {
    const clean = uniqueName('clean');
    const cleanId = await fixture.addNamespace(clean);
    await fixture.untilReady(cleanId);
    const calls = proxy.calls.filter((call) => concerns(call, clean));
    expect(calls.filter(({ write }) => write).length).toBeGreaterThanOrEqual(10);
    const wanted = (await keysInCluster(admin, clean)).join('\n');

    const points = calls.flatMap((_, index) => [
      { call: index + 1, when: 'before' as const },
      { call: index + 1, when: 'after' as const },
    ]);
    const berths: { id: string; name: string; point: string; hit: boolean }[] = [];
    for (const { call, when } of points) {
      const name = uniqueName(`kill-${when}-${String(call)}`);
      let seen = 0;
      let done = false;
      const killed = new Promise<boolean>((resolve) => {
        const strike = async (): Promise<'cut'> => {
          done = true;
          await workers.current.kill();
          resolve(true);
          return 'cut';
        };
        proxy.hooks = {
          before: (passing) => {
            if (done || !concerns(passing, name)) return undefined;
            seen += 1;
            if (seen !== call) return undefined;
            if (when === 'before') return strike();
            target = passing;
            return undefined;
          },
          after: (passing) => (passing === target && !done ? strike() : undefined),
        };
        let target: ProxiedCall | undefined;
      });
      const id = await fixture.addNamespace(name);
      // A run may need fewer looks than the clean one did: then it is Ready before the blow falls.
      const hit = await Promise.race([killed, fixture.untilReady(id).then(() => false)]);
      proxy.hooks = {};
      berths.push({ id, name, point: `${when} call ${String(call)}`, hit });
      if (!workers.current.running) workers.start();
    }

    for (const { id, name, point } of berths) {
      const status = await fixture.untilReady(id);
      expect((await keysInCluster(admin, name)).join('\n'), point).toBe(wanted);
      const live = await admin.get({ kind: 'Namespace', name });
      expect(live?.metadata.annotations?.['berth.dev/id'], point).toBe(id);
      expect(status.uid, point).toBe(live?.metadata.uid);
      expect(
        status.objects.every(({ state }) => state === 'applied'),
        point,
      ).toBe(true);
    }
    // All but the last looks of a run must have been struck.
    const writes = calls.filter(({ write }) => write).length;
    expect(berths.filter(({ hit }) => hit).length).toBeGreaterThanOrEqual(2 * writes);

    // Nothing of Berth's is anywhere else: every namespace with our label belongs to a row.
    const all = await admin.list('Namespace', { labelSelector: 'berth.dev/managed=true' });
    const ours = all.filter(({ metadata }) => /^(clean|kill)-/.test(metadata.name));
    expect(ours.map(({ metadata }) => metadata.name).sort()).toEqual(
      [clean, ...berths.map(({ name }) => name)].sort(),
    );
  },
);
