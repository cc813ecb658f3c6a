/**
 * next-auth's part: the OpenID Connect sign-in and its cookie. It knows no roles and no teams; those are read at each
 * request (sessions.ts).
 */
import NextAuth from 'next-auth';
import type { NextAuthOptions } from 'next-auth';
import { webConfig } from '../config/env.ts';
import { db } from '../db/client.ts';
import { identityOf } from './claims.ts';
import { authCookies } from './cookie.ts';
import { completeClaims } from './oidc.ts';
import { SESSION_HOURS, openSession } from './sessions.ts';
import { upsertPerson } from './sign-in.ts';

function options(): NextAuthOptions {
  const { secret, oidc } = webConfig();
  return {
    secret,
    cookies: authCookies(),
    session: { strategy: 'jwt', maxAge: SESSION_HOURS * 3_600 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: 'oidc',
        name: oidc.name,
        type: 'oauth',
        wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        issuer: oidc.issuer,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        client: { token_endpoint_auth_method: 'client_secret_basic' },
        // prompt=consent: without it providers hand out no refresh token for offline_access (OpenID Connect Core 11).
        authorization: {
          params: {
            scope: oidc.scope,
            ...(oidc.scope.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
          },
        },
        checks: ['pkce', 'state', 'nonce'],
        idToken: true,
        httpOptions: { timeout: 10_000 },
        profile: (claims: Record<string, unknown>) => ({ id: String(claims['sub']) }),
      },
    ],
    callbacks: {
      async signIn({ account, profile }) {
        try {
          const claims = await completeClaims(
            (profile ?? {}) as Record<string, unknown>,
            account?.access_token,
          );
          const identity = identityOf(claims, oidc.issuer, oidc.groupsClaim);
          const person = typeof identity === 'string' ? identity : await upsertPerson(identity);
          return typeof person === 'string' ? `/sign-in?reason=${person}` : true;
        } catch {
          return '/sign-in?reason=unavailable';
        }
      },
      async jwt({ token, account }) {
        if (!account) return { sid: token['sid'] };
        const person = await db.person.findUniqueOrThrow({
          where: { issuer_subject: { issuer: oidc.issuer, subject: account.providerAccountId } },
        });
        return { sid: await openSession(person.id, account.refresh_token ?? null) };
      },
      // /api/auth/session tells a client nothing but that there is a cookie.
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}

type Context = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: Request, context: Context) => Promise<Response>;

let handler: Handler | undefined;

/** next-auth is CommonJS: what `import` gives as its default is the function, or the module around it, by the bundler's rules. */
type MaybeWrapped = typeof NextAuth & { default?: typeof NextAuth };
const createHandler = (NextAuth as MaybeWrapped).default ?? NextAuth;

/** next-auth's route handler, made at the first request, since `next build` has no configuration. */
export async function authHandler(request: Request, context: Context): Promise<Response> {
  handler ??= createHandler(options()) as Handler;
  return handler(request, context);
}
