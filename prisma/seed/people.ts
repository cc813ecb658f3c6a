import { randomUUID } from 'node:crypto';
import type { Actor } from '../../lib/auth/actor.ts';
import { loadPerson } from '../../lib/auth/load.ts';
import { upsertPerson } from '../../lib/auth/sign-in.ts';
import { db } from '../../lib/db/client.ts';

type Known = { sub: string; email: string; name: string; groups: string[] };

/** People of the demo company, as actors: what they may do is what their groups and roles say now. */
export type Cast = {
  administrator: () => Promise<Actor>;
  /** Somebody whose groups contain this one. */
  inGroup: (group: string) => Promise<Actor>;
  everybody: () => Promise<Actor[]>;
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

/** Makes everybody known to the portal, as their first sign-in would. People who are disabled there stay out. */
export async function rememberPeople(
  known: Known[],
  issuer: string,
  administrator: string | undefined,
): Promise<Cast> {
  const ids = new Map<string, string>();
  for (const { sub: subject, email, name, groups } of known) {
    const result = await upsertPerson({ issuer, subject, email, emailVerified: true, name, groups });
    if (result === 'disabled') continue;
    if (typeof result === 'string') throw new Error(`${email} is not let in: ${result}`);
    ids.set(email, result.id);
  }
  const find = (email: string | undefined, what: string): Promise<Actor> => {
    const id = email === undefined ? undefined : ids.get(email);
    if (id === undefined) throw new Error(`The stack has nobody ${what}.`);
    return actorOf(id);
  };
  return {
    administrator: () => find(administrator, 'who is its administrator'),
    inGroup: (group) => {
      const person = known.find((candidate) => candidate.groups.includes(group));
      return find(person?.email, `in the group ${group}`);
    },
    everybody: () => Promise.all([...ids.values()].map(actorOf)),
  };
}
