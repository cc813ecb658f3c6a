// Examples for the domain's tests: one ordinary ask, and arbitrary specs for properties. Used by tests alone.
import fc from 'fast-check';
import { clusterConfigSchema } from './cluster/index.ts';
import {
  ACCESS_ROLES,
  SERVICE_TYPES,
  askInputSchema,
  buildDesired,
  defaultSpec,
  type AskingTeam,
  type DesiredNamespace,
  type NamespaceSpec,
} from './desired-state/schema.ts';
import { guardrailLimitsSchema, type GuardrailContext } from './guardrails/index.ts';
import type { RenderInput } from './render/index.ts';

/** A cluster's configuration with nothing but defaults. */
export const plainConfig = clusterConfigSchema.parse({});

/** A team with one group of each kind. */
export const shopTeam: AskingTeam = {
  slug: 'shop',
  maintainerGroups: ['shop-leads'],
  memberGroups: ['shop'],
  contactEmail: 'shop@example.test',
};

/** What a form sends for a medium namespace in development. */
export const plainAsk = {
  cluster: 'harbor-dev',
  team: 'shop',
  service: { slug: 'checkout' },
  environment: 'development',
  name: 'checkout-dev',
  purpose: 'Where we try the checkout.',
  size: 'M',
};

/** The desired state of plainAsk, with some of it replaced. */
export function desiredWith(
  change: Partial<DesiredNamespace> = {},
  spec: Partial<NamespaceSpec> = {},
): DesiredNamespace {
  const desired = buildDesired(askInputSchema.parse(plainAsk), {
    clusterConfig: plainConfig,
    team: shopTeam,
  });
  return { ...desired, ...change, spec: { ...desired.spec, ...spec } };
}

/** A world in which plainAsk is granted at once, with some of it replaced. */
export function contextWith(change: Partial<GuardrailContext> = {}): GuardrailContext {
  return {
    limits: guardrailLimitsSchema.parse({}),
    today: new Date('2026-11-21T12:00:00Z'),
    cluster: {
      name: 'harbor-dev',
      environments: ['sandbox', 'development', 'test', 'staging', 'production'],
      config: plainConfig,
      allocatable: { cpu: '100', memory: '200Gi' },
      committed: {},
    },
    team: { slug: 'shop', name: 'Shop', budget: null, committed: {} },
    nameTaken: null,
    serviceOwner: 'shop',
    hosts: { zones: [], facts: {} },
    before: null,
    peers: new Map(),
    ...change,
  };
}

/** Everything the renderer needs for a namespace, with some of it replaced. */
export function renderInputWith(
  change: Partial<RenderInput> = {},
  spec: Partial<NamespaceSpec> = {},
): RenderInput {
  const base = defaultSpec({
    size: 'M',
    clusterConfig: plainConfig,
    maintainerGroups: ['shop-leads'],
    memberGroups: ['shop'],
  });
  return {
    id: '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
    name: 'checkout-dev',
    environment: 'development',
    purpose: 'Where we try the checkout.',
    generation: 1,
    expiresAt: null,
    cluster: { name: 'harbor-dev', config: plainConfig },
    team: {
      slug: 'shop',
      name: 'Shop',
      contactEmail: 'shop@example.test',
      chatUrl: null,
      onCallUrl: null,
      costCentre: null,
    },
    service: {
      slug: 'checkout',
      name: 'Checkout',
      description: 'Takes the money.',
      tier: 1,
      lifecycle: 'production',
      tags: [],
      sla: { availability: 99.9 },
      links: {},
      dependsOn: [],
    },
    portalUrl: 'https://berth.example.test',
    ...change,
    spec: { ...base, ...change.spec, ...spec },
  };
}

const dnsLabel = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/);
const host = fc
  .tuple(fc.constantFrom('', '*.'), dnsLabel, fc.constantFrom('.example.com', '.test'))
  .map((parts) => parts.join(''));
const port = fc.record({
  port: fc.integer({ min: 1, max: 65535 }),
  protocol: fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const),
});
const ports = fc.array(port, { minLength: 1, maxLength: 3 });
const cidr = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.constantFrom('0.0.0.0/0', '::/0', null))
  .map(([first, wide]) => wide ?? `${String(first)}.0.0.0/8`);
const amount = fc.integer({ min: 1, max: 1000 });

/** Any spec that the schema takes. */
export const arbitrarySpec: fc.Arbitrary<NamespaceSpec> = fc
  .record({
    cpu: amount,
    gibibytes: amount,
    access: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('group' as const, 'user' as const),
        name: fc
          .string({ minLength: 1, maxLength: 60 })
          .map((text) => `p${text.replace(/[^\x20-\x7e]/g, 'x').trim()}`),
        role: fc.constantFrom(...ACCESS_ROLES),
      }),
      { selector: (entry) => `${entry.kind} ${entry.name}`, maxLength: 10 },
    ),
    hosts: fc.uniqueArray(host, { maxLength: 200 }),
    connections: fc.uniqueArray(
      fc.record({ peer: dnsLabel, direction: fc.constantFrom('from' as const, 'to' as const), ports }),
      { selector: (connection) => `${connection.direction} ${connection.peer}`, maxLength: 6 },
    ),
    egress: fc.uniqueArray(fc.record({ name: dnsLabel, cidr, ports }), {
      selector: (egress) => egress.name,
      maxLength: 6,
    }),
    allow: fc.uniqueArray(fc.constantFrom(...SERVICE_TYPES)),
    apiServerAccess: fc.boolean(),
    podSecurity: fc.constantFrom('restricted' as const, 'baseline' as const),
    contact: fc.option(fc.string({ unit: 'binary', maxLength: 512 })),
    links: fc.dictionary(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/),
      fc.constant(`https://example.test/${'x'.repeat(2000)}`),
      {
        maxKeys: 20,
        noNullPrototype: true,
      },
    ),
  })
  .map(({ cpu, gibibytes, ...rest }) => {
    const base = defaultSpec({
      size: 'L',
      clusterConfig: plainConfig,
      maintainerGroups: [],
      memberGroups: [],
    });
    return {
      ...base,
      ...rest,
      quota: {
        ...base.quota,
        'requests.cpu': `${String(cpu)}00m`,
        'limits.cpu': String(cpu),
        'requests.memory': `${String(gibibytes)}Gi`,
        'limits.memory': `${String(gibibytes * 2)}Gi`,
      },
    };
  });
