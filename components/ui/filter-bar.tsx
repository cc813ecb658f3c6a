'use client';
import { Search, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useOptimistic, useRef } from 'react';
import { Button, ButtonLink } from './button.tsx';
import { inputClass } from './field-class.ts';
import { Picker } from './picker.tsx';

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
  // What was just chosen shows at once, while the list is on its way.
  const [chosen, choose] = useOptimistic<Record<string, string>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Back, forward and "Clear" change the address; what somebody is typing right now is theirs.
  const sought = search?.value ?? '';
  useEffect(() => {
    const input = form.current?.querySelector<HTMLInputElement>('input[type=search]');
    if (input && document.activeElement !== input) input.value = sought;
  }, [sought]);
  useEffect(() => () => clearTimeout(timer.current), []);
  function apply(how: 'push' | 'replace', choice: Record<string, string> = {}) {
    clearTimeout(timer.current);
    if (!form.current) return;
    const query = new URLSearchParams();
    const entries: [string, unknown][] = [...new FormData(form.current)].filter(
      ([name]) => !(name in choice),
    );
    for (const [name, value] of [...entries, ...Object.entries(choice)]) {
      if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
    }
    const text = query.toString();
    startTransition(() => {
      choose(choice);
      router[how](text === '' ? path : `${path}?${text}`, { scroll: false });
    });
  }
  const active = sought !== '' || filters.some(({ value }) => value !== '');
  return (
    <form
      ref={form}
      role="search"
      action={path}
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
        <div className="relative basis-64 max-sm:basis-full sm:max-w-80 sm:flex-1">
          <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-faint" />
          <input
            type="search"
            name="q"
            aria-label={search.label}
            placeholder={search.placeholder}
            defaultValue={search.value}
            autoComplete="off"
            className={`${inputClass} pl-8.5`}
            onChange={() => {
              clearTimeout(timer.current);
              timer.current = setTimeout(() => apply('replace'), 250);
            }}
          />
        </div>
      )}
      {filters.map((filter) => (
        <div key={filter.name} className="max-w-52 max-sm:flex-1 max-sm:basis-36">
          <Picker
            id={`filter-${filter.name}`}
            label={filter.label}
            name={filter.name}
            value={chosen[filter.name] ?? filter.value}
            groups={[
              {
                label: '',
                items: [{ value: '', label: filter.any ?? `${filter.label}: any` }, ...filter.options],
              },
            ]}
            onChange={(value) => apply('push', { [filter.name]: value })}
          />
        </div>
      ))}
      <noscript>
        <Button type="submit">Apply</Button>
      </noscript>
      {active && (
        <ButtonLink href={path} tone="quiet">
          <X aria-hidden className="size-3.5" />
          Clear
        </ButtonLink>
      )}
    </form>
  );
}
