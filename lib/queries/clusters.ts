import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import type { Condition } from '../domain/conditions/index.ts';
import type { Environment } from '../domain/desired-state/schema.ts';
import { notFound } from '../domain/errors.ts';
import { isQuantity, quantityToString, quotaRatio, scaleQuantity } from '../domain/quantity/index.ts';
import { committedQuota } from './committed.ts';
import { selectRows } from './namespace-rows.ts';
import { texts } from './service-card.ts';
import type { ClusterRow, ClusterView } from './types.ts';

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

async function clusterRows(actor: Actor, where: Prisma.Sql): Promise<ClusterRow[]> {
  const operator = can(actor, 'cluster.operations');
  const rows = await db.$queryRaw<Raw[]>`
    SELECT c.id, c.name, c.display_name AS "displayName", c.environments, c.mode, c.archived_at AS "archivedAt",
      st.reachable, st.reason, st.message, st.version, st.observed_at AS "observedAt",
      (SELECT count(*)::int FROM namespace n WHERE n.cluster_id = c.id AND n.released_at IS NULL) AS namespaces
    FROM cluster c LEFT JOIN cluster_status st ON st.cluster_id = c.id
    WHERE ${where} ORDER BY c.name`;
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

/** Every cluster in use, by name. */
export async function listClusters(actor: Actor): Promise<ClusterRow[]> {
  requirePermission(actor, 'catalog.read');
  return clusterRows(actor, Prisma.sql`c.archived_at IS NULL`);
}

/** A cluster's page; its wiring and headroom for those who run the house. Throws `notFound`. */
export async function getCluster(actor: Actor, name: string): Promise<ClusterView> {
  requirePermission(actor, 'catalog.read');
  const cluster = await db.cluster.findUnique({ where: { name }, include: { status: true } });
  if (!cluster) throw notFound('cluster');
  const [rows, namespaces] = await Promise.all([
    clusterRows(actor, Prisma.sql`c.id = ${cluster.id}::uuid`),
    selectRows(actor, Prisma.sql`n.cluster_id = ${cluster.id}::uuid`, { limit: 200 }),
  ]);
  const row = rows[0];
  if (!row) throw notFound('cluster');
  const config = clusterConfigSchema.parse(cluster.config);
  const operator = can(actor, 'cluster.operations');
  return {
    ...row,
    apiServer: cluster.apiServer,
    caBundle: cluster.caBundle,
    conditions: operator ? ((cluster.status?.conditions ?? []) as unknown as Condition[]) : [],
    lastSuccessAt: cluster.status?.lastSuccessAt?.toISOString() ?? null,
    version: cluster.version,
    offer: {
      gateways: config.gateways,
      ingressClasses: config.ingressClasses,
      registries: config.registries,
    },
    namespaceRows: namespaces,
    operations: operator
      ? { config, headroom: await headroomOf(cluster.id, cluster.status?.allocatable, config.overcommit) }
      : null,
    may: { change: can(actor, 'cluster.write') },
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
