import type { Metadata } from 'next';
import Link from 'next/link';
import { TransferList } from '../../../components/catalog/transfers.tsx';
import { Live } from '../../../components/shell/live.tsx';
import { Empty } from '../../../components/ui/empty.tsx';
import { count } from '../../../components/ui/format.ts';
import { Pager } from '../../../components/ui/pager.tsx';
import { PageHeader, Panel, Section } from '../../../components/ui/surface.tsx';
import { Stack, Table, Td, Th, Tr } from '../../../components/ui/table.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { listOrphans } from '../../../lib/queries/orphans.ts';
import { listTransfers } from '../../../lib/queries/transfers.ts';
import type { OrphanRow } from '../../../lib/queries/types.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';
import { Route, TransferVerbs } from '../services/[slug]/transfer-verbs.tsx';

export const metadata: Metadata = { title: 'Orphans' };

/** Services that nobody looks after, and those that their team gave away without naming another. */
export default async function OrphansPage({ searchParams }: PageProps<'/orphans'>) {
  const actor = await requireActor();
  const cursor = one((await searchParams)['cursor']);
  const page = await load(listOrphans(actor, { cursor }));
  const { rows: transfers } = await load(listTransfers(actor));
  const unnamed = transfers.filter(({ to, may }) => to === null && may.route);
  return (
    <>
      <Live topics={['service', 'team']} />
      <PageHeader
        title="Orphans"
        description="Services whose team is archived, has no maintainer left, or has not been seen for 90 days. Name the team that each belongs to; one of its maintainers then takes it over."
      />
      <div className="grid gap-9">
        {unnamed.length > 0 && (
          <Section title="Given away, and nobody is named" flush>
            <TransferList
              rows={unnamed}
              label="Services that nobody is named for"
              verbs={(transfer) => <TransferVerbs transfer={transfer} />}
            />
          </Section>
        )}
        <Panel flush>
          {page.rows.length === 0 ? (
            <Empty title={unnamed.length > 0 ? 'No other orphans' : 'No orphans'}>
              Each service has a team with a maintainer who was here in the last 90 days.
            </Empty>
          ) : (
            <Rows rows={page.rows} />
          )}
        </Panel>
      </div>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/orphans', { cursor: page.nextCursor })}
        first={cursor === undefined ? null : '/orphans'}
        exports={[{ label: 'CSV', href: '/api/v1/orphans?format=csv' }]}
      />
    </>
  );
}

function Rows({ rows }: { rows: OrphanRow[] }) {
  return (
    <Table
      caption="Services that nobody looks after"
      head={
        <>
          <Th>Service</Th>
          <Th wide>Why</Th>
          <Th wide="far" className="text-right">
            Namespaces
          </Th>
          <Th>
            <span className="sr-only">Action</span>
          </Th>
        </>
      }
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </Table>
  );
}

function Row({ row }: { row: OrphanRow }) {
  const { service, team, tier, namespaces, reasons, transfer } = row;
  const why = reasons.map(({ words }) => words).join(' ');
  return (
    <Tr>
      <Td>
        <Link
          href={`/services/${service.slug}`}
          prefetch={false}
          className="inline-block py-0.5 font-medium hover:underline"
        >
          {service.name}
        </Link>
        <p className="mt-1 text-xs text-soft">
          <Link href={`/teams/${team.slug}`} prefetch={false} className="link">
            {team.name}
          </Link>
          {tier !== null && ` · tier ${String(tier)}`}
        </p>
        <Stack>
          {why} {count(namespaces, 'namespace')}.
        </Stack>
      </Td>
      <Td wide className="text-soft">
        {why}
      </Td>
      <Td wide="far" className="num text-right text-soft">
        {namespaces}
      </Td>
      <Td className="text-right">
        {transfer?.to ? (
          <span className="text-xs text-soft">{transfer.to.name} is asked to take it</span>
        ) : (
          row.may.route && <Route slug={service.slug} name={service.name} />
        )}
      </Td>
    </Tr>
  );
}
