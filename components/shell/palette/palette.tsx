'use client';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { arrange, search, type Door, type Entry, type EntryGroup } from './entries.ts';
import { recent } from './recent.ts';
import { EntryRow } from './row.tsx';

type Found = { query: string; groups: EntryGroup[]; silent: boolean };
const NOTHING: Found = { query: '', groups: [], silent: false };

/** Looks for what is typed, a moment after the last key; an older answer never replaces a newer one. */
function useFound(query: string): Found {
  const [found, setFound] = useState<Found>(NOTHING);
  const trimmed = query.trim();
  useEffect(() => {
    if (trimmed === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void search(trimmed, abort.signal).then((answer) => {
        if (!abort.signal.aborted) setFound({ query: trimmed, ...answer });
      });
    }, 120);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [trimmed]);
  return trimmed === '' ? NOTHING : found;
}

/** Search and jump: see the README of this folder. */
export default function Palette({
  open,
  onClose,
  pages,
}: {
  open: boolean;
  onClose: () => void;
  pages: Entry[];
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-label="Search and jump"
      onClose={onClose}
      onClick={(event) => {
        // A press on the backdrop is one on the dialog itself.
        if (event.target === event.currentTarget) dialog.current?.close();
      }}
      className="mt-[12vh] mb-auto w-[min(44rem,calc(100vw-1.5rem))] overflow-hidden rounded-xl border border-line bg-raised p-0 shadow-pop max-sm:mt-3 open:rise"
    >
      {open && <Body pages={pages} close={() => dialog.current?.close()} />}
    </dialog>
  );
}

/** What the right arrow leads to: "owner, chat, runbook". */
const doorWords = (doors: readonly Door[]): string =>
  doors.map(({ label, href }) => (href.startsWith('/') ? 'owner' : label.toLowerCase())).join(', ');

/** Where the choice stands: an entry, and of it the entry itself (-1) or one of its doors. */
type Place = { at: number; door: number };
const TOP: Place = { at: 0, door: -1 };

function Body({ pages, close }: { pages: Entry[]; close: () => void }) {
  const router = useRouter();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(TOP);
  // Enter was pressed before the answer was there: it holds for the first of what comes.
  const [hasty, setHasty] = useState(false);
  const [before] = useState(recent);
  const found = useFound(query);
  const groups = useMemo(() => arrange(query, pages, found.groups, before), [query, pages, found, before]);
  const flat = groups.flatMap(({ entries }) => entries);
  const current = Math.min(place.at, flat.length - 1);
  const chosen = flat[current];
  const door = chosen?.doors?.[place.door];
  const looking = query.trim() !== '' && found.query !== query.trim();
  const nothing =
    !looking &&
    query.trim() !== '' &&
    !found.silent &&
    found.groups.every(({ entries }) => entries.length === 0);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, groups]);

  function open(href: string, newTab: boolean) {
    if (newTab) window.open(href, '_blank', 'noopener');
    else if (href.startsWith('/')) router.push(href);
    else window.location.assign(href);
    if (!newTab) close();
  }
  const go = useRef(open);
  useEffect(() => {
    go.current = open;
  });
  useEffect(() => {
    if (hasty && !looking && chosen) go.current(chosen.href, false);
  }, [hasty, looking, chosen]);

  /** To the doors of the chosen entry and back; false where the arrow belongs to the text. */
  function aside(event: KeyboardEvent<HTMLInputElement>): boolean {
    const { selectionStart, value } = event.currentTarget;
    const doors = chosen?.doors?.length ?? 0;
    if (event.key === 'ArrowRight' && selectionStart === value.length && place.door < doors - 1) {
      setPlace({ at: current, door: place.door + 1 });
      return true;
    }
    if (event.key === 'ArrowLeft' && place.door >= 0) {
      setPlace({ at: current, door: place.door - 1 });
      return true;
    }
    return false;
  }

  function key(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (flat.length > 0) setPlace({ at: (current + step + flat.length) % flat.length, door: -1 });
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      if (aside(event)) event.preventDefault();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const newTab = event.ctrlKey || event.metaKey;
      if (looking && !newTab && place.at === 0 && place.door < 0) setHasty(true);
      else if (chosen) open(door?.href ?? chosen.href, newTab);
    }
  }

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-5 shrink-0 text-faint" />
        <input
          role="combobox"
          aria-label="Search and jump"
          aria-expanded={flat.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen && `${id}-${String(current)}${door ? `-${String(place.door)}` : ''}`}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
          placeholder="Namespace, service, team, host, person, or page"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setPlace(TOP);
            setHasty(false);
          }}
          onKeyDown={key}
          className="min-h-13 w-full bg-transparent text-base outline-none placeholder:text-faint"
        />
        <button
          type="button"
          onClick={close}
          className="min-h-7 shrink-0 rounded-sm border border-line bg-sunken px-1.5 text-2xs text-faint hover:text-ink"
        >
          <span className="pointer-coarse:hidden">
            Esc<span className="sr-only">: close</span>
          </span>
          <span className="hidden pointer-coarse:inline">Close</span>
        </button>
      </div>
      <p role="status" className="sr-only">
        {looking ? '' : `${String(flat.length)} found`}
      </p>
      {nothing && (
        <p className="px-4 pt-4 pb-1 text-soft">
          Nothing fits <span className="font-medium text-ink wrap-anywhere">{query.trim()}</span>. Try fewer
          letters, or the name of its team or service.
        </p>
      )}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Found"
        className="max-h-[min(26rem,60vh)] overflow-y-auto overscroll-contain p-1.5 empty:hidden"
      >
        {groups.map((group) => (
          <div
            key={group.title}
            role="group"
            aria-labelledby={`${id}-${group.title}`}
            className="not-first:mt-1.5"
          >
            <div id={`${id}-${group.title}`} className="px-2.5 pt-1.5 pb-1 text-2xs font-medium text-faint">
              {group.title}
            </div>
            {group.entries.map((entry) => {
              const mine = flat.indexOf(entry);
              return (
                <EntryRow
                  key={`${entry.kind} ${entry.href} ${entry.label}`}
                  id={`${id}-${String(mine)}`}
                  entry={entry}
                  door={mine === current ? place.door : null}
                  onPoint={(pointed) => setPlace({ at: mine, door: pointed })}
                  onOpen={close}
                />
              );
            })}
          </div>
        ))}
      </div>
      {found.silent && (
        <p role="status" className="border-t border-line px-4 py-2 text-xs text-warn">
          The catalog did not answer: only pages are shown.
        </p>
      )}
      <p
        aria-hidden
        className="flex gap-4 border-t border-line bg-sunken px-4 py-2 text-2xs whitespace-nowrap text-faint max-sm:hidden pointer-coarse:hidden"
      >
        <span>↑↓ choose</span>
        <span>↵ open</span>
        {chosen?.doors && <span className="truncate text-ink">→ {doorWords(chosen.doors)}</span>}
        <span>Ctrl ↵ new tab</span>
        {looking && <span className="late ml-auto">Looking…</span>}
      </p>
    </>
  );
}
