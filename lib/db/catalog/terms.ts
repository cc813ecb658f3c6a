/** The dictionary: every word of namespaces, teams and services, with how many have it. */
import { Prisma } from '../client.ts';
import { ask, escaped } from './ask.ts';

/** Words of which a common one is nearest, and how near: letters that differ. */
export type Near = { term: string; distance: number };

/** Deltas that a search reads besides; the fold keeps them fewer. Words in more are found once they are folded. */
const MOST_DELTAS = 5_000;

const WITH_DELTAS = (where: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT term, sum(namespaces)::int AS namespaces, sum(names)::int AS names FROM (
    SELECT term, namespaces, names FROM catalog_term WHERE ${where}
    UNION ALL SELECT term, namespaces, names
      FROM (SELECT * FROM catalog_term_delta ORDER BY id DESC LIMIT ${MOST_DELTAS}) d WHERE ${where}) t
  GROUP BY term HAVING sum(namespaces) + sum(names) > 0`;

/**
 * Words that are one or two letters away (two from six letters on), the nearest first, then those that more have. A pair that was swapped
 * counts as one. Plan: two ranges of catalog_term's key, by the first two letters typed, and a bitmap of catalog_term_search for a first
 * letter that is wrong; Levenshtein for some thousand words. 2 to 8 ms, and only where a search finds nothing.
 */
export async function nearest(word: string, limit = 3): Promise<Near[]> {
  const most = word.length >= 6 ? 2 : 1;
  const [first = '', second = ''] = word;
  const begins = [...new Set([first, second])].map(
    (letter) => Prisma.sql`term LIKE ${`${escaped(letter)}%`}`,
  );
  const where = Prisma.sql`(${Prisma.join(begins, ' OR ')} OR term % ${word})
    AND length(term) BETWEEN ${word.length - most} AND ${word.length + most} AND term <> ${word}`;
  return ask<Near>(Prisma.sql`
    SELECT term, distance FROM (
      SELECT term, namespaces, names, CASE WHEN term = ANY (${swapped(word)}::text[]) THEN 1
        ELSE levenshtein_less_equal(term, ${word}, ${Math.max(most, 2)}) END AS distance
      FROM (${WITH_DELTAS(where)}) t) d
    WHERE distance <= ${most} ORDER BY distance, names > 0 DESC, namespaces + names * 10 DESC, term LIMIT ${limit}`);
}

/** A word with each pair of neighbours swapped. */
function swapped(word: string): string[] {
  const letters = Array.from(word);
  return letters.slice(1).map((letter, at) =>
    letters
      .with(at, letter)
      .with(at + 1, letters[at] ?? '')
      .join(''),
  );
}

/** Whether any word of the dictionary has a text within. Plan: a bitmap of catalog_term_search, ended by the first. */
export async function isKnown(text: string): Promise<boolean> {
  const rows = await ask(
    Prisma.sql`SELECT 1 FROM (${WITH_DELTAS(Prisma.sql`term LIKE ${`%${escaped(text)}%`}`)}) t LIMIT 1`,
  );
  return rows.length > 0;
}

/** Words that begin so, those that more have first. Plan: a range of catalog_term's key. */
export async function wordsFrom(
  beginning: string,
  limit: number,
): Promise<{ term: string; count: number }[]> {
  return ask(Prisma.sql`
    SELECT term, namespaces + names AS count FROM (${WITH_DELTAS(Prisma.sql`term LIKE ${`${escaped(beginning)}%`}`)}) t
    ORDER BY count DESC, term LIMIT ${limit}`);
}
