'use client';
import {
  Boxes,
  Container,
  CornerDownLeft,
  FileText,
  MessageSquareText,
  Search,
  Server,
  Users,
  Zap,
} from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { cx } from '../../ui/cx.ts';
import { arrange, search, type Entry, type EntryGroup, type EntryKind } from './entries.ts';
import { recent } from './recent.ts';

const ICONS: Record<EntryKind, typeof Search> = {
  page: FileText,
  act: Zap,
  namespace: Container,
  service: Boxes,
  team: Users,
  cluster: Server,
  request: MessageSquareText,
};

type Found = { query: string; groups: EntryGroup[]; silent: string[] };
const NOTHING: Found = { query: '', groups: [], silent: [] };

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
      className="mt-[12vh] mb-auto w-[min(40rem,calc(100vw-1.5rem))] overflow-hidden rounded-xl border border-line bg-raised p-0 shadow-pop max-sm:mt-3 open:rise"
    >
      {open && <Body pages={pages} close={() => dialog.current?.close()} />}
    </dialog>
  );
}

function Body({ pages, close }: { pages: Entry[]; close: () => void }) {
  const router = useRouter();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [before] = useState(recent);
  const found = useFound(query);
  const groups = useMemo(() => arrange(query, pages, found.groups, before), [query, pages, found, before]);
  const flat = groups.flatMap(({ entries }) => entries);
  const current = Math.min(at, flat.length - 1);
  const looking = query.trim() !== '' && found.query !== query.trim();

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, groups]);

  function key(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (flat.length > 0) setAt((current + step + flat.length) % flat.length);
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const chosen = flat[current];
      if (!chosen) return;
      if (event.ctrlKey || event.metaKey) window.open(chosen.href, '_blank', 'noopener');
      else {
        router.push(chosen.href);
        close();
      }
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
          aria-activedescendant={flat.length > 0 ? `${id}-${String(current)}` : undefined}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder="Namespace, service, team, or page"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={key}
          className="min-h-13 w-full bg-transparent text-base outline-none placeholder:text-faint"
        />
        <button
          type="button"
          onClick={close}
          className="min-h-7 shrink-0 rounded-sm border border-line bg-sunken px-1.5 text-2xs text-faint hover:text-ink"
        >
          Esc<span className="sr-only">: close</span>
        </button>
      </div>
      <p role="status" className="sr-only">
        {looking ? '' : flat.length === 0 ? 'Nothing found' : `${String(flat.length)} found`}
      </p>
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
              const Icon = ICONS[entry.kind];
              return (
                <Link
                  key={entry.href}
                  id={`${id}-${String(mine)}`}
                  role="option"
                  aria-selected={mine === current}
                  tabIndex={-1}
                  href={entry.href}
                  prefetch={false}
                  onPointerMove={() => setAt(mine)}
                  onClick={(event) => {
                    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) close();
                  }}
                  className={cx(
                    'flex min-h-10 items-center gap-3 rounded-md px-2.5',
                    mine === current ? 'bg-tide-wash text-tide-strong' : 'text-ink',
                  )}
                >
                  <Icon
                    aria-hidden
                    className={cx('size-4 shrink-0', mine === current ? 'text-tide-strong' : 'text-faint')}
                  />
                  <span className="min-w-0 shrink-0 max-w-[60%] truncate font-medium">{entry.label}</span>
                  {entry.hint && (
                    <span
                      className={cx(
                        'min-w-0 truncate text-xs',
                        mine === current ? 'text-tide-strong' : 'text-soft',
                      )}
                    >
                      {entry.hint}
                    </span>
                  )}
                  {mine === current && <CornerDownLeft aria-hidden className="ml-auto size-4 shrink-0" />}
                </Link>
              );
            })}
          </div>
        ))}
      </div>
      {!looking && query.trim() !== '' && flat.length === 0 && (
        <div className="px-5 py-8 text-center">
          <p className="font-medium">Nothing is called “{query.trim()}”</p>
          <p className="mt-1 text-soft">Try fewer letters, or the name of its team or service.</p>
        </div>
      )}
      {found.silent.length > 0 && (
        <p role="status" className="border-t border-line px-4 py-2 text-xs text-warn">
          {found.silent.join(', ')} did not answer: what is shown is not all.
        </p>
      )}
      <p
        aria-hidden
        className="flex gap-4 border-t border-line bg-sunken px-4 py-2 text-2xs text-faint pointer-coarse:hidden"
      >
        <span>↑↓ choose</span>
        <span>↵ open</span>
        <span>Ctrl ↵ new tab</span>
        {looking && <span className="late ml-auto">Looking…</span>}
      </p>
    </>
  );
}
