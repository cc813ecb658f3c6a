import Link from 'next/link';
import { ButtonLink } from './button.tsx';

/** Under a list: how much of it is shown, the way on, and the same list for programs. Cursors only lead forward; back is the browser's. */
export function Pager({
  shown,
  total,
  next,
  first,
  exports = [],
}: {
  shown: number;
  total: number;
  next: string | null;
  first: string | null;
  exports?: { label: string; href: string }[];
}) {
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-3 text-xs text-faint">
      <p className="num">
        {shown === total ? '' : `${String(shown)} of ${new Intl.NumberFormat('en').format(total)} shown`}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        {exports.map((item) => (
          <a key={item.label} href={item.href} className="link inline-flex min-h-6 items-center">
            {item.label}
          </a>
        ))}
        {first && (
          <Link href={first} className="link inline-flex min-h-6 items-center">
            To the first
          </Link>
        )}
        {next && (
          <ButtonLink href={next} size="sm">
            Next
          </ButtonLink>
        )}
      </div>
    </div>
  );
}
