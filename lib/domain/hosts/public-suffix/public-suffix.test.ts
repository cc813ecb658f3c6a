import { expect, test } from 'vitest';
import { isPublicSuffix } from './index.ts';

// What publicsuffix.org's own test data says of the same names.
test.each([
  ['com', true],
  ['unknown-top-level', true],
  ['co.uk', true],
  ['github.io', true],
  ['blogspot.com', true],
  ['kobe.jp', true],
  ['c.kobe.jp', true],
  ['city.kobe.jp', false],
  ['www.city.kobe.jp', false],
  ['ck', true],
  ['anything.ck', true],
  ['www.ck', false],
  ['k12.ak.us', true],
  ['ak.us', true],
  ['test.ak.us', false],
  ['xn--55qx5d.cn', true],
  ['s3.amazonaws.com', true],
  ['appspot.com', true],
  ['example.com', false],
  ['example.co.uk', false],
  ['me.github.io', false],
  ['harbor.example', false],
  ['example.test', false],
  ['amazonaws.com', false],
])('%s: %s', (name, expected) => {
  expect(isPublicSuffix(name)).toBe(expected);
});
