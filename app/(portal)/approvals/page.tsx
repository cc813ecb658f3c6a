import type { Metadata } from 'next';
import Link from 'next/link';
import { VerdictList } from '../../../components/requests/verdict.tsx';
import { environmentWord } from '../../../components/namespaces/words.ts';
import { KINDS } from '../../../components/requests/words.ts';
import { Live } from '../../../components/shell/live.tsx';
import { Ago } from '../../../components/ui/ago.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { count } from '../../../components/ui/format.ts';
import { Pager } from '../../../components/ui/pager.tsx';
import { Empty, PageHeader } from '../../../components/ui/surface.tsx';
import { Dotted } from '../../../components/ui/table.tsx';
import { requireActor } from '../../../lib/auth/session.ts';
import { getRequest, listRequests } from '../../../lib/queries/requests.ts';
import { load } from '../../load.ts';
import { addressOf, one } from '../../search-params.ts';
import { Decide } from '../requests/decide.tsx';

export const metadata: Metadata = { title: 'Approvals' };

/** What waits for the reader's yes or no, with what crosses a limit. */
export default async function ApprovalsPage({ searchParams }: PageProps<'/approvals'>) {
  const actor = await requireActor();
  const cursor = one((await searchParams)['cursor']);
  const page = await load(
    listRequests(actor, { view: 'to-decide', limit: 10, ...(cursor === undefined ? {} : { cursor }) }),
  );
  const views = await Promise.all(page.rows.map((row) => getRequest(actor, row.number)));
  return (
    <>
      <Live topics={['request']} />
      <PageHeader
        title="Approvals"
        description={
          page.total === 0
            ? 'Nothing waits for you.'
            : `${count(page.total, 'request')} waiting for your yes or no.`
        }
      />
      {views.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <Empty title="All decided">
            Requests inside the guardrails never come here: they are granted at once.
          </Empty>
        </div>
      ) : (
        <ul aria-label="Waiting requests" className="grid gap-3">
          {views.map((view) => (
            <li
              key={view.number}
              className="grid gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_auto]"
            >
              <div className="min-w-0">
                <h2 className="text-base font-semibold break-words">
                  <Link
                    href={`/requests/${String(view.number)}`}
                    prefetch={false}
                    className="hover:underline"
                  >
                    {view.title}
                  </Link>{' '}
                  <span className="num text-sm font-normal text-faint">#{view.number}</span>
                </h2>
                <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-soft">
                  <Dotted
                    parts={[
                      KINDS[view.kind],
                      environmentWord(view.environment),
                      view.team.name,
                      view.requester.name,
                    ]}
                  />
                </p>
                <p className="mt-2 flex items-center gap-2 text-xs text-soft">
                  {view.state === 'answer-needed' && <Badge tone="warn">Answer needed</Badge>}
                  <span>
                    asked <Ago at={view.createdAt} />
                  </span>
                </p>
                {view.reason && <p className="mt-2 break-words">“{view.reason}”</p>}
              </div>
              <VerdictList verdict={view.verdict} />
              <div className="lg:justify-self-end">
                <Decide
                  number={view.number}
                  resultHash={view.resultHash}
                  title={view.title}
                  verbs={view.verbs}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      <Pager
        shown={views.length}
        total={page.total}
        next={page.nextCursor === null ? null : addressOf('/approvals', { cursor: page.nextCursor })}
        first={cursor === undefined ? null : '/approvals'}
      />
    </>
  );
}
