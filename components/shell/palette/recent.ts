/** What a person looked at last, kept in their browser only, apart by person, and gone with the session. */
import type { Entry } from './entries.ts';
import { isRecord, textOf } from './json.ts';

const PREFIX = 'berth-recent:';
const MOST = 6;

function key(): string {
  return PREFIX + (document.querySelector<HTMLElement>('[data-person]')?.dataset['person'] ?? '');
}

/** The last things first; empty where the browser keeps nothing. */
export function recent(): Entry[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? '[]');
    return (Array.isArray(kept) ? kept : []).filter(isRecord).flatMap((item) => {
      const href = textOf(item, 'href');
      const label = textOf(item, 'label');
      if (!href.startsWith('/') || href.startsWith('//') || label === '') return [];
      return [{ kind: textOf(item, 'kind') as Entry['kind'], label, hint: textOf(item, 'hint'), href }];
    });
  } catch {
    return [];
  }
}

/** Remembers that `entry` was looked at. */
export function remember(entry: Entry): void {
  try {
    const rest = recent().filter(({ href }) => href !== entry.href);
    localStorage.setItem(key(), JSON.stringify([entry, ...rest].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing is a browser without recent things.
  }
}

/** Forgets everything that anybody looked at in this browser. */
export function forgetRecent(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    // As above.
  }
}
