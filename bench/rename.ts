/**
 * A team with 200 namespaces gets a new slug: from the click to the last Namespace that carries it, beside a raw loop that applies the
 * same 200 Namespaces with the same kind of client. The worker is a process of its own with the rate limit it ships with, as in
 * production; the raw loop has the same limit, and is the cluster's administrator, since the worker's fence lets it write nobody else's.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { startTestControlPlane, startTestPostgres, type TestControlPlane } from '../dev/stack/testing.ts';
import { migrate } from '../lib/db/migrate.ts';
import { TEAM_LABEL } from '../lib/domain/render/index.ts';
import { createClientFromKubeconfig, type ClusterAccess, type KubeClient } from '../lib/kubernetes/index.ts';
import { WorkerChild } from '../lib/reconcile/testing/child.ts';
import { Fixture, PORTAL_URL, uniqueName } from '../lib/reconcile/testing/fixture.ts';
import { renamer, untilLabelled } from '../lib/reconcile/testing/rename.ts';
import { machine, median, quantile, spread, type Report } from './report.ts';

const NAMESPACES = 200;
const ROUNDS = 5;
/** Writes under way at once in the raw loop, as many as the worker has passes. */
const CONCURRENCY = 32;
const REACH_MS = 10_000;
const MOST_MS = 120_000;

/** Runs it on a Postgres and a control plane of its own, which are thrown away. */
export async function bench(): Promise<Report> {
  const before = machine();
  say('starting Postgres and a control plane');
  const [postgres, plane] = await Promise.all([
    startTestPostgres(),
    startTestControlPlane({ name: 'harbor-bench', gatewayApi: false }),
  ]);
  const cacheDir = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-bench-'));
  const worker = new WorkerChild(cacheDir, 'warn');
  try {
    await migrate(postgres.url);
    return await measure(postgres.url, plane, worker, before);
  } finally {
    await worker.stop();
    await Promise.all([postgres.stop(), plane.stop()]);
    fs.rmSync(cacheDir, { recursive: true, force: true });
  }
}

async function measure(
  databaseUrl: string,
  plane: TestControlPlane,
  worker: WorkerChild,
  before: Report['machine'],
): Promise<Report> {
  const { name, server, caFile, workerTokenFile: tokenFile } = plane;
  const access: ClusterAccess = { name, server, caFile, tokenFile };
  const fixture = await Fixture.create(databaseUrl, { cluster: name });
  const admin = createClientFromKubeconfig(plane.adminKubeconfig, { fieldManager: 'bench' });
  const kube = createClientFromKubeconfig(plane.adminKubeconfig, { fieldManager: 'bench' });
  const { rename, close } = renamer(databaseUrl);
  try {
    worker.start({ databaseUrl, clusters: [access], portalUrl: PORTAL_URL, leaseSeconds: 30 });
    say(`making ${String(NAMESPACES)} namespaces`);
    const names = Array.from({ length: NAMESPACES }, () => uniqueName('renamed'));
    const ids = await Promise.all(names.map((one) => fixture.addNamespace(one)));
    for (const id of ids) await fixture.untilReady(id, MOST_MS);
    const berth: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const slug = uniqueName('team');
      const renamed = await timed(async () => {
        await rename(fixture.teamId, slug);
        await untilLabelled(admin, slug, NAMESPACES, MOST_MS);
      });
      for (const id of ids) await fixture.untilReady(id, MOST_MS);
      const applied = await timed(() =>
        applyAll(
          kube,
          names.map((one) => namespace(`raw-${one}`, slug)),
        ),
      );
      say(`round ${String(round)}: ${renamed.toFixed(0)} ms, raw ${applied.toFixed(0)} ms`);
      // The first of each warms up; for the raw loop it makes the objects, too.
      if (round === 0) continue;
      berth.push(renamed);
      raw.push(applied);
    }
    return report(before, await kube.version(), berth, raw);
  } finally {
    await close();
    await Promise.all([admin.close(), kube.close(), fixture.close()]);
  }
}

/** A Namespace of nobody's with as much on it. */
function namespace(name: string, slug: string) {
  const labels = { 'bench.dev/team': slug, 'pod-security.kubernetes.io/enforce': 'restricted' };
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels, annotations: { 'bench.dev/for': TEAM_LABEL } },
  };
}

async function applyAll(kube: KubeClient, objects: ReturnType<typeof namespace>[]): Promise<void> {
  const next = objects.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const object of next) await kube.apply(object);
    }),
  );
}

function report(before: Report['machine'], kubernetes: string, berth: number[], raw: number[]): Report {
  const worst = quantile(berth, 1);
  const require = createRequire(import.meta.url);
  const of = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return {
    name: 'rename',
    date: new Date().toISOString(),
    machine: before,
    versions: { node: process.version, kubernetes, undici: of('undici'), prisma: of('@prisma/client') },
    load: [
      `A team with ${String(NAMESPACES)} namespaces gets a new slug, ${String(ROUNDS)} times after one to warm up; the clock runs from the save`,
      'until a list by the new label has them all. The raw loop applies as many Namespaces, 32 under way, in turn with it.',
      'Worker and raw loop have the rate limit that the worker ships with; etcd does not wait for the disk.',
    ],
    rows: [
      {
        metric: `${String(NAMESPACES)} namespaces relabelled, p50`,
        unit: 'ms',
        value: median(berth),
        peer: 'raw loop of applies',
        peerValue: median(raw),
        ratio: median(berth) / median(raw),
        reach: `<= ${String(REACH_MS)} ms`,
        ok: median(berth) <= REACH_MS,
        spread: spread(berth),
        peerSpread: spread(raw),
      },
      {
        metric: `${String(NAMESPACES)} namespaces relabelled, slowest`,
        unit: 'ms',
        value: worst,
        peer: 'raw loop of applies',
        peerValue: quantile(raw, 1),
        ratio: worst / quantile(raw, 1),
        reach: `<= ${String(REACH_MS)} ms`,
        ok: worst <= REACH_MS,
        spread: null,
        peerSpread: null,
      },
    ],
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
