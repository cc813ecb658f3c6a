/** The session cookie: next-auth's encrypted JWT, in which only our session's id is of interest. */
import { decode, encode } from 'next-auth/jwt';
import { webConfig } from '../config/env.ts';
import { SESSION_HOURS } from './sessions.ts';

/** Name of the cookie; browsers refuse the secure one on plain http. */
export function cookieName(): string {
  return `${webConfig().portalUrl.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The session id in a cookie's value, or null for anything that we did not write or that is over. */
export async function sessionIdOf(value: string | undefined): Promise<string | null> {
  if (value === undefined || value === '') return null;
  try {
    const token = await decode({ token: value, secret: webConfig().secret });
    const id = token?.['sid'];
    return typeof id === 'string' && UUID.test(id) ? id : null;
  } catch {
    return null;
  }
}

/** The cookie's value for a session id. */
export async function cookieValue(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: webConfig().secret, maxAge: SESSION_HOURS * 3_600 });
}

/** The value of one cookie of a Cookie header. */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
