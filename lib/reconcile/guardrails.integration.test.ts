/**
 * The guardrail bundle on a real API server, whole and with pieces taken out: it is proved or the reason is said, nothing
 * new is made and no right is widened meanwhile, revoking and healing go on, and what was held back is done by itself.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { installBundle } from '../../dev/stack/bundle.ts';
import { startTestControlPlane, type TestControlPlane } from '../../dev/stack/testing.ts';
import type { ClusterCondition } from '../domain/cluster/index.ts';
import { findCondition } from '../domain/conditions/index.ts';
import { createClientFromKubeconfig, type ClusterAccess, type KubeClient } from '../kubernetes/index.ts';
import { keysInCluster, uniqueName, type StatusRow } from './testing/fixture.ts';
import type { KubeProxy } from './testing/proxy.ts';
import { startKubeProxy } from './testing/proxy.ts';
import { setUp, type Setup } from './testing/setup.ts';

let here: Setup;
let plane: TestControlPlane;
let proxy: KubeProxy;
let admin: KubeClient;
let clusterId: string;

const POLICY = 'validatingadmissionpolicies';
const BINDING = 'validatingadmissionpolicybindings';

beforeAll(async () => {
  [here, plane] = await Promise.all([setUp(), startTestControlPlane({ name: 'harbor-guarded' })]);
  proxy = await startKubeProxy(plane);
  admin = createClientFromKubeconfig(plane.adminKubeconfig, { fieldManager: 'kubectl-edit' });
  clusterId = await here.fixture.addCluster(plane.name);
  here.worker([access()]);
  await until('True');
}, 180_000);

afterEach(async () => {
  proxy.hooks = {};
  await installBundle(plane.kubectl);
  await until('True');
}, 60_000);

afterAll(async () => {
  await here.end();
  await admin.close();
  await proxy.close();
  await plane.stop();
});

function access(): ClusterAccess {
  return {
    name: plane.name,
    server: proxy.server,
    caFile: proxy.caFile,
    tokenFile: plane.workerTokenFile,
  };
}

async function proof(): Promise<ClusterCondition | undefined> {
  const { rows } = await here.fixture.pool.query<{ conditions: ClusterCondition[] }>(
    'SELECT conditions FROM cluster_status WHERE cluster_id = $1',
    [clusterId],
  );
  return rows[0]?.conditions.find(({ type }) => type === 'GuardrailsProved');
}

/** Waits until the cluster says so of its guardrails. @throws after 45 s, with what it said last. */
async function until(
  status: string,
  reason?: string,
  holds: (condition: ClusterCondition) => boolean = () => true,
): Promise<ClusterCondition> {
  const end = Date.now() + 45_000;
  for (;;) {
    const last = await proof();
    if (last?.status === status && (reason === undefined || last.reason === reason) && holds(last))
      return last;
    if (Date.now() > end) throw new Error(`it never came to ${status}: ${JSON.stringify(last, null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const item = (condition: ClusterCondition, name: string) =>
  condition.items?.find((candidate) => candidate.name === name);
const ready = (row: StatusRow) => findCondition(row.conditions, 'Ready');
const proved = (row: StatusRow) => findCondition(row.conditions, 'GuardrailsProved');

async function add(prefix: string, change: Parameters<Setup['fixture']['spec']>[0] = {}) {
  const name = uniqueName(prefix);
  return { name, id: await here.fixture.addNamespace(name, { clusterId, spec: here.fixture.spec(change) }) };
}

/** A namespace that was asked for is not made, and says why. */
async function expectHeld(reason: string): Promise<{ id: string; name: string }> {
  const asked = await add('held');
  const row = await here.fixture.until(asked.id, (seen) => ready(seen)?.reason === 'GuardrailsNotProved');
  expect(proved(row)).toMatchObject({ status: 'False', reason });
  expect(ready(row)).toMatchObject({ status: 'False' });
  expect(await admin.get({ kind: 'Namespace', name: asked.name })).toBeNull();
  return asked;
}

test('with the whole bundle the guardrails are proved, policy by policy, and namespaces say so', async () => {
  const condition = await until('True', 'Proved');
  expect(condition.message).toMatch(
    /^The guardrail bundle 1\.\d+\.\d+ is in force: \d+ policies refuse what they must\.$/,
  );
  for (const name of [
    'berth-namespaces',
    'berth-ingresses',
    'berth-httproutes',
    'berth-worker-fence',
    'berth-prober-fence',
  ]) {
    expect(item(condition, name)).toEqual({ name, state: 'proved', reason: null, message: '' });
  }
  expect(item(condition, 'berth-certificates')).toMatchObject({
    state: 'idle',
    message: 'certificates.cert-manager.io is not served here.',
  });
  expect(item(condition, 'what is granted')?.state).toBe('proved');
  const { id } = await add('proved');
  const row = await here.fixture.untilReady(id);
  expect(proved(row)).toMatchObject({
    status: 'True',
    reason: 'Proved',
    message: 'The guardrails of harbor-guarded are in force.',
  });
});

test('the probes leave nothing behind', async () => {
  const left = await plane.kubectl([
    'get',
    'configmaps,ingresses,services,secrets',
    '-n',
    'berth-canary',
    '-o',
    'name',
  ]);
  expect(left.split('\n').filter((line) => line !== '' && line !== 'configmap/kube-root-ca.crt')).toEqual([]);
});

describe('a piece of the bundle is missing or changed', () => {
  test('a policy was deleted: its name and the command are said, nothing is made, and restored it goes on by itself', async () => {
    const before = await add('before');
    await here.fixture.untilReady(before.id);
    await plane.kubectl(['delete', POLICY, 'berth-ingresses']);
    const condition = await until('False', 'NotInstalled');
    expect(condition.message).toBe(
      'berth-ingresses: The policy is missing. A cluster administrator installs the bundle: ' +
        'npm run --silent bundle | kubectl apply --server-side -f -',
    );
    expect(item(condition, 'berth-ingresses')).toMatchObject({ state: 'failed', reason: 'NotInstalled' });
    const { id } = await expectHeld('NotInstalled');
    // Namespaces that stand say it too, without a pass.
    await here.fixture.until(before.id, (row) => proved(row)?.status === 'False' && row.phase === 'Ready');
    await installBundle(plane.kubectl);
    await here.fixture.untilReady(id);
    await here.fixture.until(before.id, (row) => proved(row)?.status === 'True');
  });

  test('a binding that only audits refuses nothing', async () => {
    await plane.kubectl([
      'patch',
      BINDING,
      'berth-services',
      '--type=merge',
      '-p',
      '{"spec":{"validationActions":["Audit"]}}',
    ]);
    const condition = await until('False', 'NotInstalled');
    expect(item(condition, 'berth-services')?.message).toBe(
      'Its binding refuses nothing: validationActions is Audit, without Deny.',
    );
    await expectHeld('NotInstalled');
  });

  test('a policy without its binding refuses nothing', async () => {
    await plane.kubectl(['delete', BINDING, 'berth-pods']);
    expect(item(await until('False', 'NotInstalled'), 'berth-pods')?.message).toContain(
      'Its binding is missing',
    );
  });

  test('a binding that covers other namespaces is found', async () => {
    await plane.kubectl([
      'patch',
      BINDING,
      'berth-secrets',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/spec/matchResources/namespaceSelector/matchLabels","value":{"x":"y"}}]',
    ]);
    expect(item(await until('False', 'NotInstalled'), 'berth-secrets')?.message).toContain(
      'matchResources was changed',
    );
  });

  test('a second binding is found', async () => {
    const extra = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'extra' },
      spec: { policyName: 'berth-roles', validationActions: ['Warn'] },
    };
    await plane.kubectl(['apply', '-f', '-'], JSON.stringify(extra));
    try {
      expect(item(await until('False', 'NotInstalled'), 'berth-roles')?.message).toContain('(extra)');
    } finally {
      await plane.kubectl(['delete', BINDING, 'extra']);
    }
  });

  test('a policy that lets through what it fails to judge is found', async () => {
    await plane.kubectl([
      'patch',
      POLICY,
      'berth-services',
      '--type=merge',
      '-p',
      '{"spec":{"failurePolicy":"Ignore"}}',
    ]);
    expect(item(await until('False', 'NotInstalled'), 'berth-services')?.message).toContain(
      'failurePolicy Ignore',
    );
  });

  test('a bundle of another version is not relied on', async () => {
    await plane.kubectl([
      'label',
      POLICY,
      'berth-ingresses',
      'berth.dev/bundle-version=0.9.0',
      '--overwrite',
    ]);
    const condition = await until('False', 'WrongVersion');
    expect(condition.message).toMatch(
      /^The guardrail bundle here is 0\.9\.0, 1\.\d+\.\d+, and this Berth needs 1\./,
    );
    await expectHeld('WrongVersion');
  });

  test('an expression that the type checker doubts is told', async () => {
    await plane.kubectl([
      'patch',
      POLICY,
      'berth-ingresses',
      '--type=json',
      '-p',
      '[{"op":"add","path":"/spec/validations/-","value":{"expression":"!has(object.spec.ruels)"}}]',
    ]);
    const condition = await until('False', 'TypeCheckWarnings');
    expect(item(condition, 'berth-ingresses')?.message).toMatch(
      /^The API server doubts spec\.validations\[\d+\]\.expression: .*ruels/,
    );
  });

  test('a policy that is as it should look, and refuses nothing, is found by trying it out', async () => {
    const { spec } = JSON.parse(await plane.kubectl(['get', POLICY, 'berth-secrets', '-o', 'json'])) as {
      spec: { validations: object[] };
    };
    const validations = spec.validations.map((check) => ({ ...check, expression: 'true' }));
    await plane.kubectl([
      'patch',
      POLICY,
      'berth-secrets',
      '--type=merge',
      '-p',
      JSON.stringify({ spec: { validations } }),
    ]);
    const condition = await until('False', 'NotRefused');
    expect(item(condition, 'berth-secrets')?.message).toBe(
      'It let through what it must refuse: create secrets in berth-canary.',
    );
    expect(item(condition, 'berth-pods')?.state).toBe('proved');
    await expectHeld('NotRefused');
  });

  test('a policy that refuses by an error of its own expression is our defect, and said so', async () => {
    const { spec } = JSON.parse(await plane.kubectl(['get', POLICY, 'berth-secrets', '-o', 'json'])) as {
      spec: { validations: object[] };
    };
    const validations = spec.validations.map((check) => ({
      ...check,
      expression: "object.metadata.annotations['no-such-key'] == 'x'",
    }));
    await plane.kubectl([
      'patch',
      POLICY,
      'berth-secrets',
      '--type=merge',
      '-p',
      JSON.stringify({ spec: { validations } }),
    ]);
    // Before that it is false for the same reason: the changed expression is not type-checked yet.
    const blamed = (condition: ClusterCondition) =>
      item(condition, 'berth-secrets')?.message.includes('a defect of the bundle') === true;
    await until('False', 'ProbeFailed', blamed);
  });

  test('a bundle that refuses what is granted proves nothing', async () => {
    await plane.kubectl(['annotate', 'namespace', 'berth-canary', 'berth.dev/hosts=', '--overwrite']);
    await plane.kubectl(['label', POLICY, 'berth-ingresses', 'touched=1', '--overwrite']);
    const blamed = (condition: ClusterCondition) =>
      item(condition, 'what is granted')?.message.includes('What every tenant may do was refused') === true;
    await until('False', 'ProbeFailed', blamed);
  });

  test('the prober itself is missing', async () => {
    await plane.kubectl(['delete', 'serviceaccount', 'prober', '-n', 'berth-canary']);
    await plane.kubectl(['label', POLICY, 'berth-ingresses', 'touched=2', '--overwrite']);
    const condition = await until('False', 'NotInstalled');
    expect(item(condition, 'ServiceAccount berth-canary/prober')?.message).toContain('"prober" not found');
    expect(item(condition, 'berth-pods')).toMatchObject({ state: 'idle' });
  });
});

test('a plain refusal by an API server that has just started is not taken for an answer', async () => {
  let early = 3;
  proxy.hooks = {
    before: ({ url, method }) => {
      if (method !== 'POST' || !url.includes('/berth-canary/services') || early === 0) return undefined;
      early -= 1;
      return {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          kind: 'Status',
          reason: 'Forbidden',
          message: 'services is forbidden: User "x" cannot create resource "services"',
        }),
      };
    },
  };
  const at = (await proof())?.lastTransitionTime;
  await plane.kubectl(['label', POLICY, 'berth-services', 'touched=3', '--overwrite']);
  await expect.poll(() => early, { timeout: 20_000 }).toBe(0);
  expect(await until('True')).toMatchObject({ lastTransitionTime: at });
});

describe('while the guardrails are not proved', () => {
  const group = (name: string) => ({ kind: 'group', name, role: 'viewer' }) as const;

  test('rights are taken away, fences are healed and namespaces deleted, but nobody is let in and no host is added', async () => {
    const { fixture } = here;
    const access = [...fixture.spec().access, group('auditors')];
    const { id, name } = await add('narrow', { access, hosts: ['a.example.com', 'b.example.com'] });
    const doomed = await add('doomed');
    await Promise.all([fixture.untilReady(id), fixture.untilReady(doomed.id)]);
    await plane.kubectl(['delete', POLICY, 'berth-ingresses']);
    await until('False');

    await fixture.changeSpec(
      id,
      fixture.spec({
        access: [...fixture.spec().access, group('newcomers')],
        hosts: ['b.example.com', 'c.example.com'],
        podSecurity: 'baseline',
      }),
    );
    await fixture.askDeletion(doomed.id);
    const held = await fixture.until(id, (row) => ready(row)?.reason === 'GuardrailsNotProved');
    expect(ready(held)?.message).toContain('hosts c.example.com');
    expect(ready(held)?.message).toContain('Group oidc:newcomers in berth-viewer');
    expect(held.observed_generation).toBe('1');
    const live = await admin.get({ kind: 'Namespace', name });
    expect(live?.metadata.annotations?.['berth.dev/hosts']).toBe('b.example.com');
    expect(live?.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    expect(await keysInCluster(admin, name)).not.toContain('RoleBinding/berth-viewer');

    const quota = await admin.get({ kind: 'NetworkPolicy', name: 'berth-dns', namespace: name });
    await admin.remove(
      { kind: 'NetworkPolicy', name: 'berth-dns', namespace: name },
      { uid: quota?.metadata.uid ?? '' },
    );
    await fixture.pool.query('UPDATE namespace SET mark = mark + 1 WHERE id = $1', [id]);
    await expect
      .poll(() => admin.get({ kind: 'NetworkPolicy', name: 'berth-dns', namespace: name }), {
        timeout: 20_000,
      })
      .not.toBeNull();
    await fixture.until(doomed.id, (row) => row.released_at !== null);

    await installBundle(plane.kubectl);
    await fixture.untilReady(id);
    const after = await admin.get({ kind: 'Namespace', name });
    expect(after?.metadata.annotations?.['berth.dev/hosts']).toBe('b.example.com,c.example.com');
    expect(after?.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('baseline');
    expect(await keysInCluster(admin, name)).toContain('RoleBinding/berth-viewer');
  });

  test('a namespace that nothing is asked of stays Ready', async () => {
    const { fixture } = here;
    const { id } = await add('quiet');
    await fixture.untilReady(id);
    await plane.kubectl(['delete', POLICY, 'berth-ingresses']);
    await until('False');
    await fixture.pool.query('UPDATE namespace SET mark = mark + 1 WHERE id = $1', [id]);
    const row = await fixture.untilReady(id);
    expect(proved(row)?.status).toBe('False');
  });
});

test('an API server that goes away changes nothing about what was proved, and is asked again when it is back', async () => {
  const before = await until('True');
  proxy.hooks = { before: () => 'cut' };
  proxy.cutAll();
  await expect
    .poll(
      async () => {
        const { rows } = await here.fixture.pool.query<{ reachable: boolean }>(
          'SELECT reachable FROM cluster_status WHERE cluster_id = $1',
          [clusterId],
        );
        return rows[0]?.reachable;
      },
      { timeout: 30_000 },
    )
    .toBe(false);
  expect(await proof()).toMatchObject({ status: 'True', lastTransitionTime: before.lastTransitionTime });
  await plane.kubectl(['delete', POLICY, 'berth-ingresses']);
  proxy.hooks = {};
  await until('False', 'NotInstalled');
});
