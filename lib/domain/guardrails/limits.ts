// guardrail_version.limits: the limits as data. `{}` is valid and means the built-in ones; an administrator overrides any of them for
// all, per environment, per cluster and per team, the later winning. Overrides are sparse, so that a better built-in default reaches
// every house that hasn't decided otherwise.
import { z } from 'zod';
import { cidrSchema, registrySchema } from '../cluster/index.ts';
import {
  ENVIRONMENTS,
  SERVICE_TYPES,
  SIZES,
  quantitySchema,
  type Environment,
  type Quota,
} from '../desired-state/schema.ts';
import { QUARANTINE_DAYS } from '../hosts/index.ts';

const namePattern = z
  .string()
  .max(200)
  .refine((text) => compileNamePattern(text, { team: 't', service: 's', environment: 'e' }) !== null, {
    error: 'Write a regular expression; {team}, {service} and {environment} stand for their values.',
  });

/** The limits that count for one ask. */
export interface LimitSet {
  /** Largest quota granted at once, by key; a key that is left out is not bounded. */
  quota: Partial<Record<keyof Quota, string>>;
  /** Whether the environment as such needs the platform's yes. */
  needsApproval: boolean;
  /** Regular expression for names, with {team}, {service}, {environment}; null for any name. */
  namePattern: string | null;
  /** Pod Security levels granted at once. */
  podSecurity: readonly ('restricted' | 'baseline')[];
  /** Service types granted at once. */
  serviceTypes: readonly (typeof SERVICE_TYPES)[number][];
  /** Image prefixes granted at once, beyond the cluster's offer. */
  registries: readonly string[];
  /** Egress destinations granted at once: CIDR blocks that hold them. */
  egress: readonly string[];
  /** Whether wildcard hosts are granted at once, inside what is delegated to the team. */
  wildcardHosts: boolean;
  /** Days for which a host that was taken away is kept from other holders. */
  hostQuarantineDays: number;
  /** Whether a namespace must have an end. */
  expiryRequired: boolean;
  /** Longest life granted at once, in days; null for any. */
  maxDays: number | null;
  /** Whether somebody to call must be named. */
  contactRequired: boolean;
}

/** Some limits, to lay over others. */
const overrideSchema = z.strictObject({
  quota: z
    .strictObject({
      'requests.cpu': quantitySchema.optional(),
      'requests.memory': quantitySchema.optional(),
      'limits.cpu': quantitySchema.optional(),
      'limits.memory': quantitySchema.optional(),
      'requests.storage': quantitySchema.optional(),
      pods: quantitySchema.optional(),
      persistentvolumeclaims: quantitySchema.optional(),
      'services.loadbalancers': quantitySchema.optional(),
      'services.nodeports': quantitySchema.optional(),
      'count/configmaps': quantitySchema.optional(),
      'count/secrets': quantitySchema.optional(),
      'count/services': quantitySchema.optional(),
      'count/jobs.batch': quantitySchema.optional(),
    })
    .optional(),
  needsApproval: z.boolean().optional(),
  namePattern: namePattern.nullable().optional(),
  podSecurity: z.array(z.enum(['restricted', 'baseline'])).optional(),
  serviceTypes: z.array(z.enum(SERVICE_TYPES)).optional(),
  registries: z.array(registrySchema).max(100).optional(),
  egress: z.array(cidrSchema).max(100).optional(),
  wildcardHosts: z.boolean().optional(),
  hostQuarantineDays: z.int().min(0).max(365).optional(),
  expiryRequired: z.boolean().optional(),
  maxDays: z.int().min(1).max(3650).nullable().optional(),
  contactRequired: z.boolean().optional(),
});
type LimitOverride = z.infer<typeof overrideSchema>;

/** The shape of guardrail_version.limits. */
export const guardrailLimitsSchema = z.strictObject({
  /** For everybody. */
  all: overrideSchema.default({}),
  environments: z.partialRecord(z.enum(ENVIRONMENTS), overrideSchema).default({}),
  /** By cluster name. */
  clusters: z.record(z.string(), overrideSchema).default({}),
  /** By team slug. */
  teams: z.record(z.string(), overrideSchema).default({}),
});
export type GuardrailLimits = z.infer<typeof guardrailLimitsSchema>;

// Twice size M: M fits in, L does not. Load balancers and node ports are the Service types' rule.
const AT_ONCE: Partial<Quota> = {
  'requests.cpu': '8',
  'requests.memory': '16Gi',
  'limits.cpu': '16',
  'limits.memory': '32Gi',
  'requests.storage': '100Gi',
  pods: '100',
  persistentvolumeclaims: '20',
  'count/configmaps': '200',
  'count/secrets': '200',
  'count/services': '100',
  'count/jobs.batch': '200',
};

/** The limits before any override. */
const BUILT_IN: LimitSet = {
  quota: AT_ONCE,
  needsApproval: false,
  namePattern: null,
  podSecurity: ['restricted'],
  serviceTypes: [],
  registries: [],
  egress: [],
  wildcardHosts: false,
  hostQuarantineDays: QUARANTINE_DAYS,
  expiryRequired: false,
  maxDays: null,
  contactRequired: false,
};

const BUILT_IN_BY_ENVIRONMENT: Readonly<Partial<Record<Environment, LimitOverride>>> = {
  sandbox: { expiryRequired: true, maxDays: 30, quota: { ...SIZES.M.quota } },
  production: { needsApproval: true, contactRequired: true },
};

function lay(base: LimitSet, over: LimitOverride | undefined): LimitSet {
  if (over === undefined) return base;
  const { quota, ...rest } = over;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const amounts = Object.fromEntries(Object.entries(quota ?? {}).filter(([, value]) => value !== undefined));
  return { ...base, ...(given as Partial<LimitSet>), quota: { ...base.quota, ...amounts } };
}

/** The limits that count for an environment, cluster and team: built-in, all, environment, cluster, team, the later winning. */
export function limitsFor(
  limits: GuardrailLimits,
  where: { environment: Environment; cluster: string; team: string },
): LimitSet {
  return [
    BUILT_IN_BY_ENVIRONMENT[where.environment],
    limits.all,
    limits.environments[where.environment],
    own(limits.clusters, where.cluster),
    own(limits.teams, where.team),
  ].reduce(lay, BUILT_IN);
}

// A team may be called "constructor".
function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A name pattern as a regular expression over the whole name; null when it isn't one. */
export function compileNamePattern(
  pattern: string,
  values: { team: string; service: string; environment: string },
): RegExp | null {
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
  const filled = pattern
    .replaceAll('{team}', () => literal(values.team))
    .replaceAll('{service}', () => literal(values.service))
    .replaceAll('{environment}', () => literal(values.environment));
  try {
    return new RegExp(`^(?:${filled})$`);
  } catch {
    return null;
  }
}
