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
          <Th wide>Kind</Th>
          <Th wide>Environment</Th>
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
          <Td>
            <Link
              href={`/requests/${String(row.number)}`}
              prefetch={false}
              className="covers font-medium break-words hover:underline"
            >
              {row.title}
            </Link>
            <span className="num ml-2 text-faint">#{row.number}</span>
            <Stack>
              <Dotted
                parts={[
                  KINDS[row.kind],
                  environmentWord(row.environment),
                  row.team.name,
                  row.requester.name,
                  <Ago key="at" at={row.createdAt} />,
                ]}
              />
            </Stack>
          </Td>
          <Td className="max-md:w-0 max-md:text-right max-md:align-top">
            <Status tone={STATES[row.state].tone} busy={STATES[row.state].busy}>
              {STATES[row.state].title}
            </Status>
            {row.waitingFor.length > 0 && row.state === 'pending' && (
              <p className="text-2xs text-faint">{row.waitingFor.join(', ')}</p>
            )}
          </Td>
          <Td wide className="whitespace-nowrap text-soft">
            {KINDS[row.kind] ?? row.kind}
          </Td>
          <Td wide className="text-soft">
            {environmentWord(row.environment)}
          </Td>
          <Td wide className="max-w-48 truncate text-soft">
            {row.team.name}
          </Td>
          <Td wide className="max-w-48 truncate text-soft">
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
