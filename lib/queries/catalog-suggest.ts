/** Other queries, where one finds nothing: words that nobody uses become the nearest that somebody does. */
import { isKnown, nearest } from '../db/catalog/terms.ts';
import { printQuery } from '../domain/catalog/query/index.ts';
import type { Resolved } from './catalog-scope.ts';

/** Words that are looked up in the dictionary: each costs some milliseconds. */
const MOST_WORDS = 4;
/** Near words that are tried for each, and queries made of them. */
const MOST_NEAR = 3;
const MOST_QUERIES = 4;

/** Queries with the unknown words mended, the nearest first; none where nothing is near. Whether they find anything is not asked. */
export async function suggest({ query, scope }: Resolved): Promise<string[]> {
  if (scope.words.length === 0 || scope.words.length > MOST_WORDS) return [];
  const written = scope.words.map(({ text }) => text).join(' ');
  const each = (near: typeof mended): Promise<string[][]> =>
    Promise.all(scope.words.map(({ text, plain }) => near(text, plain[0] ?? '')));
  const choices = await each(mended);
  const allKnown = choices.every(([first], at) => first === scope.words[at]?.text);
  // Each is somebody's, if only as a part of another word; together they are nobody's.
  return mixed(allKnown && choices.length > 1 ? await each(orNear) : choices)
    .map((words) => words.filter((word) => word !== ''))
    .filter((words) => words.length > 0 && words.join(' ') !== written)
    .slice(0, MOST_QUERIES)
    .map((words) => printQuery({ ...query, words, problems: [] }));
}

/** One of each list, those that are first in their lists first. */
function mixed(lists: readonly (readonly string[])[]): string[][] {
  const all = lists.reduce<{ words: string[]; rank: number }[]>(
    (begun, list) =>
      begun.flatMap(({ words, rank }) =>
        list.map((word, at) => ({ words: [...words, word], rank: rank + at })),
      ),
    [{ words: [], rank: 0 }],
  );
  return all.toSorted((a, b) => a.rank - b.rank).map(({ words }) => words);
}

/** What a word may have been meant as: itself where it is known. Empty: it is nothing but signs that nobody uses. */
async function mended(word: string, plain: string): Promise<string[]> {
  if (!/[\p{L}\p{N}]/u.test(plain)) return [(await isKnown(plain)) ? word : ''];
  const parts = await Promise.all(plain.split(' ').map(mendedPart));
  if (parts.every(({ known }) => known)) return [word];
  const between = /[._]/.exec(word)?.[0] ?? '-';
  return mixed(parts.map(({ near }) => near))
    .slice(0, MOST_NEAR)
    .map((found) => found.join(between));
}

/** A word itself, and others near it. */
async function orNear(word: string, plain: string): Promise<string[]> {
  const near = plain.length < 3 ? [] : await nearest(plain, MOST_NEAR);
  return [word, ...near.map(({ term }) => term)];
}

async function mendedPart(part: string): Promise<{ known: boolean; near: string[] }> {
  if (part.length < 3 || /^\d+$/.test(part) || (await isKnown(part))) return { known: true, near: [part] };
  const near = await nearest(part, MOST_NEAR);
  return { known: false, near: near.length > 0 ? near.map(({ term }) => term) : [part] };
}
