import Link from 'next/link';
import { cx } from '../ui/cx.ts';
import { catalogHref } from './address.ts';

const ORDERS = [
  { sort: 'relevance', label: 'Best' },
  { sort: 'name', label: 'Name' },
  { sort: 'newest', label: 'Newest' },
  { sort: 'expiry', label: 'Expiry' },
  { sort: 'quota', label: 'Quota use' },
] as const;

export type CatalogOrder = (typeof ORDERS)[number]['sort'];

/** The orders that the list of namespaces can have. Without words there is nothing to be the best, and the usual order is by name. */
export function SortLinks({ q, sort, words }: { q: string; sort: CatalogOrder | undefined; words: boolean }) {
  const usual: CatalogOrder = words ? 'relevance' : 'name';
  const current = sort === undefined || (!words && sort === 'relevance') ? usual : sort;
  return (
    <nav aria-label="Order of namespaces" className="flex flex-wrap items-center gap-x-3 text-xs">
      <span className="text-faint">Order</span>
      {ORDERS.filter((order) => words || order.sort !== 'relevance').map((order) => (
        <Link
          key={order.sort}
          href={catalogHref(q, order.sort === usual ? undefined : order.sort)}
          scroll={false}
          prefetch={false}
          aria-current={order.sort === current || undefined}
          className={cx(
            'inline-flex min-h-7 items-center border-b max-sm:min-h-9',
            order.sort === current
              ? 'border-tide font-medium text-ink'
              : 'border-transparent text-soft hover:text-ink',
          )}
        >
          {order.label}
        </Link>
      ))}
    </nav>
  );
}
