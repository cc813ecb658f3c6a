/** The API's own promises, through its route handlers, on a real Postgres. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as events } from '../../app/api/events/route.ts';
import { GET as ready } from '../../app/api/health/ready/route.ts';
import { GET as getMe } from '../../app/api/v1/me/route.ts';
import { GET as getNamespaces, POST as postNamespaces } from '../../app/api/v1/namespaces/route.ts';
import {
  GET as getNamespace,
  PATCH as patchNamespace,
} from '../../app/api/v1/namespaces/[cluster]/[name]/route.ts';
import { GET as getRequest } from '../../app/api/v1/requests/[number]/route.ts';
import { POST as approve } from '../../app/api/v1/requests/[number]/approve/route.ts';
import { PATCH as patchCluster, GET as getCluster } from '../../app/api/v1/clusters/[name]/route.ts';
import { GET as getTokens, POST as postTokens } from '../../app/api/v1/tokens/route.ts';
import { POST as postTeams } from '../../app/api/v1/teams/route.ts';
import {
  ask,
  makeCluster,
  makeTeam,
  openHouse,
  somebody,
  somebodyWithRole,
  unique,
} from '../actions/testing/house.ts';
import type { House, TestTeam } from '../actions/testing/house.ts';
import type { Actor } from '../auth/actor.ts';
import { mintApiToken, mintSessionCookie } from '../auth/testing.ts';
import { createDb, db, withTransaction } from '../db/client.ts';
import { emit } from '../events/emit.ts';
import { takeToken } from './rate-limit.ts';

let house: House;
let cluster: { id: string; name: string };
let team: TestTeam;
let member: Actor;
let administrator: Actor;

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  team = await makeTeam();
  member = await somebody([team.maintainers]);
  administrator = await somebodyWithRole('administrator');
});
afterAll(() => house.close());

const ORIGIN = 'https://berth.example';
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

async function call(
  handler: Handler,
  method: string,
  options: {
    path?: string;
    params?: Record<string, string>;
    body?: unknown;
    headers?: Record<string, string>;
  } = {},
): Promise<{ status: number; json: Record<string, unknown>; text: string; headers: Headers }> {
  const response = await handler(
    new Request(`${ORIGIN}${options.path ?? '/api/v1/x'}`, {
      method,
      headers: {
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined
        ? {}
        : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    }),
    { params: Promise.resolve(options.params ?? {}) },
  );
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '')
    ? (JSON.parse(text) as Record<string, unknown>)
    : {};
  return { status: response.status, json, text, headers: response.headers };
}

async function bearer(
  actor: Actor,
  ...scopes: ('read' | 'write' | 'approve')[]
): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await mintApiToken(actor.personId, scopes)).token}` };
}
async function browser(actor: Actor): Promise<Record<string, string>> {
  return { cookie: (await mintSessionCookie(actor.personId)).header, origin: ORIGIN };
}

test('without credentials, and with bad ones, the answer is 401 as a problem document', async () => {
  for (const headers of [{}, { authorization: 'Bearer berth_x' }, { authorization: 'Basic eDp5' }]) {
    const { status, json, headers: answered } = await call(getMe, 'GET', { headers });
    expect(status).toBe(401);
    expect(json).toMatchObject({ status: 401, requestId: answered.get('x-request-id') });
    expect(answered.get('content-type')).toBe('application/problem+json');
    expect(answered.get('cache-control')).toBe('private, no-store');
  }
});

test('a token does what its scopes say, and a write scope does not approve', async () => {
  const asked = await call(postNamespaces, 'POST', {
    headers: await bearer(member, 'write'),
    body: ask(team, cluster, { environment: 'production' }),
  });
  expect(asked).toMatchObject({ status: 201, json: { state: 'pending' } });
  const number = String(asked.json['number']);
  const approver = await somebodyWithRole('approver');
  const seen = await call(getRequest, 'GET', { headers: await bearer(approver, 'read'), params: { number } });
  const body = { resultHash: seen.json['resultHash'] };
  const refused = await call(approve, 'POST', {
    headers: await bearer(approver, 'read', 'write'),
    params: { number },
    body,
  });
  expect(refused).toMatchObject({
    status: 403,
    json: { detail: expect.stringMatching(/scope "approve"/) as string },
  });
  const done = await call(approve, 'POST', {
    headers: await bearer(approver, 'approve'),
    params: { number },
    body,
  });
  expect(done).toMatchObject({ status: 200, json: { state: 'applied' } });
});

test('a token never makes a token; a browser session does, and the secret is shown once', async () => {
  const body = { name: 'ci', scopes: ['read'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
  const refused = await call(postTokens, 'POST', {
    headers: await bearer(member, 'read', 'write', 'approve'),
    body,
  });
  expect(refused.status).toBe(403);
  const made = await call(postTokens, 'POST', { headers: await browser(member), body });
  expect(made.status).toBe(201);
  const { token } = made.json as { token: string };
  expect((await call(getMe, 'GET', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const list = await call(getTokens, 'GET', { headers: await browser(member) });
  expect(list.text).not.toContain(token.slice(-20));
  const long = { ...body, expiresAt: new Date(Date.now() + 400 * 86_400_000).toISOString() };
  expect(await call(postTokens, 'POST', { headers: await browser(member), body: long })).toMatchObject({
    status: 422,
    json: { errors: [{ field: 'expiresAt' }] },
  });
});

test('a change with a cookie is taken from our own pages only', async () => {
  const { cookie = '' } = await browser(administrator);
  const body = { slug: unique('t'), name: 'T' };
  for (const headers of [
    { cookie },
    { cookie, origin: 'https://evil.example' },
    { cookie, origin: 'null' },
    { cookie, 'sec-fetch-site': 'cross-site' },
  ]) {
    expect((await call(postTeams, 'POST', { headers, body })).status).toBe(403);
  }
  expect(
    (await call(postTeams, 'POST', { headers: { cookie, 'sec-fetch-site': 'same-origin' }, body })).status,
  ).toBe(201);
});

test('a POST that is sent twice with one key happens once; the key is good for no other body', async () => {
  const headers = { ...(await bearer(member, 'write')), 'idempotency-key': unique('key') };
  const body = ask(team, cluster);
  const first = await call(postNamespaces, 'POST', { headers, body });
  const second = await call(postNamespaces, 'POST', { headers, body });
  expect(first.status).toBe(201);
  expect(second).toMatchObject({ status: 201, json: first.json });
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await db.namespace.count({ where: { name: body.name } })).toBe(1);
  expect((await call(postNamespaces, 'POST', { headers, body: ask(team, cluster) })).status).toBe(422);
  const failed = { ...headers, 'idempotency-key': unique('key') };
  expect((await call(postNamespaces, 'POST', { headers: failed, body: {} })).status).toBe(422);
  expect((await call(postNamespaces, 'POST', { headers: failed, body: ask(team, cluster) })).status).toBe(
    201,
  );
});

test('a change needs the ETag that was shown, and an old one is 412', async () => {
  const { name } = (
    await call(postNamespaces, 'POST', { headers: await bearer(member, 'write'), body: ask(team, cluster) })
  ).json as { name: string };
  const params = { cluster: cluster.name, name };
  const headers = await bearer(member, 'read', 'write');
  const etag = (await call(getNamespace, 'GET', { headers, params })).headers.get('etag') ?? '';
  const body = { purpose: 'Better' };
  expect((await call(patchNamespace, 'PATCH', { headers, params, body })).status).toBe(422);
  const good = { ...headers, 'if-match': etag };
  expect((await call(patchNamespace, 'PATCH', { headers: good, params, body })).status).toBe(200);
  expect(
    (await call(patchNamespace, 'PATCH', { headers: good, params, body: { purpose: 'X' } })).status,
  ).toBe(412);
});

test("a cluster's change touches what was sent and nothing else", async () => {
  const own = await makeCluster();
  const headers = await bearer(administrator, 'read', 'write');
  const params = { name: own.name };
  const patch = async (config: object, version: number) =>
    call(patchCluster, 'PATCH', {
      headers: { ...headers, 'if-match': `"${String(version)}"` },
      params,
      body: { config },
    });
  expect((await patch({ gateways: ['gateway-system/public'] }, 1)).status).toBe(200);
  expect((await patch({ overcommit: 3 }, 2)).status).toBe(200);
  const row = await db.cluster.findUniqueOrThrow({ where: { id: own.id } });
  expect(row.config).toEqual({ gateways: ['gateway-system/public'], overcommit: 3 });
  expect(
    (await call(getCluster, 'GET', { headers: await bearer(member, 'read'), params })).json,
  ).toMatchObject({
    operations: null,
  });
});

test('unknown fields, unknown filters, bad JSON and large bodies are refused with a word', async () => {
  const headers = await bearer(member, 'read', 'write');
  expect(await call(getNamespaces, 'GET', { headers, path: '/api/v1/namespaces?tem=x' })).toMatchObject({
    status: 422,
  });
  expect(await call(getMe, 'GET', { headers, path: '/api/v1/me?x=1' })).toMatchObject({ status: 422 });
  const extra = { ...ask(team, cluster), podSecurity: 'privileged' };
  expect(await call(postNamespaces, 'POST', { headers, body: extra })).toMatchObject({ status: 422 });
  expect(await call(postNamespaces, 'POST', { headers, body: '{"a":' })).toMatchObject({ status: 422 });
  expect(await call(postNamespaces, 'POST', { headers, body: 'x'.repeat(300_000) })).toMatchObject({
    status: 413,
  });
  const form = { ...headers, 'content-type': 'text/plain' };
  expect(await call(postNamespaces, 'POST', { headers: form, body: '{}' })).toMatchObject({ status: 422 });
});

test("a list's address gives CSV too, every row of it, with formulas defused", async () => {
  const other = await makeTeam();
  const asker = await somebody([other.maintainers]);
  const headers = await bearer(asker, 'read', 'write');
  for (const purpose of ['=cmd()', 'plain']) {
    await call(postNamespaces, 'POST', { headers, body: ask(other, cluster, { purpose }) });
  }
  const { text, headers: answered } = await call(getNamespaces, 'GET', {
    headers,
    path: `/api/v1/namespaces?format=csv&team=${other.slug}`,
  });
  expect(answered.get('content-type')).toMatch(/text\/csv/);
  expect(text.trimEnd().split('\r\n')).toHaveLength(3);
  expect(text).toContain(",'=cmd(),");
});

test('a bucket that is empty says when to come back, and fills again', async () => {
  const bucket = { capacity: 3, perSecond: 0.001 };
  const key = unique('bucket');
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => takeToken(key, bucket)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
  await expect(takeToken(key, bucket)).rejects.toMatchObject({ status: 429 });
  await db.$executeRaw`UPDATE rate_limit SET updated_at = now() - interval '1 hour' WHERE key = ${key}`;
  expect(await takeToken(key, bucket)).toHaveProperty('ratelimit');
});

/** Reads a stream until a text turns up in it. */
async function readUntil(stream: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = '';
  while (!text.includes(wanted)) {
    const { done, value } = await stream.read();
    if (done) throw new Error(`the stream ended before "${wanted}": ${text}`);
    text += Buffer.from(value).toString();
  }
  return text;
}

function say(topic: 'namespace' | 'request', key: string): Promise<void> {
  return withTransaction((tx) => emit(tx, topic, key));
}

test('a stream tells what has changed, of requests only to those who see them, and what was missed', async () => {
  const { number } = (
    await call(postNamespaces, 'POST', {
      headers: await bearer(member, 'write'),
      body: ask(team, cluster, { environment: 'production' }),
    })
  ).json as { number: number };
  const { id } = await db.request.findUniqueOrThrow({ where: { number: BigInt(number) } });
  const stranger = await somebody();
  const open = async (actor: Actor, headers: Record<string, string> = {}) => {
    const ended = new AbortController();
    const response = await events(
      new Request(`${ORIGIN}/api/events`, {
        headers: { ...(await bearer(actor, 'read')), ...headers },
        signal: ended.signal,
      }),
    );
    expect(response.headers.get('content-type')).toMatch(/text\/event-stream/);
    const reader = response.body?.getReader();
    if (!reader) throw new Error('no body');
    await readUntil(reader, 'welcome');
    return {
      reader,
      end: () => {
        ended.abort();
      },
    };
  };
  const [inside, outside] = [await open(member), await open(stranger)];
  const mark = unique('mark');
  // A notification may come before LISTEN stands: then the reader catches up from the outbox, and hears it all the same.
  await say('request', id);
  await say('namespace', mark);
  expect(await readUntil(inside.reader, mark)).toContain(id);
  expect(await readUntil(outside.reader, mark)).not.toContain(id);
  inside.end();
  outside.end();
  // An event may have been on its way twice: caught up with, and heard.
  const rest = async (): Promise<number> => ((await inside.reader.read()).done ? 0 : 1 + (await rest()));
  expect(await rest()).toBeLessThan(5);

  const last = await db.outbox.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const missed = unique('missed');
  await say('namespace', missed);
  const back = await open(member, { 'last-event-id': String(last.id) });
  expect(await readUntil(back.reader, missed)).toMatch(/id: \d+/);
  back.end();
});

test('a database that is gone makes the portal not ready, and every answer a 503 that says so', async () => {
  expect((await ready()).status).toBe(200);
  const shared = globalThis as unknown as Record<symbol, unknown>;
  const key = Symbol.for('berth.db');
  const before = shared[key];
  const gone = createDb('postgres://nobody:x@127.0.0.1:1/none');
  const headers = await bearer(member, 'read');
  shared[key] = gone;
  try {
    expect((await ready()).status).toBe(503);
    const { status, json } = await call(getMe, 'GET', { headers });
    expect(status).toBe(503);
    expect(json['detail']).toMatch(/database can't be reached/);
  } finally {
    shared[key] = before;
    await gone.$disconnect();
  }
});
