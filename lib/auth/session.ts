/** Who looks at this page. Server-only; one look at the database per request, however many components ask. */
import 'server-only';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from './actor.ts';
import { cookieName, sessionIdOf } from './cookie.ts';
import { lookUpSession } from './sessions.ts';
import type { SessionLookup } from './sessions.ts';

/** Request header in which proxy.ts tells the path that was asked for; a value that a client sends is overwritten there. */
const PATH_HEADER = 'x-berth-path';

const lookUp = cache(async (): Promise<SessionLookup | null> => {
  const jar = await cookies();
  const sessionId = await sessionIdOf(jar.get(cookieName())?.value);
  return sessionId === null ? null : lookUpSession(sessionId);
});

/** The actor, or null when nobody is signed in or the session gives no access any more. */
export async function currentActor(): Promise<Actor | null> {
  const found = await lookUp();
  return found?.state === 'live' ? found.actor : null;
}

/** The actor; without one, goes to /sign-in (`reason` says why, `callbackUrl` leads back here). */
export async function requireActor(): Promise<Actor> {
  const found = await lookUp();
  if (found?.state === 'live') return found.actor;
  const query = new URLSearchParams();
  if (found) query.set('reason', found.reason);
  const path = (await headers()).get(PATH_HEADER);
  if (path !== null && path !== '/' && path.startsWith('/') && !path.startsWith('//'))
    query.set('callbackUrl', path);
  const text = query.toString();
  redirect(text === '' ? '/sign-in' : `/sign-in?${text}`);
}
