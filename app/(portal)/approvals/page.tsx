import type { Metadata } from 'next';
import { DecisionList } from '../../../components/requests/decision-list.tsx';
import { Live } from '../../../components/shell/live.tsx';
import { Empty } from '../../../components/ui/empty.tsx';
import { count } from '../../../components/ui/format.ts';
import { Pager } from '../../../components/ui/pager.tsx';
import { PageHeader, Panel } from '../../../components/ui/surface.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { listDecisions } from '../../../lib/queries/requests.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';
import { Decide } from '../requests/decide.tsx';

export const metadata: Metadata = { title: 'Approvals' };

/** What waits for the reader's yes or no, with what crosses a limit. */
export default async function ApprovalsPage({ searchParams }: PageProps<'/approvals'>) {
  const actor = await requireActor();
  const cursor = one((await searchParams)['cursor']);
  const page = await load(listDecisions(actor, { limit: 20, cursor }));
  return (
    <>
      <Live topics={['request']} />
      <PageHeader
        title="Approvals"
        description={
          page.total === 0
            ? 'Nothing waits for you.'
            : `${count(page.total, 'request')} ${page.total === 1 ? 'waits' : 'wait'} for your yes or no.`
        }
      />
      {page.rows.length === 0 ? (
        <Panel flush>
          <Empty title="All decided">
            Requests inside the guardrails never come here: they are granted at once.
          </Empty>
        </Panel>
      ) : (
        <DecisionList
          rows={page.rows}
          verbs={({ number, resultHash, title, verbs }) => (
            <Decide number={number} resultHash={resultHash} title={title} verbs={verbs} />
          )}
        />
      )}
      <Pager
        shown={page.rows.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/approvals', { cursor: page.nextCursor })}
        first={cursor === undefined ? null : '/approvals'}
      />
    </>
  );
}
