/** One namespace, one worker at a time; whoever lost its claim changes nothing any more. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDb, type Db } from '../db/client.ts';
import { TokenBucket } from '../kubernetes/index.ts';
import { claimDue, renewClaims, type Claim } from './claim.ts';
import { readDesired } from './desired.ts';
import { LeaseLost } from './lease.ts';
import { Status } from './status.ts';
import { WorkerChildren } from './testing/child.ts';
import { PORTAL_URL, uniqueName } from './testing/fixture.ts';
import type { ProxiedCall } from './testing/proxy.ts';
import { setUp, type Setup } from './testing/setup.ts';

let here: Setup;
let db: Db;

beforeAll(async () => {
  here = await setUp();
  db = createDb(here.fixture.url, { poolSize: 8 });
});

afterEach(async () => {
  // Each test starts with an empty work list.
  await here.fixture.pool.query(`UPDATE namespace SET released_at = now() WHERE released_at IS NULL`);
});

afterAll(async () => {
  await db.$disconnect();
  await here.end();
});

async function claim(owner: string, free: number, leaseSeconds = 30): Promise<Claim[]> {
  return await claimDue(db, { owner, leaseSeconds, slots: [{ clusterId: here.fixture.clusterId, free }] });
}

test('claims made at the same time never share a namespace, and together take all that is due', async () => {
  const ids = await Promise.all(
    Array.from({ length: 40 }, () => here.fixture.addNamespace(uniqueName('claims'))),
  );
  const taken: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const claims = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((owner) => claim(owner, 7)));
    taken.push(...claims.flat().map(({ namespaceId }) => namespaceId));
  }
  expect(taken.slice().sort()).toEqual(ids.slice().sort());
});

test('a cluster gives no more claims than it has slots, and another cluster its own', async () => {
  const other = await here.fixture.addCluster(uniqueName('second'));
  for (let index = 0; index < 10; index += 1) await here.fixture.addNamespace(uniqueName('slots'));
  for (let index = 0; index < 3; index += 1) {
    await here.fixture.addNamespace(uniqueName('slots'), { clusterId: other });
  }
  const claims = await claimDue(db, {
    owner: 'a',
    leaseSeconds: 30,
    slots: [
      { clusterId: here.fixture.clusterId, free: 4 },
      { clusterId: other, free: 4 },
    ],
  });
  const count = (clusterId: string): number => claims.filter((one) => one.clusterId === clusterId).length;
  expect([count(here.fixture.clusterId), count(other)]).toEqual([4, 3]);
});

test('a claim among named namespaces takes those that are due, and nothing else', async () => {
  const [first = '', second = ''] = await Promise.all(
    [1, 2].map(() => here.fixture.addNamespace(uniqueName('named'))),
  );
  const slots = [{ clusterId: here.fixture.clusterId, free: 5 }];
  const among = async (...ids: string[]): Promise<string[]> =>
    (await claimDue(db, { owner: 'a', leaseSeconds: 30, slots, among: ids })).map(
      ({ namespaceId }) => namespaceId,
    );
  expect(await among(first, '00000000-0000-0000-0000-000000000000')).toEqual([first]);
  // Held by now.
  expect(await among(first)).toEqual([]);
  expect((await claim('b', 5)).map(({ namespaceId }) => namespaceId)).toEqual([second]);
});

test('a worker that lost its lease can neither renew it, nor tell, nor finish', async () => {
  const id = await here.fixture.addNamespace(uniqueName('lost'));
  const [mine] = await claim('first', 1);
  if (mine === undefined) throw new Error('nothing was claimed');
  const [row] = await readDesired(db, { id }, PORTAL_URL);
  if (row === undefined) throw new Error('no row');
  await here.fixture.pool.query(
    `UPDATE reconcile_work SET lease_until = now() - interval '1 second' WHERE namespace_id = $1`,
    [id],
  );
  const [theirs] = await claim('second', 1);
  expect(theirs?.epoch).toBe(mine.epoch + 1n);
  const before = await here.fixture.status(id);

  expect(await renewClaims(db, [mine], 30)).toEqual(new Set());
  const lost = new Promise<Error>((resolve) => {
    const status = new Status(db, mine, row, new TokenBucket(100, 100), resolve);
    status.condition({ type: 'Ready', status: 'True', reason: 'Ready', message: 'a lie' });
  });
  expect(await lost).toBeInstanceOf(LeaseLost);
  const status = new Status(db, mine, row, new TokenBucket(100, 100), () => undefined);
  await expect(status.finish({ kind: 'settled' })).rejects.toBeInstanceOf(LeaseLost);
  expect(await here.fixture.status(id)).toEqual(before);
  expect(before.lease_owner).toBe('second');
});

test('two workers never have calls for one namespace on their way at once', { timeout: 90_000 }, async () => {
  const proxies = [await here.proxy(), await here.proxy()];
  const names = Array.from({ length: 12 }, () => uniqueName('pair'));
  const open = new Map<string, Map<number, number>>();
  const clashes: string[] = [];
  const nameIn = (call: ProxiedCall): string | undefined =>
    call.watch
      ? undefined
      : names.find((name) => call.url.includes(`/namespaces/${name}`) || call.body.includes(`"${name}"`));
  proxies.forEach((proxy, worker) => {
    proxy.hooks = {
      before: (call) => {
        const name = nameIn(call);
        if (name === undefined) return undefined;
        const counts = open.get(name) ?? new Map<number, number>();
        open.set(name, counts);
        if ([...counts].some(([other, count]) => other !== worker && count > 0)) clashes.push(name);
        counts.set(worker, (counts.get(worker) ?? 0) + 1);
        return undefined;
      },
      after: (call) => {
        const counts = open.get(nameIn(call) ?? '');
        counts?.set(worker, (counts.get(worker) ?? 0) - 1);
        return undefined;
      },
    };
  });
  const workers = proxies.map((proxy) => here.worker([here.access(proxy)], { concurrency: 4 }));
  const ids = await Promise.all(names.map((name) => here.fixture.addNamespace(name)));
  await Promise.all(ids.map((id) => here.fixture.untilReady(id)));
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(clashes).toEqual([]);
});

test(
  'a worker frozen past its lease sends nothing more for that namespace when it wakes',
  { timeout: 90_000 },
  async () => {
    const frozenProxy = await here.proxy();
    const frozen = new WorkerChildren({
      databaseUrl: here.fixture.url,
      clusters: [here.access(frozenProxy)],
      portalUrl: PORTAL_URL,
      leaseSeconds: 1,
      pollMs: 200,
    });
    try {
      const name = uniqueName('frozen');
      const concerns = (call: ProxiedCall): boolean =>
        !call.watch && (call.url.includes(name) || call.body.includes(name));
      const struck = new Promise<void>((resolve) => {
        let struckOnce = false;
        frozenProxy.hooks = {
          before: (call) => {
            // The first write, the Namespace itself, is alone on its way: reads and fences go out several at once, and
            // one of those could already be handed to the network when the process freezes.
            if (concerns(call) && call.write && !struckOnce) {
              struckOnce = true;
              frozen.current.signal('SIGSTOP');
              resolve();
            }
            return undefined;
          },
        };
      });
      frozen.start();
      const id = await here.fixture.addNamespace(name);
      await struck;
      const second = here.worker([here.access()]);
      await here.fixture.untilReady(id);
      const sent = frozenProxy.calls.filter(concerns).length;
      const settled = await here.fixture.status(id);
      frozen.current.signal('SIGCONT');
      await expect.poll(() => frozen.current.log, { timeout: 20_000 }).toContain('the lease was lost');
      expect(frozenProxy.calls.filter(concerns).length).toBe(sent);
      expect(await here.fixture.status(id)).toMatchObject({ phase: 'Ready', epoch: settled.epoch });
      await second.stop();
    } finally {
      await frozen.end();
    }
  },
);
