import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorId, cursorNumber, decodeCursor, encodeCursor, pageSize } from './cursor.ts';

test('a cursor gives its values back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }), (values) => {
      expect(decodeCursor('list', encodeCursor('list', values), values.length)).toEqual(values);
    }),
  );
});

test('no cursor is the beginning; anything that was not made here is refused', () => {
  expect(decodeCursor('list', undefined, 1)).toBeNull();
  const good = encodeCursor('list', ['a']);
  for (const bad of [
    'x',
    `${good}=`,
    `${good}A`,
    encodeCursor('other', ['a']),
    encodeCursor('list', ['a', 'b']),
  ]) {
    expect(() => decodeCursor('list', bad, 1)).toThrow(/not one of this list/);
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(text !== '');
      expect(() => decodeCursor('list', text, 1)).toThrow();
    }),
  );
});

test('numbers and ids in a cursor are looked at before they reach a statement', () => {
  expect(cursorNumber('12')).toBe(12n);
  expect(() => cursorNumber("1'; DROP")).toThrow();
  expect(() => cursorId('not-a-uuid')).toThrow();
});

test('a page has 1 to 200 rows', () => {
  expect([undefined, 0, -3, 7, 9_999].map((limit) => pageSize(limit))).toEqual([50, 1, 1, 7, 200]);
});
