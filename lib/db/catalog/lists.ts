/** The text box of the plain lists (namespaces, services, teams): the words and the spellings that search has. */
import { Prisma } from '../client.ts';
import { and, or } from './ask.ts';
import { fitsAll, isShort, readWords, spellings, within, withTables } from './words.ts';

/** Longer texts are cut: nobody's name is as long. */
const LONGEST = 200;

const wordsOf = (text: string): string[] => text.slice(0, LONGEST).split(/\s+/).filter(Boolean);

/**
 * That a namespace (`n`) fits a text as search has it: by its own words, and by its service, team and hosts. Signs alone fit nothing.
 * Plan: catalog_namespace by whichever way is rarest, then namespace's key.
 */
export async function namespaceFits(text: string): Promise<Prisma.Sql> {
  const words = await readWords(wordsOf(text));
  if (words.length === 0) return Prisma.sql`FALSE`;
  return Prisma.sql`n.id IN (${withTables(words, null)}
    SELECT c.namespace_id FROM catalog_namespace c WHERE ${fitsAll(words)})`;
}

async function eachWordIn(text: string, columns: readonly Prisma.Sql[]): Promise<Prisma.Sql> {
  const found = await spellings(wordsOf(text));
  const words = found.filter((plain) => plain.length > 0).map((plain) => ({ plain, short: isShort(plain) }));
  if (words.length === 0) return Prisma.sql`FALSE`;
  return and(words.map((word) => or(columns.map((column) => within(column, word)))));
}

/** That a team (`t`) has each word in its names or in what is written about it. Plan: a bitmap of team_search. */
export const teamFits = (text: string): Promise<Prisma.Sql> =>
  eachWordIn(text, [Prisma.sql`t.search`, Prisma.sql`t.about`]);

/** That a service (`s`, of the team `t`) has each word in its names, in what is written about it, or in its team's names. */
export const serviceFits = (text: string): Promise<Prisma.Sql> =>
  eachWordIn(text, [Prisma.sql`s.search`, Prisma.sql`s.about`, Prisma.sql`t.search`]);
