'use client';
import { cx } from './cx.ts';
import { exactTime, relativeTime } from './format.ts';
import { useNow } from './now.ts';

/** A moment, said relative to now; the exact time on hover (ui/tips) and in the markup. `at` is an ISO time. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const current = useNow();
  const ms = Date.parse(at);
  // The server's clock can be a little ahead of this reading of it: what just happened is not "in 4 s".
  const shown = Math.abs(ms - current) < 20_000 ? current : ms;
  return (
    <time
      dateTime={at}
      data-tip={exactTime(ms)}
      className={cx('above whitespace-nowrap', className)}
      suppressHydrationWarning
    >
      {relativeTime(shown, current)}
    </time>
  );
}
