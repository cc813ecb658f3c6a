/**
 * The matrix: every route, page and server action as every kind of person, to read, to change, with somebody else's id
 * and with fields that nobody asked for; and hidden words sought in all that comes back (design.md section 10).
 */
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  API_ROWS,
  CATALOG_SEARCHES,
  COLUMNS,
  OPEN_ROWS,
  OTHER_ROUTES,
  PAGE_ROWS,
  SEARCHES,
} from '../fixtures/matrix-rows.ts';
import type { Row } from '../fixtures/matrix-rows.ts';
import { PERSONAS, canaryText, expect, test } from '../fixtures/matrix.ts';
import type { Answer, Call, Matrix, Persona } from '../fixtures/matrix.ts';
import { PAGES } from '../fixtures/pages.ts';

// One after the other: they share one set of people and things.
test.describe.configure({ mode: 'default' });

const root = fileURLToPath(new URL('../../', import.meta.url));

const title = (row: { route: string; about?: string }): string =>
  `${row.route}${row.about === undefined ? '' : ` (${row.about})`}`;
const statusFor = (row: Pick<Row, 'expect'>, persona: Persona): number =>
  row.expect[(COLUMNS as readonly Persona[]).indexOf(persona)] ?? 401;
const allowed = (status: number): boolean => status < 400;

/** Expects the canaries of `names` in the text, for who may see them: the search must not be blind. */
function expectShown(matrix: Matrix, names: string[], persona: Persona, path: string, text: string): void {
  for (const name of names) {
    const canary = matrix.canaries.find((one) => one.name === name);
    const seen = canary?.seenBy.includes(persona) === true;
    if (!seen) continue;
    expect.soft(text.includes(canary.text), `${path} shows ${name} to ${persona}`).toBe(true);
  }
}

test('every route file and method has a row', async () => {
  const files = await readdir(`${root}app/api`, { recursive: true });
  const routes: string[] = [];
  for (const file of files.filter((name) => /(^|\/)route\.tsx?$/.test(name))) {
    const source = await readFile(`${root}app/api/${file}`, 'utf8');
    const methods = [...source.matchAll(/^export (?:const|(?:async )?function) ([A-Z]+)\b/gm)].map(
      (m) => m[1],
    );
    expect(methods.length, `${file} exports a method`).toBeGreaterThan(0);
    expect(source, `${file} exports each method by its name`).not.toMatch(/^export (\{|\*)/m);
    const path = `/api/${file.replace(/\/route\.tsx?$/, '')}`;
    routes.push(...methods.map((method) => `${String(method)} ${path}`));
  }
  const rows = new Set([...API_ROWS, ...OPEN_ROWS].map((row) => row.route).concat(OTHER_ROUTES));
  expect([...rows].sort()).toEqual(routes.sort());
});

test('every page has a row', () => {
  const rows = PAGE_ROWS.map((row) => row.route).concat('/sign-in', '/design');
  expect(rows.sort()).toEqual(PAGES.map((page) => page.route).sort());
});

for (const row of API_ROWS) {
  test(`${title(row)}: each persona gets what the table says`, async ({ matrix }) => {
    for (const persona of PERSONAS) {
      const status = statusFor(row, persona);
      const call = await row.call(matrix, matrix.own, allowed(status));
      const before = allowed(status) ? undefined : await row.look?.(matrix, call);
      const answer = await matrix.send(persona, call);
      expect.soft(answer.status, `${title(row)} as ${persona}: ${answer.text.slice(0, 300)}`).toBe(status);
      if (allowed(status)) expectShown(matrix, row.shows ?? [], persona, call.path, answer.text);
      else {
        expect.soft(answer.headers['content-type'], `${title(row)} as ${persona}`).toContain('problem+json');
        expect
          .soft(await row.look?.(matrix, call), `${title(row)} as ${persona}: refused, and yet it changed`)
          .toEqual(before);
      }
    }
  });

  test(`${title(row)}: an id of another team is somebody else's to a member`, async ({ matrix }) => {
    const status = statusFor(row, 'stranger');
    const call = await row.call(matrix, matrix.other, allowed(status));
    const answer = await matrix.send('member', call);
    expect.soft(answer.status, `${title(row)} of the other team: ${answer.text.slice(0, 300)}`).toBe(status);
  });

  test(`${title(row)}: a token does no more than its scopes say, and none of a disabled person's`, async ({
    matrix,
  }) => {
    const reads = row.route.startsWith('GET ') || row.readsOnly === true;
    const status = reads ? statusFor(row, 'member') : 403;
    const call = await row.call(matrix, matrix.own, false);
    const answer = await matrix.sendWithToken(matrix.tokens.read, 'member', call);
    expect.soft(answer.status, `${title(row)} with a token that may read`).toBe(status);
    if (row.sessionOnly) {
      const all = await matrix.sendWithToken(matrix.tokens.all, 'administrator', call);
      expect.soft(all.status, `${title(row)} with an administrator's token of every scope`).toBe(403);
    }
    const gone = await matrix.sendWithToken(matrix.tokens.disabled, 'disabled', call);
    expect.soft(gone.status, `${title(row)} with the token of a disabled person`).toBe(401);
  });

  test(`${title(row)}: what nobody asked for is refused by its name`, async ({ matrix }) => {
    const persona = COLUMNS.find((column) => allowed(statusFor(row, column))) ?? 'administrator';
    const call = await row.call(matrix, matrix.own, false);
    const extras = {
      role: 'administrator',
      teamId: '00000000-0000-4000-8000-000000000000',
      state: 'approved',
    };
    for (const [field, value] of Object.entries(extras)) {
      const query = new URL(call.path, matrix.stack.portalUrl);
      if (!query.searchParams.has(field)) {
        query.searchParams.set(field, value);
        // Which states a list can be asked for is a filter of its own; a state of nobody's is refused there.
        if (field === 'state') query.searchParams.set(field, 'of-nobody');
        expectNamed(row, field, await matrix.send(persona, { ...call, path: query.pathname + query.search }));
      }
      if (call.data !== undefined && !(field in call.data)) {
        const data = { ...call.data, [field]: value };
        expectNamed(row, field, await matrix.send(persona, { ...call, data }));
      }
    }
  });

  if (!row.route.startsWith('GET ')) {
    test(`${title(row)}: another site's page changes nothing with somebody's cookie`, async ({ matrix }) => {
      const persona = COLUMNS.find((column) => allowed(statusFor(row, column))) ?? 'administrator';
      const call = await row.call(matrix, matrix.own, false);
      const before = await row.look?.(matrix, call);
      const headers = { ...call.headers, origin: 'https://elsewhere.example' };
      const answer = await matrix.send(persona, { ...call, headers });
      expect.soft(answer.status, `${title(row)} from elsewhere as ${persona}`).toBe(403);
      expect.soft(await row.look?.(matrix, call)).toEqual(before);
    });
  }
}

function expectNamed(row: Row, field: string, answer: Answer): void {
  const where = `${title(row)} with ${field}: ${answer.text.slice(0, 300)}`;
  // A preview answers with the problems that an ask would be refused for.
  const previews = row.route === 'POST /api/v1/preview' && answer.status === 200;
  expect.soft(previews ? 422 : answer.status, where).toBe(422);
  const { errors = [] } = JSON.parse(answer.text) as { errors?: { field: string; message: string }[] };
  expect
    .soft(
      errors.some((error) => `${error.field} ${error.message}`.includes(field)),
      where,
    )
    .toBe(true);
}

for (const { route, call, status } of OPEN_ROWS) {
  test(`${route} says the same to everybody`, async ({ matrix }) => {
    for (const persona of PERSONAS) {
      const answer = await matrix.send(persona, call);
      expect.soft(answer.status, `${route} as ${persona}`).toBe(status);
    }
  });
}

/** Follows redirects of the portal to itself, as Next's own client does; gives what comes at the end. */
async function follow(matrix: Matrix, persona: Persona, call: Call): Promise<Answer> {
  let answer = await matrix.send(persona, call);
  for (let hops = 0; hops < 3 && answer.status >= 300 && answer.status < 400; hops += 1) {
    const to = new URL(answer.headers['location'] ?? '', new URL(call.path, matrix.stack.portalUrl));
    if (to.pathname === '/sign-in') break;
    answer = await matrix.send(persona, { ...call, path: to.pathname + to.search });
  }
  return answer;
}

for (const row of PAGE_ROWS) {
  test(`page ${row.route}: each persona gets what the table says, as HTML and as the payload of the components`, async ({
    matrix,
  }) => {
    const path = row.path(matrix, matrix.own);
    for (const persona of PERSONAS) {
      const where = `page ${path} as ${persona}`;
      const status = statusFor(row, persona);
      const html = await matrix.send(persona, { method: 'GET', path });
      const payload = await follow(matrix, persona, { method: 'GET', path, headers: { rsc: '1' } });
      if (status === 401) {
        expect.soft(html.status, where).toBe(307);
        expect.soft(html.headers['location'], where).toMatch(/^\/sign-in(\?|$)/);
        // To Next's client the way to the sign-in page is a line of the payload, and there is no page in it.
        expect.soft(payload.text, `${where}, payload`).toContain('NEXT_REDIRECT;replace;/sign-in');
        continue;
      }
      expect.soft(html.status, where).toBe(status);
      expect.soft(payload.headers['content-type'], where).toContain('text/x-component');
      if (status !== 200) continue;
      expectShown(matrix, row.shows ?? [], persona, path, html.text);
      expectShown(matrix, row.shows ?? [], persona, path, payload.text);
    }
  });

  test(`page ${row.route}: of another team it shows a member no more than a stranger`, async ({ matrix }) => {
    const path = row.path(matrix, matrix.other);
    const answer = await matrix.send('member', { method: 'GET', path });
    expect.soft(answer.status, `page ${path} as member`).toBe(statusFor(row, 'stranger'));
  });
}

test('page /sign-in is for anybody, and sends on who is signed in', async ({ matrix }) => {
  for (const persona of PERSONAS) {
    const { status } = await matrix.send(persona, { method: 'GET', path: '/sign-in' });
    expect
      .soft(status, `/sign-in as ${persona}`)
      .toBe(statusFor({ expect: [307, 307, 307, 307, 307, 307] }, persona) === 401 ? 200 : 307);
  }
});

test('a hidden request looks like one that does not exist', async ({ matrix }) => {
  for (const suffix of ['', '/approve', '/reject', '/ask-for-answer', '/answer', '/withdraw', '/comments']) {
    const answers = [];
    for (const number of [matrix.own.pending, matrix.own.granted, 999_999_999]) {
      const body = {
        '': undefined,
        '/approve': { resultHash: '0'.repeat(64) },
        '/reject': { comment: 'No.' },
        '/ask-for-answer': { question: 'Why?' },
        '/answer': { answer: 'So.' },
        '/withdraw': {},
        '/comments': { body: 'A word.' },
      }[suffix];
      const { status, text } = await matrix.send('stranger', {
        method: body === undefined ? 'GET' : 'POST',
        path: `/api/v1/requests/${String(number)}${suffix}`,
        ...(body === undefined ? {} : { data: body }),
      });
      const { requestId: _, ...problem } = JSON.parse(text) as Record<string, unknown>;
      answers.push({ status, problem });
    }
    expect.soft(answers[0], suffix).toMatchObject({ status: 404 });
    expect.soft(answers[0], suffix).toEqual(answers[2]);
    expect.soft(answers[1], suffix).toEqual(answers[2]);
  }
});

test('no count and no search tells a stranger of what is hidden', async ({ matrix }) => {
  const total = async (path: string): Promise<unknown> =>
    (await matrix.make('stranger', { method: 'GET', path }))['total'];
  const before = await total('/api/v1/requests');
  const body = {
    cluster: 'harbor-prod',
    team: matrix.own.team,
    service: { slug: matrix.own.service },
    environment: 'production',
    name: matrix.unique('matrix'),
    purpose: 'To be counted.',
    size: 'S',
    access: [{ kind: 'group', name: 'payments-developers', role: 'developer' }],
  };
  await matrix.make('member', { method: 'POST', path: '/api/v1/namespaces', data: body });
  expect(await total('/api/v1/requests')).toBe(before);
  expect(await total(`/api/v1/audit?team=${matrix.own.team}`)).toBe(0);
  for (const call of SEARCHES(matrix)) expect.soft(await total(call.path), call.path).toBe(0);
  for (const { search, complete } of CATALOG_SEARCHES(matrix)) {
    const found = await matrix.make('stranger', search);
    // It may mean a word like it that everybody sees; that it is no hidden one, each answer is searched for.
    expect
      .soft([found['total'], found['rows'], found['best']], search.path)
      .toEqual([{ count: 0, atLeast: false }, [], []]);
    expect.soft(await matrix.make('stranger', complete), complete.path).toEqual({ completions: [] });
  }
});

/** Reads a stream until `done` says that enough is there, or it ends. */
async function readUntil(response: Response, done: (text: string) => boolean): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader && !done(text)) {
    const { value, done: ended } = await reader.read();
    if (ended) break;
    text += value;
  }
  await reader?.cancel();
  return text;
}

test('GET /api/events tells a stranger nothing of a hidden request, and is closed to who is not signed in', async ({
  matrix,
}) => {
  const open = (persona: Persona) =>
    fetch(`${matrix.stack.portalUrl}/api/events`, { headers: { cookie: matrix.cookie(persona) } });
  for (const persona of ['anonymous', 'disabled'] as const) {
    const response = await open(persona);
    expect.soft(response.status, `GET /api/events as ${persona}`).toBe(401);
    await response.body?.cancel();
  }
  const readers = ['stranger', 'member', 'maintainer', 'approver', 'auditor', 'administrator'] as const;
  const streams = await Promise.all(readers.map(open));
  const comment = { body: canaryText(matrix.canaries, 'comment') };
  await matrix.make('member', {
    method: 'POST',
    path: `/api/v1/requests/${String(matrix.own.pending)}/comments`,
    data: comment,
  });
  // A change of the catalog after it, which everybody hears of: who has heard it has been told all before it.
  const { slug } = await matrix.make('administrator', {
    method: 'POST',
    path: '/api/v1/teams',
    data: { slug: matrix.unique('matrix-d'), name: 'A team of the matrix' },
  });
  const [team] = await matrix.sql('SELECT id FROM team WHERE slug = $1', [slug]);
  const last = String(team?.['id']);
  for (const [index, persona] of readers.entries()) {
    const stream = streams[index];
    expect(stream?.status, `GET /api/events as ${persona}`).toBe(200);
    if (!stream) continue;
    const text = await readUntil(stream, (heard) => heard.includes(last));
    expect.soft(text, `the stream of ${persona}`).toContain(last);
    expect.soft(matrix.leaks(persona, '/api/events', text), `leaked in the stream of ${persona}`).toEqual([]);
    const hears = persona !== 'stranger';
    expect.soft(text.includes(matrix.own.pendingId), `${persona} hears of the request`).toBe(hears);
  }
});

test('the past of the stream is told as its present is: only to who may see it', async ({ matrix }) => {
  const response = await fetch(`${matrix.stack.portalUrl}/api/events`, {
    headers: { cookie: matrix.cookie('stranger'), 'last-event-id': '1' },
  });
  const text = await readUntil(response, (heard) => heard.split('\n\n').length > 3);
  expect(text).not.toContain(matrix.own.pendingId);
  expect(matrix.leaks('stranger', '/api/events', text)).toEqual([]);
});

test('the stream that somebody has open ends when they are disabled', async ({ matrix }) => {
  // With its next heartbeat at the latest.
  await matrix.streamOfDisabled;
});

test('no server action does anything for who is not signed in, or is shut out', async ({ matrix }) => {
  const manifest = JSON.parse(
    await readFile(`${root}.next/server/server-reference-manifest.json`, 'utf8'),
  ) as { node: Record<string, { exportedName: string; workers: Record<string, unknown> }> };
  const actions = Object.entries(manifest.node);
  expect(actions.length).toBeGreaterThan(0);
  for (const [id, { exportedName, workers }] of actions) {
    const page = Object.keys(workers)[0] ?? '';
    const path = `/${page.replace(/^app\//, '').replace(/\/?page$/, '')}`
      .replaceAll(/\/\([^)]*\)/g, '')
      .replaceAll(/\[[^\]]*\]/g, '1');
    for (const persona of ['anonymous', 'disabled'] as const) {
      // Playwright sends a string as it is; the arguments are none.
      const answer = await matrix.send(persona, {
        method: 'POST',
        path: path === '' ? '/' : path,
        headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' },
        data: [],
      });
      const to = answer.headers['x-action-redirect'] ?? answer.headers['location'] ?? '';
      expect.soft(to, `${exportedName} as ${persona} (${String(answer.status)})`).toMatch(/^\/sign-in/);
    }
  }
});
