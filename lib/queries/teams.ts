import { roleInTeam } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { teamFits } from '../db/catalog/lists.ts';
import { Prisma, db } from '../db/client.ts';
import { bySlug, formerSlugs } from '../db/slugs.ts';
import { QUOTA_KEYS } from '../domain/desired-state/schema.ts';
import { notFound } from '../domain/errors.ts';
import { quotaRatio } from '../domain/quantity/index.ts';
import { committedQuota } from './committed.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { leadsOf } from './leads.ts';
import { selectRows } from './namespace-rows.ts';
import { texts } from './service-card.ts';
import { serviceRows } from './services.ts';
import type { BudgetLine, Page, TeamRow, TeamView } from './types.ts';

export type TeamFilter = {
  q?: string | undefined;
  mine?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

type Raw = Omit<TeamRow, 'myRole' | 'archivedAt'> & { archivedAt: Date | null };

/** Teams that fit, by name. */
export async function teamRows(
  actor: Actor,
  where: Prisma.Sql,
  options: { after?: [string, string] | null; limit: number },
): Promise<TeamRow[]> {
  const after = options.after
    ? Prisma.sql`AND (t.name, t.id) > (${options.after[0]}, ${options.after[1]}::uuid)`
    : Prisma.empty;
  // Counted in one go for the page: a count per row scans everything for each of them where one team has most.
  const rows = await db.$queryRaw<Raw[]>`
    WITH page AS (
      SELECT t.* FROM team t WHERE ${where} ${after} ORDER BY t.name, t.id LIMIT ${options.limit}
    ), held AS (
      SELECT n.team_id, count(*)::int AS count FROM namespace n
      WHERE n.released_at IS NULL AND n.team_id IN (SELECT id FROM page) GROUP BY n.team_id
    ), run AS (
      SELECT s.team_id, count(*)::int AS count FROM service s
      WHERE s.team_id IN (SELECT id FROM page) GROUP BY s.team_id
    )
    SELECT t.id, t.slug, t.name, t.description, t.contact_email::text AS "contactEmail", t.archived_at AS "archivedAt",
      coalesce(held.count, 0) AS namespaces, coalesce(run.count, 0) AS services
    FROM page t LEFT JOIN held ON held.team_id = t.id LEFT JOIN run ON run.team_id = t.id ORDER BY t.name, t.id`;
  return rows.map((row) => ({
    ...row,
    myRole: roleInTeam(actor, row.id),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }));
}

/** Teams by name, a page at a time. */
export async function listTeams(actor: Actor, filter: TeamFilter = {}): Promise<Page<TeamRow>> {
  requirePermission(actor, 'catalog.read');
  const parts: Prisma.Sql[] = [Prisma.sql`t.archived_at IS NULL`];
  if (filter.q !== undefined && filter.q.trim() !== '') parts.push(await teamFits(filter.q));
  if (filter.mine) parts.push(Prisma.sql`t.id = ANY (${actor.teams.map((team) => team.id)}::uuid[])`);
  const where = Prisma.join(parts, ' AND ');
  const limit = pageSize(filter.limit);
  const values = decodeCursor('teams', filter.cursor, 2);
  const after: [string, string] | null = values ? [values[0] ?? '', cursorId(values[1] ?? '')] : null;
  const [rows, counts] = await Promise.all([
    teamRows(actor, where, { after, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM team t WHERE ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('teams', [last.name, last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}

const INCLUDE = {
  groups: { orderBy: { groupName: 'asc' } },
  parentTeam: { select: { slug: true, name: true } },
  childTeams: {
    where: { archivedAt: null },
    select: { slug: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 100,
  },
} as const satisfies Prisma.TeamInclude;

/** Services and namespaces that a team's page shows; the lists of services and namespaces have them all. */
const MOST_SHOWN = 50;

/**
 * A team's page, by its slug or one it had before: its card for everybody; groups, people and budget for the team, administrators and
 * auditors. Throws `notFound`.
 */
export async function getTeam(actor: Actor, slug: string): Promise<TeamView> {
  requirePermission(actor, 'catalog.read');
  const team = await bySlug(db, 'team', slug, (name) =>
    db.team.findUnique({ where: { slug: name }, include: INCLUDE }),
  );
  if (!team) throw notFound('team');
  const subject = { teamId: team.id };
  const insider = can(actor, 'team.details', subject);
  const [rows, services, namespaces, leads, former] = await Promise.all([
    teamRows(actor, Prisma.sql`t.id = ${team.id}::uuid`, { limit: 1 }),
    serviceRows(Prisma.sql`s.team_id = ${team.id}::uuid`, { limit: MOST_SHOWN }),
    selectRows(actor, Prisma.sql`n.team_id = ${team.id}::uuid`, { limit: MOST_SHOWN }),
    leadsOf(team.id),
    formerSlugs(db, 'team', team.id),
  ]);
  const row = rows[0];
  if (!row) throw notFound('team');
  return {
    ...row,
    parent: team.parentTeam,
    children: team.childTeams,
    leads,
    formerSlugs: former,
    chatUrl: team.chatUrl,
    onCallUrl: team.onCallUrl,
    costCentre: insider ? team.costCentre : null,
    version: team.version,
    serviceRows: services,
    namespaceRows: namespaces,
    groups: insider
      ? team.groups.map((group) => ({
          id: group.id,
          group: group.groupName,
          role: group.role as 'member' | 'maintainer',
        }))
      : null,
    people: insider ? await peopleOf(team.id) : null,
    budget: insider ? await budgetOf(team.id, team.budget) : null,
    may: {
      change: can(actor, 'team.update', subject),
      mapGroups: can(actor, 'team.map-group', subject),
      setBudget: can(actor, 'team.budget', subject),
      createService: can(actor, 'service.write', subject),
    },
  };
}

/** Who is in a team, as far as they have signed in. */
async function peopleOf(teamId: string): Promise<NonNullable<TeamView['people']>> {
  return db.$queryRaw<NonNullable<TeamView['people']>>`
    SELECT p.id, p.name, p.email::text AS email,
      CASE WHEN bool_or(g.role = 'maintainer') THEN 'maintainer' ELSE 'member' END AS role
    FROM team_group g JOIN person p ON p.groups @> ARRAY[g.group_name]
    WHERE g.team_id = ${teamId}::uuid AND p.disabled_at IS NULL
    GROUP BY p.id ORDER BY p.name, p.id LIMIT 500`;
}

async function budgetOf(teamId: string, value: unknown): Promise<BudgetLine[] | null> {
  if (value === null) return null;
  const budget = texts(value);
  const committed = await committedQuota(db, { teamId }, Object.keys(budget), null);
  return QUOTA_KEYS.flatMap((key) => {
    const most = budget[key];
    if (most === undefined) return [];
    const held = committed[key] ?? '0';
    return [{ key, budget: most, committed: held, ratio: quotaRatio(held, most) }];
  });
}
