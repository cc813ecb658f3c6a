/** Who sends this request: for route handlers. Pages use session.ts. */
import { unauthenticated } from '../domain/errors.ts';
import type { Actor } from './actor.ts';
import { cookieName, readCookie, sessionIdOf } from './cookie.ts';
import { lookUpSession } from './sessions.ts';
import type { SessionEnd } from './sessions.ts';
import { lookUpToken } from './token-actor.ts';

/** What to tell somebody whose session gives no access. */
const SESSION_END_MESSAGES: Record<SessionEnd, string> = {
  'signed-out': 'You are signed out. Sign in again.',
  expired: 'Your session has ended after its eight hours. Sign in again.',
  disabled: 'Your account is disabled in Berth. Ask an administrator.',
  'provider-refused': 'Your identity provider ended your session. Sign in again.',
  'provider-silent':
    'Your identity provider has not answered for an hour, so Berth cannot know whether you still may. Access comes back when it answers, or sign in again.',
};

/**
 * The actor of a request: of its `Authorization: Bearer berth_…`, else of its session cookie; null when it brings
 * neither. Throws `unauthenticated` with the reason when what it brings is not good.
 */
export async function actorFromRequest(request: Request): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const match = /^Bearer +(\S+)$/i.exec(authorization);
    if (!match?.[1]) throw unauthenticated('Send the API token as "Authorization: Bearer berth_…".');
    return lookUpToken(match[1]);
  }
  const sessionId = await sessionIdOf(readCookie(request.headers.get('cookie'), cookieName()));
  if (sessionId === null) return null;
  const found = await lookUpSession(sessionId);
  if (found.state === 'live') return found.actor;
  throw unauthenticated(SESSION_END_MESSAGES[found.reason]);
}

/** The session's id of a request's cookie, whether or not it still gives access. */
export async function sessionIdFromRequest(request: Request): Promise<string | null> {
  return sessionIdOf(readCookie(request.headers.get('cookie'), cookieName()));
}
