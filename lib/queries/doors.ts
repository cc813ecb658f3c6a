/**
 * What the doors to other tools read: every namespace that fits, page by page in one order (name, then id), so that a
 * million of them take no more memory than one page. Each page is one statement over the index namespace_keyset.
 */
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { namespaceFits } from '../db/catalog/lists.ts';
import { Prisma, db } from '../db/client.ts';
import { idOfSlug } from '../db/slugs.ts';
import type { Slugged } from '../db/slugs.ts';
import { catalogLinks, teamLinks } from '../domain/catalog/links.ts';
import type { Lifecycle } from '../domain/catalog/service.ts';
import { filledLinks, linkTemplatesSchema } from '../domain/catalog/templates.ts';
import type { Environment } from '../domain/desired-state/schema.ts';
import type { Place } from '../domain/doors/index.ts';
import { invalid } from '../domain/errors.ts';
import type { HostName } from '../domain/hosts/index.ts';
import { texts } from './service-card.ts';

/** Which namespaces a tool asks for. */
export type DoorFilter = {
  cluster?: string | undefined;
  team?: string | undefined;
  service?: string | undefined;
  environment?: string | undefined;
  /** Found in name, purpose, team or service. */
  q?: string | undefined;
};

/**
 * Which of them a door shows. `standing`: those that were made and aren't to be deleted, for tools that put something
 * there; `publishing`: those among them with a host; `all`: as long as the row lives.
 */
export type DoorScope = 'all' | 'standing' | 'publishing';

/** Namespaces read at once. */
const AT_ONCE = 200;

const SCOPES: Record<DoorScope, Prisma.Sql> = {
  all: Prisma.sql`TRUE`,
  standing: Prisma.sql`st.ready_at IS NOT NULL AND n.deletion_requested_at IS NULL`,
  publishing: Prisma.sql`st.ready_at IS NOT NULL AND n.deletion_requested_at IS NULL
    AND EXISTS (SELECT 1 FROM host_grant g WHERE g.namespace_id = n.id AND g.state = 'active')`,
};

type Raw = Omit<Place, 'cluster' | 'team' | 'service' | 'links'> & {
  cluster: Place['cluster'] & { linkTemplates: unknown };
  team: Place['team'] & { id: string; chatUrl: string | null; onCallUrl: string | null };
  service: Place['service'] & { links: unknown };
  ownLinks: unknown;
};

/** Where a page ended. */
export type After = readonly [name: string, id: string] | null;

/** The condition of a filter on namespaces. Throws `invalid` where it names a team, service or cluster that isn't there. */
export async function doorCondition(filter: DoorFilter): Promise<Prisma.Sql> {
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (filter.team !== undefined) {
    parts.push(Prisma.sql`n.team_id = ${await knownId('team', filter.team)}::uuid`);
  }
  if (filter.service !== undefined) {
    parts.push(Prisma.sql`n.service_id = ${await knownId('service', filter.service)}::uuid`);
  }
  if (filter.cluster !== undefined) {
    const found = await db.cluster.findUnique({ where: { name: filter.cluster }, select: { id: true } });
    if (!found) throw unknown('cluster', filter.cluster);
    parts.push(Prisma.sql`n.cluster_id = ${found.id}::uuid`);
  }
  if (filter.environment !== undefined) parts.push(Prisma.sql`n.environment = ${filter.environment}`);
  if (filter.q !== undefined && filter.q.trim() !== '') parts.push(await namespaceFits(filter.q));
  return Prisma.join(parts, ' AND ');
}

/**
 * The id behind a slug, one that was given up included. An empty list would have a tool delete everything it had made, so
 * a name that nothing ever had is a mistake, and said to be one.
 */
export async function knownId(kind: Slugged, slug: string): Promise<string> {
  const rows = await db.$queryRaw<{ id: string | null }[]>`SELECT ${idOfSlug(kind, slug)} AS id`;
  const id = rows[0]?.id;
  if (id == null) throw unknown(kind, slug);
  return id;
}

const unknown = (kind: Slugged | 'cluster', name: string) =>
  invalid([{ field: kind, message: `There is no ${kind} “${name}”. Look at its name again.` }]);

/** A page of namespaces, by name. */
export async function selectPlaces(
  actor: Actor,
  where: Prisma.Sql,
  options: { scope: DoorScope; after: After; limit: number },
): Promise<Place[]> {
  const after = options.after
    ? Prisma.sql`AND (n.name, n.id) > (${options.after[0]}, ${options.after[1]}::uuid)`
    : Prisma.empty;
  const rows = await db.$queryRaw<Raw[]>`
    SELECT n.id, n.name AS namespace, n.environment, n.purpose, n.spec->'links' AS "ownLinks",
      jsonb_build_object('name', c.name, 'displayName', c.display_name, 'apiServer', c.api_server,
        'linkTemplates', c.config->'linkTemplates') AS cluster,
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'costCentre', t.cost_centre,
        'chatUrl', t.chat_url, 'onCallUrl', t.on_call_url) AS team,
      jsonb_build_object('slug', s.slug, 'name', s.name, 'tier', s.tier, 'lifecycle', s.lifecycle, 'tags', s.tags,
        'links', s.links) AS service,
      coalesce((SELECT jsonb_agg(jsonb_build_object('host', g.host, 'path', g.path) ORDER BY g.host, g.path)
        FROM host_grant g WHERE g.namespace_id = n.id AND g.state = 'active'), '[]') AS hosts
    FROM namespace n
    JOIN namespace_status st ON st.namespace_id = n.id
    JOIN cluster c ON c.id = n.cluster_id
    JOIN team t ON t.id = n.team_id
    JOIN service s ON s.id = n.service_id
    WHERE n.released_at IS NULL AND ${SCOPES[options.scope]} AND ${where} ${after}
    ORDER BY n.name, n.id LIMIT ${options.limit}`;
  return rows.map((row) => toPlace(actor, row));
}

function toPlace(actor: Actor, row: Raw): Place {
  const { ownLinks, ...facts } = row;
  const { linkTemplates, ...cluster } = row.cluster;
  const { id: teamId, chatUrl, onCallUrl, ...team } = row.team;
  const { links, ...service } = row.service;
  const templates = linkTemplatesSchema.safeParse(linkTemplates ?? []);
  return {
    ...facts,
    environment: row.environment satisfies Environment,
    hosts: row.hosts satisfies HostName[],
    cluster,
    // As on the team's page: what it costs is for itself, administrators and auditors.
    team: { ...team, costCentre: can(actor, 'team.details', { teamId }) ? team.costCentre : null },
    service: { ...service, lifecycle: service.lifecycle satisfies Lifecycle },
    links: catalogLinks({
      namespace: texts(ownLinks),
      service: texts(links),
      team: teamLinks({ chatUrl, onCallUrl }),
      cluster: filledLinks(templates.success ? templates.data : [], {
        namespace: row.namespace,
        cluster: cluster.name,
        service: service.slug,
        team: team.slug,
        environment: row.environment,
      }),
    }),
  };
}

/** Every namespace that fits, a page at a time. Throws as `doorCondition` does, before the first page. */
export async function* eachPlace(
  actor: Actor,
  filter: DoorFilter,
  scope: DoorScope,
): AsyncGenerator<Place[], void, undefined> {
  requirePermission(actor, 'catalog.read');
  const where = await doorCondition(filter);
  let after: After = null;
  for (;;) {
    const page: Place[] = await selectPlaces(actor, where, { scope, after, limit: AT_ONCE });
    yield page;
    const last = page.at(-1);
    if (page.length < AT_ONCE || !last) return;
    after = [last.namespace, last.id];
  }
}
