import { expect, test } from 'vitest';
import type { AccessEntry } from '../../desired-state/schema.ts';
import { contactAfter, handedOver } from './handover.ts';
import type { HandoverSide } from './handover.ts';

const payments: HandoverSide = {
  contactEmail: 'payments@harbor.example',
  maintainerGroups: ['payments-maintainers'],
  memberGroups: ['payments-members', 'everybody-in-finance'],
  people: ['mei@harbor.example', 'both@harbor.example'],
};
const shop: HandoverSide = {
  contactEmail: 'shop@harbor.example',
  maintainerGroups: ['shop-maintainers'],
  memberGroups: ['shop-members', 'everybody-in-finance'],
  people: ['dae@harbor.example', 'Both@harbor.example'],
};
const group = (name: string, role: AccessEntry['role']): AccessEntry => ({ kind: 'group', name, role });
const user = (name: string, role: AccessEntry['role']): AccessEntry => ({ kind: 'user', name, role });

test('the giving team’s groups and people go, the receiving team comes in, guests stay', () => {
  const before = [
    group('payments-maintainers', 'maintainer'),
    group('payments-members', 'developer'),
    group('auditors', 'viewer'),
    user('Mei@harbor.example', 'developer'),
    user('guest@elsewhere.example', 'viewer'),
  ];
  expect(handedOver(before, payments, shop)).toEqual([
    group('shop-maintainers', 'maintainer'),
    group('shop-members', 'developer'),
    group('everybody-in-finance', 'developer'),
    group('auditors', 'viewer'),
    user('guest@elsewhere.example', 'viewer'),
  ]);
});

test('whoever is in both teams stays, and no group is named twice', () => {
  const before = [
    user('both@harbor.example', 'maintainer'),
    group('everybody-in-finance', 'viewer'),
    group('shop-members', 'viewer'),
  ];
  expect(handedOver(before, payments, shop)).toEqual([
    group('shop-maintainers', 'maintainer'),
    group('shop-members', 'developer'),
    group('everybody-in-finance', 'developer'),
    user('both@harbor.example', 'maintainer'),
  ]);
});

test('the team’s own address gives way; one that was chosen stays', () => {
  expect(contactAfter('payments@harbor.example', payments, shop)).toBe('shop@harbor.example');
  expect(contactAfter('refunds@harbor.example', payments, shop)).toBe('refunds@harbor.example');
  expect(contactAfter(null, payments, shop)).toBeNull();
});
