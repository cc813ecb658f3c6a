// What a form or the API sends to ask for a namespace, and how it becomes the whole desired state.
import { z } from 'zod';
import type { ClusterConfig } from '../cluster/index.ts';
import { sortedConnections } from '../connections/index.ts';
import { hostListSchema } from '../hosts/index.ts';
import { isSlug, slugify } from '../names/index.ts';
import { sortedEgress } from '../network/egress.ts';
import { compareQuantities, quantityToString, scaleQuantity } from '../quantity/index.ts';
import {
  accessListSchema,
  countSchema,
  momentOf,
  momentSchema,
  namespaceNameSchema,
  quantitySchema,
  slugSchema,
  unknownKeys,
  type AccessEntry,
} from './fields.ts';
import { SIZES } from './sizes.ts';
import { connectionsSchema, egressListSchema, namespaceSpecSchema, type NamespaceSpec } from './spec.ts';
import { ENVIRONMENTS, SIZE_NAMES, type Quota, type SizeName } from './words.ts';

/** A service that exists (its slug alone), or a new one (with a name). */
const serviceSchema = z.strictObject(
  {
    slug: slugSchema.optional(),
    name: z
      .string()
      .trim()
      .min(1, 'Give the new service a name.')
      .max(100, 'A name has at most 100 characters.')
      .optional(),
    description: z.string().trim().max(1000, 'A description has at most 1000 characters.').optional(),
  },
  { error: (issue) => unknownKeys(issue as never) ?? 'Choose a service, or name a new one.' },
);

const askServiceSchema = serviceSchema.superRefine((service, context) => {
  if (service.slug === undefined && service.name === undefined) {
    context.addIssue({ code: 'custom', message: 'Choose a service, or name a new one.' });
  } else if (service.name === undefined && service.description !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['description'],
      message: 'A description belongs to a new service. Name the new service, or leave the description out.',
    });
  } else if (service.name !== undefined && service.slug === undefined && !isSlug(slugify(service.name))) {
    context.addIssue({
      code: 'custom',
      path: ['slug'],
      message: 'Give the new service a short name too: lower-case letters, digits and hyphens.',
    });
  }
});

const customQuotaSchema = z
  .strictObject(
    {
      'requests.cpu': quantitySchema,
      'requests.memory': quantitySchema,
      'limits.cpu': quantitySchema.optional(),
      'limits.memory': quantitySchema.optional(),
      'requests.storage': quantitySchema.optional(),
      pods: countSchema.optional(),
      persistentvolumeclaims: countSchema.optional(),
      'services.loadbalancers': countSchema.optional(),
      'services.nodeports': countSchema.optional(),
      'count/configmaps': countSchema.optional(),
      'count/secrets': countSchema.optional(),
      'count/services': countSchema.optional(),
      'count/jobs.batch': countSchema.optional(),
    },
    { error: (issue) => unknownKeys(issue as never) },
  )
  .superRefine((quota, context) => {
    for (const resource of ['cpu', 'memory'] as const) {
      const requests = quota[`requests.${resource}`];
      const limits = quota[`limits.${resource}`];
      if (compareQuantities(requests, '0') === 0) {
        context.addIssue({
          code: 'custom',
          path: [`requests.${resource}`],
          message: 'With zero, nothing could run. Write an amount above zero.',
        });
      }
      if (limits !== undefined && compareQuantities(requests, limits) > 0) {
        context.addIssue({
          code: 'custom',
          path: [`limits.${resource}`],
          message: `The limit (${limits}) is below the request (${requests}). Raise the limit or lower the request.`,
        });
      }
    }
  });

/** What somebody sends to ask for a namespace. Unknown fields are refused; every message says what to write instead. */
export const askInputSchema = z
  .strictObject(
    {
      cluster: slugSchema.describe('The cluster, by name.'),
      team: slugSchema.describe('The team that will own the namespace, by slug.'),
      service: askServiceSchema,
      environment: z.enum(ENVIRONMENTS, { error: `Choose one of ${ENVIRONMENTS.join(', ')}.` }),
      name: namespaceNameSchema,
      purpose: z
        .string({ error: 'Say in a sentence what the namespace is for.' })
        .trim()
        .min(1, 'Say in a sentence what the namespace is for.')
        .max(500, 'A purpose has at most 500 characters.'),
      size: z.enum(SIZE_NAMES, { error: `Choose one of ${SIZE_NAMES.join(', ')}.` }),
      quota: customQuotaSchema.optional(),
      access: accessListSchema
        .min(1, 'Name at least one group or person, or leave the list out for your team.')
        .optional(),
      hosts: hostListSchema
        .optional()
        .describe('Hosts that it may publish: shop.example.com, *.shop.example.com, shop.example.com/cart.'),
      connections: connectionsSchema.optional(),
      egress: egressListSchema.optional(),
      expiresAt: momentSchema.nullable().optional(),
      reason: z.string().trim().max(2000, 'A reason has at most 2000 characters.').optional(),
    },
    { error: (issue) => unknownKeys(issue as never) },
  )
  .superRefine((ask, context) => {
    if (ask.size === 'custom' && ask.quota === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['quota'],
        message: 'Give the figures of your own size: at least CPU and memory.',
      });
    }
    if (ask.size !== 'custom' && ask.quota !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['quota'],
        message: `Size ${ask.size} brings its own figures. Choose size custom, or leave the figures out.`,
      });
    }
  });

/** A parsed ask. */
export type AskInput = z.infer<typeof askInputSchema>;

/** The whole ask, as request_item.desired holds it. */
export const desiredNamespaceSchema = z.strictObject({
  name: namespaceNameSchema,
  cluster: slugSchema,
  team: slugSchema,
  /** With a name: a service to be made. */
  service: z.strictObject({
    slug: slugSchema,
    name: z.string().min(1).max(100).optional(),
    description: z.string().max(1000).optional(),
  }),
  environment: z.enum(ENVIRONMENTS),
  purpose: z.string().max(500),
  size: z.enum(SIZE_NAMES),
  spec: namespaceSpecSchema,
  /** ISO 8601, UTC. */
  expiresAt: z.iso.datetime({ offset: true }).nullable(),
});

/** A namespace as it is asked for. */
export type DesiredNamespace = z.infer<typeof desiredNamespaceSchema>;

/** What is known of the team when an ask is filled in. */
export interface AskingTeam {
  readonly slug: string;
  /** Identity-provider groups of its maintainers. */
  readonly maintainerGroups: readonly string[];
  /** Identity-provider groups of its members. */
  readonly memberGroups: readonly string[];
  readonly contactEmail: string | null;
}

/** A whole quota from own figures: what is left out is twice the request (limits) or as in size M (the rest). */
export function completeQuota(given: Partial<Record<keyof Quota, string | undefined>>): Quota {
  const quota: Quota = { ...SIZES.M.quota };
  for (const key of Object.keys(quota) as (keyof Quota)[]) quota[key] = given[key] ?? quota[key];
  for (const resource of ['cpu', 'memory'] as const) {
    quota[`limits.${resource}`] =
      given[`limits.${resource}`] ?? quantityToString(scaleQuantity(quota[`requests.${resource}`], 2));
  }
  return quota;
}

/** A team's groups as access entries: maintainers as maintainer, members as developer; a group that is both is a maintainer. */
export function teamAccess(team: Pick<AskingTeam, 'maintainerGroups' | 'memberGroups'>): AccessEntry[] {
  const maintainers = [...new Set(team.maintainerGroups)];
  const members = [...new Set(team.memberGroups)].filter((group) => !maintainers.includes(group));
  return [
    ...maintainers.map((name): AccessEntry => ({ kind: 'group', name, role: 'maintainer' })),
    ...members.map((name): AccessEntry => ({ kind: 'group', name, role: 'developer' })),
  ];
}

/** A spec with everything a person didn't choose: the size's quota, safe limits, the team's access and the cluster's offer. */
export function defaultSpec(options: {
  size: SizeName;
  maintainerGroups: readonly string[];
  memberGroups: readonly string[];
  clusterConfig: ClusterConfig;
  /** Own figures, for size custom. */
  quota?: Partial<Record<keyof Quota, string | undefined>> | undefined;
  contact?: string | null | undefined;
}): NamespaceSpec {
  return {
    quota: options.size === 'custom' ? completeQuota(options.quota ?? {}) : { ...SIZES[options.size].quota },
    limits: {
      default: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '1Gi' },
      defaultRequest: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '256Mi' },
      min: { cpu: '1m', memory: '4Mi', 'ephemeral-storage': '1Mi' },
    },
    podSecurity: 'restricted',
    access: teamAccess(options),
    hosts: [],
    gateways: [...options.clusterConfig.gateways],
    ingressClasses: [...options.clusterConfig.ingressClasses],
    connections: [],
    egress: [],
    registries: [...options.clusterConfig.registries],
    allow: [],
    apiServerAccess: false,
    contact: options.contact ?? null,
    links: {},
  };
}

/** The whole desired state of a parsed ask. Pure: the same ask gives the same state. Never throws for a parsed ask. */
export function buildDesired(
  input: AskInput,
  context: { clusterConfig: ClusterConfig; team: AskingTeam },
): DesiredNamespace {
  const { clusterConfig, team } = context;
  const spec = defaultSpec({
    size: input.size,
    maintainerGroups: team.maintainerGroups,
    memberGroups: team.memberGroups,
    clusterConfig,
    quota: input.quota,
    contact: team.contactEmail,
  });
  const { slug, name, description } = input.service;
  return {
    name: input.name,
    cluster: input.cluster,
    team: team.slug,
    service: {
      slug: slug ?? slugify(name ?? ''),
      ...(name === undefined ? {} : { name }),
      ...(description === undefined || description === '' ? {} : { description }),
    },
    environment: input.environment,
    purpose: input.purpose,
    size: input.size,
    spec: {
      ...spec,
      access: input.access ?? spec.access,
      hosts: [...(input.hosts ?? [])].sort(),
      connections: sortedConnections(input.connections ?? []),
      egress: sortedEgress(input.egress ?? []),
    },
    expiresAt: input.expiresAt == null ? null : momentOf(input.expiresAt),
  };
}
