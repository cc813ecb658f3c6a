/** Services whose owner is in question. That it is so is for everybody; why is between the two teams and those who oversee the house. */
import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import type { PersonRef, TeamRef, TransferView } from './types.ts';

/** More than that is no list to decide from. */
const MOST = 50;

type Raw = Omit<TransferView, 'openedAt' | 'may' | 'reason'> & {
  openedAt: Date;
  reason: string;
  fromId: string;
  toId: string | null;
  parentTeamId: string | null;
  to: TeamRef | null;
  openedBy: PersonRef | null;
};

/** Open transfers `x` (of team `f`, to team `t`) that fit, the oldest first. */
export async function openTransfers(actor: Actor, where: Prisma.Sql, limit: number): Promise<TransferView[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT x.id, x.reason, x.opened_at AS "openedAt", x.from_team_id AS "fromId", x.to_team_id AS "toId",
      f.parent_team_id AS "parentTeamId",
      jsonb_build_object('slug', s.slug, 'name', s.name) AS service,
      jsonb_build_object('slug', f.slug, 'name', f.name) AS "from",
      CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('slug', t.slug, 'name', t.name) END AS "to",
      CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) END
        AS "openedBy",
      (SELECT count(*)::int FROM namespace n WHERE n.service_id = s.id AND n.released_at IS NULL) AS namespaces
    FROM ownership_transfer x JOIN service s ON s.id = x.service_id JOIN team f ON f.id = x.from_team_id
    LEFT JOIN team t ON t.id = x.to_team_id LEFT JOIN person p ON p.id = x.opened_by
    WHERE x.state = 'open' AND ${where} ORDER BY x.opened_at, x.id LIMIT ${limit}`;
  return rows.map((row) => toView(actor, row));
}

function toView(actor: Actor, row: Raw): TransferView {
  const { fromId, toId, parentTeamId, openedAt, reason, ...rest } = row;
  const requesterId = row.openedBy?.id ?? null;
  const receiving = { requesterId, ...(toId === null ? {} : { teamId: toId }) };
  const owning = { requesterId, teamId: fromId, parentTeamId };
  const inside = can(actor, 'transfer.details', {
    teamId: fromId,
    ...(toId === null ? {} : { otherTeamId: toId }),
  });
  return {
    ...rest,
    openedAt: openedAt.toISOString(),
    openedBy: inside ? row.openedBy : null,
    reason: inside ? reason : null,
    may: {
      accept: toId !== null && can(actor, 'transfer.accept', receiving),
      decline: can(actor, 'transfer.decline', receiving),
      withdraw: can(actor, 'transfer.withdraw', owning),
      route: can(actor, 'transfer.route', owning),
    },
  };
}

/**
 * Open transfers that concern the reader: to or from their teams, opened by them, and, for those who look after the house, all that
 * name nobody yet.
 */
export async function listTransfers(actor: Actor): Promise<{ rows: TransferView[] }> {
  requirePermission(actor, 'catalog.read');
  const teams = actor.teams.map(({ id }) => id);
  const house = hasRole(actor, 'administrator', 'auditor');
  const mine = Prisma.sql`(x.to_team_id = ANY (${teams}::uuid[]) OR x.from_team_id = ANY (${teams}::uuid[])
    OR x.opened_by = ${actor.personId}::uuid OR f.parent_team_id = ANY (${teams}::uuid[])
    OR (${house}::boolean AND x.to_team_id IS NULL))`;
  return { rows: await openTransfers(actor, mine, MOST) };
}

/** Those that wait for somebody of the reader's teams to take them, or, for administrators, to be sent somewhere. */
export async function transfersToTake(actor: Actor): Promise<TransferView[]> {
  requirePermission(actor, 'catalog.read');
  const teams = actor.teams.map(({ id }) => id);
  const routes = hasRole(actor, 'administrator');
  return openTransfers(
    actor,
    Prisma.sql`(x.to_team_id = ANY (${teams}::uuid[]) OR (${routes}::boolean AND x.to_team_id IS NULL))`,
    MOST,
  );
}

/** Open transfers to or from a team. */
export async function transfersOfTeam(actor: Actor, slug: string): Promise<TransferView[]> {
  requirePermission(actor, 'catalog.read');
  return openTransfers(actor, Prisma.sql`(f.slug = ${slug} OR t.slug = ${slug})`, MOST);
}
