/**
 * The three calls that Berth makes to the identity provider by itself: renewing a session, asking userinfo for claims
 * that an ID token leaves out, and revoking a refresh token. The sign-in itself is next-auth's. Every call has a
 * time-out: a silent provider must not hold a page.
 */
import { webConfig } from '../config/env.ts';

const TIMEOUT_MS = 5_000;
const DISCOVERY_TTL_MS = 10 * 60_000;

type Discovery = {
  token_endpoint: string;
  userinfo_endpoint?: string;
  end_session_endpoint?: string;
  revocation_endpoint?: string;
};

let cached: { issuer: string; at: number; document: Discovery } | undefined;

/** What a refresh led to. `refused`: the provider said no for good; `unreachable`: no clear answer, try again later. */
export type RefreshOutcome =
  | { kind: 'renewed'; claims: Record<string, unknown>; refreshToken: string | null }
  | { kind: 'refused' }
  | { kind: 'unreachable'; message: string };

async function fetchJson(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const body: unknown = await response.json().catch(() => ({}));
  return {
    status: response.status,
    body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {},
  };
}

function endpoint(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

/** The provider's discovery document, kept for ten minutes. Throws when it can't be had or names another issuer. */
async function discovery(): Promise<Discovery> {
  const { issuer } = webConfig().oidc;
  if (cached?.issuer === issuer && Date.now() - cached.at < DISCOVERY_TTL_MS) return cached.document;
  const { status, body } = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (status !== 200) throw new Error(`the identity provider answered discovery with ${String(status)}`);
  if (body['issuer'] !== issuer) throw new Error('the discovery document names another issuer');
  const token = endpoint(body, 'token_endpoint');
  if (token === undefined) throw new Error('the discovery document names no token endpoint');
  const document: Discovery = { token_endpoint: token };
  for (const name of ['userinfo_endpoint', 'end_session_endpoint', 'revocation_endpoint'] as const) {
    const value = endpoint(body, name);
    if (value !== undefined) document[name] = value;
  }
  cached = { issuer, at: Date.now(), document };
  return document;
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function basic(id: string, secret: string): string {
  const form = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  return `Basic ${Buffer.from(`${form(id)}:${form(secret)}`).toString('base64')}`;
}

function clientHeaders(): Record<string, string> {
  const { clientId, clientSecret } = webConfig().oidc;
  return {
    authorization: basic(clientId, clientSecret),
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
}

function payload(jwt: string): Record<string, unknown> {
  const part = jwt.split('.')[1] ?? '';
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new Error('the ID token has no claims');
  return value as Record<string, unknown>;
}

/**
 * Claims of an ID token that came straight from the token endpoint over TLS, where OpenID Connect Core 3.1.3.7 (6)
 * lets the connection stand for the signature; issuer, audience and expiry are still checked.
 */
function checkedClaims(idToken: string): Record<string, unknown> {
  const claims = payload(idToken);
  const { issuer, clientId } = webConfig().oidc;
  const audience = claims['aud'];
  if (claims['iss'] !== issuer) throw new Error('the ID token is of another issuer');
  if (audience !== clientId && !(Array.isArray(audience) && audience.includes(clientId))) {
    throw new Error('the ID token is for another client');
  }
  if (typeof claims['exp'] !== 'number' || claims['exp'] * 1_000 < Date.now() - 60_000) {
    throw new Error('the ID token has expired');
  }
  return claims;
}

/**
 * `claims` and, where they lack the e-mail or the groups, what userinfo adds. The token's own claims win. A userinfo
 * that does not answer, or speaks of somebody else, adds nothing.
 */
export async function completeClaims(
  claims: Record<string, unknown>,
  accessToken: string | undefined,
): Promise<Record<string, unknown>> {
  const { groupsClaim } = webConfig().oidc;
  if (accessToken === undefined || (claims['email'] !== undefined && claims[groupsClaim] !== undefined))
    return claims;
  try {
    const { userinfo_endpoint: url } = await discovery();
    if (url === undefined) return claims;
    const { status, body } = await fetchJson(url, { headers: { authorization: `Bearer ${accessToken}` } });
    if (status !== 200 || body['sub'] !== claims['sub']) return claims;
    return { ...body, ...claims };
  } catch {
    return claims;
  }
}

/** Asks the provider whether the session still stands, and for the claims as they are now. Never throws. */
export async function refresh(refreshToken: string): Promise<RefreshOutcome> {
  try {
    const { token_endpoint: url } = await discovery();
    const { status, body } = await fetchJson(url, {
      method: 'POST',
      headers: clientHeaders(),
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString(),
    });
    if (status === 400 && body['error'] === 'invalid_grant') return { kind: 'refused' };
    if (status !== 200) {
      const reason = typeof body['error'] === 'string' ? ` (${body['error'].slice(0, 80)})` : '';
      return { kind: 'unreachable', message: `the identity provider answered ${String(status)}${reason}` };
    }
    const access = endpoint(body, 'access_token');
    const idToken = endpoint(body, 'id_token');
    const base = idToken === undefined ? await userinfo(access) : checkedClaims(idToken);
    const claims = await completeClaims(base, access);
    return { kind: 'renewed', claims, refreshToken: endpoint(body, 'refresh_token') ?? null };
  } catch (error) {
    return { kind: 'unreachable', message: error instanceof Error ? error.message : String(error) };
  }
}

async function userinfo(accessToken: string | undefined): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: url } = await discovery();
  if (url === undefined || accessToken === undefined) throw new Error('the refresh brought no ID token');
  const { status, body } = await fetchJson(url, { headers: { authorization: `Bearer ${accessToken}` } });
  if (status !== 200) throw new Error(`userinfo answered ${String(status)}`);
  return body;
}

/** Tells the provider to forget a refresh token; best effort, a session of ours ends without it too. */
export async function revoke(refreshToken: string): Promise<void> {
  try {
    const { revocation_endpoint: url } = await discovery();
    if (url === undefined) return;
    await fetchJson(url, {
      method: 'POST',
      headers: clientHeaders(),
      body: new URLSearchParams({ token: refreshToken, token_type_hint: 'refresh_token' }).toString(),
    });
  } catch {
    // The provider's own lifetime ends it.
  }
}

/** Where to send the browser so that the provider's session ends too; null when it offers no such address. */
export async function logoutUrl(): Promise<string | null> {
  const { portalUrl, oidc } = webConfig();
  try {
    const { end_session_endpoint: base } = await discovery();
    if (base === undefined) return null;
    const url = new URL(base);
    url.searchParams.set('client_id', oidc.clientId);
    url.searchParams.set('post_logout_redirect_uri', `${portalUrl}/sign-in`);
    return url.toString();
  } catch {
    return null;
  }
}
