import { ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { DesiredNamespace } from '../../lib/domain/desired-state/schema.ts';
import type { Verdict } from '../../lib/domain/guardrails/types.ts';
import { environmentWord } from '../namespaces/words.ts';
import { Ago } from '../ui/ago.tsx';
import { Badge } from '../ui/badge.tsx';
import { Dotted } from '../ui/table.tsx';
import { AskedFigures } from './figures.tsx';
import { CrossingList } from './verdict.tsx';
import { KINDS, type RequestListRow } from './words.ts';

/** A request with what is needed to decide it. */
export type DecisionItem = RequestListRow & {
  desired: DesiredNamespace;
  before: DesiredNamespace | null;
  verdict: Verdict;
};

/**
 * Requests that wait for a word, each with what is asked, which limit it crosses, and the verbs: enough to decide in seconds.
 * `verbs` makes a row's buttons.
 */
export function DecisionList<Row extends DecisionItem>({
  rows,
  verbs,
}: {
  rows: Row[];
  verbs: (row: Row) => ReactNode;
}) {
  return (
    <ul aria-label="Waiting requests" className="grid gap-3">
      {rows.map((row) => (
        <li
          key={row.number}
          className="grid gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:p-5 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)] xl:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_auto]"
        >
          <div className="grid min-w-0 content-start gap-3">
            <div>
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs wrap-anywhere text-soft">
                <Badge tone={row.environment === 'production' ? 'warn' : 'neutral'}>
                  {environmentWord(row.environment)}
                </Badge>
                <span>
                  {KINDS[row.kind] ?? row.kind} on {row.cluster.name}
                </span>
                {row.state === 'answer-needed' && <Badge tone="info">Answer needed</Badge>}
              </p>
              <h2 className="mt-1 text-lg font-semibold wrap-anywhere">
                <Link
                  href={`/requests/${String(row.number)}`}
                  prefetch={false}
                  className="inline-flex items-center gap-1 hover:underline"
                >
                  {row.namespaceName}
                  <ArrowUpRight aria-hidden className="size-4 shrink-0 text-faint" />
                </Link>
              </h2>
              <p className="mt-0.5 text-xs text-soft">
                <Dotted
                  parts={[
                    row.team.name,
                    row.requester.name,
                    <Ago key="at" at={row.createdAt} />,
                    <span key="number" className="num text-faint">
                      #{row.number}
                    </span>,
                  ]}
                />
              </p>
            </div>
            {row.reason && (
              <p className="line-clamp-6 border-l-2 border-line pl-3 wrap-anywhere">{row.reason}</p>
            )}
            {row.kind !== 'delete' && <AskedFigures desired={row.desired} before={row.before} />}
          </div>
          <CrossingList verdict={row.verdict} brief />
          <div className="lg:col-span-2 xl:col-span-1 xl:justify-self-end">{verbs(row)}</div>
        </li>
      ))}
    </ul>
  );
}
