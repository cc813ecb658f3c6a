import { expect, test } from 'vitest';
import { parseQuery } from '../../lib/domain/catalog/query/index.ts';
import { catalogHref } from './address.ts';
import { countUpTo, hintOf, toggled } from './words.ts';

test('a click on a value adds it, and takes it away where it is chosen; all else of the search stays', () => {
  const query = parseQuery('shop env:test -has:runbook');
  expect(toggled(query, 'env', 'production')).toBe('shop env:production,test -has:runbook');
  expect(toggled(query, 'env', 'test')).toBe('shop -has:runbook');
  expect(toggled(parseQuery('-env:test'), 'env', 'test')).toBe('env:test');
});

test('the address of a search holds no more than what was chosen', () => {
  expect(catalogHref('')).toBe('/catalog');
  expect(catalogHref('team:"a & b"', 'expiry')).toBe('/catalog?q=team%3A%22a+%26+b%22&sort=expiry');
});

test('a figure says where counting ended', () => {
  expect(countUpTo({ count: 1234, atLeast: false })).toBe('1,234');
  expect(countUpTo({ count: 1000, atLeast: true })).toBe('1,000+');
});

test('the line under a find does not say again what its name or the owner beside it says', () => {
  const owner = { slug: 'payments', name: 'Payments' };
  const service = { kind: 'service', title: 'Refunds', hint: 'Service of Payments', owner } as const;
  expect(hintOf({ ...service, why: 'exact' })).toBe('');
  expect(hintOf({ ...service, why: 'typo' })).toBe('found by a similar name');
  expect(hintOf({ ...service, owner: null, why: 'exact' })).toBe('Service of Payments');
  expect(
    hintOf({ kind: 'team', title: 'Data Platform', hint: 'data-platform', owner: null, why: 'exact' }),
  ).toBe('');
});
