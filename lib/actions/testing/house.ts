/**
 * A small house for tests of actions, queries and the API: a database of its own, a cluster, teams and people. Sets the
 * environment that the configuration reads, so import it before anything asks for the database.
 */
import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '../../../dev/test/database.ts';
import type { Actor } from '../../auth/actor.ts';
import { actorOf, makePerson } from '../../auth/testing.ts';
import { db, disconnectDb } from '../../db/client.ts';

const FIRST_ADMINISTRATOR = 'first@harbor.example';

export type House = { close: () => Promise<void> };

/** Opens a house: call it in beforeAll. */
export async function openHouse(): Promise<House> {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_URL: 'https://berth.example',
    NEXTAUTH_SECRET: 'a secret of the tests that is long enough to be one',
    BERTH_OIDC_ISSUER: 'https://issuer.example.com',
    BERTH_OIDC_CLIENT_ID: 'berth',
    BERTH_OIDC_CLIENT_SECRET: 'secret',
    BERTH_FIRST_ADMINISTRATOR: FIRST_ADMINISTRATOR,
  });
  return {
    close: async () => {
      await disconnectDb();
      await database.drop();
    },
  };
}

/** A name that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

export type TestTeam = { id: string; slug: string; maintainers: string; members: string };

/** A team with a group of maintainers and one of members. */
export async function makeTeam(options: { budget?: Record<string, string> } = {}): Promise<TestTeam> {
  const slug = unique('team');
  const team = await db.team.create({
    data: {
      slug,
      name: `Team ${slug}`,
      contactEmail: `${slug}@harbor.example`,
      ...(options.budget ? { budget: options.budget } : {}),
      groups: {
        create: [
          { groupName: `${slug}-maintainers`, role: 'maintainer' },
          { groupName: `${slug}-members`, role: 'member' },
        ],
      },
    },
  });
  return { id: team.id, slug, maintainers: `${slug}-maintainers`, members: `${slug}-members` };
}

/** A cluster that offers every environment. */
export async function makeCluster(): Promise<{ id: string; name: string }> {
  const name = unique('cluster');
  return db.cluster.create({
    data: {
      name,
      displayName: name,
      apiServer: 'https://api.example:6443',
      environments: ['sandbox', 'development', 'test', 'staging', 'production'],
    },
    select: { id: true, name: true },
  });
}

/** A person in some groups, as an actor. */
export async function somebody(groups: string[] = []): Promise<Actor> {
  const person = await makePerson({ email: `${unique('person')}@harbor.example`, groups });
  return actorOf(person.id);
}

/** A person with a portal-wide role of their own. */
export async function somebodyWithRole(role: 'administrator' | 'approver' | 'auditor'): Promise<Actor> {
  const person = await makePerson({ email: `${unique(role)}@harbor.example` });
  await db.roleGrant.create({ data: { role, personId: person.id } });
  return actorOf(person.id);
}

/** The person behind an actor, as they are now. */
export async function again(actor: Actor): Promise<Actor> {
  return actorOf(actor.personId);
}

/** An ask inside the guardrails, for a new service. */
export function ask(
  team: { slug: string },
  cluster: { name: string },
  more: Record<string, unknown> = {},
): Record<string, unknown> & { name: string } {
  const name = typeof more['name'] === 'string' ? more['name'] : unique('ns');
  return {
    cluster: cluster.name,
    team: team.slug,
    service: { name: `Service ${name}`, slug: unique('svc') },
    environment: 'development',
    purpose: 'A test',
    size: 'S',
    ...more,
    name,
  };
}
