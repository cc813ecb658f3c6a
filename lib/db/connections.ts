/** The writes to connections that both a person's verb and the worker's chores need. */
import { Prisma } from './client.ts';
import type { Tx } from './client.ts';

/** One end of a connection that was written: whom it concerns, for audit and events. */
export type ConnectionEnd = {
  connectionId: string;
  namespaceId: string;
  teamId: string;
  /** "harbor-dev/ledger-dev". */
  name: string;
  /** "from" for the end that traffic leaves. */
  end: 'from' | 'to';
  peerName: string;
  ports: { port: number; protocol: string }[];
};

/**
 * Ends live connections (one, or all of a namespace) and raises the generation of both ends, so that the worker takes the rules away on
 * both. The ends that were written, both of each connection; empty when there was nothing to end. The caller holds the cluster's row lock,
 * under which connections of a cluster are written, and tells of the ends. `raised`: a namespace whose generation this change has raised.
 */
export async function endConnections(
  tx: Tx,
  which: { id: string } | { namespaceId: string },
  raised: string | null = null,
): Promise<ConnectionEnd[]> {
  const condition =
    'id' in which
      ? Prisma.sql`k.id = ${which.id}::uuid`
      : Prisma.sql`(k.from_namespace_id = ${which.namespaceId}::uuid OR k.to_namespace_id = ${which.namespaceId}::uuid)`;
  const ended = await tx.$queryRaw<{ id: string }[]>`
    UPDATE connection k SET ended_at = now(), updated_at = now()
    WHERE k.ended_at IS NULL AND ${condition} RETURNING k.id`;
  return raiseEnds(
    tx,
    ended.map(({ id }) => id),
    raised,
  );
}

/**
 * Raises the generation of the namespaces at both ends of connections, in the order of their ids, and tells who they are. A connection is
 * part of the desired state of both: the worker must look at both, and an edit that was begun before must be begun anew (If-Match).
 */
export async function raiseEnds(
  tx: Tx,
  connectionIds: string[],
  raised: string | null = null,
): Promise<ConnectionEnd[]> {
  if (connectionIds.length === 0) return [];
  const ends = await tx.$queryRaw<{ id: string }[]>`
    SELECT n.id FROM namespace n
    WHERE n.id IN (SELECT unnest(ARRAY[k.from_namespace_id, k.to_namespace_id]) FROM connection k
                   WHERE k.id = ANY (${connectionIds}::uuid[]))
      AND n.released_at IS NULL AND n.id IS DISTINCT FROM ${raised}::uuid
    ORDER BY n.id FOR NO KEY UPDATE`;
  await tx.namespace.updateMany({
    where: { id: { in: ends.map(({ id }) => id) } },
    data: { generation: { increment: 1 }, updatedAt: new Date() },
  });
  return tx.$queryRaw<ConnectionEnd[]>`
    SELECT k.id AS "connectionId", n.id AS "namespaceId", n.team_id AS "teamId", c.name || '/' || n.name AS name,
      CASE WHEN n.id = k.from_namespace_id THEN 'from' ELSE 'to' END AS "end", p.name AS "peerName", k.ports
    FROM connection k
    JOIN namespace n ON n.id IN (k.from_namespace_id, k.to_namespace_id)
    JOIN namespace p ON p.id IN (k.from_namespace_id, k.to_namespace_id) AND p.id <> n.id
    JOIN cluster c ON c.id = n.cluster_id
    WHERE k.id = ANY (${connectionIds}::uuid[])
    ORDER BY k.id, "end"`;
}
