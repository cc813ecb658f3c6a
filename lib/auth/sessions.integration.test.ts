/** Sessions against a real Postgres and a token endpoint that can be told to say no, to say nothing, or to leave groups out. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openHouse, unique } from '../actions/testing/house.ts';
import type { House } from '../actions/testing/house.ts';
import { db } from '../db/client.ts';
import { actorFromRequest } from './request.ts';
import { lookUpSession, openSession, signOut } from './sessions.ts';
import { upsertPerson } from './sign-in.ts';
import { actorOf, makePerson, mintApiToken, mintSessionCookie } from './testing.ts';

let house: House;
let provider: Server;
let issuer: string;
/** What the token endpoint does with the next refresh. */
let answer: (subject: string) => { status: number; body: object };
let refreshes = 0;

function idToken(subject: string, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1_000) + 300;
  return `${part({ alg: 'none' })}.${part({ iss: issuer, aud: 'berth', sub: subject, exp, ...claims })}.x`;
}

const renewed = (claims: object) => (subject: string) => ({
  status: 200,
  body: {
    id_token: idToken(subject, {
      email: `${subject}@harbor.example`,
      email_verified: true,
      name: 'N',
      ...claims,
    }),
    refresh_token: `next of ${subject}`,
    access_token: 'a',
  },
});

beforeAll(async () => {
  house = await openHouse();
  provider = createServer((request, response) => {
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/.well-known/openid-configuration') {
      send(200, { issuer, token_endpoint: `${issuer}/token` });
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      refreshes += 1;
      const token = new URLSearchParams(body).get('refresh_token') ?? '';
      const { status, body: said } = answer(token.replace('next of ', ''));
      send(status, said);
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${String((provider.address() as AddressInfo).port)}`;
  process.env['BERTH_OIDC_ISSUER'] = issuer;
});
afterAll(async () => {
  provider.close();
  await house.close();
});
beforeEach(() => {
  refreshes = 0;
  answer = renewed({ groups: ['now'] });
});

/** A session of somebody whose refresh token is their subject, last renewed some minutes ago. */
async function session(minutesOld: number): Promise<{ id: string; personId: string; subject: string }> {
  const subject = unique('subject');
  const person = await makePerson({
    email: `${subject}@harbor.example`,
    subject,
    issuer,
    groups: ['before'],
  });
  const id = await openSession(person.id, subject);
  await db.$executeRaw`
    UPDATE session SET refreshed_at = now() - make_interval(mins => ${minutesOld}::int) WHERE id = ${id}::uuid`;
  return { id, personId: person.id, subject };
}

async function live(id: string) {
  const found = await lookUpSession(id);
  if (found.state !== 'live') throw new Error(found.reason);
  return found.actor;
}

test('a young session asks the provider nothing', async () => {
  const { id } = await session(14);
  expect((await live(id)).groups).toEqual(['before']);
  expect(refreshes).toBe(0);
});

test('after a quarter of an hour the groups are those that the provider names now, and the new token is kept', async () => {
  const { id } = await session(16);
  const actor = await live(id);
  expect(actor.groups).toEqual(['now']);
  expect(actor.sessionNotice).toBeUndefined();
  await db.$executeRaw`UPDATE session SET refreshed_at = now() - interval '16 minutes' WHERE id = ${id}::uuid`;
  await live(id);
  expect(refreshes).toBe(2);
});

test('twenty requests at once renew once', async () => {
  const { id } = await session(16);
  await Promise.all(Array.from({ length: 20 }, () => live(id)));
  expect(refreshes).toBe(1);
});

test('twenty requests at once after a long pause wait for the one renewal, and all see its result', async () => {
  const { id } = await session(120);
  const actors = await Promise.all(Array.from({ length: 20 }, () => live(id)));
  expect(refreshes).toBe(1);
  expect(actors.every((actor) => actor.groups.join() === 'now')).toBe(true);
});

test('groups that the provider leaves out keep those that are known, and it is said', async () => {
  answer = renewed({ _claim_names: { groups: 'src1' } });
  const { id } = await session(16);
  const actor = await live(id);
  expect(actor).toMatchObject({ groups: ['before'], groupsState: 'left-out' });
  expect(actor.sessionNotice).toMatch(/left your groups out/);
});

test('an empty groups claim is no groups, and counts', async () => {
  answer = renewed({ groups: [] });
  const { id } = await session(16);
  expect(await live(id)).toMatchObject({ groups: [], groupsState: 'known' });
});

test('a provider that refuses the refresh token ends the session, for good', async () => {
  answer = () => ({ status: 400, body: { error: 'invalid_grant' } });
  const { id } = await session(16);
  expect(await lookUpSession(id)).toEqual({ state: 'ended', reason: 'provider-refused' });
  answer = renewed({ groups: ['now'] });
  expect(await lookUpSession(id)).toEqual({ state: 'ended', reason: 'signed-out' });
  const row = await db.session.findUniqueOrThrow({ where: { id } });
  expect(row.refreshTokenSealed).toBeNull();
});

test('a provider that answers for somebody else, or no longer vouches for the e-mail, ends the session', async () => {
  for (const claims of [{ sub: 'somebody-else' }, { email_verified: false }]) {
    answer = renewed({ groups: [], ...claims });
    const { id } = await session(16);
    expect(await lookUpSession(id)).toEqual({ state: 'ended', reason: 'provider-refused' });
  }
});

test('a provider that is down is said, tried again, and after an hour access ends until it answers', async () => {
  answer = () => ({ status: 503, body: {} });
  const { id } = await session(20);
  expect((await live(id)).sessionNotice).toMatch(/has not answered since/);
  await live(id);
  expect(refreshes).toBe(1);
  const later = async (minutes: number) =>
    db.$executeRaw`
      UPDATE session SET refreshed_at = now() - make_interval(mins => ${minutes}::int),
        refresh_started_at = now() - interval '2 minutes' WHERE id = ${id}::uuid`;
  await later(61);
  expect(await lookUpSession(id)).toEqual({ state: 'ended', reason: 'provider-silent' });
  expect(refreshes).toBe(2);
  answer = renewed({ groups: ['now'] });
  await later(61);
  expect((await live(id)).groups).toEqual(['now']);
});

test('a session ends after eight hours, when it is signed out, and when its person is disabled', async () => {
  const old = await session(1);
  await db.$executeRaw`UPDATE session SET expires_at = now() WHERE id = ${old.id}::uuid`;
  expect(await lookUpSession(old.id)).toEqual({ state: 'ended', reason: 'expired' });
  const left = await session(1);
  await signOut(left.id);
  expect(await lookUpSession(left.id)).toEqual({ state: 'ended', reason: 'signed-out' });
  const shut = await session(1);
  await db.person.update({ where: { id: shut.personId }, data: { disabledAt: new Date() } });
  expect(await lookUpSession(shut.id)).toEqual({ state: 'ended', reason: 'disabled' });
  const { expiresAt, createdAt } = await db.session.findUniqueOrThrow({ where: { id: left.id } });
  expect(Math.round((expiresAt.getTime() - createdAt.getTime()) / 3_600_000)).toBe(8);
});

test('the refresh token is nowhere in the table as text', async () => {
  const { subject, id } = await session(1);
  const row = await db.session.findUniqueOrThrow({ where: { id } });
  expect(Buffer.from(row.refreshTokenSealed ?? []).toString('latin1')).not.toContain(subject);
});

test('a cookie that we did not write, or of another secret, is nobody', async () => {
  const person = await makePerson({ email: `${unique('p')}@harbor.example` });
  const cookie = await mintSessionCookie(person.id);
  const by = (header: string) =>
    actorFromRequest(new Request('https://berth.example/', { headers: { cookie: header } }));
  expect((await by(`a=b; ${cookie.header}`))?.personId).toBe(person.id);
  expect(await by(`${cookie.name}=${cookie.sessionId}`)).toBeNull();
  expect(await by(`${cookie.name}=${cookie.value.slice(0, -2)}xx`)).toBeNull();
});

test('an API token works until it expires, is revoked, or its owner is disabled or long gone', async () => {
  const person = await makePerson({ email: `${unique('p')}@harbor.example` });
  const by = (token: string) =>
    actorFromRequest(
      new Request('https://berth.example/', { headers: { authorization: `Bearer ${token}` } }),
    );
  const { id, token } = await mintApiToken(person.id, ['read']);
  expect(await by(token)).toMatchObject({ kind: 'token', scopes: ['read'], personId: person.id });
  expect((await db.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt).not.toBeNull();
  await expect(by(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).rejects.toMatchObject({
    status: 401,
  });
  await expect(by('nonsense')).rejects.toMatchObject({ status: 401 });

  const over = await mintApiToken(person.id, ['read'], new Date(Date.now() - 1_000));
  await expect(by(over.token)).rejects.toThrow(/expired/);
  await db.$executeRaw`UPDATE person SET groups_seen_at = now() - interval '31 days', last_seen_at = NULL WHERE id = ${person.id}::uuid`;
  await expect(by(token)).rejects.toThrow(/not signed in for 30 days/);
  await db.$executeRaw`UPDATE person SET groups_seen_at = now(), disabled_at = now() WHERE id = ${person.id}::uuid`;
  await expect(by(token)).rejects.toThrow(/disabled/);
  await db.person.update({ where: { id: person.id }, data: { disabledAt: null } });
  await db.apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
  await expect(by(token)).rejects.toThrow(/revoked/);
});

test('signing in follows the e-mail, refuses one that is unverified or taken, and refuses the disabled', async () => {
  const subject = unique('s');
  const identity = {
    issuer,
    subject,
    email: `${subject}@harbor.example`,
    emailVerified: true,
    name: 'N',
    groups: ['a'],
  };
  expect(await upsertPerson({ ...identity, emailVerified: false })).toBe('email-unverified');
  const first = await upsertPerson(identity);
  const renamed = await upsertPerson({ ...identity, email: `new-${subject}@harbor.example`, groups: null });
  expect(renamed).toEqual(first);
  const person = await db.person.findFirstOrThrow({ where: { subject } });
  expect(person).toMatchObject({
    email: `new-${subject}@harbor.example`,
    groups: ['a'],
    groupsState: 'left-out',
  });
  expect(await upsertPerson({ ...identity, subject: unique('s'), email: person.email })).toBe('email-taken');
  await db.person.update({ where: { id: person.id }, data: { disabledAt: new Date() } });
  expect(await upsertPerson(identity)).toBe('disabled');
});

test('a person of two sign-ins at once is one person', async () => {
  const subject = unique('s');
  const identity = {
    issuer,
    subject,
    email: `${subject}@x.example`,
    emailVerified: true,
    name: 'N',
    groups: [],
  };
  const people = await Promise.all(Array.from({ length: 5 }, () => upsertPerson(identity)));
  expect(new Set(people.map((person) => JSON.stringify(person))).size).toBe(1);
  expect(people[0]).toHaveProperty('id');
  expect(await db.person.count({ where: { subject } })).toBe(1);
});

test('roles come from grants to the person and to their groups, and from configuration by exact e-mail', async () => {
  const group = unique('g');
  await db.roleGrant.create({ data: { role: 'auditor', groupName: group } });
  const person = await makePerson({ email: `${unique('p')}@harbor.example`, groups: [group] });
  expect((await actorOf(person.id)).roles).toEqual(['auditor']);
  const first = await makePerson({ email: 'first@harbor.example' });
  expect((await actorOf(first.id)).roles).toEqual(['administrator']);
});
