import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, SHAPE_PAIRS, TEXT_PAIRS, tokensOf } from './contrast.ts';

const tokens = tokensOf(readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8'));

test('contrast is what WCAG says it is', () => {
  const known = tokensOf('--a: light-dark(#000000, #777777); --b: light-dark(#ffffff, #ffffff)');
  expect(contrast(known, 'a', 'b', 'light')).toBeCloseTo(21, 5);
  expect(contrast(known, 'a', 'b', 'dark')).toBeCloseTo(4.48, 2);
  expect(contrast(known, 'a', 'nowhere', 'light')).toBe(0);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('text reaches 4.5:1 on everything it is put on', () => {
    for (const [front, backs] of TEXT_PAIRS)
      for (const back of backs)
        expect(contrast(tokens, front, back, theme), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
  });
  test('outlines of controls and fills of meters reach 3:1', () => {
    for (const [front, backs] of SHAPE_PAIRS)
      for (const back of backs)
        expect(contrast(tokens, front, back, theme), `${front} on ${back}`).toBeGreaterThanOrEqual(3);
  });
});
