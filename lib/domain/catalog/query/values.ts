/** How the value of a filter is read: its canonical spelling, or what is wrong with it. */
import type { KeyInfo } from './keys.ts';

export type ReadValue = { value: string; problem: null } | { value: null; problem: string };

/** Longest value, in characters. */
const LONGEST = 200;

const SPELLINGS: Readonly<Record<string, string>> = {
  prod: 'production',
  dev: 'development',
  stage: 'staging',
  doc: 'docs',
  documentation: 'docs',
  dashboard: 'dashboards',
  'on-call': 'oncall',
  host: 'hosts',
  hosts: 'host',
  namespaces: 'namespace',
  services: 'service',
  teams: 'team',
  people: 'person',
};

const good = (value: string): ReadValue => ({ value, problem: null });
const bad = (problem: string): ReadValue => ({ value: null, problem });

/** A value as the filter takes it. Never throws. */
export function readValue(info: KeyInfo, written: string): ReadValue {
  const value = written.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (value === '') return bad(`Say which: for example ${info.example}.`);
  if (value.length > LONGEST) return bad(`A value has at most ${LONGEST} characters.`);
  if (info.values) return readListed(info, info.values, value);
  if (info.key === 'expires') return readExpiresValue(value);
  if (info.key === 'quota') return readQuotaValue(value);
  return good(value);
}

function readListed(info: KeyInfo, values: readonly string[], value: string): ReadValue {
  const word = value.toLowerCase();
  const find = (sought: string | undefined) => values.find((known) => known.toLowerCase() === sought);
  const found = find(word) ?? find(SPELLINGS[word]);
  return found === undefined
    ? bad(`“${value}” is no value of ${info.key}. There are: ${values.join(', ')}.`)
    : good(found);
}

/** When something ends: in so many days, before or after a day (ISO), never, or in the past. */
export type Expiry =
  | { kind: 'never' | 'past' }
  | { kind: 'days'; less: boolean; days: number }
  | { kind: 'date'; less: boolean; date: string };

const DAYS = { d: 1, w: 7, m: 30, y: 365 } as const;

/** Reads `<30d`, `>4w`, `<2026-12-31`, `never`, `past`; null: none of these. */
export function readExpiry(value: string): Expiry | null {
  const word = value.toLowerCase();
  if (word === 'never' || word === 'past') return { kind: word };
  const span = /^([<>])(\d{1,4})([dwmy])$/.exec(word);
  if (span) {
    const unit = DAYS[span[3] as keyof typeof DAYS];
    return { kind: 'days', less: span[1] === '<', days: Number(span[2]) * unit };
  }
  const date = /^([<>])(\d{4}-\d{2}-\d{2})$/.exec(word);
  const day = date?.[2];
  if (day === undefined || !isDay(day)) return null;
  return { kind: 'date', less: word.startsWith('<'), date: day };
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  // JavaScript reads 31 February as 3 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && !day.startsWith('0000');
}

function readExpiresValue(value: string): ReadValue {
  return readExpiry(value)
    ? good(value.toLowerCase())
    : bad('Write expires:<30d, expires:<2026-12-31, expires:never or expires:past.');
}

/** How full: above or below a ratio of 0..n. Null: not written as a filter takes it. */
export function readQuotaUse(value: string): { less: boolean; ratio: number } | null {
  const match = /^([<>])(\d{1,3})%?$/.exec(value);
  return match ? { less: match[1] === '<', ratio: Number(match[2]) / 100 } : null;
}

function readQuotaValue(value: string): ReadValue {
  const use = readQuotaUse(value);
  return use
    ? good(`${use.less ? '<' : '>'}${Math.round(use.ratio * 100)}%`)
    : bad('Write quota:>80% or quota:<20%.');
}
