// Spans of time as people write them in a promise: "30 min", "4 h", "2 d", "1 h 30 min", or ISO 8601 ("PT4H"). Whole minutes.

const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440, w: 10_080 };
const UNITS: Readonly<Record<string, string>> = {
  m: 'm', min: 'm', mins: 'm', minute: 'm', minutes: 'm',
  h: 'h', hr: 'h', hrs: 'h', hour: 'h', hours: 'h',
  d: 'd', day: 'd', days: 'd',
  w: 'w', wk: 'w', wks: 'w', week: 'w', weeks: 'w',
}; // prettier-ignore
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/i;
const PART = /^(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?(?:\s*(?:,|and\b)?\s*)/i;

/** The longest span a promise can name: a year, in minutes. */
export const LONGEST_MINUTES = 366 * 1_440;

/**
 * Minutes of a span that somebody typed; null when it can't be read, isn't whole minutes, or is longer than a year. "0" is no time
 * at all. A bare number other than 0 can't be read: nobody knows its unit.
 */
export function durationMinutes(text: string): number | null {
  const typed = text.trim();
  const minutes = /^0+$/.test(typed) ? 0 : (isoMinutes(typed) ?? typedMinutes(typed));
  if (minutes === null || minutes > LONGEST_MINUTES) return null;
  const whole = Math.round(minutes);
  return Math.abs(minutes - whole) < 1e-6 ? whole : null;
}

function isoMinutes(text: string): number | null {
  const found = ISO.exec(text);
  if (!found || !/\d/.test(text) || /T$/i.test(text)) return null;
  const [, weeks, days, hours, minutes] = Array.from(found, (part?: string) => Number(part ?? 0));
  return (weeks ?? 0) * 10_080 + (days ?? 0) * 1_440 + (hours ?? 0) * 60 + (minutes ?? 0);
}

function typedMinutes(text: string): number | null {
  let rest = text;
  let minutes = 0;
  const seen = new Set<string>();
  while (rest !== '') {
    const [whole, amount = '', word = ''] = PART.exec(rest) ?? [];
    const unit = UNITS[word.toLowerCase()];
    if (whole === undefined || unit === undefined || seen.has(unit)) return null;
    seen.add(unit);
    minutes += Number(amount.replace(',', '.')) * (MINUTES[unit] ?? 0);
    rest = rest.slice(whole.length);
  }
  return seen.size === 0 ? null : minutes;
}

/** Minutes in words, as `durationMinutes` reads them: "30 minutes", "4 hours", "1 day 12 hours", "0 minutes". */
export function durationWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1_440), 'day'],
    [Math.floor((minutes % 1_440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => plural(amount, unit));
  return said.length === 0 ? '0 minutes' : said.join(' ');
}

/** Minutes as ISO 8601 writes them: "PT30M", "P1DT12H". */
export function durationIso(minutes: number): string {
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  const time = `${hours > 0 ? `${String(hours)}H` : ''}${minutes % 60 > 0 ? `${String(minutes % 60)}M` : ''}`;
  if (days === 0 && time === '') return 'PT0M';
  return `P${days > 0 ? `${String(days)}D` : ''}${time === '' ? '' : `T${time}`}`;
}

const plural = (amount: number, unit: string): string =>
  `${String(amount)} ${unit}${amount === 1 ? '' : 's'}`;
