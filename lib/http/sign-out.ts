import { cookieName } from '../auth/cookie.ts';
import { logoutUrl } from '../auth/oidc.ts';
import { sessionIdFromRequest } from '../auth/request.ts';
import { signOut } from '../auth/sessions.ts';
import { API_HEADERS, asBerthError, problemResponse, requestIdOf } from './problem.ts';
import { reportDefect } from './report.ts';
import { requireSameOrigin } from './same-origin.ts';

/**
 * `POST /api/sign-out`: ends the session, forgets the cookie, and names the address that ends the provider's session
 * too (RP-initiated logout). A form that was posted without JavaScript is sent there.
 */
export async function signOutHandler(request: Request): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    requireSameOrigin(request);
    const sessionId = await sessionIdFromRequest(request);
    if (sessionId !== null) await signOut(sessionId);
    const location = (sessionId === null ? null : await logoutUrl()) ?? '/sign-in?reason=signed-out';
    const name = cookieName();
    const headers = new Headers({ ...API_HEADERS, 'x-request-id': requestId });
    const secure = name.startsWith('__Secure-') ? '; Secure' : '';
    headers.append('set-cookie', `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure}`);
    if (request.headers.get('accept')?.includes('text/html')) {
      headers.set('location', location);
      return new Response(null, { status: 303, headers });
    }
    headers.set('content-type', 'application/json');
    return new Response(JSON.stringify({ location }), { headers });
  } catch (error) {
    if (asBerthError(error) === null) reportDefect(error, { requestId, operation: 'signOut' });
    return problemResponse(error, requestId);
  }
}
