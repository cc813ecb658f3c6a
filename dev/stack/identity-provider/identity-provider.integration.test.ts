import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepAuthority, keepServer } from '../certificates.ts';
import { PEOPLE, type Person } from '../people.ts';
import { allocatePorts } from '../ports.ts';
import { baseEnvironment, Supervisor, type ManagedProcess } from '../processes.ts';
import type { IdentityProviderConfig } from './config.ts';

const CALLBACK = 'http://localhost:1/api/auth/callback/oidc';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CLIENT = { ...FORM, authorization: `Basic ${Buffer.from('berth:secret').toString('base64')}` };

let folder: string;
let issuer: string;
let ca: string;
let peopleFile: string;
let server: ManagedProcess;
let supervisor: Supervisor;

interface Answer {
  status: number;
  location: string;
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

/** A browser as far as the protocol needs one: it keeps cookies. */
class Visitor {
  readonly #cookies = new Map<string, string>();

  async call(
    url: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Promise((resolve, reject) => {
      const request = https.request(
        new URL(url, issuer),
        { ca, agent: false, method: options.method ?? 'GET', headers: { ...options.headers, cookie } },
        (response) => {
          for (const header of response.headers['set-cookie'] ?? []) {
            const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
            this.#cookies.set(name, value);
          }
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.on('end', () => {
            const { statusCode: status = 0, headers } = response;
            resolve({ status, location: headers.location ?? '', body, headers });
          });
        },
      );
      request.on('error', reject);
      request.end(options.body);
    });
  }

  token(parameters: Record<string, string>): Promise<Answer> {
    const body = new URLSearchParams(parameters).toString();
    return this.call('/token', { method: 'POST', headers: CLIENT, body });
  }

  /** Signs in through the page and gives what the portal would get. */
  async signIn(sub: string): Promise<{ page: Answer; id_token: string; refresh_token: string }> {
    const query = new URLSearchParams({
      client_id: 'berth',
      response_type: 'code',
      scope: 'openid email profile groups offline_access',
      redirect_uri: CALLBACK,
      state: 'state',
    });
    const { location: pageUrl } = await this.call(`/auth?${query.toString()}`);
    const page = await this.call(pageUrl);
    const chosen = await this.call(pageUrl, { method: 'POST', headers: FORM, body: `sub=${sub}` });
    const back = await this.call(chosen.location);
    const code = new URL(back.location).searchParams.get('code') ?? '';
    const { body } = await this.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
    return { page, ...(JSON.parse(body) as { id_token: string; refresh_token: string }) };
  }
}

function claims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

function edit(email: string, change: Partial<Person>): void {
  const people = JSON.parse(fs.readFileSync(peopleFile, 'utf8')) as Person[];
  fs.writeFileSync(
    peopleFile,
    JSON.stringify(people.map((person) => (person.email === email ? { ...person, ...change } : person))),
  );
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-idp-test-'));
  supervisor = new Supervisor(folder);
  const authority = await keepAuthority(folder, 'ca', 'test');
  const files = await keepServer(folder, 'server', authority);
  const { idp: port } = await allocatePorts(['idp']);
  ca = authority.cert;
  issuer = `https://localhost:${port}`;
  peopleFile = path.join(folder, 'people.json');
  fs.writeFileSync(peopleFile, JSON.stringify(PEOPLE));
  const config: IdentityProviderConfig = {
    issuer,
    port,
    certFile: files.certFile,
    keyFile: files.keyFile,
    peopleFile,
    jwksFile: path.join(folder, 'jwks.json'),
    storeFile: path.join(folder, 'store.json'),
    cookieKeys: ['cookie-key'],
    client: {
      id: 'berth',
      secret: 'secret',
      redirectUris: [CALLBACK],
      postLogoutRedirectUris: ['http://localhost:1/'],
    },
    devTokenSecret: 'dev-secret',
  };
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  server = supervisor.start({
    name: 'idp',
    command: [process.execPath, path.join(import.meta.dirname, 'main.ts'), path.join(folder, 'config.json')],
    env: baseEnvironment(folder),
  });
  await ready();
});

afterAll(async () => {
  await supervisor.stopAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

const ready = () =>
  server.waitUntil('ready', async () => (await new Visitor().call('/jwks')).status === 200, 20_000);

test('the ID token carries e-mail, name and groups, and the sign-in page lists everybody who is not disabled', async () => {
  edit('emil@harbor.example', { disabled: true });
  const { page, id_token } = await new Visitor().signIn('person-jonas');
  expect(page.body).toContain('Priya Raman');
  expect(page.body).not.toContain('Emil Sørensen');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(claims(id_token)).toMatchObject({
    iss: issuer,
    aud: 'berth',
    email: 'jonas@harbor.example',
    email_verified: true,
    name: 'Jonas Weber',
    groups: ['checkout-developers', 'payments-developers'],
  });
});

test('a refresh reads groups anew, and fails for who was disabled', async () => {
  const visitor = new Visitor();
  const { refresh_token } = await visitor.signIn('person-tomas');
  const refresh = () => visitor.token({ grant_type: 'refresh_token', refresh_token });
  const groups = async () =>
    claims((JSON.parse((await refresh()).body) as { id_token: string }).id_token)['groups'];
  expect(await groups()).toEqual(['payments-developers']);
  edit('tomas@harbor.example', { groups: [] });
  expect(await groups()).toEqual([]);
  edit('tomas@harbor.example', { disabled: true });
  expect(JSON.parse((await refresh()).body)).toMatchObject({ error: 'invalid_grant' });
});

test('with overage the groups claim is left out and points elsewhere', async () => {
  edit('hana@harbor.example', { overage: true });
  const { id_token } = await new Visitor().signIn('person-hana');
  expect(claims(id_token)).not.toHaveProperty('groups');
  expect(claims(id_token)).toMatchObject({ _claim_names: { groups: 'src1' } });
});

test('a refresh token still works after a restart', async () => {
  const visitor = new Visitor();
  const { refresh_token } = await visitor.signIn('person-mei');
  await server.stop();
  server.start();
  await ready();
  expect((await visitor.token({ grant_type: 'refresh_token', refresh_token })).status).toBe(200);
});

test('scripts get an ID token only with the secret, and never for a stranger', async () => {
  const ask = (secret: string, email: string) =>
    new Visitor().call('/dev/token', {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({ email }),
    });
  expect((await ask('guess', 'ada@harbor.example')).status).toBe(401);
  expect((await ask('dev-secret', 'nobody@harbor.example')).status).toBe(404);
  const { body } = await ask('dev-secret', 'ada@harbor.example');
  expect(claims((JSON.parse(body) as { id_token: string }).id_token)).toMatchObject({
    aud: 'berth',
    groups: ['platform-admins'],
  });
});
