import Link from 'next/link';
import type { ReactNode } from 'react';
import { Ago } from '../ui/ago.tsx';
import { Status } from '../ui/badge.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { HostName } from './host-name.tsx';
import { GRANT_WORDS, type HostListRow } from './words.ts';

type Column = 'team' | 'namespace' | 'delegation';

/** Hosts, one a row: the name, where it stands, and who has it. Columns that a page already says are left out by `without`. */
export function HostTable<Row extends HostListRow>({
  rows,
  caption,
  without = [],
  below,
  actions,
}: {
  rows: readonly Row[];
  caption: string;
  without?: readonly Column[];
  /** More about a row, under its name. */
  below?: (row: Row) => ReactNode;
  actions?: (row: Row) => ReactNode;
}) {
  const has = (column: Column) => !without.includes(column);
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>Host</Th>
          <Th>State</Th>
          {has('team') && <Th wide>Team</Th>}
          {has('namespace') && <Th wide>Namespace</Th>}
          {has('delegation') && <Th wide>Delegated as</Th>}
          {actions && (
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.id}>
          <Td className="align-top wrap-anywhere md:min-w-56">
            <HostName name={row.name} className="font-medium" />
            <Stack>
              <Dotted
                parts={[has('team') && row.team.name, has('namespace') && <Where key="w" row={row} />]}
              />
            </Stack>
            {below?.(row)}
          </Td>
          <Td state className="align-top">
            <GrantStatus row={row} />
          </Td>
          {has('team') && (
            <Td wide className="align-top @min-[50rem]:min-w-32">
              <Link href={`/teams/${row.team.slug}`} className="link" prefetch={false}>
                {row.team.name}
              </Link>
            </Td>
          )}
          {has('namespace') && (
            <Td wide className="align-top">
              <Where row={row} />
            </Td>
          )}
          {has('delegation') && (
            <Td wide className="align-top text-soft @min-[50rem]:min-w-60">
              {row.delegation && <HostName name={row.delegation} />}
            </Td>
          )}
          {actions && <Td className="text-right align-top whitespace-nowrap">{actions(row)}</Td>}
        </Tr>
      ))}
    </Table>
  );
}

function GrantStatus({ row }: { row: HostListRow }) {
  const { word, tone, busy = false } = GRANT_WORDS[row.state];
  return (
    <>
      <Status tone={tone} busy={busy}>
        {word}
      </Status>
      {row.state === 'quarantined' && row.freeAt && (
        <p className="text-xs text-faint">
          free <Ago at={row.freeAt} />
        </p>
      )}
      {row.revokeReason && <p className="max-w-64 text-xs text-soft wrap-anywhere">{row.revokeReason}</p>}
    </>
  );
}

function Where({ row }: { row: HostListRow }) {
  if (row.namespace === null) return <span className="text-soft">asked for on {row.cluster.name}</span>;
  return (
    <>
      <Link
        href={`/namespaces/${row.cluster.name}/${row.namespace}?tab=hosts`}
        className="link"
        prefetch={false}
      >
        {row.namespace}
      </Link>{' '}
      <span className="inline-block text-xs text-faint">on {row.cluster.name}</span>
    </>
  );
}
