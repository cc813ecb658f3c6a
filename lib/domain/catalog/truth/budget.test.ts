import { expect, test } from 'vitest';
import { overBudget } from './budget.ts';

test('a budget that is kept, and a team without one, say nothing', () => {
  expect(overBudget('Shop', { 'requests.cpu': '8' }, { 'requests.cpu': '8' })).toEqual([]);
  expect(overBudget('Shop', null, { 'requests.cpu': '800' })).toEqual([]);
  expect(overBudget('Shop', { 'requests.cpu': '8' }, {})).toEqual([]);
});

test('one that is crossed says by how much, line by line', () => {
  const budget = { 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '100' };
  expect(
    overBudget('Shop', budget, { 'requests.cpu': '9500m', 'requests.memory': '20Gi', pods: '50' }),
  ).toEqual([
    'Shop would hold 9.5 CPU of its budget of 8 CPU, which is 1.5 CPU over it.',
    'Shop would hold 20 GiB of its budget of 16 GiB of memory, which is 4 GiB of memory over it.',
  ]);
});
