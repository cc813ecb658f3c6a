/** From a granted row to a namespace people can use, and back, on a real API server. */
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase } from '../../dev/test/database.ts';
import { createClientFromKubeconfig, type KubeClient, type KubeObject } from '../kubernetes/index.ts';
import { createLogger } from '../observability/logger.ts';
import { findCondition } from '../domain/conditions/index.ts';
import { Fixture, keysInCluster, PORTAL_URL, uniqueName } from './testing/fixture.ts';
import { startWorker, type Worker } from './worker.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let fixture: Fixture;
let admin: KubeClient;
let worker: Worker;
const made: string[] = [];

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

afterEach(async () => {
  for (const name of made.splice(0)) {
    const live = await admin.get({ kind: 'Namespace', name });
    if (live !== null) await admin.remove({ kind: 'Namespace', name }, { uid: live.metadata.uid ?? '' });
  }
});

afterAll(async () => {
  await worker.stop();
  await admin.close();
  await fixture.close();
  await database.drop();
});

async function berth(prefix: string): Promise<{ id: string; name: string }> {
  const name = uniqueName(prefix);
  made.push(name);
  return { name, id: await fixture.addNamespace(name) };
}

function foreignNamespace(name: string, annotations: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, annotations } };
}

test('a granted namespace becomes Ready with exactly the objects that are wanted', async () => {
  const { id, name } = await berth('made');
  const status = await fixture.untilReady(id);
  const wanted = await fixture.wantedKeys(id);
  expect(await keysInCluster(admin, name)).toEqual(
    wanted.filter((key) => !key.startsWith('Namespace/')).sort(),
  );
  expect(status.objects.map(({ kind, name: object, state }) => `${kind}/${object} ${state}`)).toEqual(
    wanted.map((key) => `${key} applied`),
  );
  expect(status.ready_at).not.toBeNull();
  const live = await admin.get({ kind: 'Namespace', name });
  expect(live?.metadata.annotations?.['berth.dev/id']).toBe(id);
  expect(status.uid).toBe(live?.metadata.uid);
  expect(findCondition(status.conditions, 'NetworkIsolated')).toMatchObject({
    status: 'Unknown',
    message: expect.stringContaining('enforcement is unproved') as string,
  });
  expect(findCondition(status.conditions, 'GuardrailsProved')).toMatchObject({
    status: 'True',
    reason: 'Proved',
  });
  expect(findCondition(status.conditions, 'AccessGranted')).toMatchObject({ status: 'True' });
  expect(findCondition(status.conditions, 'QuotaEnforced')).toMatchObject({ status: 'True' });
  expect(findCondition(status.conditions, 'Drifted')).toMatchObject({ status: 'False' });
});

test('the quota counts before anybody has access', async () => {
  const { id } = await berth('order');
  await fixture.untilReady(id);
  const { rows } = await fixture.pool.query<{ counted: Date; kind: string; at: Date }>(
    `SELECT (c ->> 'lastTransitionTime')::timestamptz AS counted, o ->> 'kind' AS kind, (o ->> 'at')::timestamptz AS at
     FROM namespace_status s, jsonb_array_elements(s.conditions) AS c, jsonb_array_elements(s.objects) AS o
     WHERE s.namespace_id = $1 AND c ->> 'type' = 'QuotaEnforced' AND c ->> 'status' = 'True' AND o ->> 'stage' = 'access'`,
    [id],
  );
  expect(rows.map(({ kind }) => kind)).toContain('RoleBinding');
  for (const { counted, at } of rows) expect(at.getTime()).toBeGreaterThanOrEqual(counted.getTime());
});

test('a pass over what is as it should be writes nothing to the cluster', async () => {
  const { id, name } = await berth('same');
  await fixture.untilReady(id);
  const versions = async (): Promise<string> => {
    const lists = await Promise.all(
      (['ResourceQuota', 'LimitRange', 'NetworkPolicy', 'ServiceAccount', 'RoleBinding'] as const).map(
        (kind) => admin.list(kind, { namespace: name }),
      ),
    );
    const namespace = await admin.get({ kind: 'Namespace', name });
    const managed = [namespace, ...lists.flat()].map(
      (object) =>
        `${object?.metadata.name ?? ''} ${JSON.stringify(object?.metadata.managedFields?.map(({ manager, operation, time }) => [manager, operation, time]))}`,
    );
    return managed.filter((text) => !text.includes('kube-controller-manager')).join('\n');
  };
  const before = await versions();
  await fixture.pool.query('UPDATE namespace SET mark = mark + 1 WHERE id = $1', [id]);
  await fixture.untilReady(id);
  expect(await versions()).toBe(before);
  // Nothing but the create: an apply on top of it would have left its own entry.
  const namespace = await admin.get({ kind: 'Namespace', name });
  expect(namespace?.metadata.managedFields?.filter(({ manager }) => manager === 'berth')).toHaveLength(1);
});

test('every step is announced while it happens', async () => {
  const { id } = await berth('told');
  await fixture.untilReady(id);
  const { rows } = await fixture.pool.query<{ count: string }>(
    `SELECT count(*) FROM outbox WHERE topic = 'namespace' AND key = $1`,
    [id],
  );
  expect(Number(rows[0]?.count)).toBeGreaterThan(1);
});

test('what a change no longer wants is removed, and only that', async () => {
  const { id, name } = await berth('change');
  const spec = fixture.spec({
    egress: [{ name: 'bank', cidr: '203.0.113.0/24', ports: [{ port: 443, protocol: 'TCP' }] }],
    access: [{ kind: 'user', name: 'ada@harbor.example', role: 'viewer' }],
  });
  await fixture.changeSpec(id, spec);
  await fixture.untilReady(id);
  await admin.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'own', namespace: name },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  });
  expect(await keysInCluster(admin, name)).toEqual(
    expect.arrayContaining(['NetworkPolicy/berth-egress-bank', 'RoleBinding/berth-viewer']),
  );
  await fixture.changeSpec(id, fixture.spec());
  await fixture.untilReady(id);
  const keys = await keysInCluster(admin, name);
  expect(keys).not.toContain('NetworkPolicy/berth-egress-bank');
  expect(keys).not.toContain('RoleBinding/berth-viewer');
  expect(keys).toContain('RoleBinding/berth-maintainer');
  expect(keys).toContain('NetworkPolicy/own');
});

test('when its end has come nobody has access, everything else stays, and a later end brings it back', async () => {
  const { id, name } = await berth('ended');
  await fixture.untilReady(id);
  const before = await keysInCluster(admin, name);
  await fixture.pool.query(`UPDATE namespace SET expires_at = now(), mark = mark + 1 WHERE id = $1`, [id]);
  const ended = await fixture.until(
    id,
    (row) => findCondition(row.conditions, 'Ready')?.reason === 'Ended' && row.lease_owner === null,
  );
  expect(findCondition(ended.conditions, 'AccessGranted')).toMatchObject({
    status: 'False',
    reason: 'Ended',
    message: expect.stringContaining('It is deleted after') as string,
  });
  expect(ended.observed_mark).toBe(ended.mark);
  expect(ended.corrections).toEqual([]);
  expect(await keysInCluster(admin, name)).toEqual(before.filter((key) => !key.startsWith('RoleBinding/')));
  await fixture.pool.query(
    `UPDATE namespace SET expires_at = now() + interval '30 days', generation = generation + 1 WHERE id = $1`,
    [id],
  );
  await fixture.untilReady(id);
  expect(await keysInCluster(admin, name)).toEqual(before);
});

test('a namespace that somebody else made is never taken over, and provisioning goes on when it is gone', async () => {
  const name = uniqueName('taken');
  made.push(name);
  const theirs = await admin.create(foreignNamespace(name));
  const id = await fixture.addNamespace(name);
  const status = await fixture.until(id, (row) => row.phase === 'Degraded');
  expect(findCondition(status.conditions, 'Ready')).toMatchObject({ status: 'False', reason: 'NameTaken' });
  const still = await admin.get({ kind: 'Namespace', name });
  expect(still?.metadata.uid).toBe(theirs.metadata.uid);
  expect(still?.metadata.labels?.['berth.dev/managed']).toBeUndefined();
  await admin.remove({ kind: 'Namespace', name }, { uid: theirs.metadata.uid ?? '' });
  await fixture.untilReady(id);
});

test('a namespace with another id of Berth is not taken over either', async () => {
  const name = uniqueName('other');
  made.push(name);
  await admin.create(foreignNamespace(name, { 'berth.dev/id': '00000000-0000-0000-0000-000000000000' }));
  const id = await fixture.addNamespace(name);
  const status = await fixture.until(id, (row) => row.phase === 'Degraded');
  expect(findCondition(status.conditions, 'Ready')?.reason).toBe('NameTaken');
});

test('deletion ends when the API server says NotFound: row released, name free, audit event written', async () => {
  const { id, name } = await berth('gone');
  await fixture.untilReady(id);
  await fixture.askDeletion(id);
  const status = await fixture.until(id, (row) => row.released_at !== null);
  expect(status.phase).toBe('Deleted');
  expect(await admin.get({ kind: 'Namespace', name })).toBeNull();
  const { rows } = await fixture.pool.query(`SELECT 1 FROM name_reservation WHERE name = $1`, [name]);
  expect(rows).toHaveLength(0);
  const audit = await fixture.pool.query<{ action: string; actor_kind: string }>(
    `SELECT action, actor_kind FROM audit_event WHERE target_id = $1`,
    [id],
  );
  expect(audit.rows).toEqual([{ action: 'namespace.deleted', actor_kind: 'worker' }]);
});

test('deletion never touches a namespace that somebody made anew under the same name', async () => {
  const { id, name } = await berth('anew');
  const { uid } = await fixture.untilReady(id);
  // Somebody deletes ours and makes their own, while no worker looks.
  await worker.stop();
  await admin.remove({ kind: 'Namespace', name }, { uid: uid ?? '' });
  await expect.poll(() => admin.get({ kind: 'Namespace', name }), { timeout: 20_000 }).toBeNull();
  const theirs = await admin.create(foreignNamespace(name));
  await fixture.askDeletion(id);
  const cluster = inject('cluster');
  const log = createLogger('test');
  log.level = 'silent';
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
  await fixture.until(id, (row) => row.released_at !== null);
  const still = await admin.get({ kind: 'Namespace', name });
  expect(still?.metadata.uid).toBe(theirs.metadata.uid);
  expect(still?.metadata.deletionTimestamp).toBeUndefined();
});

test('the state of the cluster is told: reachable, its version, and whether the bundle is installed', async () => {
  await expect
    .poll(
      async () => {
        const { rows } = await fixture.pool.query<{
          reachable: boolean;
          version: string;
          conditions: object[];
        }>('SELECT reachable, version, conditions FROM cluster_status WHERE cluster_id = $1', [
          fixture.clusterId,
        ]);
        // The worker's first look may still be on its way.
        return rows[0] ?? {};
      },
      { timeout: 20_000 },
    )
    .toMatchObject({
      reachable: true,
      version: expect.stringMatching(/^v1\./) as string,
      conditions: [
        { type: 'BundleInstalled', status: 'True' },
        { type: 'GuardrailsProved', status: 'True' },
        { type: 'HostsWatched', status: 'True' },
      ],
    });
  // The worker looks again and again; only a change is announced.
  const told = async () => {
    const { rows } = await fixture.pool.query<{ events: number; looked: Date }>(
      `SELECT (SELECT count(*)::int FROM outbox WHERE topic = 'cluster' AND key = $1) AS events, observed_at AS looked
       FROM cluster_status WHERE cluster_id::text = $1`,
      [fixture.clusterId],
    );
    return { events: rows[0]?.events ?? 0, looked: rows[0]?.looked.getTime() ?? 0 };
  };
  const before = await told();
  expect(before.events).toBeGreaterThan(0);
  await expect.poll(async () => (await told()).looked, { timeout: 40_000 }).toBeGreaterThan(before.looked);
  expect((await told()).events).toBe(before.events);
});

test('the mirror tells quota used against hard, and every namespace name', async () => {
  const { id, name } = await berth('mirror');
  await fixture.untilReady(id);
  await expect
    .poll(
      async () => {
        const { rows } = await fixture.pool.query<{ hard: Record<string, string> }>(
          'SELECT hard FROM namespace_usage WHERE namespace_id = $1',
          [id],
        );
        return rows[0]?.hard['pods'];
      },
      { timeout: 20_000 },
    )
    .toBe('20');
  await expect
    .poll(
      async () => {
        const { rows } = await fixture.pool.query<{ berth_id: string | null }>(
          'SELECT berth_id FROM cluster_namespace WHERE cluster_id = $1 AND name = ANY ($2) ORDER BY name',
          [fixture.clusterId, [name, 'default']],
        );
        return rows.map(({ berth_id }) => berth_id);
      },
      { timeout: 20_000 },
    )
    .toEqual(name < 'default' ? [id, null] : [null, id]);
});
