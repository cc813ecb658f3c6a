/** The identity provider's process: see README.md. */
import { timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { IdentityProviderConfig } from './config.ts';
import { keepKeySet, signJwt } from './keys.ts';
import { page, signInBody } from './pages.ts';
import { claimsOf, PeopleFile } from './people-file.ts';
import { createProvider, pageHeaders } from './provider.ts';
import { Store } from './store.ts';

const [configFile] = process.argv.slice(2);
if (configFile === undefined) {
  console.error('usage: node dev/stack/identity-provider/main.ts CONFIG.json');
  process.exit(2);
}
const config = JSON.parse(fs.readFileSync(configFile, 'utf8')) as IdentityProviderConfig;
const people = new PeopleFile(config.peopleFile);
const keys = keepKeySet(config.jwksFile);
const store = new Store(config.storeFile);
const provider = createProvider(config, people, keys, store);
provider.on('server_error', (_, error) => {
  console.error(error);
});
const handle = provider.callback();

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('The body is too long');
  }
  return text;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}

async function devToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${config.devTokenSecret}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    json(response, 401, { error: 'unauthorized' });
    return;
  }
  const { email } = JSON.parse(await bodyOf(request)) as { email?: string };
  const person = people.byEmail(email ?? '');
  if (!person) {
    json(response, 404, { error: 'nobody has this e-mail address, or they are disabled' });
    return;
  }
  const now = Math.floor(Date.now() / 1000);
  const id_token = signJwt(keys, {
    iss: config.issuer,
    sub: person.sub,
    aud: config.client.id,
    iat: now,
    exp: now + 8 * 3600,
    ...claimsOf(person, config.issuer),
  });
  json(response, 200, { id_token });
}

async function signIn(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  // Throws when the cookie does not belong to the uid in the address.
  await provider.interactionDetails(request, response);
  if (request.method === 'POST') {
    const sub = new URLSearchParams(await bodyOf(request)).get('sub') ?? '';
    if (people.bySub(sub)) {
      // Clients ask for prompt=consent to get a refresh token; choosing a person is the consent here.
      const result = { login: { accountId: sub, remember: true }, consent: {} };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      return;
    }
  }
  const nonce = pageHeaders(response, config);
  response.end(page('Sign in to Harbor', signInBody(people.all(), path), nonce));
}

async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', config.issuer).pathname;
  if (path === '/dev/token' && request.method === 'POST') await devToken(request, response);
  else if (path.startsWith('/sign-in/')) await signIn(request, response, path);
  else await handle(request, response);
}

const server = https.createServer(
  { cert: fs.readFileSync(config.certFile), key: fs.readFileSync(config.keyFile) },
  (request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) {
        response.end();
        return;
      }
      const nonce = pageHeaders(response, config);
      response.statusCode = 400;
      response.end(
        page(
          'Sign-in failed',
          '<h1>This sign-in has ended</h1><p>Go back to the portal and sign in again.</p>',
          nonce,
        ),
      );
    });
  },
);
server.listen(config.port, '127.0.0.1', () => {
  console.log(`listening on ${config.issuer}`);
});
const stop = () => {
  store.save();
  server.closeAllConnections();
  server.close(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
