// What a team promises for a service (service.sla): figures, so that they can be compared, searched and printed alike everywhere.
import { z } from 'zod';
import { durationMinutes } from './duration.ts';

/** Days as a promise names them, in the order of a week. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/** Severities of an incident: 1 is the worst. */
export const SEVERITIES = ['1', '2', '3', '4'] as const;

const NO_SPAN = 'Write a span of time, such as 30 min, 4 h or 2 d.';

/** A span of time in minutes; people may type it ("30 min", "4 h", "PT4H"). */
const durationSchema = z
  .union([z.number(), z.string()], NO_SPAN)
  .transform((value, context): number => {
    const minutes =
      typeof value === 'string' ? durationMinutes(value) : durationMinutes(`${String(value)} min`);
    if (minutes !== null) return minutes;
    context.addIssue({ code: 'custom', message: NO_SPAN });
    return z.NEVER;
  })
  .pipe(z.int().min(0))
  .describe('A number of minutes, or a text such as "30 min", "4 h", "2 d" or "PT4H"; minutes are kept.');

const NO_PERCENT = 'Write the objective in percent, between 50 and 100, with at most five decimals: 99.9.';
const availability = z
  .union([z.number(), z.string()], NO_PERCENT)
  .transform((value, context): number => {
    const text = String(value).trim();
    const found = /^(\d{2,3}(?:[.,]\d{1,5})?)\s*%?$/.exec(text)?.[1];
    const percent = found === undefined ? NaN : Number(found.replace(',', '.'));
    if (percent >= 50 && percent <= 100) return percent;
    context.addIssue({ code: 'custom', message: NO_PERCENT });
    return z.NEVER;
  })
  .pipe(z.number())
  .describe('The objective over 30 days, in percent: 99.9.');

const bySeverity = z.partialRecord(z.enum(SEVERITIES), durationSchema);

const clock = z
  .string('Write a time such as 08:00.')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time of day such as 08:00.');

/** A time zone by its IANA name. */
const zoneSchema = z
  .string('Name a time zone, such as Europe/Berlin.')
  .max(64)
  .refine(isTimeZone, 'Name a time zone as IANA does, such as Europe/Berlin or UTC.');

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const day = z.enum(DAYS, 'Choose a day.');
const apart = (hours: { from: string; to: string }): boolean => hours.from !== hours.to;
const SAME_TIME = { path: ['to'], error: 'The end is the beginning. Write another time.' };

const supportSchema = z.union([
  z.literal('always'),
  z
    .strictObject({
      days: z
        .array(day)
        .min(1, 'Choose at least one day.')
        .transform((days) => DAYS.filter((one) => days.includes(one)))
        .pipe(z.array(day)),
      from: clock,
      to: clock.describe('Up to here; before `from`: on the next day.'),
      zone: zoneSchema,
    })
    .refine(apart, SAME_TIME),
]);

const windowSchema = z
  .strictObject({
    day,
    from: clock,
    to: clock,
    zone: zoneSchema,
    note: z.string().trim().max(200, 'At most 200 characters.').optional(),
  })
  .refine(apart, SAME_TIME);

/** A service's promise. Every part may be left out: what isn't there is not promised. */
export const promiseSchema = z.strictObject({
  availability: availability.optional(),
  response: bySeverity
    .optional()
    .describe('Until somebody looks at an incident, by severity; 1 is the worst.'),
  resolution: bySeverity.optional().describe('Until an incident is over, by severity.'),
  support: supportSchema
    .optional()
    .describe('When somebody answers: always, or days and hours in a time zone.'),
  rto: durationSchema.optional().describe('Recovery time objective, in minutes or as a text such as "4 h".'),
  rpo: durationSchema
    .optional()
    .describe('Recovery point objective, in minutes or as a text such as "15 min".'),
  maintenance: z.array(windowSchema).max(10, 'At most 10 maintenance windows.').optional(),
  note: z.string().trim().max(1_000, 'At most 1000 characters.').optional(),
});

/** The kept form: spans in minutes, the objective in percent. */
export type ServicePromise = z.output<typeof promiseSchema>;
export type SupportHours = NonNullable<ServicePromise['support']>;
export type MaintenanceWindow = NonNullable<ServicePromise['maintenance']>[number];

/** The promise of a service's row; what doesn't fit (a hand's edit in the database) is taken for nothing promised. */
export function promiseOf(value: unknown): ServicePromise {
  const read = promiseSchema.safeParse(value);
  return read.success ? withoutEmpty(read.data) : {};
}

/** Without members that say nothing: undefined, '' and empty lists. */
export function withoutEmpty(promise: ServicePromise): ServicePromise {
  return Object.fromEntries(
    Object.entries(promise).filter(([, value]) => {
      if (value === undefined || value === '') return false;
      return typeof value !== 'object' || Object.keys(value).length > 0;
    }),
  );
}

/** Whether anything at all is promised, a note included. */
export const promisesAnything = (promise: ServicePromise): boolean =>
  Object.keys(withoutEmpty(promise)).length > 0;

/** Whether a figure is promised: what completeness and production ask for. A note alone is none. */
export function promisesFigures(promise: ServicePromise): boolean {
  const { note: _note, maintenance: _maintenance, ...figures } = withoutEmpty(promise);
  return Object.keys(figures).length > 0;
}
