import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { NAMESPACES_BY_CLUSTER } from '../db/catalog/kept.ts';
import { Prisma, db } from '../db/client.ts';
import { BUNDLE_COMMAND, clusterConfigSchema, type ClusterCondition } from '../domain/cluster/index.ts';
import type { Condition } from '../domain/conditions/index.ts';
import type { Environment } from '../domain/desired-state/schema.ts';
import { notFound } from '../domain/errors.ts';
import { isQuantity, quantityToString, quotaRatio, scaleQuantity } from '../domain/quantity/index.ts';
import { committedQuota } from './committed.ts';
import { decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { selectRows } from './namespace-rows.ts';
import { texts } from './service-card.ts';
import type { ClusterRow, ClusterView, FleetView, GuardrailsView, Page } from './types.ts';

type Raw = {
  id: string;
  name: string;
  displayName: string;
  environments: Environment[];
  mode: 'heal' | 'observe';
  reachable: boolean | null;
  reason: string | null;
  message: string | null;
  version: string | null;
  observedAt: Date | null;
  namespaces: number;
  archivedAt: Date | null;
};

async function clusterRows(
  actor: Actor,
  where: Prisma.Sql,
  options: { after?: string | null; limit: number },
): Promise<ClusterRow[]> {
  const operator = can(actor, 'cluster.operations');
  const after = options.after ? Prisma.sql`AND c.name > ${options.after}` : Prisma.empty;
  const rows = await db.$queryRaw<Raw[]>`
    WITH page AS (
      SELECT c.* FROM cluster c LEFT JOIN cluster_status st ON st.cluster_id = c.id
      WHERE ${where} ${after} ORDER BY c.name LIMIT ${options.limit}
    ), held AS (${NAMESPACES_BY_CLUSTER})
    SELECT c.id, c.name, c.display_name AS "displayName", c.environments, c.mode, c.archived_at AS "archivedAt",
      st.reachable, st.reason, st.message, st.version, st.observed_at AS "observedAt",
      coalesce(held.namespaces, 0) AS namespaces
    FROM page c LEFT JOIN cluster_status st ON st.cluster_id = c.id LEFT JOIN held ON held.cluster_id = c.id
    ORDER BY c.name`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    displayName: row.displayName,
    environments: row.environments,
    mode: row.mode,
    reachable: row.reachable,
    reason: row.reason,
    // A connection error names addresses of the inside; who runs the clusters needs it, others don't.
    message: operator ? (row.message ?? '') : '',
    kubernetesVersion: row.version,
    observedAt: row.observedAt?.toISOString() ?? null,
    namespaces: row.namespaces,
    archivedAt: row.archivedAt?.toISOString() ?? null,
  }));
}

export type ClusterFilter = { cursor?: string | undefined; limit?: number | undefined };

const IN_USE = Prisma.sql`c.archived_at IS NULL`;

/** Clusters in use, by name, a page at a time. */
export async function listClusters(actor: Actor, filter: ClusterFilter = {}): Promise<Page<ClusterRow>> {
  requirePermission(actor, 'catalog.read');
  const limit = pageSize(filter.limit);
  const values = decodeCursor('clusters', filter.cursor, 1);
  const [rows, counts] = await Promise.all([
    clusterRows(actor, IN_USE, { after: values?.[0] ?? null, limit: limit + 1 }),
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM cluster c WHERE ${IN_USE}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('clusters', [last.name]) : null,
    total: counts[0]?.count ?? 0,
  };
}

/** How many clusters are named when they don't answer: each page says it, above all else. */
const MOST_NAMED = 2;

/** How the clusters in use stand, for the frame of every page: counts, and the first of those that don't answer. */
export async function fleet(actor: Actor): Promise<FleetView> {
  requirePermission(actor, 'catalog.read');
  const rows = await db.$queryRaw<
    { all: number; reached: number; down: number; name: string | null; observedAt: Date | null }[]
  >`
    SELECT counts.*, lost.name, lost.observed_at AS "observedAt"
    FROM (
      SELECT count(*)::int AS all, count(*) FILTER (WHERE st.reachable)::int AS reached,
        count(*) FILTER (WHERE st.reachable = false)::int AS down
      FROM cluster c LEFT JOIN cluster_status st ON st.cluster_id = c.id WHERE ${IN_USE}
    ) counts LEFT JOIN (
      SELECT c.name, st.observed_at FROM cluster c JOIN cluster_status st ON st.cluster_id = c.id
      WHERE ${IN_USE} AND st.reachable = false ORDER BY c.name LIMIT ${MOST_NAMED}
    ) lost ON true`;
  const { all = 0, reached = 0, down = 0 } = rows[0] ?? {};
  return {
    all,
    reached,
    down,
    named: rows.flatMap(({ name, observedAt }) =>
      name === null ? [] : [{ name, observedAt: observedAt?.toISOString() ?? null }],
    ),
  };
}

/** Namespaces that a cluster's page shows; the list of namespaces has them all. */
const MOST_SHOWN = 50;

/** A cluster's page; its wiring and headroom for those who run the house. Throws `notFound`. */
export async function getCluster(actor: Actor, name: string): Promise<ClusterView> {
  requirePermission(actor, 'catalog.read');
  const cluster = await db.cluster.findUnique({ where: { name }, include: { status: true } });
  if (!cluster) throw notFound('cluster');
  const [rows, namespaces] = await Promise.all([
    clusterRows(actor, Prisma.sql`c.id = ${cluster.id}::uuid`, { limit: 1 }),
    selectRows(actor, Prisma.sql`n.cluster_id = ${cluster.id}::uuid`, { limit: MOST_SHOWN }),
  ]);
  const row = rows[0];
  if (!row) throw notFound('cluster');
  const config = clusterConfigSchema.parse(cluster.config);
  const operator = can(actor, 'cluster.operations');
  const said = (cluster.status?.conditions ?? []) as unknown as ClusterCondition[];
  return {
    ...row,
    apiServer: cluster.apiServer,
    caBundle: cluster.caBundle,
    conditions: operator ? said.map(({ items: _, ...condition }) => condition as unknown as Condition) : [],
    lastSuccessAt: cluster.status?.lastSuccessAt?.toISOString() ?? null,
    version: cluster.version,
    offer: {
      gateways: config.gateways,
      gatewayClasses: config.gatewayClasses,
      ingressClasses: config.ingressClasses,
      issuers: config.issuers,
      registries: config.registries,
    },
    guardrails: guardrailsOf(said, operator),
    namespaceRows: namespaces,
    operations: operator
      ? { config, headroom: await headroomOf(cluster.id, cluster.status?.allocatable, config.overcommit) }
      : null,
    may: { change: can(actor, 'cluster.write') },
  };
}

function guardrailsOf(said: readonly ClusterCondition[], operator: boolean): GuardrailsView | null {
  const proof = said.find(({ type }) => type === 'GuardrailsProved');
  if (proof === undefined) return null;
  const { status, reason, message, lastTransitionTime, items = [] } = proof;
  return {
    status,
    reason,
    message: operator ? message : '',
    since: lastTransitionTime,
    checks: operator ? items : [],
    command: operator ? BUNDLE_COMMAND : '',
  };
}

async function headroomOf(
  clusterId: string,
  allocatable: unknown,
  overcommit: number,
): Promise<NonNullable<ClusterView['operations']>['headroom']> {
  const offered = texts(allocatable);
  const committed = await committedQuota(db, { clusterId }, ['requests.cpu', 'requests.memory'], null);
  return (['cpu', 'memory'] as const).flatMap((resource) => {
    const there = offered[resource];
    if (there === undefined || !isQuantity(there)) return [];
    const held = committed[`requests.${resource}`] ?? '0';
    const room = quantityToString(scaleQuantity(there, overcommit));
    return [
      {
        key: `requests.${resource}`,
        allocatable: there,
        overcommit,
        committed: held,
        ratio: quotaRatio(held, room),
      },
    ];
  });
}
