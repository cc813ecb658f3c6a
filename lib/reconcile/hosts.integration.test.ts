/**
 * Hosts on a real API server: what uses which is mirrored, what isn't granted is said, and a name that was taken away is
 * free only long after the cluster has confirmed it.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestControlPlane, type TestControlPlane } from '../../dev/stack/testing.ts';
import { createDb, type Db } from '../db/client.ts';
import { findCondition } from '../domain/conditions/index.ts';
import { freeHosts } from './chores/free-hosts.ts';
import { uniqueName, type StatusRow } from './testing/fixture.ts';
import { startKubeProxy, type KubeProxy } from './testing/proxy.ts';
import { setUp, type Setup } from './testing/setup.ts';

let here: Setup;
let plane: TestControlPlane;
let proxy: KubeProxy;
let db: Db;
let clusterId: string;

const crds = (name: string): string =>
  readFileSync(new URL(`../../deploy/attacks/crds/${name}.yaml`, import.meta.url), 'utf8');

beforeAll(async () => {
  [here, plane] = await Promise.all([setUp(), startTestControlPlane({ name: 'harbor-hosts' })]);
  db = createDb(here.fixture.url, { poolSize: 2 });
  await plane.kubectl(['apply', '--server-side', '-f', '-'], crds('cert-manager'));
  proxy = await startKubeProxy(plane);
  clusterId = await here.fixture.addCluster(plane.name);
  startWorker();
}, 180_000);

afterAll(async () => {
  await here.end();
  await db.$disconnect();
  await proxy.close();
  await plane.stop();
});

function startWorker() {
  return here.worker(
    [{ name: plane.name, server: proxy.server, caFile: proxy.caFile, tokenFile: plane.workerTokenFile }],
    { relistMs: 3_000 },
  );
}

const apply = (...items: object[]): Promise<string> =>
  plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));

const rule = (host: string, path = '/'): object => ({
  host,
  http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] },
});
const ingress = (namespace: string, name: string, ...rules: object[]): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace },
  spec: { ingressClassName: 'nginx', rules },
});
const service = (namespace: string, name: string, selector: Record<string, string>): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector, ports: [{ port: 80 }] },
});

/** What the mirror has of a namespace, as "Kind/name host/path". */
async function usesOf(namespace: string): Promise<string[]> {
  const { rows } = await here.fixture.pool.query<{ use: string }>(
    `SELECT kind || '/' || name || ' ' || host || path AS use FROM cluster_host_use
     WHERE cluster_id = $1 AND namespace = $2 ORDER BY 1`,
    [clusterId, namespace],
  );
  return rows.map(({ use }) => use);
}

async function findingsOf(id: string, rule: string): Promise<{ subject: string; message: string }[]> {
  const { rows } = await here.fixture.pool.query<{ subject: string; message: string }>(
    'SELECT subject, message FROM namespace_finding WHERE namespace_id = $1 AND rule = $2 ORDER BY subject',
    [id, rule],
  );
  return rows;
}

const poll = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 });
const delegated = (row: StatusRow) => findCondition(row.conditions, 'HostsDelegated');

async function namespace(prefix: string): Promise<{ id: string; name: string }> {
  const name = uniqueName(prefix);
  const id = await here.fixture.addNamespace(name, { clusterId });
  await here.fixture.untilReady(id);
  return { id, name };
}

describe('the mirror of hosts in use', () => {
  test('tells what objects of all namespaces carry, follows their changes and forgets them', async () => {
    const name = uniqueName('foreign');
    await apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      ingress(name, 'web', rule('shop.example.com', '/cart'), rule('api.example.com')),
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'route', namespace: name },
        spec: { hostnames: ['route.example.com'], rules: [{ matches: [{ path: { value: '/v1' } }] }] },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'gate', namespace: name },
        spec: {
          gatewayClassName: 'x',
          listeners: [{ name: 'a', hostname: '*.gate.example.com', port: 80, protocol: 'HTTP' }],
        },
      },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'cert', namespace: name },
        spec: {
          secretName: 's',
          dnsNames: ['cert.example.com'],
          issuerRef: { kind: 'ClusterIssuer', name: 'x' },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: 'published',
          namespace: name,
          annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'svc.example.com' },
        },
        spec: { ports: [{ port: 80 }] },
      },
      service(name, 'silent', { app: 'x' }),
    );
    await poll(() => usesOf(name)).toEqual([
      'Certificate/cert cert.example.com',
      'Gateway/gate *.gate.example.com',
      'HTTPRoute/route route.example.com/v1',
      'Ingress/web api.example.com',
      'Ingress/web shop.example.com/cart',
      'Service/published svc.example.com',
    ]);
    await apply(ingress(name, 'web', rule('shop.example.com', '/cart'), rule('new.example.com')));
    await poll(async () => (await usesOf(name)).filter((use) => use.startsWith('Ingress'))).toEqual([
      'Ingress/web new.example.com',
      'Ingress/web shop.example.com/cart',
    ]);
    await plane.kubectl(['delete', 'namespace', name]);
    await poll(() => usesOf(name)).toEqual([]);
  });

  test('a kind whose definition comes later is seen, and forgotten when it goes', async () => {
    await plane.kubectl(['apply', '--server-side', '-f', '-'], crds('external-dns'));
    await plane.kubectl(['wait', '--for=condition=Established', 'crd/dnsendpoints.externaldns.k8s.io']);
    await apply({
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: { name: 'late', namespace: 'default' },
      spec: { endpoints: [{ dnsName: 'late.example.com', recordType: 'A', targets: ['192.0.2.1'] }] },
    });
    await poll(() => usesOf('default')).toEqual(['DNSEndpoint/late late.example.com']);
    await plane.kubectl(['delete', 'crd', 'dnsendpoints.externaldns.k8s.io']);
    await poll(() => usesOf('default')).toEqual([]);
  });

  test('what a worker that was away has missed is put right by its first list, and nothing else is written', async () => {
    const name = uniqueName('missed');
    await apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      ingress(name, 'goes', rule('goes.example.com')),
      ingress(name, 'stays', rule('stays.example.com')),
    );
    await poll(async () => (await usesOf(name)).length).toBe(2);
    const observed = async (): Promise<string> => {
      const { rows } = await here.fixture.pool.query<{ at: string }>(
        `SELECT observed_at::text AS at FROM cluster_host_use WHERE host = 'stays.example.com'`,
      );
      return rows[0]?.at ?? '';
    };
    const before = await observed();
    await Promise.all(here.workers.splice(0).map((worker) => worker.stop()));
    await plane.kubectl(['delete', 'ingress', 'goes', '-n', name]);
    await apply(ingress(name, 'comes', rule('comes.example.com')));
    startWorker();
    await poll(() => usesOf(name)).toEqual([
      'Ingress/comes comes.example.com',
      'Ingress/stays stays.example.com',
    ]);
    expect(await observed()).toBe(before);
  });

  test('it is said on the cluster that every kind is watched', async () => {
    await poll(async () => {
      const { rows } = await here.fixture.pool.query<{ status: string }>(
        `SELECT c->>'status' AS status FROM cluster_status, jsonb_array_elements(conditions) AS c
         WHERE cluster_id = $1 AND c->>'type' = 'HostsWatched'`,
        [clusterId],
      );
      return rows[0]?.status;
    }).toBe('True');
  });
});

describe('hosts of a namespace', () => {
  test('a host that is used and not granted is said, with the command that removes it, until it is gone', async () => {
    const { id, name } = await namespace('ungranted');
    await here.fixture.grantHosts(id, 'ungranted.test', ['a.ungranted.test']);
    const granted = await here.fixture.until(id, (row) => delegated(row)?.reason === 'Delegated');
    expect(delegated(granted)).toMatchObject({
      status: 'True',
      message: 'The cluster lets this namespace publish a.ungranted.test.',
    });
    // As an administrator, whom no policy refuses.
    await apply(
      ingress(name, 'web', rule('b.ungranted.test', '/x')),
      ingress(name, 'fine', rule('a.ungranted.test')),
    );
    const message =
      'Ingress web uses b.ungranted.test/x, which is not granted to this namespace. Remove it: ' +
      `kubectl --namespace ${name} delete ingresses.networking.k8s.io web`;
    await poll(() => findingsOf(id, 'host-not-granted')).toEqual([
      { subject: 'Ingress web b.ungranted.test/x', message },
    ]);
    const row = await here.fixture.until(id, (seen) => delegated(seen)?.reason === 'StillUsed');
    expect(delegated(row)).toMatchObject({ status: 'False', message: `${message}.` });
    await plane.kubectl(['delete', 'ingress', 'web', '-n', name]);
    await poll(() => findingsOf(id, 'host-not-granted')).toEqual([]);
    await here.fixture.until(id, (seen) => delegated(seen)?.reason === 'Delegated');
  });

  test('a revoked host is quarantined when the cluster has confirmed it, free seven days later, and what still uses it is said', async () => {
    const { id, name } = await namespace('revoked');
    await here.fixture.grantHosts(id, 'revoked.test', ['a.revoked.test', 'b.revoked.test/cart']);
    await here.fixture.until(id, (row) => delegated(row)?.reason === 'Delegated' && row.lease_owner === null);
    await apply(ingress(name, 'web', rule('a.revoked.test')));
    await poll(() => usesOf(name)).toEqual(['Ingress/web a.revoked.test']);
    await here.fixture.revokeHosts(id, ['a.revoked.test']);
    await poll(() => here.fixture.grants(id)).toEqual([
      'a.revoked.test quarantined',
      'b.revoked.test/cart active',
    ]);
    const live = JSON.parse(await plane.kubectl(['get', 'namespace', name, '-o', 'json'])) as {
      metadata: { annotations: Record<string, string> };
    };
    expect(live.metadata.annotations['berth.dev/hosts']).toBe('b.revoked.test/cart');
    const row = await here.fixture.until(id, (seen) => delegated(seen)?.reason === 'StillUsed');
    expect(delegated(row)?.message).toContain('delete ingresses.networking.k8s.io web');

    const days = async (): Promise<number> => {
      const { rows } = await here.fixture.pool.query<{ days: number }>(
        `SELECT extract(epoch FROM free_at - now())::float8 / 86400 AS days FROM host_grant WHERE host = 'a.revoked.test'`,
      );
      return rows[0]?.days ?? 0;
    };
    expect(Math.round(await days())).toBe(7);
    const audit = async (): Promise<string[]> => {
      const { rows } = await here.fixture.pool.query<{ action: string }>(
        `SELECT action FROM audit_event WHERE target_kind = 'host' AND target_name = 'a.revoked.test' ORDER BY id`,
      );
      return rows.map(({ action }) => action);
    };
    expect(await audit()).toEqual(['host.quarantined']);
    expect(await freeHosts(db, new AbortController().signal)).toEqual({ freed: 0 });
    await here.fixture.pool.query(`UPDATE host_grant SET free_at = now() WHERE host = 'a.revoked.test'`);
    expect(await freeHosts(db, new AbortController().signal)).toEqual({ freed: 1 });
    expect(await here.fixture.grants(id)).toEqual(['a.revoked.test free', 'b.revoked.test/cart active']);
    expect(await audit()).toEqual(['host.quarantined', 'host.freed']);
  });

  test('on a cluster that does not answer a revoked name stays taken, and moves on when it is back', async () => {
    const { id } = await namespace('dead');
    await here.fixture.grantHosts(id, 'dead.test', ['a.dead.test']);
    await here.fixture.until(id, (row) => delegated(row)?.reason === 'Delegated' && row.lease_owner === null);
    proxy.hooks = { before: () => 'cut' };
    proxy.cutAll();
    try {
      await here.fixture.revokeHosts(id, ['a.dead.test']);
      await here.fixture.until(
        id,
        (row) => findCondition(row.conditions, 'Ready')?.reason === 'ClusterUnreachable' && row.attempts >= 2,
      );
      expect(await here.fixture.grants(id)).toEqual(['a.dead.test revoking']);
      expect(await freeHosts(db, new AbortController().signal)).toEqual({ freed: 0 });
    } finally {
      proxy.hooks = {};
    }
    await poll(() => here.fixture.grants(id)).toEqual(['a.dead.test quarantined']);
  });

  test('while an API server refuses the change of the annotation the name stays taken', async () => {
    const { id, name } = await namespace('stuck');
    await here.fixture.grantHosts(id, 'stuck.test', ['a.stuck.test']);
    await here.fixture.until(id, (row) => delegated(row)?.reason === 'Delegated' && row.lease_owner === null);
    proxy.hooks = {
      before: ({ write, url }) =>
        write && url.includes(`/namespaces/${name}?`)
          ? {
              status: 500,
              headers: { 'content-type': 'application/json' },
              body: '{"kind":"Status","reason":"InternalError","message":"etcd has a moment"}',
            }
          : undefined,
    };
    try {
      await here.fixture.revokeHosts(id, ['a.stuck.test']);
      await here.fixture.until(id, (row) => row.attempts >= 1);
      expect(await here.fixture.grants(id)).toEqual(['a.stuck.test revoking']);
    } finally {
      proxy.hooks = {};
    }
    await poll(() => here.fixture.grants(id)).toEqual(['a.stuck.test quarantined']);
  });

  test('all hosts of a namespace that is gone are quarantined, and its findings forgotten', async () => {
    const { id, name } = await namespace('gone');
    await here.fixture.grantHosts(id, 'gone.test', ['a.gone.test', '*.b.gone.test']);
    await here.fixture.until(id, (row) => delegated(row)?.reason === 'Delegated');
    await apply(ingress(name, 'web', rule('x.gone.test')));
    await poll(async () => (await findingsOf(id, 'host-not-granted')).length).toBe(1);
    await here.fixture.askDeletion(id);
    await here.fixture.until(id, (row) => row.released_at !== null);
    expect(await here.fixture.grants(id)).toEqual(['*.b.gone.test quarantined', 'a.gone.test quarantined']);
    expect(await findingsOf(id, 'host-not-granted')).toEqual([]);
  });
});

test('Services of one namespace that select the same pods are reported, and no longer when they do not', async () => {
  const { id, name } = await namespace('overlap');
  await apply(service(name, 'one', { app: 'shop' }), service(name, 'two', { app: 'shop' }));
  await poll(() => findingsOf(id, 'service-overlap')).toEqual([
    {
      subject: 'one, two',
      message: "The Services one and two select the same pods (app=shop): each takes the other's traffic.",
    },
  ]);
  await apply(service(name, 'two', { app: 'pay' }));
  await poll(() => findingsOf(id, 'service-overlap')).toEqual([]);
  await apply(service(name, 'two', { app: 'shop', tier: 'front' }));
  await poll(async () => (await findingsOf(id, 'service-overlap'))[0]?.message).toContain(
    'Every pod of the Service two',
  );
  await plane.kubectl(['delete', 'service', 'one', '-n', name]);
  await poll(() => findingsOf(id, 'service-overlap')).toEqual([]);
});
