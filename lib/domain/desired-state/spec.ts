// namespace.spec: what a namespace should be, apart from who it is. One schema for form, API, database and renderer.
import { z } from 'zod';
import { cidrSchema, gatewaySchema, ingressClassSchema, registrySchema } from '../cluster/index.ts';
import { hostsSchema } from '../hosts/index.ts';
import { isDnsLabel } from '../names/index.ts';
import { compareQuantities } from '../quantity/index.ts';
import { accessListSchema, countSchema, linkSchema, quantitySchema } from './fields.ts';
import { SERVICE_TYPES } from './words.ts';

/** Every key of a quota. The counts have defaults, so that a spec written before a count existed still parses. */
export const quotaSchema = z
  .strictObject({
    'requests.cpu': quantitySchema,
    'requests.memory': quantitySchema,
    'limits.cpu': quantitySchema,
    'limits.memory': quantitySchema,
    'requests.storage': quantitySchema,
    pods: countSchema,
    persistentvolumeclaims: countSchema,
    'services.loadbalancers': countSchema.default('0'),
    'services.nodeports': countSchema.default('0'),
    'count/configmaps': countSchema.default('100'),
    'count/secrets': countSchema.default('100'),
    'count/services': countSchema.default('50'),
    'count/jobs.batch': countSchema.default('100'),
  })
  .superRefine((quota, context) => {
    for (const resource of ['cpu', 'memory'] as const) {
      const [requests, limits] = [quota[`requests.${resource}`], quota[`limits.${resource}`]];
      if (compareQuantities(requests, limits) > 0) {
        context.addIssue({
          code: 'custom',
          path: [`limits.${resource}`],
          message: `The limit (${limits}) is below the request (${requests}). Raise the limit or lower the request.`,
        });
      }
    }
  });

const containerAmounts = z.strictObject({
  cpu: quantitySchema,
  memory: quantitySchema,
  'ephemeral-storage': quantitySchema,
});

/** The LimitRange of a namespace, per container. Kubernetes wants min <= defaultRequest <= default <= max; so do we, or it would refuse the object. */
const limitsSchema = z
  .strictObject({
    default: containerAmounts,
    defaultRequest: containerAmounts,
    min: containerAmounts,
    max: z.strictObject({ cpu: quantitySchema.optional(), memory: quantitySchema.optional() }).optional(),
  })
  .superRefine((limits, context) => {
    for (const resource of ['cpu', 'memory', 'ephemeral-storage'] as const) {
      const max = resource === 'ephemeral-storage' ? undefined : limits.max?.[resource];
      const steps: [string, string][] = [
        ['min', limits.min[resource]],
        ['defaultRequest', limits.defaultRequest[resource]],
        ['default', limits.default[resource]],
        ...(max === undefined ? [] : [['max', max] satisfies [string, string]]),
      ];
      // A container that asks explicitly for zero counts as nothing against the quota; only a minimum above zero stops it.
      if (compareQuantities(limits.min[resource], '0') <= 0) {
        context.addIssue({
          code: 'custom',
          path: ['min', resource],
          message:
            'The smallest request must be above zero, or a container could ask for nothing and slip past the quota.',
        });
      }
      for (const [index, [name, amount]] of steps.entries()) {
        const before = steps[index - 1];
        if (before && compareQuantities(before[1], amount) > 0) {
          context.addIssue({
            code: 'custom',
            path: [name, resource],
            message: `${name} (${amount}) is below ${before[0]} (${before[1]}). Kubernetes wants min, defaultRequest, default and max in rising order.`,
          });
        }
      }
    }
  });

/** A port that traffic is agreed for. */
const portSchema = z.strictObject({
  port: z
    .int('A port is a whole number.')
    .min(1, 'A port is at least 1.')
    .max(65535, 'A port is at most 65535.'),
  protocol: z.enum(['TCP', 'UDP', 'SCTP'], { error: 'Choose TCP, UDP or SCTP.' }).default('TCP'),
});

const ports = z
  .array(portSchema, { error: 'Name at least one port.' })
  .min(1, 'Name at least one port.')
  .max(50, 'At most 50 ports.');

/** Traffic agreed between this namespace and another of the same cluster: from it, or to it. */
const connectionSchema = z.strictObject({
  peer: z.string({ error: 'Name the other namespace.' }).refine(isDnsLabel, 'Name the other namespace.'),
  direction: z.enum(['from', 'to'], {
    error: 'Choose "to" (traffic from here to the other namespace) or "from" (from there to here).',
  }),
  ports,
});

/** A destination outside the cluster that this namespace may reach. */
const egressSchema = z.strictObject({
  name: z.string().refine(isDnsLabel, 'Give the destination a name such as "payments-api".'),
  cidr: cidrSchema,
  ports,
});

const unique =
  <T>(key: (item: T) => string, what: string) =>
  (items: readonly T[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      if (seen.has(key(item))) {
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `${what} "${key(item)}" is listed twice. Keep one.`,
        });
      }
      seen.add(key(item));
    });
  };

/** The connections of a namespace, as its own side of them. */
export const connectionsSchema = z
  .array(connectionSchema)
  .max(100, 'At most 100 connections.')
  .superRefine(unique((connection) => `${connection.direction} ${connection.peer}`, 'Connection'));

/** The destinations outside the cluster that a namespace may reach. */
export const egressListSchema = z
  .array(egressSchema)
  .max(100, 'At most 100 destinations.')
  .superRefine(unique((destination) => destination.name, 'Destination'));

/** The shape of namespace.spec. */
export const namespaceSpecSchema = z.strictObject({
  quota: quotaSchema,
  limits: limitsSchema,
  /** The Pod Security Standard that the API server enforces. */
  podSecurity: z.enum(['restricted', 'baseline']),
  access: accessListSchema,
  hosts: hostsSchema,
  gateways: z
    .array(gatewaySchema)
    .max(20)
    .superRefine(unique((gateway) => gateway, 'Gateway')),
  ingressClasses: z
    .array(ingressClassSchema)
    .max(20)
    .superRefine(unique((name) => name, 'Ingress class')),
  /** One side of the connections of this namespace. Rows of their own hold them; a stored spec lists none. */
  connections: connectionsSchema,
  egress: egressListSchema,
  registries: z
    .array(registrySchema)
    .max(50)
    .superRefine(unique((prefix) => prefix, 'Registry')),
  allow: z.array(z.enum(SERVICE_TYPES)).superRefine(unique((type) => type, 'Service type')),
  apiServerAccess: z.boolean(),
  /** Whom to reach when it burns: an e-mail address or a link; null when nobody is named. */
  contact: z.string().max(512).nullable(),
  /** Documentation, dashboards and so on, by their name; they win over the service's own. */
  links: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'Name a link in lower-case letters, digits and hyphens.'),
      linkSchema,
    )
    .refine((links) => Object.keys(links).length <= 20, 'At most 20 links.'),
});

/** A namespace's spec. */
export type NamespaceSpec = z.infer<typeof namespaceSpecSchema>;
