/** Times and figures as people read them. Pure; `now` is handed in. */

const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [86_400 * 30, 'day', 86_400],
  [86_400 * 365, 'month', 86_400 * 30],
  [Number.POSITIVE_INFINITY, 'year', 86_400 * 365],
];
// Made once: making one takes longer than to render a row of a table.
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
const grouped = new Intl.NumberFormat('en');

/** "5 min. ago", "in 3 days", or "just now" within ten seconds. Times are in milliseconds since 1970. */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  for (const [limit, unit, unitSeconds] of STEPS) {
    if (size < limit) return relative.format(Math.trunc(seconds / unitSeconds), unit);
  }
  return '';
}

/** "21 Nov 2026, 06:15:30 UTC", for tooltips and places where the exact moment matters. */
export function exactTime(at: number): string {
  return `${exact.format(at)} UTC`;
}

/** "12,345". */
export const figure = (n: number): string => grouped.format(n);

/** "3 namespaces", "1 namespace". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${figure(n)} ${n === 1 ? one : many}`;
}
