/** A connection on a real API server: one row, a policy on each side, and both gone when it ends. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTransaction, createDb, type Db } from '../db/client.ts';
import { endConnections } from '../db/connections.ts';
import type { KubeObject } from '../kubernetes/index.ts';
import { uniqueName } from './testing/fixture.ts';
import { setUp, type Setup } from './testing/setup.ts';

let setup: Setup;
let db: Db;
const made: string[] = [];

beforeAll(async () => {
  setup = await setUp();
  db = createDb(setup.fixture.url, { poolSize: 1 });
  setup.worker([setup.access()]);
});
afterAll(async () => {
  for (const name of made) {
    const live = await setup.admin.get({ kind: 'Namespace', name });
    if (live !== null)
      await setup.admin.remove({ kind: 'Namespace', name }, { uid: live.metadata.uid ?? '' });
  }
  await db.$disconnect();
  await setup.end();
});

async function berth(prefix: string): Promise<{ id: string; name: string }> {
  const name = uniqueName(prefix);
  made.push(name);
  const id = await setup.fixture.addNamespace(name);
  await setup.fixture.untilReady(id);
  return { id, name };
}

async function policies(namespace: string): Promise<KubeObject[]> {
  const all = await setup.admin.list('NetworkPolicy', { namespace });
  return all.filter(({ metadata }) => metadata.name.startsWith('berth-connection-'));
}

async function peersOf(name: string): Promise<string | undefined> {
  const live = await setup.admin.get({ kind: 'Namespace', name });
  return live?.metadata.annotations?.['berth.dev/peers'];
}

const namespaceNamed = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

test('a connection is an egress policy where traffic leaves and an ingress policy where it arrives; ended, both go', async () => {
  const [from, to] = [await berth('from'), await berth('to')];
  const bystander = await berth('other');
  const id = await setup.fixture.connect(from.id, to.id, [
    { port: 53, protocol: 'UDP' },
    { port: 8080, protocol: 'TCP' },
  ]);
  await Promise.all([from, to].map(async (side) => setup.fixture.untilReady(side.id)));

  const ports = [
    { port: 8080, protocol: 'TCP' },
    { port: 53, protocol: 'UDP' },
  ];
  const [egress, ...noMoreEgress] = await policies(from.name);
  const [ingress, ...noMoreIngress] = await policies(to.name);
  expect([noMoreEgress, noMoreIngress, await policies(bystander.name)]).toEqual([[], [], []]);
  expect(egress?.metadata.name).toBe(`berth-connection-to-${to.name}`);
  expect(egress?.['spec']).toEqual({
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [namespaceNamed(to.name)], ports }],
  });
  expect(ingress?.metadata.name).toBe(`berth-connection-from-${from.name}`);
  expect(ingress?.['spec']).toEqual({
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ from: [namespaceNamed(from.name)], ports }],
  });
  // The annotation that the admission policies read: towards whom a team may write policies of its own.
  expect([await peersOf(from.name), await peersOf(to.name), await peersOf(bystander.name)]).toEqual([
    to.name,
    from.name,
    '',
  ]);

  await withTransaction((tx) => endConnections(tx, { id }), db);
  await Promise.all([from, to].map(async (side) => setup.fixture.untilReady(side.id)));
  expect([await policies(from.name), await policies(to.name)]).toEqual([[], []]);
  expect([await peersOf(from.name), await peersOf(to.name)]).toEqual(['', '']);
});
