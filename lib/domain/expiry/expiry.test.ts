import { expect, test } from 'vitest';
import { DAYS_IN_QUARANTINE, deletedAfter, WARNED_DAYS_BEFORE } from './index.ts';

test('what has ended is kept for a week, to the moment', () => {
  expect(deletedAfter('2026-03-01T12:00:00.000Z').toISOString()).toBe('2026-03-08T12:00:00.000Z');
  expect(DAYS_IN_QUARANTINE).toBe(7);
});

test('an end is announced a week and a day ahead', () => {
  expect([...WARNED_DAYS_BEFORE]).toEqual([7, 1]);
});
