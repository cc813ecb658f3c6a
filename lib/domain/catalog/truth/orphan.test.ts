import { expect, test } from 'vitest';
import { orphanReasons } from './orphan.ts';
import type { TeamPresence } from './orphan.ts';

const now = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const cared: TeamPresence = {
  archivedAt: null,
  createdAt: daysAgo(400),
  maintainers: 2,
  lastSeenAt: daysAgo(1),
};
const keys = (team: Partial<TeamPresence>): string[] =>
  orphanReasons({ ...cared, ...team }, now).map(({ key }) => key);

test('a team with a maintainer who was here looks after its services', () => {
  expect(keys({})).toEqual([]);
  expect(keys({ lastSeenAt: daysAgo(90) })).toEqual([]);
});

test('an archived team looks after nothing, whoever is in it', () => {
  expect(keys({ archivedAt: daysAgo(1) })).toEqual(['team-archived']);
});

test('a team without maintainers, and one that nobody has seen for 90 days', () => {
  expect(keys({ maintainers: 0 })).toEqual(['no-maintainer']);
  expect(keys({ lastSeenAt: daysAgo(90.5) })).toEqual(['nobody-seen']);
  expect(orphanReasons({ ...cared, lastSeenAt: daysAgo(120) }, now)[0]?.words).toContain('120 days');
  expect(keys({ maintainers: 0, lastSeenAt: null })).toEqual(['no-maintainer', 'nobody-seen']);
});

test('a new team has two weeks until its people must have signed in', () => {
  const nobody = { maintainers: 0, lastSeenAt: null };
  expect(keys({ ...nobody, createdAt: daysAgo(13) })).toEqual([]);
  expect(keys({ ...nobody, createdAt: daysAgo(15) })).toEqual(['no-maintainer']);
});
