'use client';
import { LoaderCircle, Search, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState, useTransition, type KeyboardEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { inputClass } from '../ui/field-class.ts';
import { catalogHref } from './address.ts';
import { isUnfinished, offersFor, type Offer } from './completions.ts';

/** Offers for what is being typed, and which of them the arrow keys are on; -1 is the text itself. */
function useOffers() {
  const [offers, setOffers] = useState<Offer[]>([]);
  const [at, setAt] = useState(-1);
  const running = useRef<AbortController>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  function stop() {
    clearTimeout(timer.current);
    running.current?.abort();
  }
  useEffect(() => stop, []);
  function close() {
    stop();
    setOffers([]);
    setAt(-1);
  }
  function look(input: HTMLInputElement, wait: number) {
    stop();
    const abort = new AbortController();
    running.current = abort;
    timer.current = setTimeout(() => {
      void offersFor(input.value, input.selectionStart ?? input.value.length, abort.signal).then((found) => {
        if (abort.signal.aborted) return;
        setOffers(found);
        setAt(-1);
      });
    }, wait);
  }
  return { offers, at, setAt, close, look };
}

/**
 * The one box of the catalog: words and filters in one text, which the address holds. Without scripts it is a plain form; with them it
 * looks shortly after the last key (not in the middle of a filter), and offers filters and their values while one types.
 */
export function SearchBox({ value, sort }: { value: string; sort: string | undefined }) {
  const router = useRouter();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // One step of history for a text, not one for each pause in typing it.
  const typing = useRef(false);
  const moved = useRef(false);
  const sent = useRef(value);
  const [pending, start] = useTransition();
  const { offers, at, setAt, close, look } = useOffers();

  useEffect(() => {
    const move = () => {
      moved.current = true;
    };
    addEventListener('popstate', move);
    return () => {
      removeEventListener('popstate', move);
      clearTimeout(timer.current);
    };
  }, []);
  // Back, forward and a click on a filter change the text; what somebody is typing right now is theirs.
  useEffect(() => {
    const box = input.current;
    if (box && (document.activeElement !== box || moved.current)) {
      box.value = value;
      sent.current = value;
    }
    moved.current = false;
  }, [value]);
  // Who comes here without a search came to search; on a phone that would only raise the keyboard.
  useEffect(() => {
    if (input.current?.value === '' && matchMedia('(pointer: fine)').matches)
      input.current.focus({ preventScroll: true });
  }, []);

  function apply(text: string) {
    clearTimeout(timer.current);
    const sought = text.trim();
    if (sought === sent.current) return;
    const how = typing.current ? 'replace' : 'push';
    typing.current = true;
    sent.current = sought;
    start(() => router[how](catalogHref(sought, sort), { scroll: false }));
  }

  function typed(box: HTMLInputElement) {
    clearTimeout(timer.current);
    look(box, 90);
    const caret = box.selectionStart ?? box.value.length;
    if (isUnfinished(box.value, caret)) return;
    timer.current = setTimeout(() => apply(box.value), 350);
  }

  function choose(offer: Offer) {
    const box = input.current;
    if (!box) return;
    box.value = offer.text;
    box.focus();
    box.setSelectionRange(offer.caret, offer.caret);
    close();
    if (isUnfinished(offer.text, offer.caret)) look(box, 0);
    else apply(offer.text);
  }

  /** The link goes with what it clears; the focus stays in the box. */
  function clear() {
    clearTimeout(timer.current);
    sent.current = '';
    if (!input.current) return;
    input.current.value = '';
    input.current.focus();
  }

  function key(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    const chosen = offers[at];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (offers.length === 0) look(event.currentTarget, 0);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      // One more place than there are offers: the text itself.
      setAt(((at + 1 + step + offers.length + 1) % (offers.length + 1)) - 1);
    } else if (event.key === 'Escape' && offers.length > 0) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      choose(chosen);
    }
  }

  return (
    <form
      role="search"
      action="/catalog"
      onSubmit={(event) => {
        event.preventDefault();
        close();
        apply(input.current?.value ?? '');
        typing.current = false;
      }}
      className="flex min-w-0 flex-1 gap-2"
    >
      {sort !== undefined && <input type="hidden" name="sort" value={sort} />}
      <div className="relative min-w-0 flex-1">
        <Search aria-hidden className="pointer-events-none absolute top-3.5 left-3.5 size-4 text-faint" />
        <input
          ref={input}
          type="text"
          name="q"
          role="combobox"
          aria-label="Search the catalog"
          aria-expanded={offers.length > 0}
          aria-controls={`${id}-offers`}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${String(at)}` : undefined}
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={2000}
          placeholder="A name, an owner, a host, or team:payments env:prod"
          defaultValue={value}
          className={cx(inputClass, 'min-h-11! rounded-lg! px-10! text-base! text-ellipsis')}
          onChange={(event) => typed(event.currentTarget)}
          onKeyDown={key}
          onBlur={() => {
            typing.current = false;
            close();
          }}
        />
        {pending ? (
          <LoaderCircle
            aria-hidden
            className="late turn pointer-events-none absolute top-3.5 right-3.5 size-4 text-faint"
          />
        ) : (
          value !== '' && (
            <Link
              href={catalogHref('', sort)}
              scroll={false}
              aria-label="Clear the search"
              onClick={clear}
              className="absolute top-1.5 right-1.5 grid size-8 place-items-center rounded-md text-faint hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Link>
          )
        )}
        <ul
          id={`${id}-offers`}
          role="listbox"
          aria-label="Filters"
          className="absolute inset-x-0 top-full z-10 mt-1 max-h-80 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop empty:hidden sm:max-w-xl"
        >
          {offers.map((offer, place) => (
            <li
              key={offer.text}
              id={`${id}-${String(place)}`}
              role="option"
              aria-selected={place === at}
              // Before the box loses the focus, which would close the list under the finger.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(offer);
              }}
              onPointerMove={() => setAt(place)}
              className={cx(
                'flex min-h-8 cursor-pointer items-center gap-3 rounded-md px-2.5 max-sm:min-h-11',
                place === at ? 'bg-tide-wash text-tide-strong' : '',
              )}
            >
              <span className="min-w-0 truncate font-medium">{offer.label}</span>
              <span
                className={cx('ml-auto shrink-0 text-xs', place === at ? 'text-tide-strong' : 'text-faint')}
              >
                {offer.hint}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <noscript>
        <Button type="submit" tone="primary" className="h-full">
          Search
        </Button>
      </noscript>
    </form>
  );
}
