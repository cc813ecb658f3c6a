import { NamespaceRows, type NamespaceColumns, type NamespaceShown } from './namespace-rows.tsx';
import { cpuAndMemory } from './quota.tsx';
import { environmentWord, type NamespaceListRow } from './words.ts';

/**
 * Namespaces, one a row. Columns that a page already says (its own team, service or cluster) are left out by `without`;
 * with `below`, environment and cluster stand under the name, for a list with something beside it. What the rows are ordered `by` is
 * always shown: an order that can't be seen looks like none.
 */
export function NamespaceTable({
  rows,
  quota = true,
  ...columns
}: NamespaceColumns & { rows: (NamespaceListRow & { createdAt?: string })[] }) {
  const shown = rows.map((row): NamespaceShown => ({
    id: row.id,
    name: row.name,
    cluster: row.cluster.name,
    team: row.team.name,
    service: row.service.name,
    environment: environmentWord(row.environment),
    phase: row.phase,
    phaseMessage: row.phaseMessage,
    expiresAt: row.expiresAt,
    createdAt: columns.by === 'newest' ? row.createdAt : undefined,
    quota: quota ? cpuAndMemory(row.quota) : [],
  }));
  return <NamespaceRows rows={shown} quota={quota} {...columns} />;
}
