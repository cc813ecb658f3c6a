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
  // Beside owner and service there is room for it on a wide screen only; as a rule the name says it, too.
  const environment = has('team') && has('service') ? 'far' : true;
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>Name</Th>
          <Th>State</Th>
          {has('service') && <Th wide>Service</Th>}
          {has('team') && <Th wide>Owner</Th>}
          <Th wide={environment}>Environment</Th>
          {has('cluster') && <Th wide>Cluster</Th>}
          {quota && <Th wide="farther">Quota used</Th>}
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.id}>
          <Td className="max-w-72 min-w-44 @max-xl:max-w-none">
            <Link
              href={namespaceHref(row.cluster.name, row.name)}
              prefetch={false}
              className="covers font-medium wrap-anywhere hover:underline"
            >
              {row.name}
            </Link>
            {row.expiresAt && (
              <p className="text-2xs text-faint @max-xl:hidden">
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
          <Td state>
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
          <Td wide={environment} className="whitespace-nowrap text-soft">
            {environmentWord(row.environment)}
          </Td>
          {has('cluster') && (
            <Td wide className="whitespace-nowrap text-soft">
              {row.cluster.name}
            </Td>
          )}
          {quota && (
            <Td wide="farther" className="py-1.5!">
              <QuotaCell quota={row.quota} name={row.name} />
            </Td>
          )}
        </Tr>
      ))}
    </Table>
  );
}
