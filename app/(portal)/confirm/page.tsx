import type { Metadata } from 'next';
import Link from 'next/link';
import { Completeness } from '../../../components/catalog/completeness.tsx';
import { BrokenLinks, ConfirmedWords } from '../../../components/catalog/ownership.tsx';
import { TickAll } from '../../../components/catalog/tick-all.tsx';
import { Live } from '../../../components/shell/live.tsx';
import { Empty } from '../../../components/ui/empty.tsx';
import { ActionForm, Submit } from '../../../components/ui/form.tsx';
import { count } from '../../../components/ui/format.ts';
import { Pager } from '../../../components/ui/pager.tsx';
import { PageHeader, Panel } from '../../../components/ui/surface.tsx';
import { Dotted, Stack, Table, Td, Th, Tr } from '../../../components/ui/table.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { linkLabel } from '../../../lib/domain/catalog/links.ts';
import { listToConfirm } from '../../../lib/queries/truth.ts';
import type { TruthRow } from '../../../lib/queries/types.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';
import { confirmAction } from '../services/[slug]/ownership-actions.ts';

export const metadata: Metadata = { title: 'To confirm' };

/** Services of the reader's teams whose word is asked for: one click each, or all that are ticked at once. */
export default async function ConfirmPage({ searchParams }: PageProps<'/confirm'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const team = one(query['team']);
  const cursor = one(query['cursor']);
  const page = await load(listToConfirm(actor, { team, cursor }));
  return (
    <>
      <Live topics={['service', 'team']} />
      <PageHeader
        title="To confirm"
        description="Twice a year each team says that its services are still theirs, with contacts and links that are right. So the next person who looks something up finds somebody."
      />
      {page.rows.length === 0 ? (
        <Panel flush>
          <Empty title="Nothing waits for your team’s word">
            A service is asked for two weeks before half a year has gone, and when somebody found a link of it
            broken.
          </Empty>
        </Panel>
      ) : (
        <ActionForm action={confirmAction} label="Confirm services" className="grid gap-4">
          <Panel flush>
            <Rows rows={page.rows} />
          </Panel>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <Submit busy="Confirming…">Confirm what is ticked</Submit>
            <label className="flex min-h-6 items-center gap-2">
              <input type="checkbox" name="clearReports" className="size-4 accent-tide" />
              Their links are right: clear the reports, too
            </label>
          </div>
        </ActionForm>
      )}
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/confirm', { team, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/confirm', { team })}
      />
    </>
  );
}

function Rows({ rows }: { rows: TruthRow[] }) {
  return (
    <Table
      caption="Services to confirm"
      head={
        <>
          <Th className="w-0 pr-0">
            <TickAll name="services" label="Tick all" />
          </Th>
          <Th>Service</Th>
          <Th wide>Confirmed</Th>
          <Th wide="far">Complete</Th>
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

function Row({ row }: { row: TruthRow }) {
  const { service, team, reports } = row;
  return (
    <Tr>
      <Td className="w-0 pr-0 align-top">
        <input
          type="checkbox"
          name="services"
          value={service.slug}
          aria-label={`Tick ${service.name}`}
          className="size-4 translate-y-1 accent-tide"
        />
      </Td>
      <Td className="align-top">
        <Link href={`/services/${service.slug}`} prefetch={false} className="font-medium hover:underline">
          {service.name}
        </Link>
        <p className="text-xs text-soft">{team.name}</p>
        <Stack>
          <Dotted
            parts={[
              <span key="word" className="flex flex-wrap items-center gap-x-1">
                confirmed <ConfirmedWords {...row} />
              </span>,
              row.missing.length > 0 &&
                `${String(row.score)} % complete, ${count(row.missing.length, 'thing')} missing`,
            ]}
          />
        </Stack>
        {reports.length > 0 && (
          <div className="mt-1.5">
            <BrokenLinks
              reports={reports}
              clear={(report) => (
                <Submit
                  tone="plain"
                  size="sm"
                  busy="Clearing…"
                  name="clear"
                  value={report.id}
                  label={`Clear the report of ${linkLabel(report.link)} of ${service.name}`}
                >
                  Clear
                </Submit>
              )}
            />
          </div>
        )}
      </Td>
      <Td wide className="align-top">
        <ConfirmedWords {...row} />
      </Td>
      <Td wide="far" className="align-top">
        <Completeness {...row} />
      </Td>
      <Td className="text-right align-top @max-xl:pl-0">
        <Submit
          tone="plain"
          size="sm"
          busy="Confirming…"
          name="only"
          value={service.slug}
          label={`Confirm ${service.name}`}
        >
          Confirm
        </Submit>
      </Td>
    </Tr>
  );
}
