import { describe, expect, test } from 'vitest';
import { fieldErrors } from '../desired-state/schema.ts';
import { promiseOf, promiseSchema, promisesAnything, promisesFigures } from './promise.ts';
import {
  allowedDowntimeSeconds,
  allowedDowntimeWords,
  daysWords,
  promiseLines,
  promiseOnCluster,
  supportedAt,
} from './promise-words.ts';

const office = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:00',
  zone: 'Europe/Berlin',
} as const;

const typed = {
  availability: '99,9 %',
  response: { 1: '15 min', 3: 'PT4H' },
  resolution: { 1: '4 h' },
  support: { ...office, days: [...office.days].reverse() },
  rto: '4 h',
  rpo: 0,
  maintenance: [{ day: 'sun', from: '22:00', to: '02:00', zone: 'UTC', note: 'database' }],
  note: ' Not on bank holidays. ',
};

const kept = {
  availability: 99.9,
  response: { 1: 15, 3: 240 },
  resolution: { 1: 240 },
  support: office,
  rto: 240,
  rpo: 0,
  maintenance: [{ day: 'sun', from: '22:00', to: '02:00', zone: 'UTC', note: 'database' }],
  note: 'Not on bank holidays.',
};

test('what people type becomes figures, and figures stay what they are', () => {
  expect(promiseSchema.parse(typed)).toEqual(kept);
  expect(promiseSchema.parse(kept)).toEqual(kept);
});

describe('a problem is told beside its field, with what to write instead', () => {
  test.each([
    [{ availability: '101' }, 'availability', /between 50 and 100/],
    [{ availability: 99.9999999 }, 'availability', /five decimals/],
    [{ response: { 2: 'soon' } }, 'response.2', /such as 30 min/],
    [{ response: { 5: '1 h' } }, 'response.5', /no such field/],
    [{ rto: '30' }, 'rto', /such as 30 min/],
    [{ support: { ...office, days: [] } }, 'support.days', /at least one day/],
    [{ support: { ...office, zone: 'Berlin' } }, 'support.zone', /Europe\/Berlin/],
    [{ support: { ...office, zone: '+01:00' } }, 'support.zone', /Europe\/Berlin/],
    [{ support: { ...office, from: '8' } }, 'support.from', /08:00/],
    [{ support: { ...office, to: '08:00' } }, 'support.to', /another time/],
    [
      { maintenance: [{ day: '', from: '01:00', to: '02:00', zone: 'UTC' }] },
      'maintenance.0.day',
      /Choose a day/,
    ],
    [{ availabilty: 99 }, 'availabilty', /no such field/],
  ])('%j', (promise, field, message) => {
    const result = promiseSchema.safeParse(promise);
    const errors = result.success ? [] : fieldErrors(result.error);
    expect(errors.map((error) => error.field)).toContain(field);
    expect(errors.map((error) => error.message).join(' ')).toMatch(message);
  });
});

test('a row that no form wrote promises nothing rather than breaking its page', () => {
  expect(promiseOf({ availability: 'mostly' })).toEqual({});
  expect(promiseOf(null)).toEqual({});
  expect(promiseOf({ note: 'as before' })).toEqual({ note: 'as before' });
});

test('a note is something, but no figure', () => {
  expect([promisesAnything({ note: 'x' }), promisesFigures({ note: 'x' })]).toEqual([true, false]);
  expect([promisesAnything({ response: {} }), promisesFigures({ response: {} })]).toEqual([false, false]);
  expect(promisesFigures({ rpo: 0 })).toBe(true);
});

test('downtime is exact, and rounded against the service', () => {
  expect([99.9, 99.95, 99.99, 99.999, 100, 99].map(allowedDowntimeSeconds)).toEqual([
    2_592, 1_296, 259, 25, 0, 25_920,
  ]);
  expect([99.9, 99.99, 99.999, 99].map(allowedDowntimeWords)).toEqual([
    '43 minutes',
    '4 minutes 19 seconds',
    '25 seconds',
    '7 hours 12 minutes',
  ]);
});

test('days in a row are said as one', () => {
  expect(daysWords(['mon', 'tue', 'wed', 'thu', 'fri'])).toBe('Mon–Fri');
  expect(daysWords(['sat', 'mon', 'tue'])).toBe('Mon, Tue, Sat');
  expect(daysWords(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).toBe('every day');
});

test('in words, everything that is promised and nothing else', () => {
  expect(promiseLines(promiseSchema.parse(typed))).toEqual([
    { title: 'Availability', parts: ['99.9 %, at most 43 minutes away in 30 days'] },
    { title: 'Support', parts: ['Mon–Fri, 08:00–18:00 Europe/Berlin'] },
    { title: 'Response', parts: ['severity 1: 15 minutes', 'severity 3: 4 hours'] },
    { title: 'Resolution', parts: ['severity 1: 4 hours'] },
    { title: 'Recovery time', parts: ['4 hours'] },
    { title: 'Recovery point', parts: ['0 minutes'] },
    { title: 'Maintenance', parts: ['Sun, 22:00–02:00 UTC: database'] },
    { title: 'Note', parts: ['Not on bank holidays.'] },
  ]);
  expect(promiseLines({})).toEqual([]);
  expect(promiseLines({ support: 'always' })).toEqual([{ title: 'Support', parts: ['around the clock'] }]);
});

test('on the cluster, spans carry their unit', () => {
  expect(promiseOnCluster({ availability: 99.9, response: { 1: 30 }, rto: 240, rpo: 0 })).toEqual({
    availability: 99.9,
    response: { 1: 'PT30M' },
    rto: 'PT4H',
    rpo: 'PT0M',
  });
});

test('whether somebody answers now is judged in the team’s time zone, past midnight too', () => {
  const at = (moment: string, hours: Parameters<typeof supportedAt>[0]): boolean =>
    supportedAt(hours, new Date(moment));
  // 2026-11-20 is a Friday; Berlin is an hour ahead of UTC.
  expect(at('2026-11-20T07:00:00Z', { ...office, days: [...office.days] })).toBe(true);
  expect(at('2026-11-20T06:59:00Z', { ...office, days: [...office.days] })).toBe(false);
  expect(at('2026-11-20T17:00:00Z', { ...office, days: [...office.days] })).toBe(false);
  expect(at('2026-11-21T10:00:00Z', { ...office, days: [...office.days] })).toBe(false);
  const night = { days: ['fri' as const], from: '22:00', to: '06:00', zone: 'UTC' };
  expect(at('2026-11-20T23:00:00Z', night)).toBe(true);
  expect(at('2026-11-21T05:00:00Z', night)).toBe(true);
  expect(at('2026-11-21T22:30:00Z', night)).toBe(false);
  expect(at('2026-11-20T05:00:00Z', night)).toBe(false);
  expect(at('2026-11-20T05:00:00Z', 'always')).toBe(true);
});
