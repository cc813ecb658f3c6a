import Link from 'next/link';
import { environmentWord } from '../namespaces/words.ts';
import { Ago } from '../ui/ago.tsx';
import { Status } from '../ui/badge.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../ui/table.tsx';
import { KINDS, STATES, type RequestListRow } from './words.ts';

/** Requests, one a row. */
export function RequestTable({ rows, caption }: { rows: RequestListRow[]; caption: string }) {
  return (
    <Table
      caption={caption}
      head={
        <>
          <Th>Request</Th>
          <Th>State</Th>
          <Th wide="far">Environment</Th>
          <Th wide>Team</Th>
          <Th wide>Asked by</Th>
          <Th wide className="text-right">
            Asked
          </Th>
        </>
      }
    >
      {rows.map((row) => (
        <Tr key={row.number}>
          <Td className="min-w-44 wrap-anywhere">
            <Link
              href={`/requests/${String(row.number)}`}
              prefetch={false}
              className="covers font-medium wrap-anywhere hover:underline"
            >
              {row.namespaceName}
            </Link>
            <span className="num ml-2 text-faint">#{row.number}</span>
            <p className="text-xs text-soft @max-xl:hidden">
              {KINDS[row.kind] ?? row.kind} on {row.cluster.name}
            </p>
            <Stack>
              <Dotted
                parts={[
                  KINDS[row.kind] ?? row.kind,
                  environmentWord(row.environment),
                  row.requester.name,
                  <Ago key="at" at={row.createdAt} />,
                ]}
              />
            </Stack>
          </Td>
          <Td state>
            <Status tone={STATES[row.state].tone} busy={STATES[row.state].busy}>
              {STATES[row.state].title}
            </Status>
            {row.waitingFor.length > 0 && row.state === 'pending' && (
              <p className="ml-4 text-xs text-faint @max-xl:ml-0">{row.waitingFor.join(', ')}</p>
            )}
          </Td>
          <Td wide="far" className="whitespace-nowrap text-soft">
            {environmentWord(row.environment)}
          </Td>
          <Td wide className="w-[15%] max-w-0 truncate text-soft">
            {row.team.name}
          </Td>
          <Td wide className="w-[15%] max-w-0 truncate text-soft">
            {row.requester.name}
          </Td>
          <Td wide className="text-right whitespace-nowrap text-soft">
            <Ago at={row.createdAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
