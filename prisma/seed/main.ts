/**
 * Fills a new portal with the demo company, the way people would: teams are created by the administrator, namespaces are
 * asked for by developers and approved by approvers, and the worker provisions them. Nothing is inserted as done.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { webConfig } from '../../lib/config/env.ts';
import { disconnectDb } from '../../lib/db/client.ts';
import { seedClusters } from './clusters.ts';
import { seedConnections } from './connections.ts';
import { seedHosts } from './hosts.ts';
import { seedNamespaces } from './namespaces.ts';
import { seedOwnership } from './ownership.ts';
import { rememberPeople } from './people.ts';
import { seedTeams } from './teams.ts';
import { seedTokens } from './tokens.ts';

const HELP = `Usage: node prisma/seed/main.ts [--base]
Registers the clusters and makes API tokens for the demo people; without --base, also fills the portal with the demo company.
Needs the settings of the web process, and BERTH_STACK_FILE (npm start sets both). Doing it twice changes nothing.`;

const stackSchema = z.object({
  stateDir: z.string(),
  clusters: z.array(z.object({ name: z.string(), server: z.url(), caFile: z.string() })),
  identity: z.object({ peopleFile: z.string() }),
});

const peopleSchema = z.array(
  z.object({ sub: z.string(), email: z.email(), name: z.string(), groups: z.array(z.string()) }),
);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { base: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const file = process.env['BERTH_STACK_FILE'];
  if (file === undefined) throw new Error('Set BERTH_STACK_FILE; npm start does. See --help.');
  const stack = stackSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const known = peopleSchema.parse(JSON.parse(await readFile(stack.identity.peopleFile, 'utf8')));
  const { oidc, firstAdministrator } = webConfig();

  const cast = await rememberPeople(known, oidc.issuer, firstAdministrator);
  console.log('Clusters');
  await seedClusters(cast.administrator, stack.clusters);
  if (!values.base) {
    console.log('Teams and services');
    await seedTeams(cast);
    console.log('Requests and namespaces');
    await seedNamespaces(cast);
    console.log('Zones and hosts');
    await seedHosts(cast);
    console.log('Connections');
    await seedConnections(cast);
    console.log('Words, reports and transfers');
    await seedOwnership(cast);
  }
  await seedTokens(cast, stack.stateDir);
}

try {
  await main();
} finally {
  await disconnectDb();
}
