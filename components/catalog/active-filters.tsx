import { X } from 'lucide-react';
import Link from 'next/link';
import { keyInfo, printQuery, removeFilter, type Query } from '../../lib/domain/catalog/query/index.ts';
import { catalogHref } from './address.ts';

const chip =
  'inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-xs hover:border-control max-sm:min-h-9';

/** The filters of a query, each a link to the query without it. */
export function ActiveFilters({ query, sort }: { query: Query; sort: string | undefined }) {
  const filters = query.filters.flatMap(({ key, not, values }) =>
    values.map((value) => ({ key, not, value })),
  );
  if (filters.length === 0) return null;
  return (
    <ul
      aria-label="Filters that are set"
      className="flex min-w-0 flex-1 flex-wrap gap-1.5 max-sm:order-last max-sm:basis-full"
    >
      {filters.map(({ key, not, value }) => (
        <li key={`${String(not)} ${key} ${value}`} className="min-w-0">
          <Link
            href={catalogHref(printQuery(removeFilter(query, key, value, not)), sort)}
            scroll={false}
            prefetch={false}
            className={`${chip} border-line bg-tide-wash text-tide-strong`}
          >
            <span className="sr-only">Without the filter </span>
            <span className="min-w-0 truncate">
              {keyInfo(key).label}
              {not ? ' not ' : ' '}
              <span className="font-medium">{value}</span>
            </span>
            <X aria-hidden className="size-3 shrink-0" />
          </Link>
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <Link
            href={catalogHref(printQuery({ ...query, filters: [], problems: [] }), sort)}
            scroll={false}
            prefetch={false}
            className={`${chip} border-transparent text-soft hover:text-ink`}
          >
            Clear filters
          </Link>
        </li>
      )}
    </ul>
  );
}

/** What of a query was not understood, each part with what is wrong with it and the query without it. */
export function QueryProblems({
  query,
  problems,
  sort,
}: {
  query: Query;
  problems: readonly { part: string; message: string }[];
  sort: string | undefined;
}) {
  if (problems.length === 0) return null;
  return (
    <ul aria-label="Not understood" className="mb-4 grid gap-1.5">
      {problems.map(({ part, message }, at) => {
        const rest = printQuery({
          ...query,
          problems: query.problems.filter((other) => other.part !== part),
        });
        return (
          <li
            key={at}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md border border-warn/30 bg-warn-wash px-3 py-2"
          >
            <code className="font-medium wrap-anywhere text-warn">{part}</code>
            <span className="min-w-0 flex-1 basis-64 text-soft wrap-anywhere">{message}</span>
            {rest !== printQuery(query) && (
              <Link href={catalogHref(rest, sort)} scroll={false} prefetch={false} className="link">
                Leave it out<span className="sr-only">: {part}</span>
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
