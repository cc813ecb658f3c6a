/** The demo company comes about on the way through the portal, and once. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ADMINISTRATOR, PEOPLE } from '../../dev/stack/people.ts';
import { openHouse } from '../../lib/actions/testing/house.ts';
import type { House } from '../../lib/actions/testing/house.ts';
import { webConfig } from '../../lib/config/env.ts';
import { db } from '../../lib/db/client.ts';
import { seedClusters } from './clusters.ts';
import { seedConnections } from './connections.ts';
import { SERVICES } from './data.ts';
import { seedNamespaces } from './namespaces.ts';
import { seedOwnership } from './ownership.ts';
import { rememberPeople } from './people.ts';
import { seedTeams } from './teams.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
  process.env['BERTH_FIRST_ADMINISTRATOR'] = ADMINISTRATOR;
});
afterAll(() => house.close());

async function seed(): Promise<void> {
  const { caFile, server } = inject('cluster');
  const cast = await rememberPeople([...PEOPLE], webConfig().oidc.issuer, ADMINISTRATOR);
  await seedClusters(
    cast.administrator,
    ['harbor-dev', 'harbor-prod'].map((name) => ({ name, server, caFile })),
  );
  await seedTeams(cast);
  await seedNamespaces(cast);
  await seedConnections(cast);
  await seedOwnership(cast);
}

const figures = async () => ({
  requests: await db.request.count(),
  open: await db.request.count({ where: { state: 'pending' } }),
  audit: await db.auditEvent.count(),
  confirmed: await db.service.count({ where: { confirmedAt: { not: null } } }),
  reports: await db.linkReport.count({ where: { clearedAt: null } }),
  transfers: await db.ownershipTransfer.count({ where: { state: 'open' } }),
  connections: await db.connection.count({ where: { endedAt: null } }),
});

test('seeding makes teams, namespaces and agreed connections, leaves some for people to decide, and doing it again changes nothing', async () => {
  await seed();
  const first = await figures();
  expect(first.connections).toBe(5);
  expect(first).toMatchObject({ confirmed: SERVICES.length - 3, reports: 1, transfers: 2 });
  const waiting = await db.party.findMany({
    where: { state: 'waiting', kind: 'team', request: { state: 'pending' } },
    include: { team: true },
  });
  expect(waiting.map(({ team }) => team?.slug)).toEqual(['payments']);
  await seed();
  expect(await figures()).toEqual(first);
});
