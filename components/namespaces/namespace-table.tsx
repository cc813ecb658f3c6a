import Link from 'next/link';
import { Status } from '../ui/badge.tsx';
import { Ago } from '../ui/ago.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { QuotaCell } from './quota.tsx';
import { environmentWord, namespaceHref, PHASES, type NamespaceListRow } from './words.ts';

type Column = 'team' | 'service' | 'cluster';
/** What a list is ordered by that it would not show in every width. */
type Order = 'quota' | 'newest';

/**
 * Namespaces, one a row. Columns that a page already says (its own team, service or cluster) are left out by `without`;
 * with `below`, environment and cluster stand under the name, for a list with something beside it. What the rows are ordered `by` is
 * always shown: an order that can't be seen looks like none.
 */
export function NamespaceTable({
  rows,
  caption,
  without = [],
  quota = true,
  below = false,
  by,
}: {
  rows: (NamespaceListRow & { createdAt?: string })[];
  caption: string;
  without?: Column[];
  quota?: boolean;
  below?: boolean;
  by?: Order | undefined;
}) {
  const byQuota = by === 'quota';
  const has = (column: Column) =>
    !without.includes(column) && !(below && (column === 'cluster' || (column === 'service' && byQuota)));
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
          {!below && <Th wide={environment}>Environment</Th>}
          {has('cluster') && <Th wide>Cluster</Th>}
          {quota && <Th wide={byQuota || 'farther'}>Quota used</Th>}
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.id}>
          <Td className="max-w-72 min-w-44 wrap-anywhere @max-xl:max-w-none">
            <Link
              href={namespaceHref(row.cluster.name, row.name)}
              prefetch={false}
              className="covers font-medium wrap-anywhere hover:underline"
            >
              {row.name}
            </Link>
            {below && (
              <p className="line-clamp-1 text-xs text-soft @max-xl:hidden">
                {environmentWord(row.environment)} on {row.cluster.name}
              </p>
            )}
            <Stack>
              <Dotted
                parts={[
                  !without.includes('service') && row.service.name,
                  has('team') && row.team.name,
                  environmentWord(row.environment),
                  !without.includes('cluster') && row.cluster.name,
                ]}
              />
              {byQuota && <QuotaCell quota={row.quota} name={row.name} />}
            </Stack>
            <Times {...row} newest={by === 'newest'} />
          </Td>
          <Td state>
            <span title={row.phaseMessage || undefined}>
              <Status {...PHASES[row.phase]}>{row.phase}</Status>
            </span>
          </Td>
          {has('service') && (
            <Td wide className="w-[16%] max-w-0 truncate text-soft">
              {row.service.name}
            </Td>
          )}
          {has('team') && (
            <Td wide className="w-[16%] max-w-0 truncate text-soft">
              {row.team.name}
            </Td>
          )}
          {!below && (
            <Td wide={environment} className="whitespace-nowrap text-soft">
              {environmentWord(row.environment)}
            </Td>
          )}
          {has('cluster') && (
            <Td wide className="w-[16%] max-w-0 truncate text-soft">
              {row.cluster.name}
            </Td>
          )}
          {quota && (
            <Td wide={byQuota || 'farther'} className="py-1.5!">
              <QuotaCell quota={row.quota} name={row.name} />
            </Td>
          )}
        </Tr>
      ))}
    </Table>
  );
}

/** When it ends, where it does, and when it was made, where that is the order. */
function Times({
  expiresAt,
  createdAt,
  newest,
}: {
  expiresAt: string | null;
  createdAt?: string;
  newest: boolean;
}) {
  const made = newest ? createdAt : undefined;
  if (expiresAt === null && made === undefined) return null;
  return (
    <p className="mt-0.5 text-2xs text-faint">
      {made !== undefined && (
        <>
          made <Ago at={made} />
        </>
      )}
      {made !== undefined && expiresAt !== null && ', '}
      {expiresAt !== null && (
        <>
          expires <Ago at={expiresAt} />
        </>
      )}
    </p>
  );
}
