/** What the directory says of a person, and to whom. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  makeTeam,
  openHouse,
  somebody,
  somebodyWithRole,
  unique,
  type House,
} from '../actions/testing/house.ts';
import { db } from '../db/client.ts';
import { getPerson } from './person-card.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(async () => {
  await house.close();
});

test('everybody who is signed in sees name, e-mail, teams, and what these run', async () => {
  const [maintained, other] = [await makeTeam(), await makeTeam()];
  await db.service.createMany({
    data: [
      { slug: unique('svc'), name: 'Batch', teamId: maintained.id },
      { slug: unique('svc'), name: 'Checkout', teamId: maintained.id, tier: 1 },
    ],
  });
  const person = await somebody([other.members, maintained.maintainers]);
  const seen = await getPerson(await somebody(), person.personId);
  expect(seen).toMatchObject({ name: person.name, email: person.email, isReader: false, teamTotal: 2 });
  expect(seen.teams.map(({ slug, role }) => [slug, role])).toEqual([
    [maintained.slug, 'maintainer'],
    [other.slug, 'member'],
  ]);
  expect(seen.teams[0]).toMatchObject({ services: 2, contactEmail: `${maintained.slug}@harbor.example` });
  expect(seen.teams[0]?.serviceRows.map(({ name }) => name)).toEqual(['Checkout', 'Batch']);
});

test('whether somebody was here lately is for themselves, their teams, administrators and auditors', async () => {
  const team = await makeTeam();
  const person = await somebody([team.members]);
  const id = person.personId;
  expect((await getPerson(await somebody(), id)).seenLately).toBeNull();
  expect((await getPerson(person, id)).seenLately).toBe(true);
  await db.person.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 91 * 86_400_000) } });
  for (const reader of [
    await somebody([team.maintainers]),
    await somebodyWithRole('auditor'),
    await somebodyWithRole('administrator'),
  ]) {
    expect((await getPerson(reader, id)).seenLately).toBe(false);
  }
});

test('nobody is found by an id that nobody has, or that is none; who is shut out is found by the house alone', async () => {
  const reader = await somebody();
  await expect(getPerson(reader, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  await expect(getPerson(reader, 'tomas')).rejects.toMatchObject({ code: 'not-found' });
  const gone = await somebody();
  await db.person.update({ where: { id: gone.personId }, data: { disabledAt: new Date() } });
  await expect(getPerson(reader, gone.personId)).rejects.toMatchObject({ code: 'not-found' });
  expect(await getPerson(await somebodyWithRole('auditor'), gone.personId)).toMatchObject({ disabled: true });
});
