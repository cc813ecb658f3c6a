// The bundle and what is rendered against a real API server: it takes every object from the worker with the rights the bundle gives
// and no other, and what it gives back is no difference. The unit tests beside the code can't know the server's defaults.
import { describe, expect, inject, test } from 'vitest';
import { renderBundle } from '../lib/domain/bundle/index.ts';
import { clusterConfigSchema } from '../lib/domain/cluster/index.ts';
import { defaultSpec } from '../lib/domain/desired-state/schema.ts';
import { differs } from '../lib/domain/diff/index.ts';
import { renderNamespace, type KubernetesObject } from '../lib/domain/render/index.ts';
import { apply, call, pathOf, tenantCredential, uniqueName, workerCredential } from './testing.ts';

const cluster = inject('cluster');
const worker = workerCredential();

/** A namespace that uses every part of a spec. */
function fullNamespace(name: string): KubernetesObject[] {
  const config = clusterConfigSchema.parse({
    ingressCidrs: ['10.1.0.0/16'],
    apiServerCidrs: ['10.96.0.1/32', 'fd00::1/128'],
    gateways: ['gateway-system/public'],
    labelTemplates: { team: '{team}' },
  });
  const base = defaultSpec({
    size: 'M',
    clusterConfig: config,
    maintainerGroups: ['payments-maintainers'],
    memberGroups: ['payments-developers'],
    contact: 'payments@harbor.example',
  });
  const viewers = { kind: 'group', name: 'payments-viewers', role: 'viewer' } as const;
  return renderNamespace({
    id: '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
    name,
    environment: 'development',
    purpose: 'To be read back.',
    generation: 1,
    expiresAt: '2030-01-01T00:00:00.000Z',
    cluster: { name: cluster.name, config },
    team: {
      slug: 'payments',
      name: 'Payments',
      contactEmail: null,
      chatUrl: null,
      onCallUrl: null,
      costCentre: null,
    },
    service: {
      slug: 's'.repeat(63),
      name: 'S',
      description: '',
      tier: 1,
      lifecycle: 'production',
      tags: [],
      sla: { availability: 99.9 },
      links: {},
      dependsOn: [],
    },
    portalUrl: 'https://berth.harbor.example',
    spec: {
      ...base,
      quota: { ...base.quota, 'requests.cpu': '1.5', 'requests.memory': '1.5Gi', 'limits.memory': '10e9' },
      limits: { ...base.limits, max: { cpu: '4' } },
      access: [...base.access, viewers, { kind: 'user', name: 'ada@harbor.example', role: 'viewer' }],
      hosts: ['shop.example.com', '*.apps.example.com', 'shop.example.com/cart'],
      connections: [
        { peer: 'billing', direction: 'to', ports: [{ port: 8443, protocol: 'TCP' }] },
        { peer: 'billing', direction: 'from', ports: [{ port: 53, protocol: 'UDP' }] },
      ],
      egress: [
        { name: 'all', cidr: '0.0.0.0/0', ports: [{ port: 443, protocol: 'TCP' }] },
        { name: 'six', cidr: '::/0', ports: [{ port: 132, protocol: 'SCTP' }] },
      ],
      allow: ['LoadBalancer'],
      apiServerAccess: true,
    },
  }).map(({ object }) => object);
}

test('the worker applies every object without a warning, and what the API server gives back is no difference', async () => {
  const objects = fullNamespace(uniqueName('rendered'));
  for (const object of objects) {
    const applied = await apply(object);
    expect(applied.body.message, `${object.kind} ${object.metadata.name}`).toBeUndefined();
    expect(applied.warnings).toEqual([]);
  }
  for (const object of objects) {
    const { body } = await call(worker, 'GET', pathOf(object));
    expect(differs(object, body), `${object.kind} ${object.metadata.name}`).toEqual([]);
  }
});

describe('a tenant', () => {
  // Subresource and verb per role: what RBAC answers, not what its rules look like.
  test.each([
    ['viewer', 'GET', '/api/v1/namespaces/NS', 200],
    ['viewer', 'GET', '/api/v1/namespaces/NS/resourcequotas', 200],
    ['viewer', 'GET', '/api/v1/namespaces/NS/secrets', 403],
    ['viewer', 'GET', '/api/v1/namespaces', 403],
    ['developer', 'GET', '/api/v1/namespaces/NS/secrets', 200],
    ['developer', 'DELETE', '/api/v1/namespaces/NS/resourcequotas/berth?dryRun=All', 403],
    [
      'developer',
      'DELETE',
      '/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies/berth-default-deny?dryRun=All',
      403,
    ],
    [
      'maintainer',
      'DELETE',
      '/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies/berth-default-deny?dryRun=All',
      403,
    ],
    [
      'maintainer',
      'DELETE',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings/berth-viewer?dryRun=All',
      403,
    ],
    ['maintainer', 'DELETE', '/api/v1/namespaces/NS?dryRun=All', 403],
    ['stranger', 'GET', '/api/v1/namespaces/NS', 403],
    ['stranger', 'GET', '/api/v1/namespaces/NS/pods', 403],
  ])('as %s gets for %s %s the answer %i', async (who, method, path, status) => {
    const name = uniqueName('tenant');
    for (const object of fullNamespace(name)) await apply(object);
    const tenant = tenantCredential(who);
    // The API server's authorizer learns of a new binding by a watch: the rights that were given must be there before one is missed.
    if (who !== 'stranger') {
      await expect
        .poll(async () => (await call(tenant, 'GET', `/api/v1/namespaces/${name}`)).status)
        .toBe(200);
    }
    expect((await call(tenant, method, path.replace('NS', name))).status).toBe(status);
  });
});

describe('the worker', () => {
  test.each([
    ['GET', '/api/v1/secrets'],
    ['GET', '/api/v1/pods'],
    ['GET', '/api/v1/namespaces/kube-system/configmaps'],
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin'],
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles'],
  ])('is refused %s %s', async (method, path) => {
    expect((await call(worker, method, path)).status).toBe(403);
  });

  test('is refused a binding to a role that is not a tenant role', async () => {
    const name = uniqueName('binds');
    const [namespace, ...others] = fullNamespace(name);
    if (namespace) await apply(namespace);
    const binding = others.find((object) => object.metadata.name === 'berth-viewer');
    for (const role of ['cluster-admin', 'admin', 'edit']) {
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role };
      const refused = await apply({ ...binding, roleRef } as KubernetesObject);
      expect(refused.status).toBe(403);
      expect(refused.body.message).toContain('not currently held');
    }
  });

  test('finds the tenant roles as this Berth prints them', async () => {
    for (const role of renderBundle().filter(({ metadata }) =>
      /^berth:(viewer|developer|maintainer)$/.test(metadata.name),
    )) {
      const { body } = await call(worker, 'GET', pathOf(role));
      expect(differs(role, body)).toEqual([]);
    }
  });
});
