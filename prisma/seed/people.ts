import { randomUUID } from 'node:crypto';
import type { Actor } from '../../lib/auth/actor.ts';
import { loadPerson } from '../../lib/auth/load.ts';
import { upsertPerson } from '../../lib/auth/sign-in.ts';
import { db } from '../../lib/db/client.ts';
import type { SeedInput } from './main.ts';

/** People of the demo company, as actors: what they may do is what their groups and roles say now. */
export type Cast = {
  administrator: () => Promise<Actor>;
  /** Somebody whose groups contain this one. */
  inGroup: (group: string) => Promise<Actor>;
};

async function actorOf(personId: string): Promise<Actor> {
  const facts = await loadPerson(db, personId);
  if (!facts) throw new Error(`There is no person ${personId}`);
  const { email, name, roles, teams, groups, groupsState } = facts;
  return {
    personId,
    email,
    name,
    kind: 'session',
    credentialId: randomUUID(),
    roles,
    teams,
    scopes: null,
    groups,
    groupsState,
  };
}

/** Makes everybody known to the portal, as their first sign-in would. */
export async function rememberPeople(input: SeedInput): Promise<Cast> {
  const ids = new Map<string, string>();
  for (const person of input.people) {
    const { sub: subject, email, name, groups } = person;
    const result = await upsertPerson({
      issuer: input.issuer,
      subject,
      email,
      emailVerified: true,
      name,
      groups,
    });
    if (typeof result === 'string') throw new Error(`${email} is not let in: ${result}`);
    ids.set(email, result.id);
  }
  const idOf = (email: string | undefined, what: string): string => {
    const id = email === undefined ? undefined : ids.get(email);
    if (id === undefined) throw new Error(`The stack has nobody ${what}.`);
    return id;
  };
  return {
    administrator: () => actorOf(idOf(input.administrator, 'who is its administrator')),
    inGroup: (group) => {
      const person = input.people.find((candidate) => candidate.groups.includes(group));
      return actorOf(idOf(person?.email, `in the group ${group}`));
    },
  };
}
