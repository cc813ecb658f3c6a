/**
 * From an approval to a namespace people can use, beside the least that could be done: a loop that creates the Namespace
 * and then applies the same objects all at once, with the same client, waiting for nothing; and kubectl.
 *
 * Berth's clock runs from just before the row is committed until a listener on the event channel (what a browser's stream
 * hangs on) reads it Ready: proved quota, proved access and all. The worker is a process of its own, as in production.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { mintToken } from '../dev/stack/bundle.ts';
import { startTestControlPlane, startTestPostgres, type TestControlPlane } from '../dev/stack/testing.ts';
import { createDb, type Db } from '../lib/db/client.ts';
import { listen, type Listener } from '../lib/db/listen.ts';
import { migrate } from '../lib/db/migrate.ts';
import { toYaml, type KubernetesObject } from '../lib/domain/render/index.ts';
import { createClient, type ClusterAccess, type KubeClient } from '../lib/kubernetes/index.ts';
import { readDesired, wantedObjects } from '../lib/reconcile/desired.ts';
import { WorkerChild } from '../lib/reconcile/testing/child.ts';
import { Fixture, PORTAL_URL, uniqueName } from '../lib/reconcile/testing/fixture.ts';
import { machine, median, quantile, spread, type Report, type Row } from './report.ts';

const COUNT = 50;
const WARM_UP = 5;
const BULK_ROUNDS = 3;
/** Namespaces under way at once in the bulk part: the worker's passes, and the raw loop's. */
const CONCURRENCY = 32;

/** Runs it on a Postgres and a control plane of its own, which are thrown away. */
export async function bench(): Promise<Report> {
  const before = machine();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say('starting Postgres and a control plane');
  const [postgres, plane] = await Promise.all([
    startTestPostgres(),
    startTestControlPlane({ name: 'harbor-bench', gatewayApi: false }),
  ]);
  const cacheDir = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-bench-'));
  let run: Run | undefined;
  try {
    await migrate(postgres.url);
    run = await Run.start(postgres.url, plane, cacheDir);
    return await measure(run, before, say);
  } finally {
    await run?.stop();
    await Promise.all([postgres.stop(), plane.stop()]);
    fs.rmSync(cacheDir, { recursive: true, force: true });
  }
}

async function measure(run: Run, before: Report['machine'], say: (line: string) => void): Promise<Report> {
  const objects = (await run.objects(uniqueName('count'))).length;
  const contenders = [
    // Names that begin with "berth-" are the platform's own: its worker may not touch them.
    { name: 'berth', once: () => run.berth([uniqueName('portal')]) },
    { name: 'raw', once: () => run.raw([uniqueName('raw')], 1) },
    { name: 'kubectl', once: () => run.kubectl([uniqueName('kubectl')]) },
  ];
  say(`one namespace at a time: ${String(COUNT)} each, after ${String(WARM_UP)} to warm up`);
  const single = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < WARM_UP + COUNT; round += 1) {
    // Whoever comes first changes from round to round.
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(round + turn) % contenders.length];
      if (contender === undefined) continue;
      const ms = await contender.once();
      if (round >= WARM_UP) single.get(contender.name)?.push(ms);
    }
  }

  say(`${String(COUNT)} at once: ${String(BULK_ROUNDS)} rounds each`);
  const names = (kind: string): string[] => Array.from({ length: COUNT }, () => uniqueName(kind));
  const bulk = new Map<string, number[]>(
    [...contenders.map(({ name }) => name), 'creates'].map((name) => [name, []]),
  );
  for (let round = 0; round < BULK_ROUNDS; round += 1) {
    const rate = (ms: number): number => (COUNT * objects) / (ms / 1000);
    bulk.get('berth')?.push(rate(await run.berth(names('many'))));
    bulk.get('raw')?.push(rate(await run.raw(names('many-raw'), CONCURRENCY)));
    bulk.get('creates')?.push(rate(await run.raw(names('many-create'), CONCURRENCY, 'create')));
    bulk.get('kubectl')?.push(rate(await run.kubectl(names('many-kubectl'))));
  }

  const one = (name: string): number[] => single.get(name) ?? [];
  const many = (name: string): number[] => bulk.get(name) ?? [];
  const bound = 1.3 * median(one('raw')) + 50;
  return {
    name: 'provision',
    date: new Date().toISOString(),
    machine: before,
    versions: versions(await run.kube.version()),
    load: [
      `${String(objects)} objects per namespace; one at a time, berth, raw loop and kubectl in turn, ${String(COUNT)} each;`,
      `then ${String(COUNT)} at once, ${String(CONCURRENCY)} under way, ${String(BULK_ROUNDS)} rounds each in turn.`,
      'The client rate limit is lifted for worker and raw loop alike; etcd does not wait for the disk.',
    ],
    rows: [
      compared('approve -> Ready, p50', 'ms', one('berth'), 'raw two-phase loop', one('raw'), {
        reach: `<= 1.3 x raw + 50 ms = ${bound.toFixed(0)} ms`,
        ok: (value) => value <= bound,
      }),
      {
        metric: 'approve -> Ready, p99',
        unit: 'ms',
        value: quantile(one('berth'), 0.99),
        peer: 'raw two-phase loop',
        peerValue: quantile(one('raw'), 0.99),
        ratio: quantile(one('berth'), 0.99) / quantile(one('raw'), 0.99),
        reach: '<= 2000 ms',
        ok: quantile(one('berth'), 0.99) <= 2_000,
        spread: null,
        peerSpread: null,
      },
      compared(
        'approve -> Ready, p50, beside kubectl',
        'ms',
        one('berth'),
        'kubectl apply --server-side',
        one('kubectl'),
      ),
      compared(`${String(COUNT)} at once`, 'writes/s', many('berth'), 'raw two-phase loop', many('raw'), {
        reach: '>= 0.8 of raw',
        ok: (value, peer) => value >= 0.8 * peer,
      }),
      // Berth itself creates what a namespace holds that it has just made, and applies afterwards.
      compared(
        `${String(COUNT)} at once, beside creates`,
        'writes/s',
        many('berth'),
        'raw loop that creates instead of applying',
        many('creates'),
      ),
      compared(
        `${String(COUNT)} at once, beside kubectl`,
        'writes/s',
        many('berth'),
        'kubectl apply --server-side',
        many('kubectl'),
        { reach: '>= 3 x kubectl', ok: (value, peer) => value >= 3 * peer },
      ),
    ],
  };
}

function compared(
  metric: string,
  unit: string,
  samples: number[],
  peer: string,
  peers: number[],
  reach?: { reach: string; ok: (value: number, peer: number) => boolean },
): Row {
  const [value, peerValue] = [median(samples), median(peers)];
  return {
    metric,
    unit,
    value,
    peer,
    peerValue,
    ratio: value / peerValue,
    reach: reach?.reach ?? null,
    ok: reach === undefined || reach.ok(value, peerValue),
    spread: spread(samples),
    peerSpread: spread(peers),
  };
}

function versions(kubernetes: string): Record<string, string> {
  const require = createRequire(import.meta.url);
  const of = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return { node: process.version, kubernetes, undici: of('undici'), prisma: of('@prisma/client') };
}

/** Writes the token of an account that may do everything; kubectl has such rights, too. */
async function mintAdministrator(plane: TestControlPlane, file: string): Promise<void> {
  const [name, namespace] = ['bench-administrator', 'kube-system'];
  await plane.kubectl(['create', 'serviceaccount', name, `--namespace=${namespace}`]);
  await plane.kubectl([
    'create',
    'clusterrolebinding',
    name,
    '--clusterrole=cluster-admin',
    `--serviceaccount=${namespace}:${name}`,
  ]);
  await mintToken(plane.kubectl, { name, namespace }, file);
}

/** The three contenders on one stack. */
class Run {
  /** Of an administrator: the worker's fence lets its own account write what Berth keeps and nothing else. */
  readonly kube: KubeClient;
  readonly #fixture: Fixture;
  readonly #plane: TestControlPlane;
  readonly #worker: WorkerChild;
  readonly #db: Db;
  readonly #listener: Listener;
  readonly #template: KubernetesObject[];
  readonly #templateName: string;
  readonly #waiting = new Map<string, () => void>();

  private constructor(parts: {
    kube: KubeClient;
    fixture: Fixture;
    plane: TestControlPlane;
    worker: WorkerChild;
    db: Db;
    template: KubernetesObject[];
    templateName: string;
  }) {
    this.kube = parts.kube;
    this.#fixture = parts.fixture;
    this.#plane = parts.plane;
    this.#worker = parts.worker;
    this.#db = parts.db;
    this.#template = parts.template;
    this.#templateName = parts.templateName;
    this.#listener = listen(parts.fixture.url, ['berth_events'], (_channel, payload) => {
      const [, topic, id = ''] = payload.split(' ');
      if (topic === 'namespace' && this.#waiting.has(id)) void this.#look(id);
    });
  }

  static async start(databaseUrl: string, plane: TestControlPlane, cacheDir: string): Promise<Run> {
    const fixture = await Fixture.create(databaseUrl, { cluster: plane.name });
    const access: ClusterAccess = {
      name: plane.name,
      server: plane.server,
      caFile: plane.caFile,
      tokenFile: plane.workerTokenFile,
      qps: 100_000,
      burst: 100_000,
    };
    const worker = new WorkerChild(cacheDir, 'warn');
    worker.start({
      databaseUrl,
      clusters: [access],
      portalUrl: PORTAL_URL,
      leaseSeconds: 30,
      concurrency: CONCURRENCY,
    });
    const db = createDb(databaseUrl, { poolSize: 2 });
    // The raw loop's objects are those of a real namespace of Berth's.
    const templateName = uniqueName('template');
    const id = await fixture.addNamespace(templateName);
    await fixture.untilReady(id);
    const [row] = await readDesired(db, { id }, PORTAL_URL);
    if (row === undefined) throw new Error('the template namespace has no row');
    const template = wantedObjects(row).map(({ object }) => object);
    const tokenFile = path.join(cacheDir, 'administrator.token');
    await mintAdministrator(plane, tokenFile);
    const kube = createClient({ ...access, tokenFile });
    return new Run({ kube, fixture, plane, worker, db, template, templateName });
  }

  /** The same objects for another namespace; labelled as nobody's, so that the worker pays them no attention. */
  async objects(name: string): Promise<KubernetesObject[]> {
    const text = JSON.stringify(this.#template)
      .replaceAll(this.#templateName, name)
      .replaceAll('"app.kubernetes.io/managed-by":"berth"', '"app.kubernetes.io/managed-by":"bench"')
      .replaceAll(/"berth\.dev\/id":"[^"]*"/g, `"bench.dev/id":"${randomUUID()}"`)
      // As many labels and annotations, of the same lengths, that nobody keeps for himself.
      .replaceAll('berth.dev/', 'bench.dev/');
    return await Promise.resolve(JSON.parse(text) as KubernetesObject[]);
  }

  /** Approves and waits until all are Ready; milliseconds. */
  async berth(names: readonly string[]): Promise<number> {
    const started = performance.now();
    const ids = await Promise.all(names.map((name) => this.#fixture.addNamespace(name)));
    await Promise.all(ids.map((id) => this.#ready(id)));
    return performance.now() - started;
  }

  /** The raw two-phase loop over namespaces, with server-side apply unless told; milliseconds. */
  async raw(
    names: readonly string[],
    concurrency: number,
    verb: 'apply' | 'create' = 'apply',
  ): Promise<number> {
    const prepared = await Promise.all(names.map((name) => this.objects(name)));
    const started = performance.now();
    const next = prepared.values();
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        for (const [namespace, ...rest] of next) {
          if (namespace === undefined) continue;
          await this.kube.create(namespace);
          await Promise.all(rest.map((object) => this.kube[verb](object)));
        }
      }),
    );
    return performance.now() - started;
  }

  /** kubectl apply --server-side of the same objects in one file; milliseconds. */
  async kubectl(names: readonly string[]): Promise<number> {
    const yaml = toYaml((await Promise.all(names.map((name) => this.objects(name)))).flat());
    const started = performance.now();
    await this.#plane.kubectl(['apply', '--server-side', '-f', '-'], yaml);
    return performance.now() - started;
  }

  async stop(): Promise<void> {
    await this.#listener.close();
    await this.#worker.stop();
    await this.kube.close();
    await this.#db.$disconnect();
    await this.#fixture.close();
  }

  async #ready(id: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.set(id, resolve);
      // It may have been Ready before anybody listened for it.
      void this.#look(id);
    });
  }

  async #look(id: string): Promise<void> {
    const { rows } = await this.#fixture.pool.query<{ phase: string }>(
      'SELECT phase FROM namespace_status WHERE namespace_id = $1',
      [id],
    );
    if (rows[0]?.phase !== 'Ready') return;
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }
}
