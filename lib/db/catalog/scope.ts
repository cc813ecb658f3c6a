/** What a search looks at, and in which order. */
import { Prisma } from '../client.ts';
import { and, escaped, or } from './ask.ts';
import type { Condition } from './filters.ts';
import { beginning, fitsAll, ways, type Word } from './words.ts';

export type Scope = { words: readonly Word[]; conditions: readonly Condition[] };

/** Namespaces whose name begins with all words, one after the other. `c`: catalog_namespace; its names are ordered as bytes. */
function named(words: readonly Word[]): Prisma.Sql {
  if (words.some(({ held }) => held)) return Prisma.sql`FALSE`;
  const slug = words
    .map(({ plain }) => plain[0] ?? '')
    .join('-')
    .replaceAll(' ', '-');
  return Prisma.sql`c.name LIKE ${`${escaped(slug)}%`}`;
}

/**
 * The ways in which rows fit, each with an index, cheapest first: the name's beginning, what the word stands for, its text. Whoever takes
 * rows from one after the other, and stops when there are enough, never pays for what isn't needed. Of several words all that fits is one
 * way, for which the planner begins with the rarest: to tell ways apart would cost more than to go them.
 */
export function waysOf({ words }: Scope): Prisma.Sql[] {
  const [word, ...others] = words;
  if (!word) return [Prisma.sql`TRUE`];
  return [named(words), ...(others.length > 0 ? [fitsAll(words)] : ways(word))];
}

export type SortName = 'relevance' | 'name' | 'newest' | 'expiry' | 'quota';

/** An order: parts that follow each other, and a key within a part. */
export type Order = {
  /** Conditions of all parts but the last, which has the rest. */
  parts: readonly Prisma.Sql[];
  /** Tables that the order needs besides. */
  join: Prisma.Sql;
  key: Prisma.Sql;
  /** Type of the key, for a cursor's text. */
  type: Prisma.Sql;
  descending: boolean;
  /** Parts are made of the words, and say by themselves that a row fits; the last one doesn't. */
  tiered: boolean;
};

/** The order of a sort. By relevance: the name's beginning, words of its own, what words stand for, then any part of a word. */
export function orderOf(sort: SortName, { words }: Scope): Order {
  const byName = {
    parts: [],
    join: Prisma.empty,
    key: Prisma.sql`c.name`,
    type: Prisma.sql`text`,
    descending: false,
    tiered: false,
  };
  switch (sort) {
    case 'name':
      return byName;
    case 'relevance':
      return words.length === 0 ? byName : { ...byName, parts: tiers(words), tiered: true };
    case 'newest':
      return { ...byName, key: Prisma.sql`c.created_at`, type: Prisma.sql`timestamptz`, descending: true };
    case 'expiry':
      return {
        ...byName,
        parts: [Prisma.sql`c.expires_at IS NOT NULL`],
        key: Prisma.sql`c.expires_at`,
        type: Prisma.sql`timestamptz`,
      };
    case 'quota':
      return {
        parts: [Prisma.sql`u.fullness IS NOT NULL`],
        join: Prisma.sql`LEFT JOIN namespace_usage u ON u.namespace_id = c.namespace_id`,
        key: Prisma.sql`u.fullness`,
        type: Prisma.sql`real`,
        descending: true,
        tiered: false,
      };
  }
}

function tiers(words: readonly Word[]): Prisma.Sql[] {
  const own = (word: Word): Prisma.Sql => (word.held ? or(word.stands) : beginning(Prisma.sql`c.text`, word));
  const first = [named(words), and(words.map(own))];
  if (words.every(({ short }) => short)) return first.slice(0, 1);
  const [word] = words;
  // Of one word, what has it as its own is in the part before.
  if (word && words.length === 1) return [...first, or(word.stands)];
  return [...first, and(words.map((one) => or([own(one), ...one.stands])))];
}
