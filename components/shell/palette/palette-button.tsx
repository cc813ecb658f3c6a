'use client';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useOnIntent } from '../../ui/on-intent.ts';
import type { Entry } from './entries.ts';

const never = () => () => undefined;
const onMac = () => /mac|iphone|ipad/i.test(navigator.userAgent);

/** The way to search, and to everywhere: a button in the header, and Ctrl-K or Cmd-K from any place. */
export function PaletteButton({ pages }: { pages: Entry[] }) {
  const [open, setOpen] = useState(false);
  const { Component: Palette, want } = useOnIntent(() => import('./palette.tsx'));
  const mac = useSyncExternalStore(never, onMac, () => false);
  const load = useRef(want);
  useEffect(() => {
    load.current = want;
  });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      load.current();
      setOpen((before) => !before);
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="inline-flex min-h-9 items-center gap-2 rounded-md border border-control/60 bg-surface px-2.5 text-sm text-faint transition-colors hover:border-control hover:text-ink lg:w-64 lg:px-3"
        onPointerEnter={want}
        onFocus={want}
        onClick={() => {
          want();
          setOpen(true);
        }}
      >
        <Search aria-hidden className="size-4" />
        <span className="max-sm:sr-only">Search</span>
        <kbd
          aria-hidden
          className="ml-auto rounded-sm border border-line bg-sunken px-1.5 text-2xs max-lg:hidden"
        >
          {mac ? '⌘' : 'Ctrl'} K
        </kbd>
      </button>
      {Palette && <Palette open={open} onClose={() => setOpen(false)} pages={pages} />}
    </>
  );
}
