/** Links that visitors found broken. A report counts as long as the link is shown at that address, and nobody has cleared it. */
import { Prisma, db } from '../db/client.ts';
import type { Db, Tx } from '../db/client.ts';
import type { LinkReportView } from './types.ts';

/** Whether service `s` of team `t` shows a link at an address: its own, one of its namespaces', or its team's. */
function shown(link: Prisma.Sql, url: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(s.links ->> ${link} = ${url}
    OR (${link} = 'chat' AND t.chat_url = ${url}) OR (${link} = 'oncall' AND t.on_call_url = ${url})
    OR EXISTS (SELECT 1 FROM namespace n WHERE n.service_id = s.id AND n.released_at IS NULL
      AND n.spec -> 'links' ->> ${link} = ${url}))`;
}

/** Report `r` about service `s` of team `t` that its team has still to look at. */
export const OPEN_REPORT = Prisma.sql`(
  r.service_id = s.id AND r.cleared_at IS NULL AND ${shown(Prisma.sql`r.link`, Prisma.sql`r.url`)})`;

/** Whether a service shows this link at this address now. */
export async function shownLink(
  client: Db | Tx,
  serviceId: string,
  link: string,
  url: string,
): Promise<boolean> {
  const rows = await client.$queryRaw<unknown[]>`
    SELECT 1 FROM service s JOIN team t ON t.id = s.team_id
    WHERE s.id = ${serviceId}::uuid AND ${shown(Prisma.sql`${link}::text`, Prisma.sql`${url}::text`)}`;
  return rows.length > 0;
}

type Raw = Omit<LinkReportView, 'reportedAt'> & { serviceId: string; reportedAt: Date };

/** Open reports of some services, one for each link and address, the oldest first. */
export async function reportsOf(serviceIds: readonly string[]): Promise<Map<string, LinkReportView[]>> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT s.id AS "serviceId", r.link, r.url, count(*)::int AS reports, min(r.reported_at) AS "reportedAt",
      (array_agg(r.id ORDER BY r.reported_at, r.id))[1] AS id
    FROM service s JOIN team t ON t.id = s.team_id JOIN link_report r ON ${OPEN_REPORT}
    WHERE s.id = ANY (${[...serviceIds]}::uuid[])
    GROUP BY s.id, r.link, r.url ORDER BY min(r.reported_at), r.link`;
  const reports = new Map<string, LinkReportView[]>();
  for (const { serviceId, reportedAt, ...row } of rows) {
    const list = reports.get(serviceId) ?? [];
    list.push({ ...row, reportedAt: reportedAt.toISOString() });
    reports.set(serviceId, list);
  }
  return reports;
}
