/**
 * Fills a new portal with the demo company, the way people would: teams are created by the administrator, namespaces are
 * asked for by developers and approved by approvers, and the worker provisions them. Nothing is inserted as done.
 *
 *   node prisma/seed/main.ts --base   registers the clusters only
 *   node prisma/seed/main.ts          all of it
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { disconnectDb } from '../../lib/db/client.ts';
import { seedClusters } from './clusters.ts';
import { seedNamespaces } from './namespaces.ts';
import { rememberPeople } from './people.ts';
import { seedTeams } from './teams.ts';

const inputSchema = z.object({
  issuer: z.url(),
  administrator: z.email(),
  clusters: z.array(z.object({ name: z.string(), server: z.url(), caFile: z.string() })),
  people: z.array(
    z.object({ sub: z.string(), email: z.email(), name: z.string(), groups: z.array(z.string()) }),
  ),
});

/** What the seed must know of the stack, in the file that BERTH_SEED_FILE names. */
export type SeedInput = z.infer<typeof inputSchema>;

async function readInput(): Promise<SeedInput> {
  const file = process.env['BERTH_SEED_FILE'];
  if (file === undefined) throw new Error('Set BERTH_SEED_FILE; npm start does. See --help.');
  return inputSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { base: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(
      'Usage: node prisma/seed/main.ts [--base]\n' +
        'Registers the clusters and, without --base, fills the portal with the demo company.\n' +
        'Needs the settings of the web process, and BERTH_SEED_FILE: {issuer, administrator, clusters, people}.\n' +
        'Doing it twice changes nothing.',
    );
    return;
  }
  const input = await readInput();
  const people = await rememberPeople(input);
  await seedClusters(people.administrator, input.clusters);
  if (values.base) return;
  await seedTeams(people);
  await seedNamespaces(people);
}

try {
  await main();
} finally {
  await disconnectDb();
}
