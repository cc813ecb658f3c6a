'use client';
import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useRef } from 'react';
import { Button, ButtonLink } from './button.tsx';
import { inputClass } from './field-class.ts';

type Filter = {
  name: string;
  label: string;
  value: string;
  /** What no choice is called; "Label: any" when left out. */
  any?: string;
  options: { value: string; label: string }[];
};

/**
 * Search and filters of a list. It is a plain GET form, so the address holds what was chosen, and back and forward work; with scripts
 * it applies a choice at once and a search shortly after the last key.
 */
export function FilterBar({
  path,
  search,
  filters,
  keep = {},
}: {
  path: string;
  search?: { label: string; placeholder: string; value: string };
  filters: Filter[];
  keep?: Record<string, string>;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back, forward and "Clear" change the address; what somebody is typing right now is theirs.
  const sought = search?.value ?? '';
  useEffect(() => {
    const input = form.current?.querySelector<HTMLInputElement>('input[type=search]');
    if (input && document.activeElement !== input) input.value = sought;
  }, [sought]);
  function apply(how: 'push' | 'replace') {
    clearTimeout(timer.current);
    if (!form.current) return;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) {
      if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
    }
    const text = query.toString();
    startTransition(() => router[how](text === '' ? path : `${path}?${text}`, { scroll: false }));
  }
  const active = sought !== '' || filters.some(({ value }) => value !== '');
  return (
    <form
      ref={form}
      role="search"
      action={path}
      // A new address sets the selects anew.
      key={filters.map(({ value }) => value).join('|')}
      className="mb-4 flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        apply('push');
      }}
    >
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {search && (
        <input
          type="search"
          name="q"
          aria-label={search.label}
          placeholder={search.placeholder}
          defaultValue={search.value}
          autoComplete="off"
          className={`${inputClass} basis-64 max-sm:basis-full sm:max-w-80 sm:flex-1`}
          onChange={() => {
            clearTimeout(timer.current);
            timer.current = setTimeout(() => apply('replace'), 250);
          }}
        />
      )}
      {filters.map((filter) => (
        <select
          key={filter.name}
          name={filter.name}
          aria-label={filter.label}
          defaultValue={filter.value}
          className={`${inputClass} w-auto max-w-48 max-sm:flex-1 max-sm:basis-36`}
          onChange={() => apply('push')}
        >
          <option value="">{filter.any ?? `${filter.label}: any`}</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ))}
      <noscript>
        <Button type="submit">Apply</Button>
      </noscript>
      {active && (
        <ButtonLink href={path} tone="quiet">
          Clear
        </ButtonLink>
      )}
    </form>
  );
}
