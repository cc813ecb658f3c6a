/** How true the catalog is: what services don't say, and whose team has been silent for too long. */
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { bySlug, idOfSlug } from '../db/slugs.ts';
import { completenessOf } from '../domain/catalog/truth/completeness.ts';
import { askedSince, confirmationDueAt, confirmationState } from '../domain/catalog/truth/due.ts';
import { hasLink, linkKind } from '../domain/catalog/links.ts';
import { promiseOf, promisesFigures } from '../domain/catalog/promise.ts';
import { notFound } from '../domain/errors.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { OPEN_REPORT, reportsOf } from './link-reports.ts';
import { texts } from './service-card.ts';
import { openTransfers } from './transfers.ts';
import type { OwnershipView, Page, PersonRef, TruthRow } from './types.ts';

type Raw = {
  id: string;
  slug: string;
  name: string;
  description: string;
  tier: number | null;
  lifecycle: string;
  links: unknown;
  sla: unknown;
  createdAt: Date;
  confirmedAt: Date | null;
  /** What the list is ordered by, exactly. */
  since: string;
  confirmedBy: PersonRef | null;
  teamId: string;
  parentTeamId: string | null;
  teamSlug: string;
  teamName: string;
  contactEmail: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
  environments: string[];
  templates: string[];
};

/** Services with what their score is counted from, whose word is oldest first. */
async function rawRows(where: Prisma.Sql, after: [string, string] | null, limit: number): Promise<Raw[]> {
  const rest = after
    ? Prisma.sql`AND (coalesce(s.confirmed_at, s.created_at), s.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty;
  return db.$queryRaw<Raw[]>`
    SELECT s.id, s.slug, s.name, s.description, s.tier, s.lifecycle, s.links, s.sla, s.created_at AS "createdAt",
      s.confirmed_at AS "confirmedAt", coalesce(s.confirmed_at, s.created_at)::text AS since,
      CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) END
        AS "confirmedBy",
      t.id AS "teamId", t.parent_team_id AS "parentTeamId", t.slug AS "teamSlug", t.name AS "teamName",
      t.contact_email::text AS "contactEmail", t.chat_url AS "chatUrl", t.on_call_url AS "onCallUrl",
      ARRAY(SELECT DISTINCT n.environment FROM namespace n WHERE n.service_id = s.id AND n.released_at IS NULL)
        AS environments,
      ARRAY(SELECT DISTINCT l ->> 'name' FROM namespace n JOIN cluster c ON c.id = n.cluster_id
        CROSS JOIN jsonb_array_elements(coalesce(c.config -> 'linkTemplates', '[]'::jsonb)) AS templates (l)
        WHERE n.service_id = s.id AND n.released_at IS NULL) AS templates
    FROM service s JOIN team t ON t.id = s.team_id LEFT JOIN person p ON p.id = s.confirmed_by
    WHERE ${where} ${rest} ORDER BY coalesce(s.confirmed_at, s.created_at), s.id LIMIT ${limit}`;
}

async function toRows(raw: readonly Raw[], now: Date): Promise<TruthRow[]> {
  const reports = await reportsOf(raw.map(({ id }) => id));
  return raw.map((row) => {
    const links = texts(row.links);
    const broken = reports.get(row.id) ?? [];
    const confirmation = confirmationState(row, now);
    return {
      id: row.id,
      service: { slug: row.slug, name: row.name },
      team: { slug: row.teamSlug, name: row.teamName },
      confirmedAt: row.confirmedAt?.toISOString() ?? null,
      dueAt: confirmationDueAt(row).toISOString(),
      confirmation,
      reports: broken,
      ...completenessOf({
        description: row.description,
        tier: row.tier,
        lifecycle: row.lifecycle,
        environments: row.environments,
        reachable: row.contactEmail !== null || row.chatUrl !== null || hasLink(links, 'chat'),
        onCall: row.onCallUrl !== null || hasLink(links, 'oncall'),
        documentation: hasLink(links, 'documentation'),
        dashboards:
          hasLink(links, 'dashboards') || row.templates.some((name) => linkKind(name) === 'dashboards'),
        runbook: hasLink(links, 'runbook'),
        repository: hasLink(links, 'repository'),
        objective: promisesFigures(promiseOf(row.sla)),
        confirmed: confirmation !== 'due',
        brokenLinks: broken.length,
      }),
    };
  });
}

/** Whether its team's word is still good, what a service doesn't say, and whether its owner is in question. Throws `notFound`. */
export async function getOwnership(actor: Actor, slug: string): Promise<OwnershipView> {
  requirePermission(actor, 'catalog.read');
  const found = await bySlug(db, 'service', slug, (name) =>
    db.service.findUnique({ where: { slug: name }, select: { id: true } }),
  );
  const [raw] = found ? await rawRows(Prisma.sql`s.id = ${found.id}::uuid`, null, 1) : [];
  if (!raw) throw notFound('service');
  const [rows, transfers] = await Promise.all([
    toRows([raw], new Date()),
    openTransfers(actor, Prisma.sql`x.service_id = ${raw.id}::uuid`, 1),
  ]);
  const row = rows[0];
  if (!row) throw notFound('service');
  const subject = { teamId: raw.teamId, parentTeamId: raw.parentTeamId };
  const transfer = transfers[0] ?? null;
  return {
    ...row,
    confirmedBy: raw.confirmedBy,
    transfer,
    may: {
      confirm: can(actor, 'service.confirm', subject),
      report: can(actor, 'link.report'),
      clear: can(actor, 'link.clear', subject),
      disown: transfer === null && can(actor, 'transfer.open', subject),
      route: can(actor, 'transfer.route', subject),
    },
  };
}

/** Services `s` of the actor's teams whose word is asked for: soon due, due, or with a link that somebody found broken. */
function waitsForWord(actor: Actor, now: Date): Prisma.Sql {
  const teams = actor.teams.map(({ id }) => id);
  return Prisma.sql`s.team_id = ANY (${teams}::uuid[])
    AND (coalesce(s.confirmed_at, s.created_at) <= ${askedSince(now)}
      OR EXISTS (SELECT 1 FROM link_report r WHERE ${OPEN_REPORT}))`;
}

async function countWaiting(where: Prisma.Sql): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM service s JOIN team t ON t.id = s.team_id WHERE ${where}`;
  return rows[0]?.count ?? 0;
}

/** How many services wait for the word of the actor's teams. */
export async function toConfirmCount(actor: Actor): Promise<number> {
  requirePermission(actor, 'catalog.read');
  return actor.teams.length === 0 ? 0 : countWaiting(waitsForWord(actor, new Date()));
}

export type ToConfirmFilter = {
  team?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

/** Services that wait for the word of the actor's teams, the oldest word first, with what is missing and reported. */
export async function listToConfirm(actor: Actor, filter: ToConfirmFilter = {}): Promise<Page<TruthRow>> {
  requirePermission(actor, 'catalog.read');
  const now = new Date();
  const where = filter.team
    ? Prisma.sql`${waitsForWord(actor, now)} AND t.id = ${idOfSlug('team', filter.team)}`
    : waitsForWord(actor, now);
  const limit = pageSize(filter.limit);
  const values = decodeCursor('to-confirm', filter.cursor, 2);
  const after: [string, string] | null = values && [moment(values[0] ?? ''), cursorId(values[1] ?? '')];
  const [raw, total] = await Promise.all([rawRows(where, after, limit + 1), countWaiting(where)]);
  const page = raw.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await toRows(page, now),
    nextCursor: raw.length > limit && last ? encodeCursor('to-confirm', [last.since, last.id]) : null,
    total,
  };
}

/** A time in a cursor, as Postgres wrote it. Anything else is the epoch: a made-up cursor begins at the beginning. */
function moment(text: string): string {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(text)
    ? text
    : '1970-01-01 00:00:00+00';
}
