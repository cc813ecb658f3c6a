// A newer bundle over an older one: server-side apply of everything, while somebody tries the doors all the time. None opens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installBundle } from '../dev/stack/bundle.ts';
import { startTestControlPlane, type TestControlPlane } from '../dev/stack/testing.ts';
import { BUNDLE_VERSION, POLICY_NAMES, renderBundle } from '../lib/domain/bundle/index.ts';
import type { KubernetesObject } from '../lib/domain/render/index.ts';

const MALLORY = 'oidc:mallory@harbor.example';
const OPERATOR = 'oidc:operator@harbor.example';
let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startTestControlPlane({
    name: 'upgraded',
    bundle: false,
    staticTokens: [
      { token: 'mallory', user: MALLORY, groups: [] },
      { token: 'operator', user: OPERATOR, groups: [] },
    ],
  });
}, 120_000);
afterAll(async () => {
  await plane.stop();
});

/** What an earlier version may have looked like: its number, other words, and a policy that lacks a check. */
function older(): KubernetesObject[] {
  return renderBundle().map((object) => {
    const copy = JSON.parse(
      JSON.stringify(object).replaceAll(`"${BUNDLE_VERSION}"`, '"0.9.0"'),
    ) as KubernetesObject;
    const spec = copy['spec'] as { validations?: { message: string }[] } | undefined;
    for (const validation of spec?.validations ?? []) validation.message = `earlier: ${validation.message}`;
    if (copy.metadata.name === 'berth-networkpolicies') spec?.validations?.pop();
    return copy;
  });
}

const list = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const applied = ['apply', '--server-side', '--force-conflicts', '--field-manager=berth-install', '-f', '-'];
const managed = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'tried',
    labels: { 'berth.dev/managed': 'true', 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
};
const everything = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'operators' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [MALLORY, OPERATOR].map((name) => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'User',
    name,
  })),
};
// A bad one for several policies: refused by each of them, whichever version is in force.
const attempts = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a', namespace: 'tried' },
    spec: { externalIPs: ['192.0.2.1'], ports: [{ port: 80 }] },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'b', namespace: 'tried' },
    spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: 'tried', labels: { 'app.kubernetes.io/managed-by': 'berth' } },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'd', labels: { 'berth.dev/managed': 'true' } } },
];

async function tried(): Promise<string> {
  try {
    return `LET THROUGH: ${await plane.kubectlAs(MALLORY, ['create', '--dry-run=server', '-f', '-'], list(attempts))}`;
  } catch (error) {
    return String(error);
  }
}
const refusals = (said: string): number => said.match(/ValidatingAdmissionPolicy 'berth-/g)?.length ?? 0;

test('nothing opens while a newer bundle is applied, and a cluster administrator without system:masters can apply it', async () => {
  await plane.kubectl(applied, list(older()));
  await plane.kubectl(applied, list([managed, everything]));
  await expect.poll(async () => refusals(await tried()), { timeout: 30_000 }).toBe(attempts.length);

  const upgraded = { done: false, failure: null as unknown };
  const upgrade = installBundle((args, input) => plane.kubectlAs(OPERATOR, args, input))
    .catch((error: unknown) => {
      upgraded.failure = error;
    })
    .finally(() => {
      upgraded.done = true;
    });
  let looks = 0;
  while (!upgraded.done) {
    const said = await tried();
    looks += 1;
    expect(said).not.toContain('LET THROUGH');
    expect(refusals(said), said).toBe(attempts.length);
  }
  await upgrade;
  expect(upgraded.failure).toBeNull();
  expect(looks).toBeGreaterThan(2);

  const { items } = JSON.parse(
    await plane.kubectl([
      'get',
      'validatingadmissionpolicies,validatingadmissionpolicybindings',
      '-l',
      `berth.dev/bundle-version=${BUNDLE_VERSION}`,
      '-o',
      'json',
    ]),
  ) as { items: KubernetesObject[] };
  expect(items).toHaveLength(POLICY_NAMES.length * 2);
  await expect.poll(tried, { timeout: 30_000 }).not.toContain('earlier: ');
});
