import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { idOfSlug } from '../db/slugs.ts';
import { notFound } from '../domain/errors.ts';
import { cursorNumber, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { likePattern } from './namespace-rows.ts';
import type { AuditRow, Page } from './types.ts';

export type AuditFilter = {
  /** Found in who, what or on what. */
  q?: string | undefined;
  action?: string | undefined;
  team?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

type Raw = {
  id: bigint;
  at: Date;
  actorKind: AuditRow['actorKind'];
  actorName: string;
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  detail: Record<string, unknown>;
  teamSlug: string | null;
  teamName: string | null;
};

/** Audit events that fit, newest first. The caller has made sure that the reader may. */
export async function auditRows(where: Prisma.Sql, options: { limit: number }): Promise<AuditRow[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT a.id, a.at, a.actor_kind AS "actorKind", a.actor_name AS "actorName", a.action,
      a.target_kind AS "targetKind", a.target_id AS "targetId", a.target_name AS "targetName", a.detail,
      t.slug AS "teamSlug", t.name AS "teamName"
    FROM audit_event a LEFT JOIN team t ON t.id = a.team_id
    WHERE ${where} ORDER BY a.id DESC LIMIT ${options.limit}`;
  return rows.map(({ id, at, teamSlug, teamName, ...row }) => ({
    ...row,
    id: String(id),
    at: at.toISOString(),
    team: teamSlug === null ? null : { slug: teamSlug, name: teamName ?? teamSlug },
  }));
}

/**
 * The audit log, newest first: all of it for administrators and auditors; for others what concerns their own teams.
 * Who is in no team and has neither role gets `notFound`.
 */
export async function listAudit(actor: Actor, filter: AuditFilter = {}): Promise<Page<AuditRow>> {
  requirePermission(actor, 'catalog.read');
  const all = hasRole(actor, 'administrator', 'auditor');
  if (!all && actor.teams.length === 0) throw notFound('page');
  const parts: Prisma.Sql[] = [
    all ? Prisma.sql`TRUE` : Prisma.sql`a.team_id = ANY (${actor.teams.map((team) => team.id)}::uuid[])`,
  ];
  if (filter.q !== undefined && filter.q.trim() !== '') {
    const pattern = likePattern(filter.q.trim().slice(0, 200));
    parts.push(
      Prisma.sql`(a.actor_name ILIKE ${pattern} OR a.action ILIKE ${pattern} OR a.target_name ILIKE ${pattern})`,
    );
  }
  if (filter.action) parts.push(Prisma.sql`a.action = ${filter.action}`);
  if (filter.team) parts.push(Prisma.sql`a.team_id = ${idOfSlug('team', filter.team)}`);
  const where = Prisma.join(parts, ' AND ');
  const limit = pageSize(filter.limit);
  const values = decodeCursor('audit', filter.cursor, 1);
  const after = values ? Prisma.sql`${where} AND a.id < ${cursorNumber(values[0] ?? '')}` : where;
  const [rows, counts] = await Promise.all([
    auditRows(after, { limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM audit_event a WHERE ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('audit', [last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}
