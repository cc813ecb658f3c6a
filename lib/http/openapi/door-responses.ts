/** What the doors to other tools answer, for OpenAPI; their shapes are those tools' own. */
import { z } from 'zod';
import { ACCESS_ROLES, ENVIRONMENTS } from '../../domain/desired-state/schema.ts';
import type { BackstageEntity, CostRow, GitopsParameters, TargetGroup } from '../../domain/doors/index.ts';
import { NAMESPACE_PHASES } from '../../domain/lifecycle/index.ts';
import type { MyNamespace } from '../../queries/my-namespaces.ts';

const named = z.object({ slug: z.string(), name: z.string() });
const texts = z.record(z.string(), z.string());

const entity = z.object({
  apiVersion: z.literal('backstage.io/v1alpha1'),
  kind: z.enum(['Group', 'Component', 'API', 'Resource']),
  metadata: z.object({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    labels: texts,
    annotations: texts,
    tags: z.array(z.string()).optional(),
    links: z
      .array(
        z.object({
          url: z.string(),
          title: z.string().optional(),
          icon: z.string().optional(),
          type: z.string().optional(),
        }),
      )
      .optional(),
  }),
  spec: z.looseObject({}),
}) satisfies z.ZodType<BackstageEntity>;

export const backstagePage = z.object({
  entities: z.array(entity),
  nextCursor: z.string().nullable(),
});

const parameters = z.object({
  id: z.string(),
  name: z.string().describe('Cluster and namespace as one name of at most 53 characters.'),
  cluster: z.string(),
  clusterName: z.string(),
  server: z.string().describe('The address of the cluster’s API server.'),
  namespace: z.string(),
  environment: z.string(),
  team: z.string(),
  teamName: z.string(),
  service: z.string(),
  serviceName: z.string(),
  tier: z.string(),
  lifecycle: z.string(),
  repository: z.string(),
  host: z.string().describe('The first host that is no wildcard.'),
  hosts: z.array(z.string()),
}) satisfies z.ZodType<GitopsParameters>;

export const argocdOutput = z.object({ output: z.object({ parameters: z.array(parameters) }) });
export const fluxInputs = z.object({ inputs: z.array(parameters) });

export const httpSd = z.array(
  z.object({ targets: z.array(z.string()), labels: texts }) satisfies z.ZodType<TargetGroup>,
);

export const costLabels = z.object({
  rows: z.array(
    z.object({
      cluster: z.string(),
      namespace: z.string(),
      team: z.string(),
      owner: z.string(),
      department: z.string().nullable().describe('Null too where you are not to know the cost centre.'),
      environment: z.string(),
      product: z.string(),
    }) satisfies z.ZodType<CostRow>,
  ),
  nextCursor: z.string().nullable(),
  labels: texts.describe('OpenCost’s word, and the label that it looks at.'),
  labelTemplates: texts.describe('For a cluster’s configuration: they put these labels on every Namespace.'),
});

const myNamespace = z.object({
  id: z.string(),
  cluster: z.object({ name: z.string(), displayName: z.string() }),
  apiServer: z.string(),
  name: z.string(),
  team: named,
  service: named,
  environment: z.enum(ENVIRONMENTS),
  phase: z.enum(NAMESPACE_PHASES),
  role: z.enum(ACCESS_ROLES).describe('The strongest of yours there.'),
  through: z
    .array(z.object({ kind: z.enum(['group', 'user']), name: z.string(), role: z.enum(ACCESS_ROLES) }))
    .describe('The entries that give it to you; nobody else’s are shown.'),
  expiresAt: z.string().nullable(),
}) satisfies z.ZodType<MyNamespace>;

export const myNamespaces = z.object({
  rows: z.array(myNamespace),
  nextCursor: z.string().nullable(),
  total: z.number(),
  groupsState: z
    .enum(['known', 'left-out'])
    .describe('left-out: your identity provider told no groups, and namespaces may be missing.'),
});
