/** Services that nobody looks after: their team is gone, has no maintainer left, or has not been seen. */
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { orphanReasons } from '../domain/catalog/truth/orphan.ts';
import type { OrphanReason, TeamPresence } from '../domain/catalog/truth/orphan.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { serviceRows } from './services.ts';
import { openTransfers } from './transfers.ts';
import type { OrphanRow, Page } from './types.ts';

export type OrphanFilter = { cursor?: string | undefined; limit?: number | undefined };

/** Teams above others, as whose maintainer the actor sees what those leave behind. */
async function parentTeams(actor: Actor): Promise<string[]> {
  const maintained = actor.teams.filter(({ role }) => role === 'maintainer').map(({ id }) => id);
  if (maintained.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT parent_team_id AS id FROM team WHERE parent_team_id = ANY (${maintained}::uuid[])`;
  return rows.map(({ id }) => id);
}

/** Whether the actor has a list of orphans: administrators, auditors, and maintainers of teams above others. */
export async function seesOrphans(actor: Actor): Promise<boolean> {
  return can(actor, 'orphans.read') || (await parentTeams(actor)).length > 0;
}

/** Teams that have services and that the actor may look into, with their reasons; those without any are left out. */
async function deserted(actor: Actor): Promise<Map<string, OrphanReason[]>> {
  const all = can(actor, 'orphans.read');
  const parents = all ? [] : await parentTeams(actor);
  if (!all) requirePermission(actor, 'orphans.read', { parentTeamId: parents[0] ?? null });
  const scope = all ? Prisma.sql`TRUE` : Prisma.sql`t.parent_team_id = ANY (${parents}::uuid[])`;
  // People of all groups at once: a look-up for each of thousands of teams would take as many turns.
  const rows = await db.$queryRaw<(TeamPresence & { id: string })[]>`
    WITH holder AS (
      SELECT p.id, p.last_seen_at, unnest(p.groups) AS group_name FROM person p WHERE p.disabled_at IS NULL
    )
    SELECT t.id, t.archived_at AS "archivedAt", t.created_at AS "createdAt", max(h.last_seen_at) AS "lastSeenAt",
      (count(DISTINCT h.id) FILTER (WHERE g.role = 'maintainer'))::int AS maintainers
    FROM team t LEFT JOIN team_group g ON g.team_id = t.id LEFT JOIN holder h ON h.group_name = g.group_name
    WHERE ${scope} AND EXISTS (SELECT 1 FROM service s WHERE s.team_id = t.id)
    GROUP BY t.id`;
  const now = new Date();
  const found = new Map<string, OrphanReason[]>();
  for (const { id, ...presence } of rows) {
    const reasons = orphanReasons(presence, now);
    if (reasons.length > 0) found.set(id, reasons);
  }
  return found;
}

/**
 * Services without anybody who looks after them, by name. For administrators and auditors all of them, for a parent team's maintainers
 * those of the teams below it; `notFound` for others.
 */
export async function listOrphans(actor: Actor, filter: OrphanFilter = {}): Promise<Page<OrphanRow>> {
  const teams = await deserted(actor);
  const where = Prisma.sql`s.team_id = ANY (${[...teams.keys()]}::uuid[])`;
  const limit = pageSize(filter.limit);
  const values = decodeCursor('orphans', filter.cursor, 2);
  const after: [string, string] | null = values ? [values[0] ?? '', cursorId(values[1] ?? '')] : null;
  const [rows, counts] = await Promise.all([
    serviceRows(where, { after, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM service s WHERE ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await toRows(actor, page, teams),
    nextCursor: rows.length > limit && last ? encodeCursor('orphans', [last.name, last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}

async function toRows(
  actor: Actor,
  page: Awaited<ReturnType<typeof serviceRows>>,
  teams: ReadonlyMap<string, OrphanReason[]>,
): Promise<OrphanRow[]> {
  const ids = page.map(({ id }) => id);
  const [transfers, owners] = await Promise.all([
    openTransfers(actor, Prisma.sql`x.service_id = ANY (${ids}::uuid[])`, Math.max(ids.length, 1)),
    db.service.findMany({ where: { id: { in: ids } }, select: { id: true, team: true } }),
  ]);
  return page.map(({ id, slug, name, tier, team, namespaces }) => {
    const owner = owners.find((row) => row.id === id)?.team;
    return {
      id,
      service: { slug, name },
      team,
      tier,
      namespaces,
      reasons: teams.get(owner?.id ?? '') ?? [],
      transfer: transfers.find((transfer) => transfer.service.slug === slug) ?? null,
      may: { route: can(actor, 'transfer.route', { parentTeamId: owner?.parentTeamId ?? null }) },
    };
  });
}
