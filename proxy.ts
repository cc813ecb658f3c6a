/**
 * Sets the Content-Security-Policy of every page, with a nonce of its own, and tells the page which path was asked for.
 * Nothing is authorised here: a proxy can be passed by (CVE-2025-29927 and its like), the queries and actions can't.
 */
import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { webConfig } from './lib/config/env.ts';

/**
 * Styles by nonce, but style attributes freely: popups place themselves by them, and a nonce can't cover an attribute.
 * In development the overlay writes inline styles, and React uses eval; never in production. Forms may go to the
 * identity provider, since that is where signing in and out without JavaScript leads.
 */
function policy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self'",
    development ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${issuerOrigin()}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

function issuerOrigin(): string {
  try {
    return ` ${new URL(webConfig().oidc.issuer).origin}`;
  } catch {
    return '';
  }
}

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const value = policy(nonce);
  // Set, not added: what a client sends under these names must never reach a page.
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', value);
  headers.set('x-berth-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', value);
  return response;
}

export const config = {
  // API answers carry a policy of their own (lib/http/problem.ts); static files need none.
  matcher: ['/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)'],
};
