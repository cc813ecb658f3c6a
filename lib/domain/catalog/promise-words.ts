// A promise in words, for cards, exports and annotations. No schema here: it runs in a browser for little.
import { durationIso, durationWords } from './duration.ts';
import type { Day, MaintenanceWindow, ServicePromise, SupportHours } from './promise.ts';

const DAY_NAMES: Readonly<Record<Day, string>> = {
  mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun',
}; // prettier-ignore
const WEEK = Object.keys(DAY_NAMES) as Day[];

/** "99.9 %". */
const percentWords = (percent: number): string => `${String(percent)} %`;

/** Seconds that a service may be away in 30 days without breaking its objective (percent), rounded down. */
export function allowedDowntimeSeconds(percent: number): number {
  // In hundred-thousandths of a percent, which are whole numbers: 100 - 99.9 isn't 0.1 to a machine.
  return Math.floor((Math.round((100 - percent) * 100_000) * 30 * 86_400) / 10_000_000);
}

/** The same in words: "43 minutes", "25 seconds". */
export function allowedDowntimeWords(percent: number): string {
  const seconds = allowedDowntimeSeconds(percent);
  if (seconds >= 600) return durationWords(Math.floor(seconds / 60));
  const minutes = Math.floor(seconds / 60);
  const rest = `${String(seconds % 60)} second${seconds % 60 === 1 ? '' : 's'}`;
  if (minutes === 0) return rest;
  return seconds % 60 === 0 ? durationWords(minutes) : `${durationWords(minutes)} ${rest}`;
}

/** "Mon–Fri", "Mon, Wed", "every day". */
export function daysWords(days: readonly Day[]): string {
  if (days.length === 7) return 'every day';
  const runs: Day[][] = [];
  for (const day of WEEK.filter((one) => days.includes(one))) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last !== undefined && WEEK.indexOf(day) === WEEK.indexOf(last) + 1) run.push(day);
    else runs.push([day]);
  }
  return runs.map(runWords).join(', ');
}

function runWords(run: readonly Day[]): string {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return '';
  if (run.length === 1) return DAY_NAMES[first];
  return `${DAY_NAMES[first]}${run.length === 2 ? ', ' : '–'}${DAY_NAMES[last]}`;
}

/** "around the clock", "Mon–Fri, 08:00–18:00 Europe/Berlin". */
function supportWords(support: SupportHours): string {
  if (support === 'always') return 'around the clock';
  return `${daysWords(support.days)}, ${support.from}–${support.to} ${support.zone}`;
}

/** "Sun, 02:00–04:00 UTC: database". */
function windowWords(window: MaintenanceWindow): string {
  const note = window.note ? `: ${window.note}` : '';
  return `${DAY_NAMES[window.day]}, ${window.from}–${window.to} ${window.zone}${note}`;
}

/** Whether somebody answers at this moment. A time that ends before it begins goes on into the next day. */
export function supportedAt(support: SupportHours, now: Date): boolean {
  if (support === 'always') return true;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: support.zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const today = WEEK.find((day) => DAY_NAMES[day] === part('weekday')) ?? 'mon';
  const yesterday = WEEK[(WEEK.indexOf(today) + 6) % 7] ?? 'sun';
  const time = `${part('hour')}:${part('minute')}`;
  const { days, from, to } = support;
  if (from < to) return days.includes(today) && time >= from && time < to;
  return (days.includes(today) && time >= from) || (days.includes(yesterday) && time < to);
}

/** One fact of a promise: what, and how much; more than one part where it has several (a time by severity, a window). */
export type PromiseLine = { title: string; parts: string[] };

/** A promise as lines, in the order in which people ask. Nothing that isn't said. */
export function promiseLines(promise: ServicePromise): PromiseLine[] {
  const one = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : [text]);
  const span = (minutes: number | undefined): string[] =>
    minutes === undefined ? [] : [durationWords(minutes)];
  const { availability, support, response, resolution, rto, rpo, maintenance, note } = promise;
  return [
    {
      title: 'Availability',
      parts: one(availability === undefined ? undefined : availabilityWords(availability)),
    },
    { title: 'Support', parts: one(support && supportWords(support)) },
    { title: 'Response', parts: severityWords(response) },
    { title: 'Resolution', parts: severityWords(resolution) },
    { title: 'Recovery time', parts: span(rto) },
    { title: 'Recovery point', parts: span(rpo) },
    { title: 'Maintenance', parts: (maintenance ?? []).map(windowWords) },
    { title: 'Note', parts: one(note) },
  ].filter(({ parts }) => parts.length > 0);
}

const availabilityWords = (percent: number): string =>
  `${percentWords(percent)}, at most ${allowedDowntimeWords(percent)} away in 30 days`;

function severityWords(times: ServicePromise['response']): string[] {
  return Object.entries(times ?? {}).map(
    ([severity, minutes]) => `severity ${severity}: ${durationWords(minutes)}`,
  );
}

/** A promise as it stands on a Namespace: spans as ISO 8601 writes them, since nobody there knows a bare number's unit. */
export function promiseOnCluster(promise: ServicePromise): Record<string, unknown> {
  const { response, resolution, rto, rpo, ...rest } = promise;
  const spans = (times: Readonly<Record<string, number>>): Record<string, string> =>
    Object.fromEntries(Object.entries(times).map(([severity, minutes]) => [severity, durationIso(minutes)]));
  return {
    ...rest,
    ...(response && { response: spans(response) }),
    ...(resolution && { resolution: spans(resolution) }),
    ...(rto === undefined ? {} : { rto: durationIso(rto) }),
    ...(rpo === undefined ? {} : { rpo: durationIso(rpo) }),
  };
}
