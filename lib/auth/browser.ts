/** Signing in and out from a client component: two fetches, so that no page loads next-auth's own client. */

/** Asks next-auth for the provider's address (with state, nonce and PKCE set as cookies); go there next. */
export async function signInUrl(callbackUrl: string): Promise<string> {
  const csrf = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const response = await fetch('/api/auth/signin/oidc', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl, json: 'true' }).toString(),
  });
  const answer = (await response.json()) as { url: string };
  return answer.url;
}

/** Ends the session; the address to go to next ends the provider's session too, where it offers that. */
export async function signOutUrl(): Promise<string> {
  const response = await fetch('/api/sign-out', { method: 'POST', headers: { accept: 'application/json' } });
  const answer = (await response.json()) as { location: string };
  return answer.location;
}
