/** How much quota is promised already: what budgets and headroom are counted from. */
import { Prisma } from '../db/client.ts';
import type { Db, Tx } from '../db/client.ts';
import type { QuotaTotals } from '../domain/guardrails/index.ts';
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  quantityToString,
} from '../domain/quantity/index.ts';

/**
 * Quota promised to the namespaces of a team or cluster, by key, without `except`. A lowered quota counts in full until
 * the cluster has observed it: until then it could still be used. Grouped by amount in SQL, since thousands of
 * namespaces share a few sizes, and summed here, where Kubernetes quantities are understood.
 */
export async function committedQuota(
  client: Db | Tx,
  of: { teamId: string } | { clusterId: string },
  keys: string[],
  except: string | null,
): Promise<QuotaTotals> {
  if (keys.length === 0) return {};
  const owner =
    'teamId' in of
      ? Prisma.sql`n.team_id = ${of.teamId}::uuid`
      : Prisma.sql`n.cluster_id = ${of.clusterId}::uuid`;
  const rows = await client.$queryRaw<
    { key: string; granted: string | null; enforced: string | null; count: number }[]
  >`
    SELECT k.key, n.spec->'quota'->>k.key AS granted,
      CASE WHEN s.observed_generation < n.generation THEN u.hard->>k.key END AS enforced, count(*)::int AS count
    FROM namespace n
    JOIN namespace_status s ON s.namespace_id = n.id
    LEFT JOIN namespace_usage u ON u.namespace_id = n.id
    CROSS JOIN unnest(${keys}::text[]) AS k (key)
    WHERE ${owner} AND n.released_at IS NULL AND (${except}::uuid IS NULL OR n.id <> ${except}::uuid)
    GROUP BY 1, 2, 3`;
  const totals: Record<string, string> = {};
  for (const { key, granted, enforced, count } of rows) {
    const amounts = [granted, enforced].filter((amount) => amount !== null);
    const most = amounts.reduce((a, b) => (compareQuantities(a, b) >= 0 ? a : b), '0');
    const quantity = parseQuantity(most);
    const all = { ...quantity, nano: quantity.nano * BigInt(count) };
    totals[key] = quantityToString(addQuantities(totals[key] ?? '0', all));
  }
  return totals;
}
