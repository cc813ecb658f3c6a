import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { idOfSlug } from '../db/slugs.ts';
import { notFound } from '../domain/errors.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { likePattern } from './namespace-rows.ts';
import type { DelegationRow, Page, PersonRef, ZoneRow, ZoneView } from './types.ts';

export type ZoneFilter = {
  /** Found in suffix or description. */
  q?: string | undefined;
  cluster?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

/** Zones in use that fit, by suffix. */
export async function zoneRows(
  where: Prisma.Sql,
  options: { after?: string | null; limit: number },
): Promise<ZoneRow[]> {
  const after = options.after ? Prisma.sql`AND z.suffix > ${options.after}` : Prisma.empty;
  const rows = await db.$queryRaw<(Omit<ZoneRow, 'createdAt'> & { createdAt: Date })[]>`
    SELECT z.id, z.suffix, z.description, z.version, z.created_at AS "createdAt",
      CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('slug', t.slug, 'name', t.name) END AS owner,
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', c.name, 'displayName', c.display_name) ORDER BY c.name)
        FROM zone_cluster zc JOIN cluster c ON c.id = zc.cluster_id WHERE zc.zone_id = z.id), '[]'::jsonb) AS clusters,
      (SELECT count(*)::int FROM delegation d WHERE d.zone_id = z.id AND d.revoked_at IS NULL) AS delegations,
      (SELECT count(*)::int FROM delegation d JOIN host_grant g ON g.delegation_id = d.id AND g.state = 'active'
        WHERE d.zone_id = z.id) AS hosts
    FROM zone z LEFT JOIN team t ON t.id = z.owner_team_id
    WHERE z.archived_at IS NULL AND ${where} ${after} ORDER BY z.suffix LIMIT ${options.limit}`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Zones by suffix, a page at a time. They are in the catalog: everybody may know them. */
export async function listZones(actor: Actor, filter: ZoneFilter = {}): Promise<Page<ZoneRow>> {
  requirePermission(actor, 'catalog.read');
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (filter.q !== undefined && filter.q.trim() !== '') {
    const pattern = likePattern(filter.q.trim().slice(0, 200));
    parts.push(Prisma.sql`(z.suffix ILIKE ${pattern} OR z.description ILIKE ${pattern})`);
  }
  if (filter.cluster) {
    parts.push(Prisma.sql`EXISTS (SELECT 1 FROM zone_cluster zc JOIN cluster c ON c.id = zc.cluster_id
      WHERE zc.zone_id = z.id AND c.name = ${filter.cluster})`);
  }
  const where = Prisma.join(parts, ' AND ');
  const limit = pageSize(filter.limit);
  const after = decodeCursor('zones', filter.cursor, 1)?.[0] ?? null;
  const [rows, counts] = await Promise.all([
    zoneRows(where, { after, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM zone z WHERE z.archived_at IS NULL AND ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('zones', [last.suffix]) : null,
    total: counts[0]?.count ?? 0,
  };
}

/** A zone with what is delegated from it. Throws `notFound`. */
export async function getZone(actor: Actor, suffix: string): Promise<ZoneView> {
  requirePermission(actor, 'catalog.read');
  const [rows, delegations] = await Promise.all([
    zoneRows(Prisma.sql`z.suffix = ${suffix}`, { limit: 1 }),
    delegationRows(actor, Prisma.sql`z.suffix = ${suffix}`, { limit: 200 }),
  ]);
  const row = rows[0];
  if (!row) throw notFound('zone');
  return {
    ...row,
    delegationRows: delegations,
    may: { change: can(actor, 'zone.write'), delegate: can(actor, 'delegation.write') },
  };
}

type RawDelegation = Omit<DelegationRow, 'createdAt' | 'createdBy'> & {
  createdAt: Date;
  createdBy: PersonRef | null;
  teamId: string;
};

/** Delegations that fit, by name. Why and by whom is for their team and those who oversee the house. */
export async function delegationRows(
  actor: Actor,
  where: Prisma.Sql,
  options: { after?: [string, string] | null; limit: number },
): Promise<DelegationRow[]> {
  const after = options.after
    ? Prisma.sql`AND (d.host, d.id) > (${options.after[0]}, ${options.after[1]}::uuid)`
    : Prisma.empty;
  const rows = await db.$queryRaw<RawDelegation[]>`
    SELECT d.id, d.host, z.suffix AS zone, d.team_id AS "teamId", d.reason, d.created_at AS "createdAt",
      jsonb_build_object('slug', t.slug, 'name', t.name) AS team,
      CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) END
        AS "createdBy",
      (SELECT count(*)::int FROM host_grant g WHERE g.delegation_id = d.id AND g.state = 'active') AS hosts
    FROM delegation d JOIN zone z ON z.id = d.zone_id JOIN team t ON t.id = d.team_id
    LEFT JOIN person p ON p.id = d.created_by
    WHERE d.revoked_at IS NULL AND z.archived_at IS NULL AND ${where} ${after}
    ORDER BY d.host, d.id LIMIT ${options.limit}`;
  return rows.map(({ teamId, ...row }) => {
    const insider = can(actor, 'zone.details', { teamId });
    return {
      ...row,
      createdAt: row.createdAt.toISOString(),
      reason: insider ? row.reason : null,
      createdBy: insider ? row.createdBy : null,
    };
  });
}

export type DelegationFilter = {
  q?: string | undefined;
  team?: string | undefined;
  zone?: string | undefined;
  mine?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

/** Delegations by name, a page at a time. */
export async function listDelegations(
  actor: Actor,
  filter: DelegationFilter = {},
): Promise<Page<DelegationRow>> {
  requirePermission(actor, 'catalog.read');
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (filter.q !== undefined && filter.q.trim() !== '') {
    parts.push(Prisma.sql`d.host LIKE ${likePattern(filter.q.trim().toLowerCase().slice(0, 200))}`);
  }
  if (filter.team) parts.push(Prisma.sql`t.id = ${idOfSlug('team', filter.team)}`);
  if (filter.zone) parts.push(Prisma.sql`z.suffix = ${filter.zone}`);
  if (filter.mine) parts.push(Prisma.sql`d.team_id = ANY (${actor.teams.map((team) => team.id)}::uuid[])`);
  const where = Prisma.join(parts, ' AND ');
  const limit = pageSize(filter.limit);
  const values = decodeCursor('delegations', filter.cursor, 2);
  const after: [string, string] | null = values ? [values[0] ?? '', cursorId(values[1] ?? '')] : null;
  const [rows, counts] = await Promise.all([
    delegationRows(actor, where, { after, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM delegation d JOIN zone z ON z.id = d.zone_id JOIN team t ON t.id = d.team_id
      WHERE d.revoked_at IS NULL AND z.archived_at IS NULL AND ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('delegations', [last.host, last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}
