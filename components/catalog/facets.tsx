import { Check, SlidersHorizontal, X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Query } from '../../lib/domain/catalog/query/index.ts';
import { buttonClass } from '../ui/button-class.ts';
import { cx } from '../ui/cx.ts';
import { Fold } from '../ui/fold.tsx';
import { catalogHref } from './address.ts';
import { countUpTo, toggled, type FacetList } from './words.ts';

/** Values of a facet that stand unfolded. */
const SHOWN = 6;

type FacetValue = FacetList['values'][number];

/**
 * Ways to narrow down, by clicking. Every value is a link to the query with it, or without it where it is chosen: several may be, and
 * back takes the last one away again.
 */
export function Facets({
  facets,
  query,
  sort,
}: {
  facets: readonly FacetList[];
  query: Query;
  sort: string | undefined;
}) {
  return facets
    .filter(({ values }) => values.length > 0)
    .map((facet) => {
      const first = facet.values.filter((value, at) => at < SHOWN || value.selected);
      const rest = facet.values.filter((value) => !first.includes(value));
      const values = (some: readonly FacetValue[]) => (
        <ul className="-mx-2 grid grid-cols-[minmax(0,1fr)] gap-px">
          {some.map((value) => (
            <li key={value.value}>
              <Value value={value} href={catalogHref(toggled(query, facet.key, value.value), sort)} />
            </li>
          ))}
        </ul>
      );
      return (
        <section key={facet.key} aria-labelledby={`facet-${facet.key}`}>
          <h3 id={`facet-${facet.key}`} className="mb-1 text-xs font-semibold">
            {facet.label}
          </h3>
          {values(first)}
          {rest.length > 0 && <Fold title={`${String(rest.length)} more`}>{values(rest)}</Fold>}
        </section>
      );
    });
}

function Value({ value, href }: { value: FacetValue; href: string }) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-current={value.selected || undefined}
      className={cx(
        'flex min-h-7 items-center gap-2 rounded-md px-2 hover:bg-sunken max-lg:min-h-10',
        value.selected ? 'bg-tide-wash font-medium text-tide-strong' : 'text-soft hover:text-ink',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{value.label}</span>
      {value.selected && <Check aria-hidden className="size-3.5 shrink-0" />}
      <span className={cx('num text-xs', value.selected ? '' : 'text-faint')}>{countUpTo(value)}</span>
    </Link>
  );
}

/** Beside the list on a wide screen; on a narrow one behind `NarrowButton`, over it. No script: the browser's own popover. */
export function Narrow({ children }: { children: ReactNode }) {
  return (
    <div
      id="narrow"
      popover="auto"
      className={cx(
        'inset-auto m-0 grid-cols-[minmax(0,1fr)] gap-5 border-line text-ink',
        'max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:max-h-[80dvh] max-lg:w-full max-lg:max-w-none max-lg:overflow-y-auto max-lg:overscroll-contain',
        'max-lg:rounded-t-xl max-lg:border-t max-lg:bg-raised max-lg:p-4 max-lg:shadow-pop max-lg:open:grid',
        'lg:static lg:grid lg:h-auto lg:w-auto lg:overflow-visible lg:border-0 lg:border-l lg:bg-transparent lg:p-0 lg:pl-7',
      )}
    >
      <div className="flex items-center justify-between">
        <h2 className="text-sm font-semibold">Narrow down</h2>
        <button
          type="button"
          popoverTarget="narrow"
          popoverTargetAction="hide"
          aria-label="Close"
          className={cx(buttonClass('quiet', 'icon'), 'lg:hidden')}
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      {children}
    </div>
  );
}

/** Opens `Narrow` where there is no room beside the list. */
export function NarrowButton({ count }: { count: number }) {
  return (
    <button type="button" popoverTarget="narrow" className={cx(buttonClass(), 'min-h-11! lg:hidden')}>
      <SlidersHorizontal aria-hidden className="size-4" />
      <span className="max-sm:sr-only">Filters</span>
      {count > 0 && <span className="num text-faint">{count}</span>}
    </button>
  );
}
