/** The provider's few pages: no scripts, no fonts, nothing from elsewhere; light and dark as the system asks. */
import type { Person } from '../people.ts';

/** Text made safe for HTML, in attributes too. */
function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --text: #14181f; --soft: #525c6b; --line: #dde1e8;
  --hover: #eef3fb; --accent: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --bg: #0e1116; --card: #171b22; --text: #eceff4; --soft: #a3adbb;
  --line: #2b313b; --hover: #1f2733; --accent: #7fb0ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: .8125rem; font-weight: 600; color: var(--soft); margin: 1.75rem 0 .5rem; }
p { margin: 0 0 1rem; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
button { width: 100%; display: flex; gap: .75rem; align-items: center; text-align: left; padding: .625rem .75rem; font: inherit;
  color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .625rem; cursor: pointer; }
button:hover { background: var(--hover); border-color: var(--accent); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.face { flex: none; width: 2.25rem; height: 2.25rem; border-radius: 50%; display: grid; place-items: center; font-size: .8125rem;
  font-weight: 600; color: var(--accent); background: var(--hover); border: 1px solid var(--line); }
.who { display: block; font-weight: 550; }
.what { display: block; font-size: .875rem; color: var(--soft); }
.row { display: flex; gap: .5rem; max-width: 24rem; margin-top: 1.25rem; }
.row button { justify-content: center; }
code { font-size: .875em; }
`;

/** A whole page. `nonce` goes with the Content-Security-Policy header. */
export function page(title: string, body: string, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}`;
}

/** The list of people, one button each: those who run the platform first. */
export function signInBody(people: readonly Person[], action: string): string {
  const section = (title: string, members: readonly Person[]): string =>
    members.length === 0
      ? ''
      : `<h2 id="${title.toLowerCase()}">${title}</h2><ul aria-labelledby="${title.toLowerCase()}">${members
          .map(
            ({ sub, name, title: what }) =>
              `<li><button name="sub" value="${escapeHtml(sub)}"><span class="face" aria-hidden="true">${escapeHtml(initials(name))}</span>` +
              `<span><span class="who">${escapeHtml(name)}</span> <span class="what">${escapeHtml(what)}</span></span></button></li>`,
          )
          .join('')}</ul>`;
  const runsPlatform = (person: Person) => person.groups.some((group) => group.startsWith('platform-'));
  return `<h1>Sign in to Harbor</h1>
<p>The people of a demo company. Choose who you are; there are no passwords here.</p>
<form method="post" action="${escapeHtml(action)}">
${section('Platform', people.filter(runsPlatform))}
${section(
  'Teams',
  people.filter((person) => !runsPlatform(person)),
)}
</form>`;
}

/** Asks whether to sign out; `form` is oidc-provider's own form, with the id op.logoutForm. */
export function signOutBody(form: string): string {
  return `<h1>Sign out of Harbor?</h1><p>You can sign in again as anybody else.</p>${form}
<div class="row"><button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in</button></div>`;
}

/** After a sign-out with nowhere to return to. */
export const SIGNED_OUT_BODY = '<h1>You are signed out</h1><p>You can close this page.</p>';

/** An error of the protocol: what the client did wrong. */
export function errorBody(error: string, description: string | undefined): string {
  return `<h1>This sign-in did not work</h1><p>${escapeHtml(description ?? 'Go back to the portal and try again.')}</p><p><code>${escapeHtml(error)}</code></p>`;
}
