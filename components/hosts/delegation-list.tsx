import Link from 'next/link';
import type { ReactNode } from 'react';
import { Ago } from '../ui/ago.tsx';
import { count } from '../ui/format.ts';
import { Dotted } from '../ui/table.tsx';
import { List, ListRow } from '../ui/surface.tsx';
import { HostName } from './host-name.tsx';
import { delegationWords, type DelegationListRow } from './words.ts';

/** What is delegated, one name a row. A page leaves out what it says already. */
export function DelegationList({
  rows,
  label,
  without,
  actions,
}: {
  rows: readonly DelegationListRow[];
  label: string;
  without?: 'team' | 'zone';
  actions?: (row: DelegationListRow) => ReactNode;
}) {
  return (
    <List label={label}>
      {rows.map((row) => (
        <ListRow key={row.id} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4">
          <HostName name={row.host} className="self-center font-medium" />
          <div className="sm:row-span-2">{actions?.(row)}</div>
          <div className="max-sm:col-span-2">
            <div className="mt-0.5 text-xs text-soft">
              <Dotted
                parts={[
                  without !== 'team' && (
                    <Link key="team" href={`/teams/${row.team.slug}`} className="link" prefetch={false}>
                      {row.team.name}
                    </Link>
                  ),
                  without !== 'zone' && (
                    <Link key="zone" href={`/zones/${row.zone}`} className="link" prefetch={false}>
                      zone {row.zone}
                    </Link>
                  ),
                  delegationWords(row.host),
                  row.hosts === 0 ? 'no host taken yet' : `${count(row.hosts, 'host')} taken`,
                  <span key="at">
                    <Ago at={row.createdAt} />
                    {row.createdBy && <> by {row.createdBy.name}</>}
                  </span>,
                ]}
              />
            </div>
            {row.reason && <p className="mt-0.5 text-xs text-soft wrap-anywhere">{row.reason}</p>}
          </div>
        </ListRow>
      ))}
    </List>
  );
}
