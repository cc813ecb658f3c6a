import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { ButtonLink } from './button.tsx';
import { figure } from './format.ts';

/** Under a list: how much of it is shown, the way on, and the same list for programs. Cursors only lead forward; back is the browser's. */
export function Pager({
  shown,
  total,
  more = false,
  next,
  first,
  exports = [],
}: {
  shown: number;
  total: number;
  /** There may be more than `total`: counting ended there. */
  more?: boolean;
  next: string | null;
  first: string | null;
  exports?: { label: string; href: string }[];
}) {
  return (
    <div className="mt-3 flex min-h-7 flex-wrap items-center justify-between gap-3 text-xs text-faint">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {(more || shown !== total) && (
          <p className="num">{`${String(shown)} of ${more ? 'at least ' : ''}${figure(total)} shown`}</p>
        )}
        {exports.length > 0 && total > 0 && (
          <p className="flex items-center gap-3">
            {exports.map((item) => (
              <a key={item.label} href={item.href} className="link inline-flex min-h-6 items-center">
                {item.label}
              </a>
            ))}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        {first && (
          <Link href={first} className="link inline-flex min-h-6 items-center">
            To the first
          </Link>
        )}
        {next && (
          <ButtonLink href={next} size="sm">
            Next
            <ArrowRight aria-hidden className="size-3.5" />
          </ButtonLink>
        )}
      </div>
    </div>
  );
}

/** Under a list that is cut short on the page of a thing: the way to all of it. */
export function Rest({ shown, all, href }: { shown: number; all: number; href: string }) {
  if (shown >= all) return null;
  return (
    <div className="border-t border-line p-3">
      <ButtonLink href={href} size="sm">
        {`All ${figure(all)}`}
      </ButtonLink>
    </div>
  );
}
