import Link from 'next/link';
import { Status } from '../ui/badge.tsx';
import { Ago } from '../ui/ago.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { QuotaCell } from './quota.tsx';
import { environmentWord, namespaceHref, PHASES, type NamespaceListRow } from './words.ts';

/** Namespaces, one a row. Columns that a page already says (its own team, service or cluster) are left out by `without`. */
export function NamespaceTable({
  rows,
  caption,
  without = [],
  quota = true,
}: {
  rows: NamespaceListRow[];
  caption: string;
  without?: ('team' | 'service' | 'cluster')[];
  quota?: boolean;
}) {
  const has = (column: 'team' | 'service' | 'cluster') => !without.includes(column);
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>Name</Th>
          <Th>State</Th>
          {has('service') && <Th wide>Service</Th>}
          {has('team') && <Th wide>Owner</Th>}
          <Th wide>Environment</Th>
          {has('cluster') && <Th wide>Cluster</Th>}
          {quota && (
            <Th wide className="max-xl:hidden">
              Quota used
            </Th>
          )}
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.id}>
          <Td className="max-w-72 min-w-44 max-md:max-w-none">
            <Link
              href={namespaceHref(row.cluster.name, row.name)}
              prefetch={false}
              className="covers font-medium wrap-anywhere hover:underline"
            >
              {row.name}
            </Link>
            {row.expiresAt && (
              <p className="text-2xs text-faint max-md:hidden">
                expires <Ago at={row.expiresAt} />
              </p>
            )}
            <Stack>
              <Dotted
                parts={[
                  has('service') && row.service.name,
                  has('team') && row.team.name,
                  environmentWord(row.environment),
                  has('cluster') && row.cluster.name,
                ]}
              />
            </Stack>
          </Td>
          <Td className="max-md:w-0 max-md:text-right max-md:align-top">
            <span title={row.phaseMessage || undefined}>
              <Status {...PHASES[row.phase]}>{row.phase}</Status>
            </span>
          </Td>
          {has('service') && (
            <Td wide className="max-w-52 truncate text-soft">
              {row.service.name}
            </Td>
          )}
          {has('team') && (
            <Td wide className="max-w-52 truncate text-soft">
              {row.team.name}
            </Td>
          )}
          <Td wide className="text-soft">
            {environmentWord(row.environment)}
          </Td>
          {has('cluster') && (
            <Td wide className="whitespace-nowrap text-soft">
              {row.cluster.name}
            </Td>
          )}
          {quota && (
            <Td wide className="max-xl:hidden">
              <QuotaCell quota={row.quota} name={row.name} />
            </Td>
          )}
        </Tr>
      ))}
    </Table>
  );
}
