/** What a team and a service are called, on the Namespaces of a real API server: by slug in labels, in full in annotations. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase } from '../../dev/test/database.ts';
import { createClientFromKubeconfig, type KubeClient } from '../kubernetes/index.ts';
import { createLogger } from '../observability/logger.ts';
import { Fixture, PORTAL_URL, uniqueName } from './testing/fixture.ts';
import { renamer, untilLabelled } from './testing/rename.ts';
import { startWorker, type Worker } from './worker.ts';

/** Few enough to be made quickly; `npm run bench -- rename` has 200. */
const COUNT = 20;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let fixture: Fixture;
let admin: KubeClient;
let worker: Worker;
const names: string[] = [];

beforeAll(async () => {
  const cluster = inject('cluster');
  database = await createTestDatabase();
  fixture = await Fixture.create(database.url, { cluster: cluster.name });
  admin = createClientFromKubeconfig(cluster.adminKubeconfig, { fieldManager: 'kubectl-edit' });
  const log = createLogger('test');
  log.level = process.env['BERTH_LOG_LEVEL'] ?? 'silent';
  worker = startWorker({
    databaseUrl: database.url,
    clusters: [
      {
        name: cluster.name,
        server: cluster.server,
        caFile: cluster.caFile,
        tokenFile: cluster.workerTokenFile,
      },
    ],
    portalUrl: PORTAL_URL,
    log,
  });
});

afterAll(async () => {
  await worker.stop();
  for (const name of names) {
    const live = await admin.get({ kind: 'Namespace', name });
    if (live !== null) await admin.remove({ kind: 'Namespace', name }, { uid: live.metadata.uid ?? '' });
  }
  await admin.close();
  await fixture.close();
  await database.drop();
});

/** Of each object in the namespaces, its version. */
async function versionsInside(): Promise<string[]> {
  const quotas = await admin.list('ResourceQuota');
  const policies = await admin.list('NetworkPolicy');
  return [
    ...policies,
    ...quotas.map((quota) => ({ ...quota, metadata: { ...quota.metadata, resourceVersion: '' } })),
  ]
    .filter(({ metadata }) => names.includes(metadata.namespace ?? ''))
    .map(
      ({ kind, metadata }) =>
        `${kind} ${metadata.namespace ?? ''}/${metadata.name} ${metadata.resourceVersion ?? ''}`,
    )
    .sort();
}

test(`a new slug relabels all ${String(COUNT)} namespaces of a team, and touches nothing in them`, async () => {
  names.push(...Array.from({ length: COUNT }, () => uniqueName('renamed')));
  const ids = await Promise.all(names.map((name) => fixture.addNamespace(name)));
  for (const id of ids) await fixture.untilReady(id);
  const before = await versionsInside();
  const slug = uniqueName('money');
  const { rename, close } = renamer(database.url);
  try {
    const started = performance.now();
    await rename(fixture.teamId, slug);
    await untilLabelled(admin, slug, COUNT, 60_000);
    process.stdout.write(
      `${String(COUNT)} namespaces relabelled in ${(performance.now() - started).toFixed(0)} ms\n`,
    );
  } finally {
    await close();
  }
  const live = await admin.list('Namespace', { labelSelector: `berth.dev/team=${slug}` });
  expect(live.map(({ metadata }) => metadata.name).sort()).toEqual([...names].sort());
  for (const id of ids) expect((await fixture.untilReady(id)).generation).toBe('1');
  expect(await versionsInside()).toEqual(before);
});

test.each([
  ['with umlauts and an @', 'Zahlungen & Überweisungen', 'Kasse @ Überseestraße'],
  ['as long as a form takes them, emoji too', '🚢'.repeat(50), 'x'.repeat(100)],
])('new display names, %s, are on the Namespace in full, and no label changes', async (_, team, service) => {
  const name = uniqueName('called');
  names.push(name);
  const id = await fixture.addNamespace(name);
  await fixture.untilReady(id);
  const before = await admin.get({ kind: 'Namespace', name });
  const { saveTeam, saveService, close } = renamer(database.url);
  try {
    await saveTeam(fixture.teamId, { name: team, costCentre: 'CC 4711/ü' });
    await saveService(fixture.serviceId, { name: service });
  } finally {
    await close();
  }
  expect((await fixture.untilReady(id)).generation).toBe('1');
  const live = await admin.get({ kind: 'Namespace', name });
  expect(live?.metadata.annotations).toMatchObject({
    'a8r.io/owner': `${team} <payments@harbor.example>`,
    'berth.dev/service-name': service,
  });
  expect(live?.metadata.labels).toEqual(before?.metadata.labels);
});

test('values that no label can hold are valid labels on the Namespace, in full beside them, and two that differ stay apart', async () => {
  const name = uniqueName('labelled');
  names.push(name);
  const id = await fixture.addNamespace(name);
  const config = { labelTemplates: { 'cost-centre': '{costCentre}', owner: '{team}' } };
  await fixture.pool.query('UPDATE cluster SET config = config || $2 WHERE id = $1', [
    fixture.clusterId,
    config,
  ]);
  const { saveTeam, close } = renamer(database.url);
  const seen = new Set<string>();
  try {
    for (const costCentre of [
      `${'lang '.repeat(19)}a`,
      `${'lang '.repeat(19)}b`,
      'ops@harbor.example',
      '🚢 Köln',
    ]) {
      await saveTeam(fixture.teamId, { costCentre });
      await fixture.untilReady(id);
      const { labels = {}, annotations = {} } =
        (await admin.get({ kind: 'Namespace', name }))?.metadata ?? {};
      expect(annotations['cost-centre']).toBe(costCentre);
      expect(labels['cost-centre']).toMatch(/^[A-Za-z0-9][-A-Za-z0-9_.]{0,61}[A-Za-z0-9]$/);
      seen.add(labels['cost-centre'] ?? '');
    }
  } finally {
    await close();
  }
  expect(seen.size).toBe(4);
});
