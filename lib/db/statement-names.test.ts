import { expect, test } from 'vitest';
import { statementNames } from './client.ts';

test('a statement keeps its name, and no two texts share one: a connection would refuse the second', () => {
  const name = statementNames();
  const [first, second] = [name({ sql: 'SELECT 1' }), name({ sql: 'SELECT 2' })];
  expect(name({ sql: 'SELECT 1' })).toBe(first);
  expect(second).not.toBe(first);
  expect([first, second]).not.toContain('');
});

test('lists of every length fill no connection: beyond the bound a statement has no name, and those before keep theirs', () => {
  const name = statementNames(2);
  const kept = [name({ sql: 'a' }), name({ sql: 'b' })];
  expect(name({ sql: 'c' })).toBe('');
  expect([name({ sql: 'a' }), name({ sql: 'b' })]).toEqual(kept);
});
