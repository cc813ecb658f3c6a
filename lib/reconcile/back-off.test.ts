import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs, inWords } from './back-off.ts';

const KINDS = [
  'unreachable',
  'timeout',
  'throttled',
  'server',
  'conflict',
  'not-found',
  'forbidden',
  'invalid',
  'internal',
] as const;

test('a wait is never above a minute while a cluster is away, nor ever below a moment', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, random) => {
        const ms = backOffMs('unreachable', attempts, undefined, random);
        expect(ms).toBeLessThanOrEqual(60_000);
        expect(ms).toBeGreaterThanOrEqual(800);
      },
    ),
  );
});

test('waits grow with failures in a row, whatever failed', () => {
  for (const kind of KINDS) {
    let before = 0;
    for (let attempts = 1; attempts <= 12; attempts += 1) {
      const ms = backOffMs(kind, attempts, undefined, 0.5);
      expect(ms).toBeGreaterThanOrEqual(before);
      before = ms;
    }
  }
});

test('a server that says when to come back is heard', () => {
  expect(backOffMs('throttled', 1, 20_000, 0)).toBe(20_000);
});

test('waits are said in words', () => {
  expect([inWords(200), inWords(8_400), inWords(60_000), inWords(290_000)]).toEqual([
    '1 s',
    '8 s',
    '1 min',
    '5 min',
  ]);
});
