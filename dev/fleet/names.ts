/** Names as companies have them: areas and sides, regions, code names, abbreviations, numbers, umlauts spelled in two ways. */
import { slugify } from '../../lib/domain/names/index.ts';
import type { Random } from './random.ts';
import {
  AREAS,
  CODENAMES,
  CUSTOMERS,
  FIRST_NAMES,
  NOUNS,
  REGIONS,
  SIDES,
  SURNAMES,
  VARIANTS,
} from './words.ts';

const SPELLED: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

/** Umlauts as e-mail addresses and most slugs have them. */
export const spellOut = (text: string): string =>
  text.replace(/[äöüÄÖÜ]/g, (letter) => SPELLED[letter] ?? letter);

/** A slug; every third writer drops the dots of umlauts instead of spelling them out. */
const slugOf = (random: Random, text: string): string => slugify(random.chance(0.33) ? text : spellOut(text));

/** "Customer Experience" -> "cust-exp". */
const abbreviated = (slug: string): string =>
  slug
    .split('-')
    .map((part) => part.slice(0, part.length > 5 ? 4 : 3))
    .join('-');

/** Keeps names apart: what is taken gets a number, as people give them. */
export class Names {
  readonly #taken = new Set<string>();
  readonly #numbers = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    for (const name of taken) this.#taken.add(name);
  }

  /** The name itself if it is free, else one with a number; at most 63 characters. */
  unique(name: string): string {
    let unique = name.slice(0, 63).replace(/-+$/, '');
    let number = this.#numbers.get(unique) ?? 1;
    const wanted = unique;
    while (this.#taken.has(unique)) {
      number += 1;
      const end = `-${String(number)}`;
      unique = `${wanted.slice(0, 63 - end.length).replace(/-+$/, '')}${end}`;
    }
    if (number > 1) this.#numbers.set(wanted, number);
    this.#taken.add(unique);
    return unique;
  }
}

/** A team's name and slug (not yet unique). */
export function teamName(random: Random): { name: string; slug: string } {
  const area = random.pick(AREAS);
  const side = random.pick(SIDES);
  const name = random.weighted([
    [area, 5],
    [`${area} ${side}`, 30],
    [`${area} ${side} ${random.pick(REGIONS)}`, 25],
    [`Team ${random.pick(CODENAMES)} ${String(random.int(400) + 1)}`, 12],
    [`${area} ${random.pick(REGIONS)}`, 10],
    [`${area} & ${random.pick(AREAS)}`, 8],
    [`${area} ${side} ${String(random.int(9) + 1)}`, 7],
    [`${random.pick(CODENAMES)} (${area})`, 3],
  ]);
  const slug = slugOf(random, name);
  return { name, slug: random.chance(0.15) ? abbreviated(slug) : slug };
}

/** A service's name and slug (not yet unique). `about` is what its team looks after. */
export function serviceName(random: Random, about: string): { name: string; slug: string } {
  const noun = random.pick(NOUNS);
  const subject = random.weighted([
    [about, 45],
    [random.pick(AREAS), 35],
    [random.pick(CODENAMES), 12],
    [`${random.pick(AREAS)} ${random.pick(REGIONS)}`, 8],
  ]);
  const name = random.weighted([
    [`${subject} ${noun}`, 45],
    [`${subject} ${random.pick(NOUNS)} ${noun}`, 25],
    [`${subject} ${noun} ${random.pick(VARIANTS)}`, 20],
    [`${subject} ${String(1000 + random.int(9000))}`, 4],
    [subject, 6],
  ]);
  const slug = slugOf(random, name);
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return { name: title, slug: random.chance(0.1) ? abbreviated(slug) : slug };
}

const SHORT = {
  sandbox: ['sandbox', 'sbx', 'play'],
  development: ['dev', 'develop', 'd'],
  test: ['test', 'tst', 'qa'],
  staging: ['stage', 'staging', 'preprod'],
  production: ['prod', 'prd', 'p'],
} as const;

/** How a team ends its names: most as everybody does. */
export function endings(random: Random): Record<keyof typeof SHORT, string> {
  const at = random.weighted<0 | 1 | 2>([
    [0, 80],
    [1, 15],
    [2, 5],
  ]);
  return {
    sandbox: SHORT.sandbox[at],
    development: SHORT.development[at],
    test: SHORT.test[at],
    staging: SHORT.staging[at],
    production: SHORT.production[at],
  };
}

/** A namespace's name for a service (not yet unique on its cluster). */
export function namespaceName(random: Random, service: string, ending: string, isFirst: boolean): string {
  if (isFirst) return random.chance(0.06) ? service : `${service}-${ending}`;
  return random.weighted([
    [`${service}-${ending}`, 40],
    [`${service}-${random.pick(CUSTOMERS)}-${ending}`, 20],
    [`${service}-${slugify(random.pick(REGIONS))}-${ending}`, 15],
    [`${service}-pr-${String(random.int(9000) + 100)}`, 15],
    [`${service}-${String(random.int(40) + 1).padStart(2, '0')}-${ending}`, 7],
    [`${slugify(spellOut(random.pick(SURNAMES)))}-${service}-${ending}`, 3],
  ]);
}

/** A person's name and the part of the address before the @ (not yet unique). */
export function personName(random: Random): { name: string; local: string } {
  const [first, last] = [random.pick(FIRST_NAMES), random.pick(SURNAMES)];
  const part = (text: string): string => slugify(spellOut(text));
  return { name: `${first} ${last}`, local: `${part(first)}.${part(last)}` };
}
