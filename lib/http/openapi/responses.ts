/** What answers look like, for OpenAPI. Each is held to its TypeScript type, so that the two cannot drift apart. */
import { z } from 'zod';
import { ENVIRONMENTS, QUOTA_KEYS } from '../../domain/desired-state/schema.ts';
import { NAMESPACE_PHASES, REQUEST_KINDS, REQUEST_STATES } from '../../domain/lifecycle/index.ts';
import type {
  ApiTokenRow,
  AuditRow,
  ClusterRow,
  MeView,
  NamespaceRow,
  RequestRow,
  ServiceRow,
  TeamRow,
} from '../../queries/types.ts';

const time = z.string().describe('ISO 8601, UTC');
const environment = z.enum(ENVIRONMENTS);
const team = z.object({ slug: z.string(), name: z.string() });
const service = z.object({ slug: z.string(), name: z.string() });
const cluster = z.object({ name: z.string(), displayName: z.string() });
const person = z.object({ id: z.string(), name: z.string(), email: z.string() });
const membership = z.enum(['member', 'maintainer']);

export const namespaceRow = z.object({
  id: z.string(),
  cluster,
  name: z.string(),
  team,
  service,
  environment,
  purpose: z.string(),
  phase: z.enum(NAMESPACE_PHASES),
  phaseMessage: z.string(),
  quota: z.object({
    lines: z.array(
      z.object({
        key: z.enum(QUOTA_KEYS),
        hard: z.string(),
        used: z.string().nullable(),
        ratio: z.number().nullable(),
      }),
    ),
    observedAt: time.nullable(),
  }),
  expiresAt: time.nullable(),
  createdAt: time,
}) satisfies z.ZodType<NamespaceRow>;

export const requestRow = z.object({
  id: z.string(),
  number: z.number(),
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  title: z.string(),
  namespaceName: z.string(),
  cluster,
  environment,
  team,
  requester: person,
  reason: z.string(),
  createdAt: time,
  updatedAt: time,
  decidedAt: time.nullable(),
  waitingFor: z.array(z.string()),
}) satisfies z.ZodType<RequestRow>;

export const teamRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  contactEmail: z.string().nullable(),
  namespaces: z.number(),
  services: z.number(),
  myRole: membership.nullable(),
  archivedAt: time.nullable(),
}) satisfies z.ZodType<TeamRow>;

export const serviceRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  team,
  description: z.string(),
  tier: z.number().nullable(),
  namespaces: z.number(),
}) satisfies z.ZodType<ServiceRow>;

export const clusterRow = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  environments: z.array(environment),
  mode: z.enum(['heal', 'observe']),
  reachable: z.boolean().nullable(),
  reason: z.string().nullable(),
  message: z.string(),
  kubernetesVersion: z.string().nullable(),
  observedAt: time.nullable(),
  namespaces: z.number(),
  archivedAt: time.nullable(),
}) satisfies z.ZodType<ClusterRow>;

export const apiTokenRow = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(['read', 'write', 'approve'])),
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
}) satisfies z.ZodType<ApiTokenRow>;

export const auditRow = z.object({
  id: z.string(),
  at: time,
  actorKind: z.enum(['person', 'token', 'worker', 'system']),
  actorName: z.string(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  targetName: z.string(),
  team: team.nullable(),
  detail: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<AuditRow>;

export const me = z.object({
  person,
  kind: z.enum(['session', 'token']),
  roles: z.array(z.enum(['administrator', 'approver', 'auditor'])),
  teams: z.array(team.extend({ role: membership })),
  scopes: z.array(z.string()).nullable(),
  groupsState: z.enum(['known', 'left-out']),
  notice: z.string().nullable(),
}) satisfies z.ZodType<MeView>;

const verdict = z.object({
  outcome: z.enum(['granted', 'needs-approval', 'refused']),
  findings: z.array(
    z.object({
      rule: z.string(),
      outcome: z.enum(['pass', 'needs-approval', 'refused']),
      party: z.looseObject({ kind: z.string() }).optional(),
      field: z.string(),
      message: z.string(),
    }),
  ),
});

/** A view is a row and more; the more is described in docs/api.md's words, not repeated here. */
export const namespaceView = z.looseObject({
  ...namespaceRow.shape,
  version: z.string(),
  details: z.looseObject({}).nullable(),
});
export const requestView = z.looseObject({
  ...requestRow.shape,
  verdict,
  resultHash: z.string(),
  verbs: z.array(z.string()),
});
export const teamView = z.looseObject({ ...teamRow.shape, version: z.number() });
export const serviceView = z.looseObject({ ...serviceRow.shape, version: z.number() });
export const clusterView = z.looseObject({ ...clusterRow.shape, version: z.number() });
export const askResult = z.object({
  number: z.number(),
  state: z.enum(REQUEST_STATES),
  cluster: z.string(),
  name: z.string(),
  verdict,
});
export const preview = z.object({
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
  verdict: verdict.nullable(),
  desired: z.looseObject({}).nullable(),
  yaml: z.string().nullable(),
});
export const requestResult = z.object({
  number: z.number(),
  state: z.enum(REQUEST_STATES),
  message: z.string(),
});
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export const slugResult = z.object({ slug: z.string() });
export const versionResult = z.object({ slug: z.string(), version: z.number() });
export const idResult = z.object({ id: z.string() });
export const messageResult = z.object({ message: z.string() });
export const createdToken = z.object({
  id: z.string(),
  name: z.string(),
  token: z.string().describe('Shown once; only its hash is kept.'),
  expiresAt: time,
});
export const anyObject = z.looseObject({});

/** A page of rows. */
export function pageOf(row: z.ZodType): z.ZodType {
  return z.object({ rows: z.array(row), nextCursor: z.string().nullable(), total: z.number() });
}
