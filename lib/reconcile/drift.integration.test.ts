/** What others change is found, put right and told; what is nobody's business is left alone; a quiet fleet costs nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCondition } from '../domain/conditions/index.ts';
import type { KubeObject } from '../kubernetes/index.ts';
import { uniqueName, type StatusRow } from './testing/fixture.ts';
import type { KubeProxy } from './testing/proxy.ts';
import { setUp, type Setup } from './testing/setup.ts';

let here: Setup;
let proxy: KubeProxy;

beforeAll(async () => {
  here = await setUp();
  proxy = await here.proxy();
  here.worker([here.access(proxy)], { relistMs: 1_500 });
});

afterAll(async () => {
  await here.end();
});

async function readyNamespace(prefix: string): Promise<{ id: string; name: string }> {
  const name = uniqueName(prefix);
  const id = await here.fixture.addNamespace(name);
  await here.fixture.untilReady(id);
  return { id, name };
}

const healed = (row: StatusRow): boolean =>
  row.corrections.length > 0 &&
  row.phase === 'Ready' &&
  row.mark === row.observed_mark &&
  row.lease_owner === null;

async function live(kind: string, name: string, namespace: string): Promise<KubeObject> {
  const object = await here.admin.get({ kind, name, namespace });
  if (object === null) throw new Error(`${kind} ${name} is not there`);
  return object;
}

test('a deleted network policy comes back, and the deletion is told', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('deleted');
  const before = await live('NetworkPolicy', 'berth-default-deny', name);
  await admin.remove(
    { kind: 'NetworkPolicy', name: 'berth-default-deny', namespace: name },
    { uid: before.metadata.uid ?? '' },
  );
  const status = await fixture.until(id, healed);
  const after = await live('NetworkPolicy', 'berth-default-deny', name);
  expect(after.metadata.uid).not.toBe(before.metadata.uid);
  expect(status.corrections).toMatchObject([
    { kind: 'NetworkPolicy', name: 'berth-default-deny', change: 'is missing', manager: 'unknown' },
  ]);
  expect(findCondition(status.conditions, 'Drifted')?.status).toBe('False');
});

test('an edited quota is put right, and the field manager that did it is named', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('edited');
  const quota = await live('ResourceQuota', 'berth', name);
  await admin.mergePatch(
    { kind: 'ResourceQuota', name: 'berth', namespace: name },
    quota.metadata.uid ?? '',
    {
      spec: { hard: { pods: '9999' } },
    },
  );
  const status = await fixture.until(id, healed);
  const after = await live('ResourceQuota', 'berth', name);
  expect((after['spec'] as { hard: Record<string, string> }).hard['pods']).toBe('20');
  expect(status.corrections).toMatchObject([
    { kind: 'ResourceQuota', name: 'berth', manager: 'kubectl-edit' },
  ]);
});

test('what somebody adds to an object of ours is taken away, though server-side apply would leave it', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('added');
  const deny = await live('NetworkPolicy', 'berth-default-deny', name);
  await admin.mergePatch(
    { kind: 'NetworkPolicy', name: 'berth-default-deny', namespace: name },
    deny.metadata.uid ?? '',
    {
      spec: { egress: [{}] },
    },
  );
  await fixture.until(id, healed);
  const after = await live('NetworkPolicy', 'berth-default-deny', name);
  expect((after['spec'] as { egress?: unknown[] }).egress ?? []).toEqual([]);
});

test('a binding that was pointed at another role is made anew', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('role');
  const binding = await live('RoleBinding', 'berth-developer', name);
  await admin.remove(
    { kind: 'RoleBinding', name: 'berth-developer', namespace: name },
    { uid: binding.metadata.uid ?? '' },
  );
  await admin
    .create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: {
        name: 'berth-developer',
        namespace: name,
        labels: { 'app.kubernetes.io/managed-by': 'berth' },
      },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'oidc:payments-developers' }],
    })
    // The worker may have been quicker: then there was nothing to point elsewhere.
    .catch(() => undefined);
  await fixture.until(id, healed);
  await expect
    .poll(
      async () => ((await live('RoleBinding', 'berth-developer', name))['roleRef'] as { name: string }).name,
    )
    .toBe('berth:developer');
});

test('a stripped label of the namespace is put back', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('label');
  const namespace = await admin.get({ kind: 'Namespace', name });
  await admin.mergePatch({ kind: 'Namespace', name }, namespace?.metadata.uid ?? '', {
    metadata: { labels: { 'berth.dev/managed': null, 'pod-security.kubernetes.io/enforce': 'privileged' } },
  });
  await fixture.until(id, healed);
  const after = await admin.get({ kind: 'Namespace', name });
  expect(after?.metadata.labels).toMatchObject({
    'berth.dev/managed': 'true',
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

test('an object that passes itself off as ours is removed', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('forged');
  await admin.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'open', namespace: name, labels: { 'app.kubernetes.io/managed-by': 'berth' } },
    spec: { podSelector: {}, ingress: [{}], policyTypes: ['Ingress'] },
  });
  const status = await fixture.until(id, healed);
  expect(await admin.get({ kind: 'NetworkPolicy', name: 'open', namespace: name })).toBeNull();
  expect(status.corrections).toMatchObject([{ name: 'open', change: 'is not wanted' }]);
});

test("a foreign role binding is reported and left alone, and one for a ServiceAccount of the namespace is nobody's business", async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('foreign');
  const binding = (bindingName: string, subject: object): KubeObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: bindingName, namespace: name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [subject],
  });
  await admin.create(binding('chart', { kind: 'ServiceAccount', name: 'default', namespace: name }));
  await admin.create(
    binding('backdoor', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Group',
      name: 'oidc:search-developers',
    }),
  );
  const status = await fixture.until(
    id,
    (row) => findCondition(row.conditions, 'Drifted')?.status === 'True' && row.lease_owner === null,
  );
  const drifted = findCondition(status.conditions, 'Drifted');
  expect(drifted?.reason).toBe('ForeignRoleBindings');
  expect(drifted?.message).toContain(
    'RoleBinding backdoor was not made by Berth and gives Group oidc:search-developers',
  );
  expect(drifted?.message).not.toContain('chart');
  expect(status.phase).toBe('Ready');
  expect(status.corrections).toEqual([]);
  const there = await live('RoleBinding', 'backdoor', name);
  await admin.remove(
    { kind: 'RoleBinding', name: 'backdoor', namespace: name },
    { uid: there.metadata.uid ?? '' },
  );
  await fixture.until(id, (row) => findCondition(row.conditions, 'Drifted')?.status === 'False');
});

test('a namespace that somebody deleted is made again', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('again');
  const before = await fixture.status(id);
  await admin.remove({ kind: 'Namespace', name }, { uid: before.uid ?? '' });
  const status = await fixture.until(id, (row) => row.uid !== before.uid && healed(row));
  const after = await admin.get({ kind: 'Namespace', name });
  expect(after?.metadata.uid).toBe(status.uid);
});

test('a settled fleet costs no write, through list after list', async () => {
  const { fixture } = here;
  await Promise.all(['idle-a', 'idle-b', 'idle-c'].map(readyNamespace));
  await expect
    .poll(async () => {
      const { rows } = await fixture.pool.query(
        `SELECT 1 FROM reconcile_work w JOIN namespace n ON n.id = w.namespace_id
         JOIN namespace_status s ON s.namespace_id = n.id
         WHERE n.released_at IS NULL AND (w.lease_owner IS NOT NULL OR w.retry OR n.mark > s.observed_mark)`,
      );
      return rows.length;
    })
    .toBe(0);
  const begin = proxy.calls.length;
  const epochs = async (): Promise<string> => {
    const { rows } = await fixture.pool.query<{ epochs: string }>(
      `SELECT string_agg(epoch::text, ',' ORDER BY namespace_id) AS epochs FROM reconcile_work`,
    );
    return rows[0]?.epochs ?? '';
  };
  const before = await epochs();
  const lists = (kind: string): number =>
    proxy.calls.slice(begin).filter(({ url, watch }) => !watch && url.includes(`/${kind}?`)).length;
  await expect
    .poll(() => Math.min(lists('namespaces'), lists('networkpolicies'), lists('rolebindings')), {
      timeout: 45_000,
    })
    .toBeGreaterThanOrEqual(3);
  expect(proxy.calls.slice(begin).filter(({ write }) => write)).toEqual([]);
  expect(await epochs()).toBe(before);
});

test('in an observed cluster drift is told and nothing is put right', async () => {
  const { fixture, admin } = here;
  const { id, name } = await readyNamespace('observe');
  await fixture.pool.query(`UPDATE cluster SET mode = 'observe' WHERE id = $1`, [fixture.clusterId]);
  try {
    const before = await live('NetworkPolicy', 'berth-dns', name);
    await admin.remove(
      { kind: 'NetworkPolicy', name: 'berth-dns', namespace: name },
      { uid: before.metadata.uid ?? '' },
    );
    const status = await fixture.until(
      id,
      (row) => findCondition(row.conditions, 'Drifted')?.status === 'True' && row.lease_owner === null,
    );
    expect(findCondition(status.conditions, 'Drifted')?.message).toContain(
      'NetworkPolicy berth-dns is missing',
    );
    expect(status.corrections).toEqual([]);
    expect(await admin.get({ kind: 'NetworkPolicy', name: 'berth-dns', namespace: name })).toBeNull();
  } finally {
    await fixture.pool.query(`UPDATE cluster SET mode = 'heal' WHERE id = $1`, [fixture.clusterId]);
  }
});
