/** What answers look like, for OpenAPI. Each is held to its TypeScript type, so that the two cannot drift apart. */
import { z } from 'zod';
import { LINK_GROUPS, LINK_KINDS, LINK_SOURCES } from '../../domain/catalog/links.ts';
import type { CatalogLink } from '../../domain/catalog/links.ts';
import { promiseSchema } from '../../domain/catalog/promise.ts';
import { LIFECYCLES } from '../../domain/catalog/service.ts';
import { ENVIRONMENTS, QUOTA_KEYS } from '../../domain/desired-state/schema.ts';
import { NAMESPACE_PHASES, REQUEST_KINDS, REQUEST_STATES } from '../../domain/lifecycle/index.ts';
import { NODE_KINDS } from '../../domain/network/index.ts';
import type {
  ApiTokenRow,
  AuditRow,
  ClusterRow,
  DelegationRow,
  HostRow,
  HostUse,
  MeView,
  NameHolders,
  NamespaceHostsView,
  NamespaceRow,
  NetworkView,
  PersonView,
  RequestRow,
  ServiceRow,
  StaleUse,
  TeamHostsView,
  TeamRow,
  ZoneRow,
  ZoneView,
} from '../../queries/types.ts';

const time = z.string().describe('ISO 8601, UTC');
const environment = z.enum(ENVIRONMENTS);
const team = z.object({ slug: z.string(), name: z.string() });
const service = z.object({ slug: z.string(), name: z.string() });
const cluster = z.object({ name: z.string(), displayName: z.string() });
const person = z.object({ id: z.string(), name: z.string(), email: z.string() });
const serviceLink = z.object({ slug: z.string(), name: z.string(), team });
const catalogLink = z.object({
  name: z.string().describe('As its owner named it.'),
  kind: z.enum(LINK_KINDS).nullable().describe('The well-known link it is; null for a free name.'),
  label: z.string(),
  group: z.enum(LINK_GROUPS),
  url: z.string(),
  from: z.enum(LINK_SOURCES).describe('Who says it; cluster: a link template of the cluster.'),
}) satisfies z.ZodType<CatalogLink>;
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
  lifecycle: z.enum(LIFECYCLES),
  tags: z.array(z.string()),
  namespaces: z.number(),
  confirmedAt: time.nullable().describe('When its team last said that it is right; null: never.'),
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

/** Who may talk to whom. */
export const network = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(NODE_KINDS),
      title: z.string(),
      detail: z.string(),
      own: z.boolean().describe('The picture is about it.'),
      namespace: z.object({ cluster: z.string(), name: z.string(), team }).nullable(),
    }),
  ),
  edges: z.array(
    z.object({
      id: z.string(),
      from: z.string(),
      to: z.string(),
      ports: z
        .array(z.object({ port: z.number(), protocol: z.enum(['TCP', 'UDP', 'SCTP']) }))
        .nullable()
        .describe('Null: every port.'),
      source: z.enum(['built-in', 'connection', 'egress']),
      state: z.enum(['open', 'asked']),
      connectionId: z.string().nullable(),
      request: z.number().nullable(),
    }),
  ),
  enforced: z.boolean().describe("Whether the cluster's network plugin is confirmed to enforce policies."),
  complete: z.boolean().describe('False: only what the reader’s own teams take part in.'),
  truncated: z.boolean(),
  namespaceTotal: z.number(),
  mayEnd: z.array(z.string()).describe('Connections that the reader may end.'),
}) satisfies z.ZodType<NetworkView>;
export const endedConnection = z.object({ id: z.string(), message: z.string() });

export const zoneRow = z.object({
  id: z.string(),
  suffix: z.string(),
  description: z.string(),
  clusters: z.array(cluster),
  owner: team.nullable().describe('Who says yes to what nobody delegated; null: the platform team.'),
  delegations: z.number(),
  hosts: z.number(),
  version: z.number(),
  createdAt: time,
}) satisfies z.ZodType<ZoneRow>;

export const delegationRow = z.object({
  id: z.string(),
  host: z.string(),
  zone: z.string(),
  team,
  hosts: z.number(),
  createdAt: time,
  reason: z.string().nullable(),
  createdBy: person.nullable(),
}) satisfies z.ZodType<DelegationRow>;

export const zoneView = z.object({
  ...zoneRow.shape,
  delegationRows: z.array(delegationRow),
  may: z.object({ change: z.boolean(), delegate: z.boolean() }),
}) satisfies z.ZodType<ZoneView>;

export const hostRow = z.object({
  id: z.string(),
  name: z.string().describe('Host and path.'),
  host: z.string(),
  path: z.string(),
  state: z.enum(['reserved', 'active', 'revoking', 'quarantined']),
  team,
  cluster,
  service: z.string(),
  environment: z.string(),
  namespace: z.string().nullable().describe('Null while an open request asks for it.'),
  delegation: z.string().nullable(),
  freeAt: time.nullable(),
  revokeReason: z.string().nullable(),
  updatedAt: time,
}) satisfies z.ZodType<HostRow>;

const hostUse = z.object({
  cluster: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  host: z.string().describe("'' is every host."),
  path: z.string(),
  observedAt: time,
}) satisfies z.ZodType<HostUse>;
const staleUse = hostUse.extend({
  command: z.string().describe('What the owner runs to end it.'),
}) satisfies z.ZodType<StaleUse>;

export const namespaceHosts = z.object({
  hosts: z.array(hostRow.extend({ uses: z.array(hostUse).nullable() })),
  stale: z.array(staleUse).nullable().describe('Used and not granted; null for strangers.'),
  delegations: z.array(delegationRow),
  zones: z.array(z.string()),
  mostHosts: z.number(),
  may: z.object({ take: z.boolean(), revoke: z.boolean() }),
}) satisfies z.ZodType<NamespaceHostsView>;

export const teamHosts = z.object({
  delegations: z.array(delegationRow),
  hosts: z.object({ rows: z.array(hostRow), nextCursor: z.string().nullable(), total: z.number() }),
  stale: z.array(staleUse).nullable(),
}) satisfies z.ZodType<TeamHostsView>;

export const nameHolders = z.object({
  name: z.string(),
  zone: zoneRow.nullable(),
  delegations: z.array(delegationRow),
  hosts: z.array(hostRow),
  reserved: z.boolean().describe('An open request of somebody else asks for it.'),
  servedBy: z.array(
    hostUse.extend({ namespace: z.string().nullable(), name: z.string().nullable(), team: team.nullable() }),
  ),
}) satisfies z.ZodType<NameHolders>;

export const zoneResult = z.object({ suffix: z.string() });
export const zoneVersionResult = z.object({ suffix: z.string(), version: z.number() });
export const delegationResult = z.object({ id: z.string(), host: z.string(), zone: z.string() });
export const revokedDelegation = z.object({
  id: z.string(),
  revokedHosts: z.array(z.string()),
  message: z.string(),
});

/** A view is a row and more; the more is described in docs/api.md's words, not repeated here. */
export const namespaceView = z.looseObject({
  ...namespaceRow.shape,
  catalogLinks: z.array(catalogLink).describe('In the order for somebody on call.'),
  version: z.string(),
  details: z.looseObject({}).nullable(),
});
export const requestView = z.looseObject({
  ...requestRow.shape,
  verdict,
  resultHash: z.string(),
  verbs: z.array(z.string()),
});
export const personView = z.object({
  ...person.shape,
  isReader: z.boolean(),
  disabled: z.boolean(),
  seenLately: z.boolean().nullable().describe('In the last 90 days; null for who is not to know.'),
  teams: z.array(
    z.object({
      ...team.shape,
      description: z.string(),
      role: membership,
      contactEmail: z.string().nullable(),
      chatUrl: z.string().nullable(),
      onCallUrl: z.string().nullable(),
      namespaces: z.number(),
      services: z.number(),
      serviceRows: z.array(serviceRow),
    }),
  ),
  teamTotal: z.number(),
}) satisfies z.ZodType<PersonView>;
export const teamView = z.looseObject({
  ...teamRow.shape,
  parent: team.nullable(),
  children: z.array(team),
  leads: z.array(person).describe('Its maintainers who have signed in.'),
  formerSlugs: z.array(z.string()),
  version: z.number(),
});
export const serviceView = z.looseObject({
  ...serviceRow.shape,
  sla: promiseSchema.describe('Spans of time are in minutes.'),
  links: z.record(z.string(), z.string()).describe('As its team typed them.'),
  catalogLinks: z.array(catalogLink).describe('In the order for somebody on call.'),
  placeLinks: z.array(z.object({ cluster, name: z.string(), environment, links: z.array(catalogLink) })),
  dependsOn: z.array(serviceLink),
  dependents: z.array(serviceLink),
  leads: z.array(person).describe('Maintainers of its team who have signed in.'),
  formerSlugs: z.array(z.string()),
  version: z.number(),
});
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
