import { webConfig } from '../config/env.ts';
import { forbidden } from '../domain/errors.ts';

/**
 * Throws unless a request that carries the browser's cookie comes from our own pages: a cookie travels with requests
 * that other sites make, too. Origin decides where it is sent (browsers send it on every unsafe request), else
 * Sec-Fetch-Site.
 */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  if (origin !== null) {
    if (origin === new URL(webConfig().portalUrl).origin) return;
  } else if (request.headers.get('sec-fetch-site') === 'same-origin') return;
  throw forbidden(
    'This request carries a session cookie and does not come from the portal. Programs use an API token.',
  );
}
