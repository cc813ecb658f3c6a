/** The card of a namespace, as every list shows it: one statement, one order (name, then id), for all of them. */
import { askPrepared, escaped } from '../db/catalog/ask.ts';
import { Prisma, db } from '../db/client.ts';
import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { QUOTA_KEYS } from '../domain/desired-state/schema.ts';
import type { Environment } from '../domain/desired-state/schema.ts';
import { isQuantity, quotaRatio } from '../domain/quantity/index.ts';
import type { NamespacePhase, NamespaceRow, QuotaLine, QuotaView } from './types.ts';

/** What a phase is to a reader: a namespace whose deletion was asked for is being deleted, before the worker says so. */
export const PHASE = Prisma.sql`
  CASE WHEN n.deletion_requested_at IS NOT NULL AND st.phase <> 'Deleted' THEN 'Deleting' ELSE st.phase END`;

/** The tables of a card. All but the first are there in any case; joined from the left, Postgres leaves out those that a count doesn't need. */
const FROM = Prisma.sql`
  FROM namespace n
  LEFT JOIN namespace_status st ON st.namespace_id = n.id
  LEFT JOIN cluster c ON c.id = n.cluster_id
  LEFT JOIN team t ON t.id = n.team_id
  LEFT JOIN service s ON s.id = n.service_id
  LEFT JOIN namespace_usage u ON u.namespace_id = n.id`;

type Raw = {
  id: string;
  name: string;
  environment: Environment;
  purpose: string;
  expiresAt: Date | null;
  createdAt: Date;
  clusterName: string;
  clusterTitle: string;
  teamSlug: string;
  teamName: string;
  serviceSlug: string;
  serviceName: string;
  phase: NamespacePhase;
  readyMessage: string | null;
  quota: Record<string, string>;
  hard: Record<string, string> | null;
  used: Record<string, string> | null;
  observedAt: Date | null;
};

/** Cards that fit `where`, by name. `after` is the (name, id) that the page before ended with. */
export async function selectRows(
  actor: Actor,
  where: Prisma.Sql,
  options: { after?: [string, string] | null; limit: number },
): Promise<NamespaceRow[]> {
  const after = options.after
    ? Prisma.sql`AND (n.name, n.id) > (${options.after[0]}, ${options.after[1]}::uuid)`
    : Prisma.empty;
  const rows = await db.$queryRaw<Raw[]>(
    card(actor, Prisma.sql`${where} ${after}`, Prisma.sql`ORDER BY n.name, n.id LIMIT ${options.limit}`),
  );
  return rows.map(toRow);
}

/** Cards by id, in no order: those of a page whose order is known already. Plan: primary keys. */
export async function rowsById(actor: Actor, ids: readonly string[]): Promise<NamespaceRow[]> {
  const rows = await askPrepared<Raw>(
    card(actor, Prisma.sql`n.id = ANY (${[...ids]}::uuid[])`, Prisma.empty),
  );
  return rows.map(toRow);
}

// The state is for all; the sentence may name objects and people, and is for those who see the details.
const readyMessage = (actor: Actor): Prisma.Sql => Prisma.sql`
  CASE WHEN ${hasRole(actor, 'administrator', 'auditor')} OR n.team_id = ANY (${actor.teams.map(({ id }) => id)}::uuid[])
    THEN jsonb_path_query_first(st.conditions, '$[*] ? (@.type == "Ready").message') #>> '{}' END`;

const card = (actor: Actor, where: Prisma.Sql, tail: Prisma.Sql): Prisma.Sql => Prisma.sql`
    SELECT n.id, n.name, n.environment, n.purpose, n.expires_at AS "expiresAt", n.created_at AS "createdAt",
      c.name AS "clusterName", c.display_name AS "clusterTitle",
      t.slug AS "teamSlug", t.name AS "teamName", s.slug AS "serviceSlug", s.name AS "serviceName",
      ${PHASE} AS phase, ${readyMessage(actor)} AS "readyMessage", n.spec->'quota' AS quota, u.hard, u.used, u.observed_at AS "observedAt"
    ${FROM}
    WHERE n.released_at IS NULL AND ${where} ${tail}`;

/** How many namespaces fit. */
export async function countRows(where: Prisma.Sql): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count ${FROM} WHERE n.released_at IS NULL AND ${where}`;
  return rows[0]?.count ?? 0;
}

function toRow(row: Raw): NamespaceRow {
  return {
    id: row.id,
    cluster: { name: row.clusterName, displayName: row.clusterTitle },
    name: row.name,
    team: { slug: row.teamSlug, name: row.teamName },
    service: { slug: row.serviceSlug, name: row.serviceName },
    environment: row.environment,
    purpose: row.purpose,
    phase: row.phase,
    phaseMessage: row.readyMessage ?? '',
    quota: quotaView(row.quota, row.hard, row.used, row.observedAt),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Quota lines: what the cluster enforces where it has said so, else what was granted. */
function quotaView(
  granted: Record<string, string>,
  hard: Record<string, string> | null,
  used: Record<string, string> | null,
  observedAt: Date | null,
): QuotaView {
  const lines = QUOTA_KEYS.flatMap((key): QuotaLine[] => {
    const most = hard?.[key] ?? granted[key];
    if (most === undefined || !isQuantity(most)) return [];
    const now = used?.[key];
    const known = now !== undefined && isQuantity(now);
    return [{ key, hard: most, used: known ? now : null, ratio: known ? quotaRatio(now, most) : null }];
  });
  return { lines, observedAt: observedAt?.toISOString() ?? null };
}

/** Text to find anywhere, for ILIKE: its own wildcards stand for themselves. */
export function likePattern(text: string): string {
  return `%${escaped(text)}%`;
}
