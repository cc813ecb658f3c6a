import { expect, test } from 'vitest';
import { groupsOf, identityOf } from './claims.ts';

test('groups that are named are known, also when there are none', () => {
  expect(groupsOf({ groups: ['b', 'a', 'b', ''] }, 'groups')).toEqual(['a', 'b']);
  expect(groupsOf({ groups: [] }, 'groups')).toEqual([]);
  expect(groupsOf({ groups: 'one' }, 'groups')).toEqual(['one']);
});

test.each([
  ['absent', {}],
  ['an overage reference', { _claim_names: { groups: 'src1' } }],
  ['an overage reference beside a claim', { _claim_names: { groups: 'src1' }, groups: [] }],
  ['hasgroups', { hasgroups: true, groups: [] }],
  ['malformed', { groups: [1] }],
  ['null', { groups: null }],
])('groups that are left out (%s) are not "no groups"', (_why, claims) => {
  expect(groupsOf(claims, 'groups')).toBeNull();
});

test('an identity needs a subject and an e-mail, and says whether that is verified', () => {
  expect(identityOf({ email: 'a@b.example' }, 'i', 'groups')).toBe('no-subject');
  expect(identityOf({ sub: 's' }, 'i', 'groups')).toBe('no-email');
  expect(identityOf({ sub: 's', email: 'a@b.example' }, 'i', 'groups')).toEqual({
    issuer: 'i',
    subject: 's',
    email: 'a@b.example',
    emailVerified: false,
    name: 'a@b.example',
    groups: null,
  });
});
