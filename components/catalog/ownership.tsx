import type { ReactNode } from 'react';
import { linkLabel } from '../../lib/domain/catalog/links.ts';
import type { ConfirmationState } from '../../lib/domain/catalog/truth/due.ts';
import { Outside } from '../namespaces/links.tsx';
import { Ago } from '../ui/ago.tsx';
import { Badge } from '../ui/badge.tsx';
import { count } from '../ui/format.ts';

/** When a team last gave its word, and whether it is asked for again. */
export function ConfirmedWords({
  confirmedAt,
  by = null,
  confirmation,
}: {
  confirmedAt: string | null;
  by?: { name: string } | null;
  confirmation: ConfirmationState;
}) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span>
        {confirmedAt === null ? 'never' : <Ago at={confirmedAt} />}
        {by !== null && <span className="text-soft"> by {by.name}</span>}
      </span>
      {confirmation === 'due' && <Badge tone="warn">due</Badge>}
      {confirmation === 'soon' && <Badge tone="info">due soon</Badge>}
    </span>
  );
}

export type BrokenLink = { id: string; link: string; url: string; reports: number; reportedAt: string };

/** Links that visitors found broken; `clear` makes a report's button. */
export function BrokenLinks({
  reports,
  clear,
}: {
  reports: readonly BrokenLink[];
  clear: (report: BrokenLink) => ReactNode;
}) {
  return (
    <ul className="grid gap-1.5">
      {reports.map((report) => (
        <li key={report.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0">
            <Outside href={report.url}>{linkLabel(report.link)}</Outside>
            <span className="block text-xs text-soft">
              found broken by {count(report.reports, 'person', 'people')}, <Ago at={report.reportedAt} />
            </span>
          </span>
          {clear(report)}
        </li>
      ))}
    </ul>
  );
}
