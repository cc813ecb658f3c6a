import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { serviceFits } from '../db/catalog/lists.ts';
import { Prisma, db } from '../db/client.ts';
import { bySlug, formerSlugs, idOfSlug } from '../db/slugs.ts';
import { catalogLinks, teamLinks } from '../domain/catalog/links.ts';
import { notFound } from '../domain/errors.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { leadsOf } from './leads.ts';
import { selectRows } from './namespace-rows.ts';
import { toServiceCard } from './service-card.ts';
import { dependenciesOf, placeLinksOf } from './service-links.ts';
import type { Page, ServiceRow, ServiceView } from './types.ts';

export type ServiceFilter = {
  q?: string | undefined;
  team?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

type Raw = Omit<ServiceRow, 'team' | 'confirmedAt'> & {
  teamSlug: string;
  teamName: string;
  confirmedAt: Date | null;
};

/** Services that fit, by name. */
export async function serviceRows(
  where: Prisma.Sql,
  options: { after?: [string, string] | null; limit: number },
): Promise<ServiceRow[]> {
  const after = options.after
    ? Prisma.sql`AND (s.name, s.id) > (${options.after[0]}, ${options.after[1]}::uuid)`
    : Prisma.empty;
  // Counted in one go for the page, as in teams.ts.
  const rows = await db.$queryRaw<Raw[]>`
    WITH page AS (
      SELECT s.*, t.slug AS team_slug, t.name AS team_name FROM service s JOIN team t ON t.id = s.team_id
      WHERE ${where} ${after} ORDER BY s.name, s.id LIMIT ${options.limit}
    ), held AS (
      SELECT n.service_id, count(*)::int AS count FROM namespace n
      WHERE n.released_at IS NULL AND n.service_id IN (SELECT id FROM page) GROUP BY n.service_id
    )
    SELECT s.id, s.slug, s.name, s.description, s.tier, s.lifecycle, s.tags, s.confirmed_at AS "confirmedAt",
      s.team_slug AS "teamSlug", s.team_name AS "teamName",
      coalesce(held.count, 0) AS namespaces
    FROM page s LEFT JOIN held ON held.service_id = s.id ORDER BY s.name, s.id`;
  return rows.map(({ teamSlug, teamName, confirmedAt, ...row }) => ({
    ...row,
    team: { slug: teamSlug, name: teamName },
    confirmedAt: confirmedAt?.toISOString() ?? null,
  }));
}

/** The catalog of services, by name, a page at a time. */
export async function listServices(actor: Actor, filter: ServiceFilter = {}): Promise<Page<ServiceRow>> {
  requirePermission(actor, 'catalog.read');
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (filter.q !== undefined && filter.q.trim() !== '') parts.push(await serviceFits(filter.q));
  if (filter.team) parts.push(Prisma.sql`t.id = ${idOfSlug('team', filter.team)}`);
  const where = Prisma.join(parts, ' AND ');
  const limit = pageSize(filter.limit);
  const values = decodeCursor('services', filter.cursor, 2);
  const after: [string, string] | null = values ? [values[0] ?? '', cursorId(values[1] ?? '')] : null;
  const [rows, counts] = await Promise.all([
    serviceRows(where, { after, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM service s JOIN team t ON t.id = s.team_id WHERE ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('services', [last.name, last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}

/** Namespaces that a service's page shows; the list of namespaces has them all. */
const MOST_SHOWN = 50;

/** A service's page, by its slug or one it had before: `slug` says the present one. Throws `notFound`. */
export async function getService(actor: Actor, slug: string): Promise<ServiceView> {
  requirePermission(actor, 'catalog.read');
  const service = await bySlug(db, 'service', slug, (name) =>
    db.service.findUnique({ where: { slug: name }, include: { team: true } }),
  );
  if (!service) throw notFound('service');
  const [rows, namespaceRows, placeLinks, dependencies, leads, former] = await Promise.all([
    serviceRows(Prisma.sql`s.id = ${service.id}::uuid`, { limit: 1 }),
    selectRows(actor, Prisma.sql`n.service_id = ${service.id}::uuid`, { limit: MOST_SHOWN }),
    placeLinksOf(service, MOST_SHOWN),
    dependenciesOf(service.id),
    leadsOf(service.teamId),
    formerSlugs(db, 'service', service.id),
  ]);
  const row = rows[0];
  if (!row) throw notFound('service');
  const { sla, links } = toServiceCard(service);
  return {
    ...row,
    sla,
    links,
    catalogLinks: catalogLinks({ service: links, team: teamLinks(service.team) }),
    placeLinks,
    ...dependencies,
    leads,
    formerSlugs: former,
    version: service.version,
    teamCard: {
      slug: service.team.slug,
      name: service.team.name,
      contactEmail: service.team.contactEmail,
      chatUrl: service.team.chatUrl,
      onCallUrl: service.team.onCallUrl,
    },
    namespaceRows,
    createdAt: service.createdAt.toISOString(),
    may: { change: can(actor, 'service.write', { teamId: service.teamId }) },
  };
}
