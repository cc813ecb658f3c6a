'use client';
import { useSyncExternalStore } from 'react';
import { cx } from './cx.ts';
import { exactTime, relativeTime } from './format.ts';

// One clock for all times on a page, so that a list of a hundred does not run a hundred timers.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
const onClient = () => now;
// To the second, since React asks twice and must hear the same answer; the real difference between the server's and the browser's
// answer is what suppressHydrationWarning is for.
const onServer = () => Math.floor(Date.now() / 10_000) * 10_000;

/** A moment, said relative to now; the exact time on hover (ui/tips) and in the markup. `at` is an ISO time. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const current = useSyncExternalStore(subscribe, onClient, onServer);
  const ms = Date.parse(at);
  // The server's clock can be a little ahead of this reading of it: what just happened is not "in 4 s".
  const shown = Math.abs(ms - current) < 20_000 ? current : ms;
  return (
    <time dateTime={at} data-tip={exactTime(ms)} className={cx('above', className)} suppressHydrationWarning>
      {relativeTime(shown, current)}
    </time>
  );
}
