import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENVIRONMENTS, SIZES, type DesiredNamespace, type NamespaceSpec } from '../desired-state/schema.ts';
import { arbitrarySpec, contextWith, desiredWith, plainConfig } from '../testing.ts';
import {
  RULES,
  evaluate,
  guardrailLimitsSchema,
  limitsFor,
  partiesOf,
  resultHash,
  type Finding,
  type GuardrailContext,
} from './index.ts';

const crossed = (desired: DesiredNamespace, context: GuardrailContext = contextWith()): Finding[] =>
  evaluate(desired, context).findings.filter((finding) => finding.outcome !== 'pass');

const sized = (size: 'S' | 'M' | 'L', change: Partial<DesiredNamespace> = {}): DesiredNamespace =>
  desiredWith({ size, ...change }, { quota: { ...SIZES[size].quota } });

const custom = (quota: Partial<NamespaceSpec['quota']>): DesiredNamespace =>
  desiredWith({ size: 'custom' }, { quota: { ...SIZES.M.quota, ...quota } });

const limits = (value: unknown): Partial<GuardrailContext> => ({
  limits: guardrailLimitsSchema.parse(value),
});
const platform = { kind: 'platform' };

describe('what lies inside the guardrails is granted at once', () => {
  const soon = '2026-12-01T23:59:59.000Z';
  test.each(['sandbox', 'development', 'test', 'staging'] as const)('sizes S and M in %s', (environment) => {
    for (const size of ['S', 'M'] as const) {
      const verdict = evaluate(sized(size, { environment, expiresAt: soon }), contextWith());
      expect(verdict.outcome).toBe('granted');
      expect(partiesOf(verdict)).toEqual([]);
    }
  });

  test('every rule says something, so that people see what was looked at', () => {
    const said = new Set(evaluate(desiredWith(), contextWith()).findings.map(({ rule }) => rule));
    expect([...said].sort()).toEqual(RULES.map(({ name }) => name).sort());
  });
});

describe('what lies outside needs the platform, with the numbers', () => {
  test('size L, figure by figure', () => {
    const messages = crossed(sized('L')).map(({ message }) => message);
    expect(messages).toContain(
      'Asks for 16 CPU; at most 8 CPU are granted at once in development. The platform team can approve more.',
    );
    expect(messages).toContain(
      'Asks for 32 GiB of memory; at most 16 GiB of memory is granted at once in development. The platform team can approve more.',
    );
    for (const finding of crossed(sized('L')))
      expect(finding).toMatchObject({ rule: 'quota', party: platform, field: 'size' });
  });

  test('own figures name their field, and equal amounts are equal however written', () => {
    expect(crossed(custom({ 'requests.cpu': '8000m', 'limits.cpu': '16' }))).toEqual([]);
    expect(crossed(custom({ 'requests.cpu': '8001m', 'limits.cpu': '16' }))).toMatchObject([
      { rule: 'quota', field: 'quota.requests.cpu', outcome: 'needs-approval' },
    ]);
  });

  test('production, always, and a contact there', () => {
    expect(crossed(sized('S', { environment: 'production' }))).toMatchObject([
      { rule: 'environment', party: platform },
    ]);
    const nobody = desiredWith({ environment: 'production' }, { contact: null });
    expect(crossed(nobody).map(({ rule }) => rule)).toEqual(['environment', 'contact']);
  });

  test('the budget of the team, by how much it is crossed', () => {
    const team = {
      slug: 'shop',
      name: 'Shop',
      budget: { 'requests.cpu': '64' },
      committed: { 'requests.cpu': '62' },
    };
    const [finding] = crossed(desiredWith(), contextWith({ team }));
    expect(finding).toMatchObject({ rule: 'team-budget', party: platform });
    expect(finding?.message).toContain(
      'holds 62 CPU of its budget of 64 CPU; this asks for 4 CPU and goes 2 CPU over it',
    );
    expect(
      crossed(desiredWith(), contextWith({ team: { ...team, committed: { 'requests.cpu': '60' } } })),
    ).toEqual([]);
  });

  test('the room on the cluster: allocatable times overcommitment, less what is promised', () => {
    const cluster = {
      ...contextWith().cluster,
      allocatable: { cpu: '10', memory: '1Ti' },
      committed: { 'requests.cpu': '17' },
    };
    const [finding, ...others] = crossed(desiredWith(), contextWith({ cluster }));
    expect(others).toEqual([]);
    expect(finding?.message).toContain('harbor-dev has room for 3 CPU more; this asks for 4 CPU');
    const full = { ...cluster, committed: { 'requests.cpu': '40' } };
    expect(crossed(desiredWith(), contextWith({ cluster: full }))[0]?.message).toContain(
      'room for 0 CPU more',
    );
  });

  test('room that nobody has reported holds nothing up', () => {
    for (const allocatable of [null, undefined, {}, { cpu: '0', memory: '0' }]) {
      const cluster = { ...contextWith().cluster, ...(allocatable === undefined ? {} : { allocatable }) };
      if (allocatable === undefined) delete (cluster as { allocatable?: unknown }).allocatable;
      expect(evaluate(desiredWith(), contextWith({ cluster })).outcome).toBe('granted');
    }
  });

  test.each([
    [{ podSecurity: 'baseline' }, 'pod-security'],
    [{ allow: ['LoadBalancer'] }, 'service-types'],
    [{ allow: ['ExternalName'] }, 'service-types'],
    [{ registries: ['docker.io/library'] }, 'registries'],
    [{ egress: [{ name: 'x', cidr: '10.0.0.0/8', ports: [{ port: 1, protocol: 'TCP' }] }] }, 'egress'],
  ] satisfies [Partial<NamespaceSpec>, string][])('%j', (spec, rule) => {
    expect(crossed(desiredWith({}, spec))).toMatchObject([
      { rule, outcome: 'needs-approval', party: platform },
    ]);
  });

  test('a quota of load balancers without leave for the type', () => {
    expect(crossed(custom({ 'services.loadbalancers': '1' }))).toMatchObject([
      { rule: 'service-types', field: 'quota.services.loadbalancers' },
    ]);
  });

  test('a sandbox of more than 30 days; the thirtieth is within', () => {
    const until = (expiresAt: string) => crossed(sized('S', { environment: 'sandbox', expiresAt }));
    expect(until('2026-12-21T23:59:59.000Z')).toEqual([]);
    expect(until('2026-12-22T00:00:00.000Z')[0]?.message).toContain('Asks for 31 days; at most 30 days');
  });

  test('image prefixes are compared by path elements', () => {
    const config = { ...plainConfig, registries: ['registry.example.test/shop'] };
    const context = contextWith({ cluster: { ...contextWith().cluster, config } });
    expect(crossed(desiredWith({}, { registries: ['registry.example.test/shop/api'] }), context)).toEqual([]);
    expect(
      crossed(desiredWith({}, { registries: ['registry.example.test/shopping'] }), context),
    ).toHaveLength(1);
    expect(crossed(desiredWith({}, { registries: ['registry.example.test'] }), context)).toHaveLength(1);
  });
});

describe("what nobody's yes can mend is refused, with the field and the remedy", () => {
  test.each([
    ['a bad name', desiredWith({ name: 'Shop' }), contextWith(), 'name', 'name'],
    ['a reserved name', desiredWith({ name: 'kube-x' }), contextWith(), 'name', 'name'],
    [
      "a name the cluster's administrator keeps",
      desiredWith({ name: 'istio-x' }),
      contextWith({
        cluster: { ...contextWith().cluster, config: { ...plainConfig, reservedNames: ['istio-*'] } },
      }),
      'name',
      'name',
    ],
    [
      'a name taken by a namespace',
      desiredWith(),
      contextWith({ nameTaken: 'namespace' }),
      'name-taken',
      'name',
    ],
    ['a name taken by a request', desiredWith(), contextWith({ nameTaken: 'request' }), 'name-taken', 'name'],
    ['a name taken by others', desiredWith(), contextWith({ nameTaken: 'cluster' }), 'name-taken', 'name'],
    [
      'an environment the cluster does not offer',
      desiredWith(),
      contextWith({ cluster: { ...contextWith().cluster, environments: ['production'] } }),
      'environment',
      'environment',
    ],
    [
      'a sandbox without an end',
      sized('S', { environment: 'sandbox' }),
      contextWith(),
      'expiry',
      'expiresAt',
    ],
    [
      'an end that has passed',
      desiredWith({ expiresAt: '2026-11-20T23:59:59.000Z' }),
      contextWith(),
      'expiry',
      'expiresAt',
    ],
    [
      "another team's service",
      desiredWith(),
      contextWith({ serviceOwner: 'billing' }),
      'service-owner',
      'service.slug',
    ],
    ['no such service', desiredWith(), contextWith({ serviceOwner: null }), 'service-owner', 'service.slug'],
    [
      'a new service of a name that is taken',
      desiredWith({ service: { slug: 'checkout', name: 'Checkout' } }),
      contextWith({ serviceOwner: 'billing' }),
      'service-owner',
      'service.slug',
    ],
  ])('%s', (_, desired, context, rule, field) => {
    const verdict = evaluate(desired, context);
    expect(verdict.outcome).toBe('refused');
    expect(partiesOf(verdict)).toEqual([]);
    const finding = verdict.findings.find((one) => one.outcome === 'refused');
    expect(finding).toMatchObject({ rule, field });
    expect(finding?.message).toMatch(/Choose|Use lower-case|Give yours/);
  });
});

describe('limits are data', () => {
  test('none at all are the built-in ones', () => {
    expect(guardrailLimitsSchema.parse({})).toEqual({ all: {}, environments: {}, clusters: {}, teams: {} });
  });

  test('the nearer wins: all, environment, cluster, team; keys that are not named stay', () => {
    const parsed = guardrailLimitsSchema.parse({
      all: { quota: { 'requests.cpu': '1', pods: '5' } },
      environments: { development: { quota: { 'requests.cpu': '2' } } },
      clusters: { 'harbor-dev': { quota: { 'requests.cpu': '3' } } },
      teams: { shop: { quota: { 'requests.cpu': '4' } } },
    });
    const at = (cluster: string, team: string, environment: 'development' | 'test' = 'development') =>
      limitsFor(parsed, { cluster, team, environment }).quota;
    expect(at('other', 'other', 'test')).toMatchObject({
      'requests.cpu': '1',
      pods: '5',
      'requests.memory': '16Gi',
    });
    expect(at('other', 'other')['requests.cpu']).toBe('2');
    expect(at('harbor-dev', 'other')['requests.cpu']).toBe('3');
    expect(at('harbor-dev', 'shop')['requests.cpu']).toBe('4');
    expect(at('constructor', '__proto__')['requests.cpu']).toBe('2');
  });

  test('an administrator can open what is closed, and close what is open', () => {
    const open = limits({
      all: { podSecurity: ['restricted', 'baseline'], egress: ['10.0.0.0/8'], serviceTypes: ['NodePort'] },
    });
    const desired = desiredWith(
      {},
      {
        podSecurity: 'baseline',
        allow: ['NodePort'],
        egress: [{ name: 'x', cidr: '10.2.0.0/16', ports: [{ port: 1, protocol: 'TCP' }] }],
      },
    );
    expect(crossed(desired, contextWith(open))).toEqual([]);
    expect(
      crossed(desiredWith(), contextWith(limits({ environments: { development: { needsApproval: true } } }))),
    ).toHaveLength(1);
  });

  test('a name pattern is filled in, holds for the whole name, and takes values literally', () => {
    const pattern = contextWith(limits({ all: { namePattern: '{service}-(dev|test)' } }));
    expect(crossed(desiredWith(), pattern)).toEqual([]);
    expect(crossed(desiredWith({ name: 'checkout-dev-2' }), pattern)[0]?.message).toContain(
      'follow the pattern',
    );
    expect(guardrailLimitsSchema.safeParse({ all: { namePattern: '(' } }).success).toBe(false);
  });

  test.each([
    [{ all: { quota: { 'requests.cpu': 'many' } } }],
    [{ environment: {} }],
    [{ environments: { prod: {} } }],
    [{ all: { maxDays: 0 } }],
  ])('%j is refused', (value) => {
    expect(guardrailLimitsSchema.safeParse(value).success).toBe(false);
  });
});

describe('a verdict', () => {
  const anyDesired = fc
    .tuple(
      arbitrarySpec,
      fc.constantFrom(...ENVIRONMENTS),
      fc.constantFrom(null, '2026-12-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'),
    )
    .map(([spec, environment, expiresAt]) => desiredWith({ environment, expiresAt, size: 'custom' }, spec));
  const anyContext = fc
    .record({
      taken: fc.constantFrom(null, 'namespace' as const),
      committed: fc.integer({ min: 0, max: 500 }),
      budget: fc.option(fc.integer({ min: 0, max: 500 })),
    })
    .map(({ taken, committed, budget }) => {
      const held = { 'requests.cpu': String(committed) };
      return contextWith({
        nameTaken: taken,
        cluster: { ...contextWith().cluster, committed: held },
        team: {
          slug: 'shop',
          budget: budget === null ? null : { 'requests.cpu': String(budget) },
          committed: held,
        },
      });
    });

  test('follows from its findings, and whoever is needed is named', () => {
    fc.assert(
      fc.property(anyDesired, anyContext, (desired, context) => {
        const verdict = evaluate(desired, context);
        const outcomes = verdict.findings.map(({ outcome }) => outcome);
        const expected = outcomes.includes('refused')
          ? 'refused'
          : outcomes.includes('needs-approval')
            ? 'needs-approval'
            : 'granted';
        expect(verdict.outcome).toBe(expected);
        for (const finding of verdict.findings) {
          expect(finding.party !== undefined).toBe(finding.outcome === 'needs-approval');
          expect(finding.message).toMatch(/\.$/);
        }
        expect(partiesOf(verdict).length > 0).toBe(expected === 'needs-approval');
      }),
      { numRuns: 60 },
    );
  });

  test('asking for more never makes it better', () => {
    const rank = { granted: 0, 'needs-approval': 1, refused: 2 };
    const quota = (cpu: number) => custom({ 'requests.cpu': String(cpu), 'limits.cpu': String(cpu * 2) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        anyContext,
        (cpu, more, context) => {
          const [small, large] = [evaluate(quota(cpu), context), evaluate(quota(cpu + more), context)];
          expect(rank[large.outcome]).toBeGreaterThanOrEqual(rank[small.outcome]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('names each party once, with its rules', () => {
    const verdict = evaluate(
      desiredWith({ environment: 'production' }, { podSecurity: 'baseline' }),
      contextWith(),
    );
    expect(partiesOf(verdict)).toEqual([{ kind: 'platform', rules: ['environment', 'pod-security'] }]);
  });

  test('has a hash that changes with the result, the guardrails and what is crossed, and with nothing else', () => {
    const desired = sized('L');
    const hash = (d: DesiredNamespace, context: GuardrailContext, guardrailVersion = 1): string =>
      resultHash({ desired: d, verdict: evaluate(d, context), guardrailVersion });
    const shown = hash(desired, contextWith());
    expect(shown).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(structuredClone(desired), contextWith())).toBe(shown);
    expect(hash(desired, contextWith({ today: new Date('2026-11-22T12:00:00Z') }))).toBe(shown);
    expect(hash({ ...desired, purpose: 'Another.' }, contextWith())).not.toBe(shown);
    expect(hash(desired, contextWith(), 2)).not.toBe(shown);
    const over = { slug: 'shop', budget: { 'requests.cpu': '1' }, committed: {} };
    expect(hash(desired, contextWith({ team: over }))).not.toBe(shown);
  });
});
