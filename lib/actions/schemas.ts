/**
 * Shapes of the actions' inputs: one place, pure, so that OpenAPI is made of the very schemas that check. Unknown fields
 * are refused everywhere: a misspelt field must not be taken for one that was left out.
 */
import { z } from 'zod';
import { LINK_KINDS, LINK_NAME } from '../domain/catalog/links.ts';
import { promiseSchema } from '../domain/catalog/promise.ts';
import { LONGEST_QUERY } from '../domain/catalog/query/index.ts';
import { LIFECYCLES, tagsSchema } from '../domain/catalog/service.ts';
import { clusterConfigSchema, gatewaySchema, ingressClassSchema } from '../domain/cluster/index.ts';
import {
  ENVIRONMENTS,
  QUOTA_KEYS,
  SIZE_NAMES,
  accessListSchema,
  askInputSchema,
  connectionsSchema,
  egressListSchema,
  linkSchema,
  momentSchema,
  quantitySchema,
  slugSchema,
} from '../domain/desired-state/schema.ts';
import {
  delegationHostSchema,
  hostInputSchema,
  hostListSchema,
  zoneSuffixSchema,
} from '../domain/hosts/index.ts';

export { askInputSchema };

const title = (what: string) =>
  z
    .string({ error: `Give the ${what} a name.` })
    .trim()
    .min(1, `Give the ${what} a name.`)
    .max(100, 'A name has at most 100 characters.');
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${String(max)} characters.`);
const said = (what: string) =>
  z.string({ error: what }).trim().min(1, what).max(4_000, 'At most 4000 characters.');
const version = z
  .int('Send the version that you saw.')
  .min(1)
  .describe('The version that the change is based on.');
const id = z.uuid('This is no id.');
const group = z
  .string({ error: 'Name a group of the identity provider.' })
  .trim()
  .min(1, 'Name a group of the identity provider.')
  .max(253, 'A group has at most 253 characters.')
  .refine((name) => !name.startsWith('system:'), 'Groups that begin with "system:" are Kubernetes\' own.');
const email = z.email('Write an e-mail address.').max(320);
const link = linkSchema.nullable().optional();
const requestNumber = z.coerce
  .number()
  .int('A request has a whole number.')
  .min(1)
  .max(Number.MAX_SAFE_INTEGER);

/** Some quantities by quota key: a budget, or changed figures. */
const amounts = z.partialRecord(z.enum(QUOTA_KEYS), quantitySchema);

export const approveSchema = z.strictObject({
  number: requestNumber,
  resultHash: z
    .string({ error: 'Send the resultHash that you were shown.' })
    .regex(/^[0-9a-f]{64}$/, 'Send the resultHash that you were shown.'),
  comment: text(4_000).optional(),
});
export const rejectSchema = z.strictObject({
  number: requestNumber,
  comment: said('Say why, so that the person who asked knows what to change.'),
});
export const withdrawSchema = z.strictObject({ number: requestNumber, comment: text(4_000).optional() });
export const commentSchema = z.strictObject({ number: requestNumber, body: said('Write something.') });
export const askForAnswerSchema = z.strictObject({
  number: requestNumber,
  question: said('Write what you want to know.'),
});
export const answerSchema = z.strictObject({ number: requestNumber, answer: said('Write your answer.') });

export const deleteNamespaceSchema = z.strictObject({
  cluster: slugSchema,
  name: z.string().max(63),
  confirmName: z.string({ error: "Type the namespace's name to confirm." }),
  reason: text(2_000).optional(),
});

const changeFields = {
  purpose: z
    .string()
    .trim()
    .min(1, 'Say in a sentence what the namespace is for.')
    .max(500, 'At most 500 characters.')
    .optional(),
  size: z.enum(SIZE_NAMES).optional(),
  quota: amounts.optional(),
  access: accessListSchema.min(1, 'Name at least one group or person.').optional(),
  contact: text(512).nullable().optional(),
  links: z.record(z.string(), linkSchema).optional(),
  hosts: hostListSchema
    .optional()
    .describe(
      'All hosts of this namespace: shop.example.com, *.shop.example.com, shop.example.com/cart. What is left out is released.',
    ),
  gateways: z.array(gatewaySchema).max(20).optional().describe('Of those that the cluster offers.'),
  ingressClasses: z
    .array(ingressClassSchema)
    .max(20)
    .optional()
    .describe('Of those that the cluster offers.'),
  connections: connectionsSchema
    .optional()
    .describe(
      'All connections of this namespace; what is left out is ended. What is opened towards another team needs its yes.',
    ),
  egress: egressListSchema
    .optional()
    .describe('All destinations outside the cluster; what is left out is closed.'),
  apiServerAccess: z.boolean().optional().describe("Whether the namespace's pods may reach the API server."),
  expiresAt: momentSchema.nullable().optional(),
  reason: text(2_000).optional(),
};

const sizeOrFigures = (
  change: { size?: string | undefined; quota?: object | undefined },
  context: z.RefinementCtx,
): void => {
  if (change.quota !== undefined && change.size !== undefined && change.size !== 'custom') {
    context.addIssue({
      code: 'custom',
      path: ['quota'],
      message: `Size ${change.size} brings its own figures. Choose size custom, or leave the figures out.`,
    });
  }
};

/** A change as the API takes it, where the address names the namespace and If-Match its version. */
export const changeNamespaceBodySchema = z.strictObject(changeFields).superRefine(sizeOrFigures);
export const changeNamespaceSchema = z
  .strictObject({
    cluster: slugSchema,
    name: z.string().max(63),
    version: z
      .string()
      .max(40)
      .optional()
      .describe('The version of the namespace that the change is based on.'),
    ...changeFields,
  })
  .superRefine(sizeOrFigures);

const ofNamespace = { cluster: slugSchema, name: z.string().max(63) };
const why = said('Say why: the team that loses the name reads it.');
export const takeHostsBodySchema = z.strictObject({
  hosts: hostListSchema.min(1, 'Name at least one host.'),
  reason: text(2_000).optional(),
});
export const takeHostsSchema = takeHostsBodySchema.extend(ofNamespace);
export const releaseHostSchema = z.strictObject({
  ...ofNamespace,
  host: hostInputSchema,
  reason: text(2_000).optional(),
});
export const revokeHostSchema = z.strictObject({
  ...ofNamespace,
  host: hostInputSchema,
  confirmHost: z.string({ error: 'Type the host to confirm.' }).max(1_000),
  reason: why,
});

const zoneFields = {
  description: text(1_000).optional(),
  clusters: z
    .array(slugSchema)
    .min(1, 'Choose at least one cluster.')
    .refine((list) => new Set(list).size === list.length, 'Name each cluster once.'),
  ownerTeam: slugSchema
    .nullable()
    .optional()
    .describe('Team whose maintainers say yes to what nobody delegated; null: the platform team.'),
};
export const createZoneSchema = z.strictObject({ suffix: zoneSuffixSchema, ...zoneFields });
export const updateZoneSchema = z.strictObject({
  suffix: zoneSuffixSchema,
  version,
  ...zoneFields,
  clusters: zoneFields.clusters.optional(),
});
export const archiveZoneSchema = z.strictObject({
  suffix: zoneSuffixSchema,
  confirmSuffix: z.string({ error: "Type the zone's suffix to confirm." }).max(1_000),
});
export const delegateHostSchema = z.strictObject({
  team: slugSchema,
  host: delegationHostSchema.describe('*.payments.example.com (all below), or one name.'),
  reason: text(2_000).optional(),
});
export const revokeDelegationSchema = z.strictObject({
  id,
  confirmHost: z.string({ error: 'Type the delegated name to confirm.' }).max(1_000),
  reason: why,
});

/** The end of a connection, by either side. */
export const endConnectionSchema = z.strictObject({ id, reason: text(2_000).optional() });

export const retryNamespaceSchema = z.strictObject({ cluster: slugSchema, name: z.string().max(63) });

const newSlug = slugSchema
  .optional()
  .describe('A new slug. The old one stays: it is found, its pages lead on, and nobody else can take it.');

const teamFields = {
  description: text(1_000).optional(),
  contactEmail: email.nullable().optional(),
  chatUrl: link,
  onCallUrl: link,
  // An annotation holds all of it, whatever its letters; a label its slug.
  costCentre: text(253).nullable().optional(),
  parentTeam: slugSchema
    .nullable()
    .optional()
    .describe('The team that it is a part of, by slug; null: none.'),
  budget: amounts
    .nullable()
    .optional()
    .describe('Sum of quota over all namespaces of the team; null: no budget.'),
};
export const createTeamSchema = z.strictObject({ slug: slugSchema, name: title('team'), ...teamFields });
export const updateTeamSchema = z.strictObject({
  slug: slugSchema,
  version,
  name: title('team').optional(),
  newSlug,
  ...teamFields,
});
export const mapGroupSchema = z.strictObject({
  team: slugSchema,
  group,
  role: z.enum(['member', 'maintainer'], { error: 'Choose "member" or "maintainer".' }),
});
export const unmapGroupSchema = z.strictObject({ team: slugSchema, id });

export const grantRoleSchema = z
  .strictObject({
    role: z.enum(['administrator', 'approver', 'auditor'], {
      error: 'Choose administrator, approver or auditor.',
    }),
    group: group.optional(),
    email: email.optional(),
  })
  .refine((grant) => (grant.group === undefined) !== (grant.email === undefined), {
    path: ['group'],
    error: 'Name either a group or a person, not both.',
  });
export const revokeRoleSchema = z.strictObject({ id });

const serviceFields = {
  description: text(1_000).optional(),
  tier: z.int().min(1, 'A tier is 1 to 4.').max(4, 'A tier is 1 to 4.').nullable().optional(),
  lifecycle: z.enum(LIFECYCLES, `Choose one of ${LIFECYCLES.join(', ')}.`).optional(),
  tags: tagsSchema.optional(),
  dependsOn: z
    .array(z.string().trim().max(200))
    .max(50, 'At most 50 services.')
    .transform((slugs) => [...new Set(slugs)])
    .optional()
    .describe('All services that it needs, by slug; a circle of services is allowed, itself is not.'),
  sla: promiseSchema.optional().describe('All that is promised; what is left out is not.'),
  links: z
    .record(z.string().regex(LINK_NAME, 'Name a link in lower-case letters, digits and hyphens.'), linkSchema)
    .refine((links) => Object.keys(links).length <= 20, 'At most 20 links.')
    .optional()
    .describe(`All its links. Well-known names: ${LINK_KINDS.join(', ')}; any other is free.`),
};
export const createServiceSchema = z.strictObject({
  team: slugSchema,
  slug: slugSchema,
  name: title('service'),
  ...serviceFields,
});
export const updateServiceSchema = z.strictObject({
  slug: slugSchema,
  version,
  name: title('service').optional(),
  newSlug,
  ...serviceFields,
});

export const createApiTokenSchema = z.strictObject({
  name: title('token'),
  scopes: z
    .array(z.enum(['read', 'write', 'approve']))
    .min(1, 'Choose at least one scope.')
    .refine((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once.'),
  expiresAt: momentSchema,
});
export const byIdSchema = z.strictObject({ id });
export const saveSearchSchema = z.strictObject({
  name: title('search'),
  query: z
    .string({ error: 'Write what to look for.' })
    .max(LONGEST_QUERY, `A search has at most ${String(LONGEST_QUERY)} characters.`)
    .describe('As q of the catalog.'),
  team: slugSchema.optional().describe('A team of yours that it is shared with.'),
});

const clusterFields = {
  displayName: title('cluster'),
  apiServer: z
    .url({ protocol: /^https$/, error: "Write the API server's address; it begins with https://." })
    .max(500),
  caBundle: z
    .string()
    .max(100_000)
    .regex(/-----BEGIN CERTIFICATE-----/, 'Paste the certificates in PEM form (-----BEGIN CERTIFICATE-----).')
    .refine((pem) => !pem.includes('PRIVATE KEY'), 'This holds a private key. Paste certificates only.')
    .nullable(),
  environments: z
    .array(z.enum(ENVIRONMENTS))
    .min(1, 'Choose at least one environment.')
    .refine((list) => new Set(list).size === list.length, 'Name each environment once.'),
  config: clusterConfigSchema.partial().strict(),
  mode: z.enum(['heal', 'observe']),
};
export const registerClusterSchema = z.strictObject({
  name: slugSchema,
  ...clusterFields,
  caBundle: clusterFields.caBundle.optional(),
  config: clusterFields.config.optional(),
  mode: clusterFields.mode.optional(),
});
export const updateClusterSchema = z.strictObject({
  name: slugSchema,
  version,
  displayName: clusterFields.displayName.optional(),
  apiServer: clusterFields.apiServer.optional(),
  caBundle: clusterFields.caBundle.optional(),
  environments: clusterFields.environments.optional(),
  config: clusterFields.config.optional(),
  mode: clusterFields.mode.optional(),
});

/** Truth over time: who owns a service, and whether what it says is still right. */
export const confirmServicesSchema = z.strictObject({
  services: z
    .array(slugSchema)
    .min(1, 'Choose at least one service.')
    .max(200, 'At most 200 services at once.')
    .describe('Services that are your team’s, with contacts and links that are right.'),
  clearReports: z.boolean().optional().describe('Also clears the reports of broken links of these services.'),
});
export const reportLinkBodySchema = z.strictObject({
  link: z.string({ error: 'Name the link.' }).min(1, 'Name the link.').max(63),
  url: linkSchema.describe('The address that leads nowhere, as the catalog shows it.'),
});
export const reportLinkSchema = reportLinkBodySchema.extend({ slug: slugSchema });
const receivingTeam = slugSchema.describe('The team that the service belongs to instead.');
export const disownServiceBodySchema = z.strictObject({
  toTeam: receivingTeam.nullable().optional().describe('Null: nobody knows; an administrator names it.'),
  reason: said('Say why it isn’t yours: whoever is asked next reads it.'),
});
export const disownServiceSchema = disownServiceBodySchema.extend({ slug: slugSchema });
export const routeTransferBodySchema = z.strictObject({
  toTeam: receivingTeam,
  reason: text(2_000).optional(),
});
export const routeTransferSchema = routeTransferBodySchema.extend({ slug: slugSchema });
export const declineTransferSchema = z.strictObject({
  id,
  comment: said('Say why not: the team that has the service reads it.'),
});
export const withdrawTransferSchema = z.strictObject({ id, comment: text(2_000).optional() });
