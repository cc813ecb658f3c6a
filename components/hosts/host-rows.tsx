'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Ago } from '../ui/ago.tsx';
import { Status } from '../ui/badge.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { HostName } from './host-name.tsx';
import { GRANT_WORDS, type HostListRow } from './words.ts';

type Column = 'team' | 'namespace' | 'delegation';

export type HostColumns = { caption: string; without?: readonly Column[] };

/** What a row shows of a host, and no more: all of it is sent to the browser. */
export type HostShown = Pick<
  HostListRow,
  'id' | 'name' | 'state' | 'team' | 'namespace' | 'delegation' | 'freeAt' | 'revokeReason'
> & {
  cluster: string;
  below: ReactNode;
  actions: ReactNode;
};

/** The rows of HostTable, made in the browser's half as those of NamespaceTable are. `acts`: there is a column of actions. */
export function HostRows({
  rows,
  caption,
  without = [],
  acts,
}: HostColumns & { rows: readonly HostShown[]; acts: boolean }) {
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
          {acts && (
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
            {row.below}
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
          {acts && <Td className="text-right align-top whitespace-nowrap">{row.actions}</Td>}
        </Tr>
      ))}
    </Table>
  );
}

function GrantStatus({ row }: { row: HostShown }) {
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

function Where({ row }: { row: HostShown }) {
  if (row.namespace === null) return <span className="text-soft">asked for on {row.cluster}</span>;
  return (
    <>
      <Link href={`/namespaces/${row.cluster}/${row.namespace}?tab=hosts`} className="link" prefetch={false}>
        {row.namespace}
      </Link>{' '}
      <span className="inline-block text-xs text-faint">on {row.cluster}</span>
    </>
  );
}
