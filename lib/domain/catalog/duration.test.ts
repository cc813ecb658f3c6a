import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_MINUTES, durationIso, durationMinutes, durationWords } from './duration.ts';

describe('a span that somebody types', () => {
  test.each([
    ['30 min', 30],
    ['4h', 240],
    ['4 hours', 240],
    ['2 d', 2_880],
    ['1 week', 10_080],
    ['1 h 30 min', 90],
    ['1 day, 12 hours', 2_160],
    ['1.5 h', 90],
    ['1,5 h', 90],
    ['PT4H', 240],
    ['P1DT12H', 2_160],
    ['pt15m', 15],
    ['0', 0],
    [' 15 Min. ', 15],
  ])('%s is %i minutes', (text, minutes) => {
    expect(durationMinutes(text)).toBe(minutes);
  });

  test.each(['', '30', 'soon', '4 h 2 h', '-5 min', '10 s', '0.3 min', 'P', 'PT', '400 d', '1 h x', 'P1.5D'])(
    '"%s" can’t be read',
    (text) => {
      expect(durationMinutes(text)).toBeNull();
    },
  );

  test('what is printed, in words or as ISO 8601, is read as the same span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST_MINUTES }), (minutes) => {
        expect(durationMinutes(durationWords(minutes))).toBe(minutes);
        expect(durationMinutes(durationIso(minutes))).toBe(minutes);
      }),
    );
  });

  test('no text makes it fail, and none becomes a span that is not whole or too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0123456789 .,hmdwPT')) }), (text) => {
        const minutes = durationMinutes(text);
        if (minutes === null) return;
        expect(Number.isInteger(minutes) && minutes >= 0 && minutes <= LONGEST_MINUTES).toBe(true);
      }),
    );
  });
});

test('words are in the singular for one', () => {
  expect([1, 60, 1_440, 1_501].map(durationWords)).toEqual([
    '1 minute',
    '1 hour',
    '1 day',
    '1 day 1 hour 1 minute',
  ]);
});
