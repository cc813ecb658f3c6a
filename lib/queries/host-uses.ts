/** What objects of the clusters carry, as the worker's mirror has it, held against what is granted. */
import { Prisma, db } from '../db/client.ts';
import { removalCommand } from '../domain/hosts/index.ts';
import type { HostUse, StaleUse } from './types.ts';

/** Most uses that one page shows. */
const MOST = 1_000;

/** A use's path as a grant could say it; a pattern stands for the whole host. */
const PATH = Prisma.sql`CASE WHEN rtrim(u.path, '/') ~ '^(/[A-Za-z0-9_.~-]+)+$' THEN rtrim(u.path, '/') ELSE '' END`;

/** That a grant `g` holds all that a use `u` stands for. A rule without a host stands for every host: no grant holds that. */
const HELD = Prisma.sql`u.host <> '' AND g.host_range @> host_range(lower(u.host)) AND g.path_range @> path_range(${PATH})`;

type Raw = Omit<HostUse, 'observedAt'> & { observedAt: Date; grants: string[] };

/** Uses in namespaces of Berth that fit, with the ids of the active grants of their own namespace that hold them. */
async function uses(where: Prisma.Sql): Promise<Raw[]> {
  return db.$queryRaw<Raw[]>`
    SELECT c.name AS cluster, u.namespace, u.kind, u.name, u.host, u.path, u.observed_at AS "observedAt",
      ARRAY(SELECT g.id::text FROM host_grant g WHERE g.namespace_id = n.id AND g.state = 'active' AND ${HELD}) AS grants
    FROM namespace n
    JOIN cluster c ON c.id = n.cluster_id
    JOIN cluster_host_use u ON u.cluster_id = n.cluster_id AND u.namespace = n.name
    WHERE n.released_at IS NULL AND ${where}
    ORDER BY c.name, u.namespace, u.kind, u.name, u.host, u.path LIMIT ${MOST}`;
}

const plain = ({ grants: _, observedAt, ...use }: Raw): HostUse => ({
  ...use,
  observedAt: observedAt.toISOString(),
});

/** The uses of some namespaces: those that a grant holds, by its id, and those that none does, with the command that ends them. */
export async function usesOf(
  where: Prisma.Sql,
): Promise<{ byGrant: Map<string, HostUse[]>; stale: StaleUse[] }> {
  const rows = await uses(where);
  const byGrant = new Map<string, HostUse[]>();
  for (const row of rows) {
    for (const id of row.grants) byGrant.set(id, [...(byGrant.get(id) ?? []), plain(row)]);
  }
  const object = (row: Raw): string => [row.cluster, row.namespace, row.kind, row.name].join(' ');
  const useful = new Set(rows.filter(({ grants }) => grants.length > 0).map(object));
  const stale = rows
    .filter(({ grants }) => grants.length === 0)
    .map((row) => ({ ...plain(row), command: removalCommand(row, !useful.has(object(row))) }));
  return { byGrant, stale };
}
