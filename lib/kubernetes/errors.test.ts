import { expect, test } from 'vitest';
import { isOutage, networkError, statusError } from './errors.ts';

const failure = (code: string): Error =>
  Object.assign(new Error('fetch failed'), { cause: Object.assign(new Error(code), { code }) });

test('a refused connection is an outage, said in words', () => {
  const error = networkError(failure('ECONNREFUSED'));
  expect(error).toMatchObject({
    kind: 'unreachable',
    status: 0,
    message: 'connection refused',
    retriable: true,
  });
  expect(isOutage(error)).toBe(true);
});

test('our own deadline is a time-out and says how long it waited', () => {
  expect(networkError(new Error('aborted'), 15_000)).toMatchObject({
    kind: 'timeout',
    message: 'no answer within 15 s',
  });
});

test.each([
  [400, 'invalid', false],
  [401, 'forbidden', true],
  [403, 'forbidden', true],
  [404, 'not-found', true],
  [409, 'conflict', true],
  [410, 'conflict', true],
  [422, 'invalid', false],
  [429, 'throttled', true],
  [500, 'server', true],
  [503, 'server', true],
  [504, 'server', true],
])('status %i is %s, worth another try: %s', (status, kind, retriable) => {
  expect(statusError(status, '', undefined)).toMatchObject({ kind, retriable, status });
});

test('reason, message and causes of a Status are kept', () => {
  const body = JSON.stringify({
    kind: 'Status',
    reason: 'Invalid',
    message: 'spec.hard: bad',
    details: { causes: [{ field: 'spec.hard', reason: 'FieldValueInvalid', message: 'bad' }] },
  });
  expect(statusError(422, body, undefined)).toMatchObject({
    reason: 'Invalid',
    message: 'spec.hard: bad',
    causes: [{ field: 'spec.hard' }],
  });
});

test('an answer that is no Status keeps its text, cut short', () => {
  expect(statusError(502, `<html>${'x'.repeat(1_000)}`, undefined).message).toHaveLength(300);
});

test('Retry-After is read as seconds and as a date', () => {
  expect(statusError(429, '', '2').retryAfterMs).toBe(2_000);
  const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
  expect(statusError(503, '', inTenSeconds).retryAfterMs).toBeGreaterThan(5_000);
  expect(statusError(503, '', 'soon').retryAfterMs).toBeUndefined();
});
