'use client';
import { useState } from 'react';
import { cx } from '../ui/cx.ts';

const CHOICES = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

function keep(cookie: string, value: string): void {
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax`;
  if (value === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = value;
}

/** Light, dark, or as the system says. Kept in a cookie that the server reads before the first paint. */
export function ThemeSwitch({ theme, cookie }: { theme: string; cookie: string }) {
  const [chosen, setChosen] = useState(theme);
  function choose(value: string) {
    setChosen(value);
    keep(cookie, value);
  }
  return (
    <fieldset className="px-2.5 py-1.5">
      <legend className="sr-only">Theme</legend>
      <div className="grid grid-cols-3 rounded-md border border-line bg-sunken p-0.5">
        {CHOICES.map(([value, label]) => (
          <label
            key={value}
            className={cx(
              'flex min-h-7 cursor-pointer items-center justify-center rounded-sm text-xs has-focus-visible:outline-2 has-focus-visible:outline-tide',
              chosen === value ? 'bg-surface font-medium shadow-sm' : 'text-soft hover:text-ink',
            )}
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={chosen === value}
              onChange={() => choose(value)}
              className="sr-only"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
