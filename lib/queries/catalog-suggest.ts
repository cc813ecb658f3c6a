/** Another query, where one finds nothing: words that nobody uses become the nearest that somebody does. */
import { isKnown, nearest } from '../db/catalog/terms.ts';
import { printQuery } from '../domain/catalog/query/index.ts';
import type { Resolved } from './catalog-scope.ts';

/** Words that are looked up in the dictionary: each costs some milliseconds. */
const MOST_WORDS = 4;

/** A query with its unknown words mended; null where there is nothing near. */
export async function suggest({ query, scope }: Resolved): Promise<string | null> {
  if (scope.words.length === 0 || scope.words.length > MOST_WORDS) return null;
  const words = await Promise.all(scope.words.map(({ text, plain }) => mended(text, plain[0] ?? '')));
  if (words.every((word, at) => word === scope.words[at]?.text)) return null;
  return printQuery({ ...query, words, problems: [] });
}

/** A word with each of its parts that nobody uses mended. */
async function mended(word: string, plain: string): Promise<string> {
  const parts = plain.split(' ');
  const found = await Promise.all(parts.map(mendedPart));
  return found.every((part, at) => part === parts[at]) ? word : found.join(/[._]/.exec(word)?.[0] ?? '-');
}

async function mendedPart(part: string): Promise<string> {
  if (part.length < 3 || /^\d+$/.test(part) || (await isKnown(part))) return part;
  const [near] = await nearest(part, 1);
  return near?.term ?? part;
}
