/** What is found first, in a company of 100,000 namespaces. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SIZES, loadFleet, makeFleet } from '../../dev/fleet/index.ts';
import { openHouse, somebody } from '../actions/testing/house.ts';
import type { House } from '../actions/testing/house.ts';
import type { Actor } from '../auth/actor.ts';
import { catalogRows, searchCatalog } from './catalog.ts';
import { everyRow } from './testing/every-row.ts';
import { firstOf } from './testing/first.ts';
import { CASES, PLANTED } from './testing/relevance.ts';

let house: House;
let actor: Actor;

beforeAll(async () => {
  house = await openHouse();
  const sql = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 1 });
  try {
    await loadFleet(sql, makeFleet(SIZES['100k'], 'relevance', PLANTED));
  } finally {
    await sql.end();
  }
  actor = await somebody();
}, 180_000);
afterAll(() => house.close());

describe.each(Object.entries(CASES))('%s', (_, pairs) => {
  test.each(pairs)('%j finds %s', async (query, wanted) => {
    expect(firstOf(await searchCatalog(actor, { q: query }))).toBe(wanted);
  });
});

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

test.each(['kund', 'unde', 'data prod'])(
  'what fits “%s”, more than is counted, comes in one order, however long the pages are',
  async (q) => {
    expect((await searchCatalog(actor, { q })).total).toEqual({ count: 1_000, atLeast: true });
    const long = idsOf(await everyRow((cursor) => catalogRows(actor, { q, cursor })));
    const short = idsOf(await everyRow((cursor) => searchCatalog(actor, { q, cursor, limit: 70 })));
    expect(long.length).toBeGreaterThan(1_000);
    expect(new Set(long).size).toBe(long.length);
    expect(short).toEqual(long);
  },
);
