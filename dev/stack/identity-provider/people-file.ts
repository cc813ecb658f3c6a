import fs from 'node:fs';
import type { Person } from '../people.ts';

/** The people who can sign in now, read from the file each time. */
export class PeopleFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Everybody who is not disabled. */
  all(): Person[] {
    const people = JSON.parse(fs.readFileSync(this.#file, 'utf8')) as Person[];
    return people.filter((person) => !person.disabled);
  }

  bySub(sub: string): Person | undefined {
    return this.all().find((person) => person.sub === sub);
  }

  byEmail(email: string): Person | undefined {
    return this.all().find((person) => person.email === email);
  }
}

/** The claims of a person beyond `sub`. */
export function claimsOf(person: Person, issuer: string): Record<string, unknown> {
  return {
    email: person.email,
    email_verified: true,
    name: person.name,
    preferred_username: person.email,
    ...(person.overage
      ? {
          _claim_names: { groups: 'src1' },
          _claim_sources: { src1: { endpoint: `${issuer}/people/${person.sub}/groups` } },
        }
      : { groups: person.groups }),
  };
}
