'use client';
import { useSyncExternalStore } from 'react';

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

/** The time in milliseconds, three times a minute. What shows it needs suppressHydrationWarning. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, onClient, onServer);
}
