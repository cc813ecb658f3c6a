import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { keptTotal } from '../db/catalog/kept.ts';
import { namespaceFits } from '../db/catalog/lists.ts';
import { Prisma, db } from '../db/client.ts';
import { idOfSlug } from '../db/slugs.ts';
import { catalogLinks, teamLinks } from '../domain/catalog/links.ts';
import { filledLinks } from '../domain/catalog/templates.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import type { Condition } from '../domain/conditions/index.ts';
import { namespaceSpecSchema } from '../domain/desired-state/schema.ts';
import { notFound } from '../domain/errors.ts';
import { auditRows } from './audit.ts';
import { WITH_CONNECTIONS } from './connections.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { desiredOf } from './desired.ts';
import { countRows, PHASE, selectRows } from './namespace-rows.ts';
import { requestRows } from './requests.ts';
import { texts, toServiceCard } from './service-card.ts';
import type {
  CorrectionView,
  NamespaceDetails,
  NamespaceRow,
  NamespaceView,
  ObjectView,
  Page,
} from './types.ts';
import { yamlOf } from './yaml.ts';

export type NamespaceFilter = {
  /** Words, found as search finds them: in the name, the purpose, the service, the team, a host. */
  q?: string | undefined;
  cluster?: string | undefined;
  team?: string | undefined;
  environment?: string | undefined;
  /** A phase: Ready, Degraded, … */
  state?: string | undefined;
  service?: string | undefined;
  /** Only namespaces of the reader's own teams. */
  mine?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

async function whereOf(actor: Actor, filter: NamespaceFilter): Promise<Prisma.Sql> {
  const parts: Prisma.Sql[] = [EVERYTHING];
  if (filter.q !== undefined && filter.q.trim() !== '') parts.push(await namespaceFits(filter.q));
  if (filter.cluster) parts.push(Prisma.sql`c.name = ${filter.cluster}`);
  if (filter.team) parts.push(Prisma.sql`t.id = ${idOfSlug('team', filter.team)}`);
  if (filter.service) parts.push(Prisma.sql`s.id = ${idOfSlug('service', filter.service)}`);
  if (filter.environment) parts.push(Prisma.sql`n.environment = ${filter.environment}`);
  if (filter.state) parts.push(Prisma.sql`${PHASE} = ${filter.state}`);
  if (filter.mine) parts.push(Prisma.sql`n.team_id = ANY (${actor.teams.map((team) => team.id)}::uuid[])`);
  return parts.length === 1 ? EVERYTHING : Prisma.join(parts, ' AND ');
}

const EVERYTHING = Prisma.sql`TRUE`;

/** Namespaces by name, a page at a time. The catalog is for everybody who is signed in. */
export async function listNamespaces(
  actor: Actor,
  filter: NamespaceFilter = {},
): Promise<Page<NamespaceRow>> {
  requirePermission(actor, 'catalog.read');
  const limit = pageSize(filter.limit);
  const where = await whereOf(actor, filter);
  const values = decodeCursor('namespaces', filter.cursor, 2);
  const after: [string, string] | null = values ? [values[0] ?? '', cursorId(values[1] ?? '')] : null;
  const [rows, total] = await Promise.all([
    selectRows(actor, where, { after, limit: limit + 1 }),
    where === EVERYTHING ? keptTotal() : countRows(where),
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: page, nextCursor: more ? encodeCursor('namespaces', [last.name, last.id]) : null, total };
}

const INCLUDE = {
  cluster: { include: { status: true } },
  team: true,
  service: true,
  status: true,
  usage: true,
  work: true,
  createdByPerson: true,
  ...WITH_CONNECTIONS,
} as const satisfies Prisma.NamespaceInclude;

type Row = Prisma.NamespaceGetPayload<{ include: typeof INCLUDE }>;

async function find(cluster: string, name: string): Promise<Row> {
  const row = await db.namespace.findFirst({
    where: { name, releasedAt: null, cluster: { name: cluster } },
    include: INCLUDE,
  });
  if (!row) throw notFound('namespace');
  return row;
}

/** A namespace's page: the card for everybody, details for its team, administrators and auditors. Throws `notFound`. */
export async function getNamespace(actor: Actor, cluster: string, name: string): Promise<NamespaceView> {
  requirePermission(actor, 'catalog.read');
  const row = await find(cluster, name);
  const subject = { teamId: row.teamId };
  const seesDetails = can(actor, 'namespace.details', subject);
  const card = (await selectRows(actor, Prisma.sql`n.id = ${row.id}::uuid`, { limit: 1 }))[0];
  if (!card) throw notFound('namespace');
  const spec = namespaceSpecSchema.parse(row.spec);
  const open = row.deletionRequestedAt === null;
  return {
    ...card,
    generation: Number(row.generation),
    observedGeneration: Number(row.status?.observedGeneration ?? 0n),
    version: String(row.generation),
    teamCard: {
      slug: row.team.slug,
      name: row.team.name,
      contactEmail: row.team.contactEmail,
      chatUrl: row.team.chatUrl,
      onCallUrl: row.team.onCallUrl,
    },
    serviceCard: toServiceCard(row.service),
    hosts: spec.hosts,
    readyAt: row.status?.readyAt?.toISOString() ?? null,
    statusUpdatedAt: (row.status?.updatedAt ?? row.updatedAt).toISOString(),
    deletionRequestedAt: row.deletionRequestedAt?.toISOString() ?? null,
    contact: spec.contact,
    links: spec.links,
    catalogLinks: linksOf(row, spec.links),
    apiServer: row.cluster.apiServer,
    clusterReachable: row.cluster.status?.reachable ?? null,
    details: seesDetails ? await detailsOf(actor, row) : null,
    may: {
      change: open && can(actor, 'namespace.change', subject),
      delete: open && can(actor, 'namespace.change', subject),
      retry: can(actor, 'namespace.retry', subject),
      seeDetails: seesDetails,
    },
  };
}

/** All links of a namespace, each from the nearest who says it. */
function linksOf(row: Row, own: Readonly<Record<string, string>>): NamespaceView['catalogLinks'] {
  const { linkTemplates } = clusterConfigSchema.parse(row.cluster.config);
  return catalogLinks({
    namespace: own,
    service: texts(row.service.links),
    team: teamLinks(row.team),
    cluster: filledLinks(linkTemplates, {
      namespace: row.name,
      cluster: row.cluster.name,
      service: row.service.slug,
      team: row.team.slug,
      environment: row.environment,
    }),
  });
}

async function detailsOf(actor: Actor, row: Row): Promise<NamespaceDetails> {
  const { spec } = desiredOf(row);
  const [yaml, requests, audit, findings] = await Promise.all([
    yamlOfRow(row),
    requestRows(
      actor,
      Prisma.sql`r.id IN (SELECT request_id FROM request_item WHERE namespace_id = ${row.id}::uuid)`,
      { limit: 50 },
    ),
    auditRows(Prisma.sql`a.target_kind = 'namespace' AND a.target_id = ${row.id}`, { limit: 50 }),
    db.namespaceFinding.findMany({
      where: { namespaceId: row.id },
      select: { rule: true, subject: true, message: true, observedAt: true },
      orderBy: [{ rule: 'asc' }, { subject: 'asc' }],
      take: 50,
    }),
  ]);
  const due = row.work !== null && (row.work.retry || row.status?.observedGeneration !== row.generation);
  return {
    spec,
    yaml,
    conditions: row.status?.conditions as unknown as Condition[],
    objects: objectsOf(row.status?.objects),
    corrections: row.status?.corrections as unknown as CorrectionView[],
    findings: findings.map((finding) => ({ ...finding, observedAt: finding.observedAt.toISOString() })),
    access: spec.access,
    requests,
    audit,
    createdBy: row.createdByPerson && {
      id: row.createdByPerson.id,
      name: row.createdByPerson.name,
      email: row.createdByPerson.email,
    },
    uid: row.status?.uid ?? null,
    nextPassAt: due ? (row.work?.notBefore.toISOString() ?? null) : null,
    attempts: row.work?.attempts ?? 0,
  };
}

function objectsOf(value: unknown): ObjectView[] {
  if (!Array.isArray(value)) return [];
  return (value as (Partial<ObjectView> & Pick<ObjectView, 'kind' | 'name' | 'stage' | 'state'>)[]).map(
    (object) => ({
      kind: object.kind,
      name: object.name,
      namespace: object.namespace ?? null,
      stage: object.stage,
      state: object.state,
      message: object.message ?? null,
      at: object.at ?? null,
    }),
  );
}

async function yamlOfRow(row: Row): Promise<string> {
  return yamlOf(
    db,
    {
      team: row.team,
      cluster: { name: row.cluster.name, config: clusterConfigSchema.parse(row.cluster.config) },
    },
    desiredOf(row),
    { id: row.id, generation: Number(row.generation) },
  );
}

/** The YAML of everything that Berth applies for a namespace. `notFound` for strangers. */
export async function getNamespaceYaml(actor: Actor, cluster: string, name: string): Promise<string> {
  const row = await find(cluster, name);
  requirePermission(actor, 'namespace.details', { teamId: row.teamId }, 'namespace');
  return yamlOfRow(row);
}
