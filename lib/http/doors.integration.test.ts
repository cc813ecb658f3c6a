/** The doors to other tools through their route handlers, on a real Postgres, asked as those tools ask. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as argocd } from '../../app/api/v1/argocd/api/v1/getparams.execute/route.ts';
import { GET as catalogInfo } from '../../app/api/v1/backstage/catalog-info.yaml/route.ts';
import { GET as backstage } from '../../app/api/v1/backstage/entities/route.ts';
import { GET as flux } from '../../app/api/v1/flux/inputs/route.ts';
import { GET as myNamespaces } from '../../app/api/v1/me/namespaces/route.ts';
import { GET as opencost } from '../../app/api/v1/opencost/labels/route.ts';
import { GET as metrics } from '../../app/api/v1/prometheus/metrics/route.ts';
import { GET as targets } from '../../app/api/v1/prometheus/targets/route.ts';
import { askForNamespace } from '../actions/ask-for-namespace.ts';
import { takeHosts } from '../actions/take-hosts.ts';
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
import { giveHost, makeZone } from '../actions/testing/zones.ts';
import type { Actor } from '../auth/actor.ts';
import { makePerson, mintApiToken } from '../auth/testing.ts';
import { db } from '../db/client.ts';
import { acceptedByBackstage, entitiesOf, referencesOf } from '../domain/doors/testing.ts';

const ODD = ['Überweisungen & Zölle', '🚢', '"; --- \n#', 'x'.repeat(200)];

let house: House;
let cluster: { id: string; name: string };
let team: TestTeam;
let empty: TestTeam;
let member: Actor;
let stranger: Actor;
let auditor: Actor;
let administrator: Actor;
/** A service with everything, and the namespace that publishes it. */
let service: string;
let published: { id: string; name: string; host: string };

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  [team, empty] = [await makeTeam(), await makeTeam()];
  [member, stranger] = [await somebody([team.maintainers]), await somebody()];
  [auditor, administrator] = [await somebodyWithRole('auditor'), await somebodyWithRole('administrator')];
  await db.cluster.update({
    where: { id: cluster.id },
    data: {
      config: {
        linkTemplates: [{ name: 'dashboards', url: 'https://grafana.example/d/ns?var-ns={namespace}' }],
      },
    },
  });
  await db.team.update({
    where: { id: team.id },
    data: {
      name: ODD[0] ?? '',
      costCentre: 'CC 4711',
      parentTeamId: empty.id,
      chatUrl: 'https://chat.example',
    },
  });
  published = await makePublished();
  await makeOddServices();
});
afterAll(() => house.close());

async function standing(more: Record<string, unknown> = {}): Promise<{ id: string; name: string }> {
  const { name } = await askForNamespace(member, ask(team, cluster, more));
  const { id } = await db.namespace.findFirstOrThrow({ where: { name } });
  await db.namespaceStatus.update({
    where: { namespaceId: id },
    data: { phase: 'Ready', readyAt: new Date() },
  });
  return { id, name };
}

async function makePublished(): Promise<{ id: string; name: string; host: string }> {
  const suffix = await makeZone(administrator, [cluster]);
  await giveHost(administrator, team, `*.${suffix}`);
  const place = await standing();
  const host = `www.${suffix}`;
  await takeHosts(administrator, { cluster: cluster.name, name: place.name, hosts: [host] });
  const row = await db.service.findFirstOrThrow({ where: { namespaces: { some: { id: place.id } } } });
  service = row.slug;
  await db.service.update({
    where: { id: row.id },
    data: {
      tier: 2,
      lifecycle: 'deprecated',
      tags: ['cards'],
      links: {
        runbook: 'https://wiki.example/run',
        openapi: 'https://api.example/v1.json',
        repo: 'https://git.example/x',
      },
    },
  });
  return { ...place, host };
}

/** Services with every odd name there is, each depending on the one before, on slugs as long as they get. */
async function makeOddServices(): Promise<void> {
  let before: string | null = null;
  for (const [index, name] of ODD.entries()) {
    const slug = `${String.fromCharCode(97 + index)}${'s'.repeat(61)}${String(index)}`;
    const made: { id: string } = await db.service.create({
      data: {
        slug,
        name,
        description: name.repeat(20),
        teamId: team.id,
        links: { docs: 'https://docs.example/?a=ü b', [`odd-${String(index)}`]: 'https://x.example' },
        ...(before === null ? {} : { dependsOn: { create: { dependsOnId: before } } }),
      },
    });
    before = made.id;
    await standing({ service: { slug }, name: `${unique('n')}-${'n'.repeat(40)}`, purpose: name });
  }
}

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Answer = { status: number; text: string; headers: Headers; json: () => unknown };

async function get(
  handler: Handler,
  actor: Actor,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = `https://berth.example/api/v1/x?${new URLSearchParams(query).toString()}`;
  return send(handler, actor, new Request(url, { headers }));
}

async function send(handler: Handler, actor: Actor, request: Request): Promise<Answer> {
  const { token } = await mintApiToken(actor.personId, ['read']);
  request.headers.set('authorization', `Bearer ${token}`);
  const response = await handler(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return {
    status: response.status,
    text,
    headers: response.headers,
    json: () => JSON.parse(text) as unknown,
  };
}

const mine = () => ({ team: team.slug });

describe('Backstage', () => {
  type Page = { entities: unknown[]; nextCursor: string | null };

  test('parses every document of the catalog, finds each name once, and nothing that points nowhere', async () => {
    const answer = await get(catalogInfo, stranger);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/yaml; charset=utf-8',
    ]);
    const entities = entitiesOf(answer.text);
    const refs: string[] = [];
    for (const entity of entities) refs.push(await acceptedByBackstage(entity));
    expect(new Set(refs.map((ref) => ref.toLowerCase())).size).toBe(refs.length);
    for (const reference of entities.flatMap(referencesOf)) expect(refs).toContain(reference);
    expect(refs).toEqual(
      expect.arrayContaining([
        `group:default/${empty.slug}`,
        `group:default/${team.slug}`,
        `component:default/${service}`,
        `api:default/${service}`,
        `resource:default/${cluster.name}.${published.name}`,
      ]),
    );
    expect(refs.length).toBe(2 + 1 + ODD.length + 1 + 1 + ODD.length);
  });

  test('gets the same by pages of any size, each with a tag that spares it an unchanged one', async () => {
    const whole = entitiesOf((await get(catalogInfo, stranger)).text);
    for (const limit of ['1', '3', '200']) {
      const found: unknown[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: Record<string, string> = { limit, ...(cursor === '' ? {} : { cursor }) };
        const answer = await get(backstage, stranger, query);
        const page = answer.json() as Page;
        found.push(...page.entities);
        const tag = answer.headers.get('etag') ?? 'none';
        expect((await get(backstage, stranger, query, { 'if-none-match': tag })).status).toBe(304);
        cursor = page.nextCursor;
      }
      expect(found, `by ${limit}`).toEqual(whole);
    }
  });

  test('sees a change as another tag', async () => {
    const before = await get(backstage, stranger, mine());
    const tag = before.headers.get('etag') ?? '';
    await db.service.updateMany({ where: { slug: service }, data: { tier: 3 } });
    expect((await get(backstage, stranger, mine(), { 'if-none-match': tag })).status).toBe(200);
    await db.service.updateMany({ where: { slug: service }, data: { tier: 2 } });
  });

  test('can be given one team, or one service without the team that another document holds', async () => {
    const kinds = async (query: Record<string, string>) =>
      ((await get(backstage, stranger, query)).json() as { entities: { kind: string }[] }).entities.map(
        ({ kind }) => kind,
      );
    expect(await kinds({ team: empty.slug })).toEqual(['Group']);
    expect(await kinds({ service })).toEqual(['Component', 'API', 'Resource']);
  });

  test('is told of no person', async () => {
    const { text } = await get(catalogInfo, administrator);
    for (const person of [member, stranger, administrator]) expect(text).not.toContain(person.email);
  });
});

describe('Argo CD', () => {
  // Its documentation: POST /api/v1/getparams.execute below baseUrl, with curl's own Content-Type.
  const execute = (actor: Actor, body: unknown, type = 'application/json') =>
    send(
      argocd,
      actor,
      new Request('https://berth.example/api/v1/argocd/api/v1/getparams.execute', {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify(body),
      }),
    );
  const parametersOf = (answer: Answer) =>
    (answer.json() as { output: { parameters: Record<string, unknown>[] } }).output.parameters;

  test('is answered as its documentation has it, whatever Content-Type the example sends', async () => {
    const body = { applicationSetName: 'fake-appset', input: { parameters: { service } } };
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const answer = await execute(stranger, body, type);
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({
        output: {
          parameters: [
            {
              id: published.id,
              name: expect.stringMatching(/^[a-z0-9.-]{1,53}$/) as string,
              cluster: cluster.name,
              clusterName: cluster.name,
              server: 'https://api.example:6443',
              namespace: published.name,
              environment: 'development',
              team: team.slug,
              teamName: ODD[0],
              service,
              serviceName: `Service ${published.name}`,
              tier: '2',
              lifecycle: 'deprecated',
              repository: 'https://git.example/x',
              host: published.host,
              hosts: [published.host],
            },
          ],
        },
      });
    }
  });

  test('gets everything when its generator has no parameters', async () => {
    for (const body of [
      { applicationSetName: 'all', input: {} },
      { applicationSetName: 'all', input: { parameters: null } },
      { applicationSetName: 'all' },
    ]) {
      expect(parametersOf(await execute(stranger, body))).toHaveLength(1 + ODD.length);
    }
  });

  test('can narrow by each filter, and by an old name of a team after it was renamed', async () => {
    const count = async (parameters: Record<string, string>) =>
      parametersOf(await execute(stranger, { input: { parameters } })).length;
    expect(await count({ cluster: cluster.name, environment: 'development' })).toBe(1 + ODD.length);
    expect(await count({ environment: 'production' })).toBe(0);
    expect(await count({ q: published.name.slice(2) })).toBe(1);
    expect(await count({ team: empty.slug })).toBe(0);
    const renamed = unique('renamed');
    await db.team.update({ where: { id: team.id }, data: { slug: renamed } });
    expect(await count({ team: team.slug })).toBe(1 + ODD.length);
    await db.team.update({ where: { id: team.id }, data: { slug: team.slug } });
  });

  test('is refused rather than told "nothing", after which it would delete every Application', async () => {
    for (const parameters of [
      { team: 'paymnets' },
      { cluster: 'nowhere' },
      { service: '' },
      { temm: 'x' },
      { environment: 'prod' },
    ]) {
      const answer = await execute(stranger, { input: { parameters } });
      expect([answer.status, Object.keys(parameters)[0]]).toEqual([422, Object.keys(parameters)[0]]);
    }
  });

  test('leaves out what was never ready, or is to be deleted', async () => {
    const { id, name } = await standing();
    const seen = async () =>
      parametersOf(await execute(stranger, { input: { parameters: { q: name } } })).length;
    expect(await seen()).toBe(1);
    await db.namespaceStatus.update({ where: { namespaceId: id }, data: { readyAt: null } });
    expect(await seen()).toBe(0);
    await db.namespaceStatus.update({ where: { namespaceId: id }, data: { readyAt: new Date() } });
    await db.namespace.update({ where: { id }, data: { deletionRequestedAt: new Date() } });
    expect(await seen()).toBe(0);
    await db.namespace.update({ where: { id }, data: { releasedAt: new Date() } });
  });

  test('needs a token, and one that may read', async () => {
    const request = () =>
      new Request('https://berth.example/x', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
    const context = { params: Promise.resolve({}) };
    expect((await argocd(request(), context)).status).toBe(401);
    const { token } = await mintApiToken(stranger.personId, ['write']);
    const wrong = request();
    wrong.headers.set('authorization', `Bearer ${token}`);
    expect((await argocd(wrong, context)).status).toBe(403);
  });
});

describe('flux', () => {
  test('gets inputs with an id each, a text that no other has', async () => {
    const answer = await get(flux, stranger);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const { inputs, ...rest } = answer.json() as { inputs: { id: unknown }[] };
    expect(rest).toEqual({});
    expect(inputs).toHaveLength(1 + ODD.length);
    for (const { id } of inputs) expect(typeof id).toBe('string');
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(inputs.length);
    expect(inputs).toContainEqual(expect.objectContaining({ id: published.id, team: team.slug, service }));
  });

  test('is refused what is larger than it takes, with what to do', async () => {
    const named = (displayName: string) =>
      db.cluster.update({ where: { id: cluster.id }, data: { displayName } });
    await named('x'.repeat(300 * 1024));
    const answer = await get(flux, stranger);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('900 KiB');
    await named(cluster.name);
  });

  test('is refused a filter that names nothing', async () => {
    expect((await get(flux, stranger, { team: 'nobody' })).status).toBe(422);
    expect((await get(flux, stranger, { tem: 'x' })).status).toBe(422);
  });
});

describe('Prometheus', () => {
  test('discovers the hosts that are published, with whose they are', async () => {
    const answer = await get(targets, stranger, mine());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(answer.json()).toEqual([
      {
        targets: [published.host],
        labels: expect.objectContaining({
          cluster: cluster.name,
          namespace: published.name,
          team: team.slug,
          service,
          environment: 'development',
          tier: '2',
          __meta_berth_runbook_url: 'https://wiki.example/run',
          __meta_berth_dashboards_url: `https://grafana.example/d/ns?var-ns=${published.name}`,
          __meta_berth_chat_url: 'https://chat.example',
        }) as object,
      },
    ]);
  });

  test('is sent an empty list where nothing is published', async () => {
    expect((await get(targets, stranger, { team: empty.slug })).json()).toEqual([]);
  });

  test('gets a line for each namespace to join alerts with, and the end that it waits for', async () => {
    const answer = await get(metrics, stranger, mine());
    expect(answer.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    const lines = answer.text.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('berth_namespace_info{'))).toHaveLength(1 + ODD.length);
    expect(lines.at(-1)).toBe('# EOF');
  });
});

describe('OpenCost', () => {
  type Labels = { rows: Record<string, unknown>[]; nextCursor: string | null };

  test('is told the cost centre by those who may know it: the team, auditors, administrators', async () => {
    const departments = async (actor: Actor) =>
      new Set(((await get(opencost, actor, mine())).json() as Labels).rows.map((row) => row['department']));
    for (const actor of [member, auditor, administrator]) {
      expect(await departments(actor)).toEqual(new Set([expect.stringMatching(/^cc-4711-[0-9a-f]{16}$/)]));
    }
    expect(await departments(stranger)).toEqual(new Set([null]));
  });

  test('gets pages that hold every namespace once, and the same as CSV', async () => {
    const found: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = { ...mine(), limit: '2', ...(cursor === '' ? {} : { cursor }) };
      const page = (await get(opencost, auditor, query)).json() as Labels;
      found.push(...page.rows.map((row) => row['namespace']));
      cursor = page.nextCursor;
    }
    expect(new Set(found).size).toBe(1 + ODD.length);
    expect(found).toHaveLength(1 + ODD.length);
    const { text } = await get(opencost, auditor, { ...mine(), format: 'csv' });
    expect(text.trimEnd().split('\r\n')).toHaveLength(2 + ODD.length);
  });
});

describe('which namespaces may I use', () => {
  type Mine = {
    rows: { name: string; role: string; through: unknown[] }[];
    nextCursor: string | null;
    total: number;
    groupsState: string;
  };
  const group = unique('readers');

  /** A namespace to which this group, this person and somebody else have access. */
  async function shared(email: string): Promise<{ id: string; name: string }> {
    return standing({
      access: [
        { kind: 'group', name: group, role: 'viewer' },
        { kind: 'user', name: email, role: 'maintainer' },
        { kind: 'group', name: 'hidden-group', role: 'developer' },
        { kind: 'user', name: 'hidden@harbor.example', role: 'developer' },
      ],
    });
  }

  test('says the strongest role and the entries that give it, and nobody else’s', async () => {
    const [reader, other] = [await somebody([group]), await somebody([group])];
    const { name } = await shared(reader.email);
    const answer = await get(myNamespaces, reader);
    const { rows, total, groupsState } = answer.json() as Mine;
    expect([rows.length, total, groupsState]).toEqual([1, 1, 'known']);
    expect(rows[0]).toMatchObject({
      name,
      apiServer: 'https://api.example:6443',
      cluster: { name: cluster.name },
      role: 'maintainer',
      through: [
        { kind: 'group', name: group, role: 'viewer' },
        { kind: 'user', name: reader.email, role: 'maintainer' },
      ],
    });
    expect(answer.text).not.toContain('hidden');
    const theirs = await get(myNamespaces, other);
    expect(theirs.json()).toMatchObject({ rows: [{ name, role: 'viewer', through: [{ name: group }] }] });
    expect(theirs.text).not.toContain(reader.email);
    await db.namespace.updateMany({ where: { name }, data: { releasedAt: new Date() } });
  });

  test('is nothing for a stranger, and an administrator of Berth is one to a namespace', async () => {
    const { name } = await shared('somebody@harbor.example');
    for (const actor of [stranger, administrator, auditor]) {
      expect((await get(myNamespaces, actor)).json()).toMatchObject({ rows: [], total: 0 });
    }
    await db.namespace.updateMany({ where: { name }, data: { releasedAt: new Date() } });
  });

  test('takes no group of a similar name, nor an e-mail address as a group', async () => {
    const { name } = await shared('exact@harbor.example');
    const near = await somebody([`${group}s`, group.toUpperCase(), 'exact@harbor.example', '%', 'hidden']);
    expect((await get(myNamespaces, near)).json()).toMatchObject({ rows: [], total: 0 });
    await db.namespace.updateMany({ where: { name }, data: { releasedAt: new Date() } });
  });

  test('leaves out those whose end has come: access is taken away then', async () => {
    const reader = await somebody([group]);
    const { id } = await shared(reader.email);
    expect((await get(myNamespaces, reader)).json()).toMatchObject({ total: 1 });
    await db.namespace.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect((await get(myNamespaces, reader)).json()).toMatchObject({ rows: [], total: 0 });
  });

  test('goes on page by page, and on one cluster alone', async () => {
    const own = unique('own');
    const reader = await somebody([own]);
    const names = new Set<string>();
    for (let made = 0; made < 3; made += 1) {
      names.add((await standing({ access: [{ kind: 'group', name: own, role: 'developer' }] })).name);
    }
    const found = new Set<string>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string> = { limit: '1', ...(cursor === '' ? {} : { cursor }) };
      const page = (await get(myNamespaces, reader, query)).json() as Mine;
      expect(page.total).toBe(3);
      for (const { name } of page.rows) found.add(name);
      cursor = page.nextCursor;
    }
    expect(found).toEqual(names);
    expect((await get(myNamespaces, reader, { cluster: cluster.name })).json()).toMatchObject({ total: 3 });
    expect((await get(myNamespaces, reader, { cluster: 'elsewhere' })).json()).toMatchObject({ total: 0 });
  });

  test('says that it may be short of some when the identity provider told no groups', async () => {
    const { id } = await makePerson({ email: `${unique('left-out')}@harbor.example` });
    await db.person.update({ where: { id }, data: { groupsState: 'left-out' } });
    const { token } = await mintApiToken(id, ['read']);
    const response = await myNamespaces(
      new Request('https://berth.example/x', { headers: { authorization: `Bearer ${token}` } }),
      { params: Promise.resolve({}) },
    );
    expect(await response.json()).toMatchObject({ rows: [], groupsState: 'left-out' });
  });

  test('is found by the index of access lists, not by looking at every namespace', async () => {
    const undone = new Error('undone');
    let plan = '';
    await db
      .$transaction(async (tx) => {
        // Enough of them that an index is worth it; what else is kept of a namespace is no matter here.
        await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
        await tx.$executeRaw`
          INSERT INTO namespace (cluster_id, name, team_id, service_id, environment, spec)
          SELECT n.cluster_id, 'many-' || i, n.team_id, n.service_id, n.environment, n.spec
          FROM namespace n, generate_series(1, 5000) AS i WHERE n.id = ${published.id}::uuid`;
        await tx.$executeRaw`ANALYZE namespace`;
        const probe = JSON.stringify([{ kind: 'group', name: group }]);
        const lines = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>`
          EXPLAIN SELECT n.id FROM namespace n WHERE n.released_at IS NULL
            AND (n.spec->'access') @> ANY (${[probe, probe]}::text[]::jsonb[])`;
        plan = lines.map((line) => line['QUERY PLAN']).join('\n');
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    expect(plan).toContain('Bitmap Index Scan on namespace_access');
  });
});
