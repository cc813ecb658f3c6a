/** For tests only: people, sessions and tokens without a browser. The layer law keeps the product from importing it. */
import { randomUUID } from 'node:crypto';
import { db } from '../db/client.ts';
import type { Actor, TokenScope } from './actor.ts';
import { cookieName, cookieValue } from './cookie.ts';
import { openSession, lookUpSession } from './sessions.ts';
import { mintToken } from './tokens.ts';

/** Makes a person as a sign-in would. */
export async function makePerson(options: {
  email: string;
  name?: string;
  groups?: string[];
  issuer?: string;
  subject?: string;
}): Promise<{ id: string; email: string }> {
  return db.person.create({
    data: {
      issuer: options.issuer ?? 'https://issuer.example.com',
      subject: options.subject ?? randomUUID(),
      email: options.email,
      name: options.name ?? options.email,
      groups: options.groups ?? [],
      groupsSeenAt: new Date(),
      lastSeenAt: new Date(),
    },
    select: { id: true, email: true },
  });
}

/** A session of a person, with the cookie that a browser would send. */
export async function mintSessionCookie(personId: string): Promise<{
  sessionId: string;
  name: string;
  value: string;
  /** Ready for a Cookie header. */
  header: string;
}> {
  const sessionId = await openSession(personId, null);
  const name = cookieName();
  const value = await cookieValue(sessionId);
  return { sessionId, name, value, header: `${name}=${value}` };
}

/** The actor of a person, through a real session; read it again to see what changed. */
export async function actorOf(personId: string): Promise<Actor> {
  const found = await lookUpSession(await openSession(personId, null));
  if (found.state !== 'live') throw new Error(`no session: ${found.reason}`);
  return found.actor;
}

/** An API token of a person, with its text. */
export async function mintApiToken(
  personId: string,
  scopes: TokenScope[],
  expiresAt: Date = new Date(Date.now() + 86_400_000),
): Promise<{ id: string; token: string }> {
  const id = randomUUID();
  const { token, hash } = mintToken(id);
  await db.apiToken.create({
    data: { id, personId, name: 'test', secretHash: new Uint8Array(hash), scopes, expiresAt },
  });
  return { id, token };
}
