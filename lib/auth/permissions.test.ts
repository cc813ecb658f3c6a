import { expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { PERMISSIONS, can, requirePermission } from './permissions.ts';
import type { Permission } from './permissions.ts';

const TEAM = 'team-1';
const base: Actor = {
  personId: 'p',
  email: 'p@harbor.example',
  name: 'P',
  kind: 'session',
  credentialId: 'c',
  roles: [],
  teams: [],
  scopes: null,
  groups: [],
  groupsState: 'known',
};
const inTeam = (role: 'member' | 'maintainer'): Actor => ({
  ...base,
  teams: [{ id: TEAM, slug: 't', name: 'T', role }],
});
const stranger = base;
const member = inTeam('member');
const maintainer = inTeam('maintainer');
const administrator: Actor = { ...base, roles: ['administrator'] };
const approver: Actor = { ...base, roles: ['approver'] };
const auditor: Actor = { ...base, roles: ['auditor'] };
const people = { stranger, member, maintainer, administrator, approver, auditor };

const subject = { teamId: TEAM, requesterId: 'somebody', parties: [{ kind: 'platform', teamId: null }] };

/** Who of the six may, for somebody else's thing in TEAM with a platform party. */
const MAY: Record<Permission, (keyof typeof people)[]> = {
  'catalog.read': ['stranger', 'member', 'maintainer', 'administrator', 'approver', 'auditor'],
  'namespace.details': ['member', 'maintainer', 'administrator', 'auditor'],
  'namespace.ask': ['member', 'maintainer', 'administrator'],
  'namespace.change': ['member', 'maintainer', 'administrator'],
  'namespace.retry': ['member', 'maintainer', 'administrator'],
  'connection.see': ['member', 'maintainer', 'administrator', 'auditor'],
  'connection.end': ['maintainer', 'administrator'],
  'request.see': ['member', 'maintainer', 'administrator', 'approver', 'auditor'],
  'request.decide': ['administrator', 'approver'],
  'request.withdraw': [],
  'request.answer': ['member', 'maintainer'],
  'request.comment': ['member', 'maintainer', 'administrator', 'approver'],
  'team.create': ['administrator'],
  'team.details': ['member', 'maintainer', 'administrator', 'auditor'],
  'team.update': ['maintainer', 'administrator'],
  'team.budget': ['administrator'],
  'team.map-group': ['administrator'],
  'service.write': ['member', 'maintainer', 'administrator'],
  'service.confirm': ['member', 'maintainer'],
  'link.report': ['stranger', 'member', 'maintainer', 'administrator', 'approver'],
  'link.clear': ['member', 'maintainer'],
  'transfer.open': ['member', 'maintainer'],
  'transfer.accept': ['maintainer', 'administrator'],
  'transfer.decline': ['maintainer', 'administrator'],
  'transfer.withdraw': ['maintainer', 'administrator'],
  'transfer.route': ['administrator'],
  'transfer.details': ['member', 'maintainer', 'administrator', 'auditor'],
  'orphans.read': ['administrator', 'auditor'],
  'cluster.write': ['administrator'],
  'zone.write': ['administrator'],
  'zone.details': ['member', 'maintainer', 'administrator', 'auditor'],
  'delegation.write': ['administrator'],
  'host.revoke': ['administrator'],
  'cluster.operations': ['administrator', 'approver', 'auditor'],
  'people.read': ['administrator', 'auditor'],
  'people.write': ['administrator'],
  'role.write': ['administrator'],
  'audit.read': ['member', 'maintainer', 'administrator', 'auditor'],
  'search.save': ['stranger', 'member', 'maintainer', 'administrator', 'approver', 'auditor'],
  'search.share': ['member', 'maintainer'],
  'search.delete': ['maintainer'],
  'token.read': ['stranger', 'member', 'maintainer', 'administrator', 'approver', 'auditor'],
  'token.write': [],
  'session.end': ['administrator'],
};

test.each(Object.keys(PERMISSIONS) as Permission[])(
  '%s is for those whom the table names, and no others',
  (permission) => {
    const may = Object.entries(people)
      .filter(([, actor]) => can(actor, permission, subject))
      .map(([name]) => name);
    expect(may).toEqual(MAY[permission]);
  },
);

// A kept search is the reader's own, like a token or a session: it changes nothing that anybody else reads.
const OWN_THINGS: readonly Permission[] = ['search.save'];

test('an auditor changes nothing: no permission with a write or approve scope is theirs, but to keep a search of their own', () => {
  for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
    if (PERMISSIONS[permission].scope !== 'read' && !OWN_THINGS.includes(permission))
      expect(can(auditor, permission, subject)).toBe(false);
  }
});

test('nobody decides their own request, not even an administrator', () => {
  for (const actor of [administrator, approver, maintainer]) {
    const own = {
      ...subject,
      requesterId: actor.personId,
      parties: [...subject.parties, { kind: 'team', teamId: TEAM }],
    };
    expect(can(actor, 'request.decide', own)).toBe(false);
  }
});

test('whoever opened a transfer does not accept it, whatever their roles; they may take it back', () => {
  for (const actor of [administrator, maintainer, member]) {
    const own = { ...subject, requesterId: actor.personId };
    expect(can(actor, 'transfer.accept', own)).toBe(false);
    expect(can(actor, 'transfer.withdraw', own)).toBe(true);
  }
  // Who opened it is gone: nobody is taken for them.
  expect(can(maintainer, 'transfer.accept', { ...subject, requesterId: null })).toBe(true);
  expect(can(member, 'transfer.withdraw', { ...subject, requesterId: null })).toBe(false);
});

test('the maintainers of a parent team route and see what the teams below it leave behind', () => {
  const below = { teamId: 'team-2', parentTeamId: TEAM };
  for (const permission of ['transfer.route', 'orphans.read'] as const) {
    expect(can(maintainer, permission, below)).toBe(true);
    expect(can(member, permission, below)).toBe(false);
    expect(can(maintainer, permission, { teamId: TEAM, parentTeamId: null })).toBe(false);
  }
});

test('only maintainers speak for their team, and only approvers and administrators for the platform', () => {
  const teams = { ...subject, parties: [{ kind: 'team', teamId: TEAM }] };
  expect(can(maintainer, 'request.decide', teams)).toBe(true);
  for (const actor of [member, administrator, approver, stranger]) {
    expect(can(actor, 'request.decide', teams)).toBe(false);
  }
});

test("the other side's maintainers speak for their team; the asking team's don't, unless they are its maintainers too", () => {
  const OTHER = 'team-2';
  const maintains = (...ids: string[]): Actor => ({
    ...base,
    teams: ids.map((id) => ({ id, slug: id, name: id, role: 'maintainer' })),
  });
  const asked = { ...subject, parties: [{ kind: 'team', teamId: OTHER }] };
  expect(can(maintains(TEAM), 'request.decide', asked)).toBe(false);
  expect(can(maintains(OTHER), 'request.decide', asked)).toBe(true);
  expect(can(maintains(TEAM, OTHER), 'request.decide', asked)).toBe(true);
  const memberOfOther: Actor = { ...base, teams: [{ id: OTHER, slug: 'o', name: 'O', role: 'member' }] };
  expect(can(memberOfOther, 'request.see', asked)).toBe(false);
});

test("a zone's owner team speaks for it through its maintainers; while it has none, the platform does", () => {
  const zone = (ownerTeamId: string | null) => ({
    ...subject,
    parties: [{ kind: 'zone', teamId: null, zone: { ownerTeamId } }],
  });
  const deciders = (ownerTeamId: string | null): string[] =>
    Object.entries(people)
      .filter(([, actor]) => can(actor, 'request.decide', zone(ownerTeamId)))
      .map(([name]) => name);
  expect(deciders(TEAM)).toEqual(['maintainer']);
  expect(deciders('team-2')).toEqual([]);
  expect(deciders(null)).toEqual(['administrator', 'approver']);
  // A party that was read without its zone is nobody's: better stuck than decided by the wrong ones.
  const unread = { ...subject, parties: [{ kind: 'zone', teamId: null }] };
  for (const actor of Object.values(people)) expect(can(actor, 'request.decide', unread)).toBe(false);
});

test('a connection is ended by maintainers of either side, seen by members of both, and not there for others', () => {
  const between = { teamId: 'team-2', otherTeamId: TEAM };
  expect(can(maintainer, 'connection.end', between)).toBe(true);
  expect(can(maintainer, 'connection.end', { teamId: TEAM, otherTeamId: 'team-2' })).toBe(true);
  expect(() => {
    requirePermission(member, 'connection.end', between, 'connection');
  }).toThrow(/Only maintainers of the team at either end/);
  expect(() => {
    requirePermission(approver, 'connection.end', between, 'connection');
  }).toThrow(/no such connection/);
});

test('who may not see a thing hears 404; who sees it and may not hears 403 with a sentence', () => {
  expect(() => {
    requirePermission(stranger, 'request.decide', subject, 'request');
  }).toThrow(/no such request/);
  expect(() => {
    requirePermission(member, 'request.decide', subject, 'request');
  }).toThrow(/nobody approves their own/);
  expect(() => {
    requirePermission(stranger, 'namespace.details', subject, 'namespace');
  }).toThrow(/no such namespace/);
});

test('a token does what its scopes say and its person may, never more, and never what only a browser does', () => {
  const token = (scopes: Actor['scopes']): Actor => ({ ...administrator, kind: 'token', scopes });
  expect(can(token(['read']), 'catalog.read')).toBe(true);
  expect(can(token(['read']), 'namespace.ask', subject)).toBe(false);
  expect(can(token(['write']), 'request.decide', subject)).toBe(false);
  expect(can(token(['approve']), 'request.decide', subject)).toBe(true);
  expect(can(token(['approve']), 'catalog.read')).toBe(false);
  for (const permission of ['token.write', 'role.write', 'team.map-group', 'people.write'] as const) {
    expect(can(token(['read', 'write', 'approve']), permission, { ownerId: 'p' })).toBe(false);
  }
  expect(
    can({ ...stranger, kind: 'token', scopes: ['read', 'write', 'approve'] }, 'namespace.ask', subject),
  ).toBe(false);
});
