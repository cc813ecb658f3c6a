import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareQuantities } from '../quantity/index.ts';
import { arbitrarySpec, plainAsk, plainConfig, shopTeam } from '../testing.ts';
import {
  QUOTA_KEYS,
  SIZES,
  askInputSchema,
  buildDesired,
  desiredNamespaceSchema,
  fieldErrors,
  momentOf,
  namespaceSpecSchema,
  quotaSchema,
} from './schema.ts';

function problems(change: Record<string, unknown>): Record<string, string> {
  const result = askInputSchema.safeParse({ ...plainAsk, ...change });
  return result.success ? {} : Object.fromEntries(fieldErrors(result.error).map((e) => [e.field, e.message]));
}

const built = (change: Record<string, unknown> = {}, team = shopTeam) =>
  buildDesired(askInputSchema.parse({ ...plainAsk, ...change }), { clusterConfig: plainConfig, team });

describe('an ask that is wrong says which field, and what to write instead', () => {
  test.each([
    [{ name: 'Shop Dev' }, 'name', 'for example "shop-dev"'],
    [{ name: 'kube-x' }, 'name', 'reserved'],
    [{ environment: 'prod' }, 'environment', 'Choose one of sandbox, development'],
    [{ purpose: '  ' }, 'purpose', 'in a sentence'],
    [{ size: 'XL' }, 'size', 'Choose one of S, M, L, custom'],
    [{ size: 'custom' }, 'quota', 'at least CPU and memory'],
    [
      { size: 'S', quota: { 'requests.cpu': '1', 'requests.memory': '1Gi' } },
      'quota',
      'brings its own figures',
    ],
    [
      { size: 'custom', quota: { 'requests.cpu': '1 core', 'requests.memory': '1Gi' } },
      'quota.requests.cpu',
      '500m',
    ],
    [
      { size: 'custom', quota: { 'requests.cpu': '-1', 'requests.memory': '1Gi' } },
      'quota.requests.cpu',
      'below zero',
    ],
    [
      { size: 'custom', quota: { 'requests.cpu': '0', 'requests.memory': '1Gi' } },
      'quota.requests.cpu',
      'above zero',
    ],
    [
      { size: 'custom', quota: { 'requests.cpu': '2', 'limits.cpu': '1500m', 'requests.memory': '1Gi' } },
      'quota.limits.cpu',
      'below the request',
    ],
    [
      { size: 'custom', quota: { 'requests.cpu': '1', 'requests.memory': '1Gi', pods: '1.5' } },
      'quota.pods',
      'whole number',
    ],
    [{ service: {} }, 'service', 'name a new one'],
    [{ service: { slug: 'x', description: 'y' } }, 'service.description', 'belongs to a new service'],
    [{ service: { name: '日本' } }, 'service.slug', 'short name'],
    [{ access: [] }, 'access', 'at least one'],
    [
      { access: [{ kind: 'group', name: 'system:masters', role: 'viewer' }] },
      'access.0.name',
      'belong to Kubernetes',
    ],
    [
      { access: [{ kind: 'user', name: 'System:admin', role: 'viewer' }] },
      'access.0.name',
      'belong to Kubernetes',
    ],
    [{ access: [{ kind: 'group', name: 'x', role: 'admin' }] }, 'access.0.role', 'Choose one of viewer'],
    [
      { access: [{ kind: 'serviceaccount', name: 'x', role: 'viewer' }] },
      'access.0.kind',
      '"group" or "user"',
    ],
    [
      {
        access: [
          { kind: 'user', name: 'a', role: 'viewer' },
          { kind: 'user', name: ' a ', role: 'developer' },
        ],
      },
      'access.1.name',
      'listed twice',
    ],
    [{ expiresAt: 'tomorrow' }, 'expiresAt', '2026-12-31'],
    [{ expiresAt: '2026-02-31' }, 'expiresAt', '2026-12-31'],
    [{ owner: 'me', spec: {} }, '', 'Unknown fields: owner, spec'],
  ])('%j', (change, field, message) => {
    expect(problems(change)[field]).toContain(message);
  });

  test('a missing field is named', () => {
    expect(Object.keys(problems({ cluster: undefined, name: undefined, purpose: undefined })).sort()).toEqual(
      ['cluster', 'name', 'purpose'],
    );
  });
});

describe('an ask becomes a whole desired state', () => {
  test('which the schema of requests takes', () => {
    for (const change of [
      {},
      { size: 'S' },
      { size: 'L' },
      { service: { name: 'New shop' } },
      { expiresAt: '2026-12-01' },
    ]) {
      expect(desiredNamespaceSchema.parse(built(change))).toEqual(built(change));
    }
  });

  test('access is the team, maintainers first, when none is named', () => {
    expect(built().spec.access).toEqual([
      { kind: 'group', name: 'shop-leads', role: 'maintainer' },
      { kind: 'group', name: 'shop', role: 'developer' },
    ]);
  });

  test('a group that is both maintainer and member is a maintainer', () => {
    const team = { ...shopTeam, memberGroups: ['shop', 'shop-leads'] };
    expect(built({}, team).spec.access).toEqual(built().spec.access);
  });

  test('named access replaces the team', () => {
    const access = [{ kind: 'user', name: 'ada@example.test', role: 'maintainer' }];
    expect(built({ access }).spec.access).toEqual(access);
  });

  test('a new service gets a slug from its name unless one is given', () => {
    expect(built({ service: { name: 'Gift Cards' } }).service).toEqual({
      slug: 'gift-cards',
      name: 'Gift Cards',
    });
    expect(built({ service: { name: 'Gift Cards', slug: 'cards' } }).service.slug).toBe('cards');
  });

  test('own figures are kept, limits default to twice the request, the rest to size M', () => {
    const { quota } = built({
      size: 'custom',
      quota: { 'requests.cpu': '1500m', 'requests.memory': '3Gi', pods: '7' },
    }).spec;
    expect(quota).toEqual({
      ...SIZES.M.quota,
      'requests.cpu': '1500m',
      'limits.cpu': '3',
      'requests.memory': '3Gi',
      'limits.memory': '6Gi',
      pods: '7',
    });
  });

  test('any own figures give a quota that Kubernetes takes', () => {
    const quantity = fc
      .tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom('', 'm', 'Mi', 'Gi'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(quantity, quantity, (cpu, memory) => {
        const { quota } = built({
          size: 'custom',
          quota: { 'requests.cpu': cpu, 'requests.memory': memory },
        }).spec;
        expect(quotaSchema.safeParse(quota).success).toBe(true);
      }),
    );
  });

  test("the team's contact and the cluster's offer come along", () => {
    const clusterConfig = {
      ...plainConfig,
      gateways: ['gateway-system/public'],
      registries: ['registry.example.test/'],
    };
    const { spec } = buildDesired(askInputSchema.parse(plainAsk), { clusterConfig, team: shopTeam });
    expect(spec).toMatchObject({
      contact: 'shop@example.test',
      gateways: ['gateway-system/public'],
      registries: ['registry.example.test/'],
      podSecurity: 'restricted',
      allow: [],
      apiServerAccess: false,
    });
  });

  test('a day means its end, a time itself, in UTC', () => {
    expect(momentOf('2026-12-31')).toBe('2026-12-31T23:59:59.000Z');
    expect(momentOf('2026-12-31T18:00:00+01:00')).toBe('2026-12-31T17:00:00.000Z');
    expect(momentOf('2024-02-29')).toBe('2024-02-29T23:59:59.000Z');
    expect(momentOf('2026-12-31 18:00')).toBeNull();
  });
});

describe('a spec', () => {
  test('of any kind that can be made survives its schema and JSON', () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        expect(namespaceSpecSchema.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
      }),
      { numRuns: 50 },
    );
  });

  test('sizes name every quota key and rise from S to L', () => {
    for (const key of QUOTA_KEYS) {
      expect(compareQuantities(SIZES.S.quota[key], SIZES.M.quota[key])).toBeLessThanOrEqual(0);
      expect(compareQuantities(SIZES.M.quota[key], SIZES.L.quota[key])).toBeLessThanOrEqual(0);
    }
  });

  const spec = built().spec;
  test.each([
    [{ limits: { ...spec.limits, min: { ...spec.limits.min, cpu: '0' } } }, 'limits.min.cpu', 'above zero'],
    [
      { limits: { ...spec.limits, defaultRequest: { ...spec.limits.defaultRequest, memory: '1Gi' } } },
      'limits.default.memory',
      'rising order',
    ],
    [{ limits: { ...spec.limits, max: { cpu: '100m' } } }, 'limits.max.cpu', 'rising order'],
    [{ quota: { ...spec.quota, 'requests.cpu': '9' } }, 'quota.limits.cpu', 'below the request'],
    [{ egress: [{ name: 'x', cidr: '10.0.0.1/8', ports: [{ port: 1 }] }] }, 'egress.0.cidr', 'first address'],
    [{ egress: [{ name: 'x', cidr: '10.0.0.0/8', ports: [] }] }, 'egress.0.ports', 'at least one port'],
    [
      { connections: [{ peer: 'a', direction: 'to', ports: [] }] },
      'connections.0.ports',
      'at least one port',
    ],
    [{ links: { docs: 'javascript:alert(1)' } }, 'links.docs', 'https://'],
    [{ hosts: ['a.example.com', 'a.example.com'] }, 'hosts.1', 'listed twice'],
    [{ registries: ['https://registry.example.com'] }, 'registries.0', 'without a scheme'],
  ])('that Kubernetes or safety forbids is refused: %#', (change, field, message) => {
    const result = namespaceSpecSchema.safeParse({ ...spec, ...change });
    const found = result.success ? [] : fieldErrors(result.error);
    expect(found.find((error) => error.field === field)?.message).toContain(message);
  });
});
