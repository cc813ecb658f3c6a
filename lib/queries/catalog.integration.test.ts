/** Search holds to what a plain filter over everything in memory finds: rows, counts and facets, also after every kind of change. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFleet, makeFleet } from '../../dev/fleet/index.ts';
import { openHouse, somebody } from '../actions/testing/house.ts';
import type { House } from '../actions/testing/house.ts';
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/permissions.ts';
import { foldCatalog } from '../db/catalog/fold.ts';
import { db } from '../db/client.ts';
import { parseQuery } from '../domain/catalog/query/index.ts';
import { catalogRows, searchCatalog } from './catalog.ts';
import { CATALOG_SORTS, type CatalogAnswer, type Facet } from './catalog-types.ts';
import { everyRow } from './testing/every-row.ts';
import { FACET_VALUES, naiveSearch, readEverything, type NaiveRow } from './testing/naive.ts';

/** More than search counts one by one, so that both ways of counting are met. */
const NAMESPACES = 1_400;

let house: House;
let sql: pg.Pool;
let actor: Actor;
let now: Date;
let rows: NaiveRow[];

const read = async (): Promise<void> => {
  now = new Date();
  rows = await readEverything(now);
};

beforeAll(async () => {
  house = await openHouse();
  sql = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 8 });
  const size = { teams: 60, services: 240, namespaces: NAMESPACES, people: 90 };
  await loadFleet(sql, makeFleet(size, 'property', { teams: [{ slug: 'mueller', name: 'Müller & Söhne' }] }));
  await sql.query(
    `UPDATE cluster_namespace SET labels = jsonb_build_object('tier', 'web', 'berth.dev/size', left(name, 1)) WHERE name < 'm'`,
  );
  const { rows: groups } = await sql.query<{ name: string }>(
    `SELECT group_name AS name FROM team_group WHERE role = 'member' ORDER BY 1 LIMIT 3`,
  );
  actor = await somebody(groups.map(({ name }) => name));
  await read();
}, 120_000);
afterAll(async () => {
  await sql.end();
  await house.close();
});

/** Values that are there, and some that aren't. */
function filters(): string[] {
  const some = <T>(values: readonly T[], most = 12): T[] => [...new Set(values)].slice(0, most);
  const quoted = (value: string): string => `"${value}"`;
  return [
    ...some(rows.map(({ team }) => team.slug)).map((slug) => `team:${slug}`),
    ...some(rows.map(({ team }) => team.name)).map((name) => `team:${quoted(name)}`),
    ...some(rows.map(({ service }) => service.slug)).map((slug) => `service:${slug}`),
    ...some(rows.flatMap(({ service }) => service.aliases)).map((slug) => `service:${slug}`),
    ...some(rows.map(({ cluster }) => cluster.name)).map((name) => `cluster:${name}`),
    ...some(rows.flatMap(({ service }) => service.tags)).map((tag) => `tag:${tag}`),
    ...some(rows.flatMap(({ hosts }) => hosts.map(({ host }) => host))).map((host) => `host:${host}`),
    ...some(rows.flatMap(({ team }) => team.costCentre ?? [])).map((cost) => `cost:${quoted(cost)}`),
    ...some(rows.flatMap(({ team }) => team.people.map(({ name }) => name))).map(
      (name) => `person:${quoted(name)}`,
    ),
    ...['production', 'dev', 'test', 'staging', 'sandbox'].map((env) => `env:${env}`),
    ...['1', '2', '3', 'none', '1,none'].map((tier) => `tier:${tier}`),
    ...['deprecated', 'experimental', 'production,deprecated'].map((one) => `lifecycle:${one}`),
    ...['Ready', 'Degraded', 'Deleting', 'Pending'].map((state) => `state:${state}`),
    ...['tier=web', 'tier', 'berth.dev/size=c', 'nothing=here'].map((label) => `label:${label}`),
    ...['<30d', '>30d', '<2027-01-01', 'never', 'past'].map((when) => `expires:${when}`),
    ...['>80%', '<20%', '>50%,<10%'].map((use) => `quota:${use}`),
    ...['docs', 'dashboards', 'runbook', 'chat', 'oncall', 'sla', 'hosts', 'owner'].map(
      (one) => `has:${one}`,
    ),
    ...['mine', 'orphan', 'confirmed', 'unconfirmed', 'expiring', 'production'].map((one) => `is:${one}`),
    'team:nobody',
    'service:nothing',
    'cluster:nowhere',
    'person:noone',
    'kind:namespace',
  ];
}

/** Words out of what is there: whole ones, parts of them, names, hosts; and some that nobody uses. */
function words(): fc.Arbitrary<string> {
  const texts = [
    ...new Set(
      rows
        .flatMap(({ own, team, service, hosts }) => [
          ...own.split(' '),
          team.name,
          ...service.tags,
          service.slug,
          ...hosts.map(({ host }) => host),
        ])
        .filter((text) => /^[\p{L}\p{N}. -]+$/u.test(text)),
    ),
  ];
  const part = fc
    .tuple(fc.constantFrom(...texts), fc.nat(30), fc.integer({ min: 1, max: 9 }))
    .map(([text, from, length]) => text.slice(from % text.length, (from % text.length) + length).trim());
  const whole = fc.constantFrom(...texts, 'qqxzvj', 'Müller', 'mueller', 'SÖHNE', 'soehne');
  return fc.oneof({ weight: 2, arbitrary: part }, { weight: 3, arbitrary: whole });
}

const queries = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(words(), { maxLength: 2 }),
      fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.constantFrom(...filters())), { maxLength: 3 }),
    )
    .map(([some, others]) =>
      [...some, ...others.map(([not, twice, filter]) => `${not && twice ? '-' : ''}${filter}`)].join(' '),
    );

const world = () => ({
  rows,
  actor,
  now,
  seesCosts: (teamId: string) => can(actor, 'team.details', { teamId }),
});

async function allIds(q: string, sort: (typeof CATALOG_SORTS)[number]): Promise<string[]> {
  const all = await everyRow((cursor) => catalogRows(actor, { q, sort, cursor }));
  return all.map(({ id }) => id);
}

function expectFacet(facet: Facet, q: string): void {
  const valueOf = FACET_VALUES[facet.key];
  if (!valueOf) throw new Error(`There is no naive facet ${facet.key}.`);
  const counts = new Map<string, number>();
  for (const row of naiveSearch(rows, parseQuery(q), world(), facet.key))
    counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + 1);
  for (const { value, count, atLeast } of facet.values) {
    const real = counts.get(value) ?? 0;
    if (atLeast) expect(real, `${q}: ${facet.key} ${value}`).toBeGreaterThanOrEqual(count);
    else expect(count, `${q}: ${facet.key} ${value}`).toBe(real);
  }
  if (facet.values.some(({ atLeast }) => atLeast)) return;
  const shown = facet.values.filter(({ count }) => count > 0).length;
  expect(shown, `${q}: values of ${facet.key}`).toBeGreaterThanOrEqual(
    Math.min(12, counts.size) - missed(facet),
  );
}

/** Of everything, the largest teams are shown; of a filter of more than is counted one by one, those of them that have any. */
const missed = ({ key }: Facet): number => (key === 'team' ? 12 : 0);

function expectTotal({ total }: CatalogAnswer, real: number, q: string): void {
  if (total.atLeast) expect(real, q).toBeGreaterThan(total.count);
  else expect(total.count, q).toBe(real);
}

/** The total and each facet of a query. */
async function counts(q: string, sort: (typeof CATALOG_SORTS)[number] = 'relevance'): Promise<CatalogAnswer> {
  const answer = await searchCatalog(actor, { q, sort, limit: 50 });
  expectTotal(answer, naiveSearch(rows, parseQuery(q), world()).length, q);
  for (const facet of answer.facets ?? []) expectFacet(facet, q);
  return answer;
}

/** That, and every row, each once, from the first page on. */
async function holds(q: string, sort: (typeof CATALOG_SORTS)[number] = 'relevance'): Promise<void> {
  const answer = await counts(q, sort);
  const wanted = naiveSearch(rows, parseQuery(q), world());
  const found = await allIds(q, sort);
  expect(found.length, `${q}: each once`).toBe(new Set(found).size);
  expect(found.toSorted(), q).toEqual(wanted.map(({ id }) => id).toSorted());
  expect(
    answer.rows.map(({ id }) => id),
    `${q}: the first page`,
  ).toEqual(found.slice(0, answer.rows.length));
}

const holdsForAny = (runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(queries(), fc.constantFrom(...CATALOG_SORTS), async (q, sort) => holds(q, sort)),
    { numRuns: runs },
  );

test('each filter alone finds what it says, and counts it', async () => {
  await holds('');
  for (const filter of filters()) {
    await holds(filter);
    await counts(`-${filter}`);
  }
}, 120_000);

test.each(['st.', 'ha.', 'harbor.', 'shop.st.'])(
  'the dot at the end of “%s” changes nothing',
  (q) => holds(q),
  60_000,
);

test('any words with any filters, in any order, find what a plain filter over everything finds', async () => {
  await holdsForAny(150);
}, 120_000);

describe('what was changed is found as it is now', () => {
  const CHANGES: Readonly<Record<string, string>> = {
    'a team is renamed': `UPDATE team SET name = 'Neuer Name ' || left(slug, 3), slug = slug || '-x' WHERE slug < 'd'`,
    'a service is renamed, tagged and moved to another tier': `UPDATE service SET name = name || ' Zwei', tags = tags || '{extra}',
      tier = (coalesce(tier, 0) + 1) % 4 + 1, lifecycle = 'deprecated' WHERE slug < 'e'`,
    'a service changes hands with its namespaces': `WITH other AS (SELECT id FROM team ORDER BY slug DESC LIMIT 1), moved AS (
        UPDATE service SET team_id = (SELECT id FROM other) WHERE id IN (SELECT id FROM service ORDER BY slug LIMIT 20) RETURNING id)
      UPDATE namespace SET team_id = (SELECT id FROM other) WHERE service_id IN (SELECT id FROM moved)`,
    'the worker says something else': `UPDATE namespace_status SET phase = CASE phase WHEN 'Ready' THEN 'Degraded' ELSE 'Ready' END
      WHERE namespace_id IN (SELECT id FROM namespace WHERE name < 'g')`,
    'namespaces are asked to go': `UPDATE namespace SET deletion_requested_at = now() WHERE name LIKE '%test%'`,
    'namespaces are released': `UPDATE namespace SET released_at = now() WHERE id IN (SELECT id FROM namespace ORDER BY id LIMIT 100)`,
    'a purpose and an end are changed': `UPDATE namespace SET purpose = 'Kesselwagen für ' || name, expires_at = now() + interval '20 days'
      WHERE name > 'p'`,
  };

  test.each(Object.entries(CHANGES))('%s', async (_, change) => {
    await sql.query(change);
    await read();
    await holdsForAny(12);
  });

  test('and the fold changes nothing that is found', async () => {
    const before = await searchCatalog(actor, { q: '' });
    expect(await db.catalogCountDelta.count()).toBeGreaterThan(0);
    await foldCatalog(db, new AbortController().signal);
    expect(await db.catalogCountDelta.count()).toBe(0);
    const after = await searchCatalog(actor, { q: '' });
    expect([after.total, after.facets]).toEqual([before.total, before.facets]);
    await holdsForAny(25);
  });

  test('the kept rows are those that would be made anew', async () => {
    const kept = async (): Promise<unknown[]> => {
      const tables = {
        catalog_namespace: 'namespace_id',
        catalog_cell: 'namespace_id',
        catalog_count: 'cluster_id, environment, tier, lifecycle, state',
        catalog_team_count: 'team_id, cluster_id, environment, tier, lifecycle, state',
        catalog_team_size: 'team_id',
        catalog_term: 'term',
      };
      const all = [];
      for (const [table, order] of Object.entries(tables))
        all.push((await sql.query(`SELECT * FROM ${table} ORDER BY ${order}`)).rows);
      return all;
    };
    const before = await kept();
    await sql.query('SELECT catalog_rebuild()');
    expect(before).toEqual(await kept());
  });
});

test('changes at the same moment, of a service and of its namespaces, lose no count and never wait in a circle', async () => {
  const { rows: services } = await sql.query<{ id: string }>(
    `SELECT service_id AS id FROM namespace WHERE released_at IS NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 4`,
  );
  const turns = Array.from({ length: 25 }, (_, at) => at);
  const retier = async (): Promise<void> => {
    for (const at of turns)
      await sql.query('UPDATE service SET tier = $2 WHERE id = $1', [services[at % 4]?.id, 1 + (at % 4)]);
  };
  const restate = async (): Promise<void> => {
    for (const at of turns)
      await sql.query(
        `UPDATE namespace_status SET phase = $2 WHERE namespace_id = (
          SELECT id FROM namespace WHERE service_id = $1 AND released_at IS NULL ORDER BY md5(id::text || $3) LIMIT 1)`,
        [services[(at + 1) % 4]?.id, at % 2 === 0 ? 'Degraded' : 'Ready', String(at)],
      );
  };
  const delay = async (): Promise<void> => {
    for (const at of turns)
      await sql.query(
        `UPDATE namespace SET deletion_requested_at = $2 WHERE id = (
          SELECT id FROM namespace WHERE service_id = $1 AND released_at IS NULL ORDER BY md5(id::text || $3) LIMIT 1)`,
        [services[(at + 2) % 4]?.id, at % 2 === 0 ? new Date() : null, String(at)],
      );
  };
  const fold = async (): Promise<void> => {
    for (const _ of turns) await foldCatalog(db, new AbortController().signal);
  };
  await Promise.all([retier(), restate(), restate(), delay(), delay(), fold()]);
  await read();
  await holds('');
  for (const tier of [1, 2, 3, 4]) await holds(`tier:${String(tier)} state:Ready,Degraded,Deleting`);
});
