/** The session cookie: next-auth's encrypted JWT, in which only our session's id is of interest. */
import { decode, encode } from 'next-auth/jwt';
import { webConfig } from '../config/env.ts';
import { SESSION_HOURS } from './sessions.ts';

type CookieRule = {
  name: string;
  options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean; maxAge?: number };
};

/**
 * A cookie of ours. Browsers refuse the `__Secure-` prefix on plain http. Cookies know no ports, so on a machine's own
 * host, where several portals may run side by side, the port is part of the name.
 */
function cookieRule(part: string, maxAge?: number): CookieRule {
  const { protocol, hostname, port } = new URL(webConfig().portalUrl);
  const secure = protocol === 'https:';
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  return {
    name: `${secure ? '__Secure-' : ''}berth${local && port !== '' ? `-${port}` : ''}.${part}`,
    options: {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      ...(maxAge === undefined ? {} : { maxAge }),
    },
  };
}

/** How long a sign-in may take from the button to the way back, seconds. */
const SIGN_IN_SECONDS = 15 * 60;

/** next-auth's cookies under our names. */
export function authCookies(): Record<
  'sessionToken' | 'callbackUrl' | 'csrfToken' | 'pkceCodeVerifier' | 'state' | 'nonce',
  CookieRule
> {
  return {
    sessionToken: cookieRule('session'),
    callbackUrl: cookieRule('callback'),
    csrfToken: cookieRule('csrf'),
    pkceCodeVerifier: cookieRule('pkce', SIGN_IN_SECONDS),
    state: cookieRule('state', SIGN_IN_SECONDS),
    nonce: cookieRule('nonce', SIGN_IN_SECONDS),
  };
}

/** Name of the session cookie. */
export function cookieName(): string {
  return authCookies().sessionToken.name;
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
