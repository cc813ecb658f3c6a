import { describe, expect, test } from 'vitest';
import { count, exactTime, relativeTime } from './format.ts';

const now = Date.UTC(2026, 10, 21, 6, 0, 0);

describe('a time is said relative to now', () => {
  test.each([
    [0, 'just now'],
    [-42_000, '42 sec. ago'],
    [-5 * 60_000, '5 min. ago'],
    [-3 * 3_600_000, '3 hr. ago'],
    [-86_400_000, '1 day ago'],
    [5 * 86_400_000, 'in 5 days'],
    [-400 * 86_400_000, '1 yr. ago'],
  ])('%d ms away reads %s', (offset, words) => {
    expect(relativeTime(now + offset, now)).toBe(words);
  });
  test('the exact time names its zone', () => {
    expect(exactTime(now)).toBe('21 Nov 2026, 06:00:00 UTC');
  });
});

test('a count agrees with its noun', () => {
  expect(count(1, 'namespace')).toBe('1 namespace');
  expect(count(12_000, 'namespace')).toBe('12,000 namespaces');
  expect(count(2, 'person', 'people')).toBe('2 people');
});
