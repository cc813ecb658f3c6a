import { expect, test } from 'vitest';
import { isUnfinished } from './completions.ts';

test.each([
  ['checkout', false],
  ['team:', true],
  ['team:pay', true],
  ['shop -env:test,pro', true],
  ['team:"two wo', true],
  ['team:"two words"', true],
  ['team:pay ', false],
  ['team:pay shop', false],
  ['10:30', false],
])('a filter that is still being typed is not looked for yet: %j', (text, unfinished) => {
  expect(isUnfinished(text, text.length)).toBe(unfinished);
});

test('what stands behind the caret does not count', () => {
  expect(isUnfinished('shop team:pay', 4)).toBe(false);
});
