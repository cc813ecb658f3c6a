import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import type { IdentityProviderConfig } from './config.ts';
import type { KeySet } from './keys.ts';
import { errorBody, page, SIGNED_OUT_BODY, signOutBody } from './pages.ts';
import { claimsOf, type PeopleFile } from './people-file.ts';
import type { Store } from './store.ts';

const SCOPES = ['openid', 'email', 'profile', 'groups', 'offline_access'];
const HOUR = 3600;

/** Headers of a page of ours; returns the nonce for its style. Forms may lead to the portal and nowhere else. */
export function pageHeaders(response: ServerResponse, config: IdentityProviderConfig): string {
  const nonce = randomBytes(12).toString('base64');
  const portals = new Set(config.client.redirectUris.map((uri) => new URL(uri).origin));
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; form-action 'self' ${config.issuer} ${[...portals].join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
  );
  return nonce;
}

/** oidc-provider with one confidential client, no consent screen, and claims read anew each time. */
export function createProvider(
  config: IdentityProviderConfig,
  people: PeopleFile,
  keys: KeySet,
  store: Store,
): Provider {
  const { client } = config;
  // Cookies know no ports: two stacks on localhost share one jar.
  const cookie = (name: string) => `idp_${config.port}_${name}`;
  const configuration: Configuration = {
    adapter: (model: string) => store.adapter(model),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: client.redirectUris,
        post_logout_redirect_uris: client.postLogoutRedirectUris,
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: keys,
    cookies: {
      keys: config.cookieKeys,
      names: { session: cookie('session'), interaction: cookie('interaction'), resume: cookie('resume') },
    },
    scopes: SCOPES,
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
      groups: ['groups'],
    },
    // The claims belong in the ID token itself: Kubernetes sees nothing else.
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    findAccount: (_, sub) => {
      const person = people.bySub(sub);
      if (!person) return undefined;
      return { accountId: sub, claims: () => ({ sub, ...claimsOf(person, config.issuer) }) };
    },
    issueRefreshToken: (_, issuedTo) => issuedTo.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: config.rotateRefreshTokens ?? false,
    expiresWithSession: () => false,
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const { client: asking, session } = ctx.oidc;
      const accountId = session?.accountId;
      if (!asking || !session || accountId === undefined) return undefined;
      const grantId = session.grantIdFor(asking.clientId);
      const known = grantId === undefined ? undefined : await ctx.oidc.provider.Grant.find(grantId);
      if (known) return known;
      const grant = new ctx.oidc.provider.Grant({ clientId: asking.clientId, accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: 14 * 24 * HOUR,
      Session: 14 * 24 * HOUR,
      Grant: 14 * 24 * HOUR,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = page('Sign out', signOutBody(form), pageHeaders(ctx.res, config));
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page('Signed out', SIGNED_OUT_BODY, pageHeaders(ctx.res, config));
        },
      },
    },
    renderError: (ctx, { error, error_description }) => {
      ctx.body = page('Sign-in failed', errorBody(error, error_description), pageHeaders(ctx.res, config));
    },
  };
  return new Provider(config.issuer, configuration);
}
