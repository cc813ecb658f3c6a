import type { Metadata } from 'next';
import { RequestTable } from '../../../../components/requests/request-table.tsx';
import { STATES } from '../../../../components/requests/words.ts';
import { Live } from '../../../../components/shell/live.tsx';
import { ButtonLink } from '../../../../components/ui/button.tsx';
import { FilterBar } from '../../../../components/ui/filter-bar.tsx';
import { Pager } from '../../../../components/ui/pager.tsx';
import { Empty } from '../../../../components/ui/empty.tsx';
import { PageHeader, Panel } from '../../../../components/ui/surface.tsx';
import { requireActor } from '../../../../lib/auth/session.ts';
import { REQUEST_STATES } from '../../../../lib/domain/lifecycle/index.ts';
import { listRequests } from '../../../../lib/queries/requests.ts';
import { load } from '../../../load.ts';
import { addressOf, one } from '../../../search-params.ts';

export const metadata: Metadata = { title: 'Requests' };

/** Requests that the reader sees: their own first of all. */
export default async function RequestsPage({ searchParams }: PageProps<'/requests'>) {
  const actor = await requireActor();
  const query = await searchParams;
  const view = one(query['view']) === 'all' ? 'all' : 'mine';
  const state = REQUEST_STATES.find((word) => word === one(query['state']));
  const cursor = one(query['cursor']);
  const page = await load(
    listRequests(actor, {
      view,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
  );
  const set = { view: view === 'all' ? 'all' : undefined, state };
  return (
    <>
      <Live topics={['request']} />
      <PageHeader
        title="Requests"
        description={
          view === 'mine'
            ? 'What you asked for.'
            : 'What you and your teams asked for, and what you have a say in.'
        }
      />
      <FilterBar
        path="/requests"
        filters={[
          {
            name: 'view',
            label: 'Whose',
            value: view === 'all' ? 'all' : '',
            any: 'Mine',
            options: [{ value: 'all', label: 'All that I may see' }],
          },
          {
            name: 'state',
            label: 'State',
            value: state ?? '',
            options: REQUEST_STATES.map((word) => ({ value: word, label: STATES[word].title })),
          },
        ]}
      />
      <Panel flush>
        {page.rows.length === 0 ? (
          <Empty
            title={
              state === undefined && view === 'mine'
                ? 'You have not asked for anything yet'
                : 'No request fits'
            }
            action={
              state === undefined && view === 'mine' ? (
                <ButtonLink href="/ask" tone="primary">
                  Ask for a namespace
                </ButtonLink>
              ) : (
                <ButtonLink href="/requests">Show mine</ButtonLink>
              )
            }
          >
            {state === undefined && view === 'mine'
              ? 'Each ask, change and deletion is a request: here you see who has to say yes, and what they said.'
              : 'Nothing matches these filters together.'}
          </Empty>
        ) : (
          <RequestTable rows={page.rows} caption="Requests" />
        )}
      </Panel>
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/requests', { ...set, cursor: page.nextCursor })}
        first={cursor === undefined ? null : addressOf('/requests', set)}
      />
    </>
  );
}
