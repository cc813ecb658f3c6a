'use client';
import { useEffect, useRef, type ReactNode } from 'react';

/** The row that tabs stand in. Where it is too narrow for all of them it scrolls, and the `current` one is in sight from the start. */
export function TabStrip({ current, children }: { current: string; children: ReactNode }) {
  const strip = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const row = strip.current;
    const here = row?.querySelector('[aria-current]')?.closest('li');
    if (row && here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
  }, [current]);
  return (
    <ul
      ref={strip}
      className="relative -mb-px flex gap-x-6 overflow-x-auto max-sm:justify-between max-sm:gap-x-2.5"
    >
      {children}
    </ul>
  );
}
