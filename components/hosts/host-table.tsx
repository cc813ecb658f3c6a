import type { ReactNode } from 'react';
import { HostRows, type HostColumns, type HostShown } from './host-rows.tsx';
import type { HostListRow } from './words.ts';

/** Hosts, one a row: the name, where it stands, and who has it. Columns that a page already says are left out by `without`. */
export function HostTable<Row extends HostListRow>({
  rows,
  below,
  actions,
  ...columns
}: HostColumns & {
  rows: readonly Row[];
  /** More about a row, under its name. */
  below?: (row: Row) => ReactNode;
  actions?: (row: Row) => ReactNode;
}) {
  const shown = rows.map((row): HostShown => ({
    id: row.id,
    name: row.name,
    state: row.state,
    team: row.team,
    namespace: row.namespace,
    cluster: row.cluster.name,
    delegation: row.delegation,
    freeAt: row.freeAt,
    revokeReason: row.revokeReason,
    below: below?.(row),
    actions: actions?.(row),
  }));
  return <HostRows rows={shown} acts={actions !== undefined} {...columns} />;
}
