import { expect, test } from 'vitest';
import { askedSince, confirmationDueAt, confirmationState } from './due.ts';

const now = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const made = (days: number, confirmed: number | null = null) => ({
  createdAt: daysAgo(days),
  confirmedAt: confirmed === null ? null : daysAgo(confirmed),
});

test('a word is due half a year after the last one, or after the service was made', () => {
  expect(confirmationDueAt({ createdAt: new Date('2026-01-01T00:00:00Z'), confirmedAt: null })).toEqual(
    new Date('2026-07-02T00:00:00Z'),
  );
  expect(confirmationDueAt(made(900, 0))).toEqual(daysAgo(-182));
});

test.each([
  [made(0), 'fresh'],
  [made(167.9), 'fresh'],
  [made(168), 'soon'],
  [made(181.9), 'soon'],
  [made(182), 'due'],
  [made(900), 'due'],
  [made(900, 10), 'fresh'],
  [made(900, 175), 'soon'],
  [made(900, 300), 'due'],
] as const)('%j is %s', (confirmation, state) => {
  expect(confirmationState(confirmation, now)).toBe(state);
});

test('what is asked for lies on the near side of one moment: a query compares with it and says the same', () => {
  for (const days of [0, 100, 167.99, 168, 168.01, 182, 400]) {
    const asked = confirmationState(made(days), now) !== 'fresh';
    expect(made(days).createdAt <= askedSince(now)).toBe(asked);
  }
});
