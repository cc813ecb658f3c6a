/**
 * A catalog query: words and filters in one text, which is the whole state of a search. Reading never fails: what can't be
 * read is told part by part, kept in the text, and left out of the search.
 */
import { KEYS, findKey, keyInfo, type FilterKey, type KeyInfo } from './keys.ts';
import { quote, split, tokens, unquote } from './tokens.ts';
import { readValue } from './values.ts';

/** `-key:` finds what has none of the values; `key:` what has one of them. */
export type Filter = { key: FilterKey; not: boolean; values: string[] };

/** Something in a text that was not understood, and what to write instead. */
export type Problem = { part: string; message: string };

export type Query = { words: string[]; filters: Filter[]; problems: Problem[] };

/** Longest query text, in characters. */
export const LONGEST_QUERY = 2_000;
/** Most words, and most values over all filters. */
const MOST_WORDS = 10;
const MOST_VALUES = 50;

const WORD_SPECIAL = /[\s\p{Cc}":]/u;
const VALUE_SPECIAL = /[\s\p{Cc}",]/u;

/** Reads a text. Filters come out in one order, values once, so that two texts that mean the same read the same. */
export function parseQuery(text: string): Query {
  const query: Query = { words: [], filters: [], problems: [] };
  for (const { raw } of tokens(text)) readToken(query, raw);
  return { ...query, filters: inOrder(query.filters) };
}

function readToken(query: Query, raw: string): void {
  const [head = '', rest] = split(raw, ':', 2);
  if (rest === undefined || !/^-?[a-z][a-z-]*$/i.test(head) || rest.startsWith('//')) {
    readWord(query, raw);
    return;
  }
  const not = head.startsWith('-');
  const info = findKey(not ? head.slice(1) : head);
  if (info) readFilter(query, info, not, rest);
  else {
    const message = `There is no filter “${head.replace(/^-/, '')}”. In quotes it is looked for as text.`;
    query.problems.push({ part: raw, message });
  }
}

function readWord(query: Query, raw: string): void {
  const word = tidy(unquote(raw));
  if (word === '') return;
  if (query.words.includes(word)) return;
  if (query.words.length < MOST_WORDS) query.words.push(word);
  else query.problems.push({ part: raw, message: `Only the first ${MOST_WORDS} words are looked for.` });
}

const tidy = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

function readFilter(query: Query, info: KeyInfo, not: boolean, rest: string): void {
  const values: string[] = [];
  const known = query.filters.reduce((sum, filter) => sum + filter.values.length, 0);
  for (const piece of split(rest, ',')) {
    const read = readValue(info, unquote(piece));
    const part = `${not ? '-' : ''}${info.key}:${piece}`;
    if (read.problem !== null) query.problems.push({ part, message: read.problem });
    else if (known + values.length >= MOST_VALUES && !values.includes(read.value))
      query.problems.push({ part, message: `Only the first ${MOST_VALUES} values are looked for.` });
    else if (!values.includes(read.value)) values.push(read.value);
  }
  if (values.length > 0) query.filters = merged(query.filters, { key: info.key, not, values });
}

/** With one filter more: one that widens joins the filter of its key that is there. */
function merged(filters: readonly Filter[], added: Filter): Filter[] {
  const joins = added.not || !keyInfo(added.key).several;
  const at = joins ? filters.findIndex(({ key, not }) => key === added.key && not === added.not) : -1;
  const there = filters[at];
  if (there === undefined) return unrepeated([...filters, { ...added, values: once(added.values) }]);
  return filters.with(at, { ...there, values: once([...there.values, ...added.values]) });
}

const once = (values: readonly string[]): string[] => [...new Set(values)].sort();

const rank = new Map(KEYS.map(({ key }, at) => [key, at]));

function inOrder(filters: readonly Filter[]): Filter[] {
  const place = ({ key, not }: Filter): number => (rank.get(key) ?? 0) * 2 + (not ? 1 : 0);
  return filters.toSorted((a, b) => place(a) - place(b) || (printFilter(a) < printFilter(b) ? -1 : 1));
}

/** Each filter once. */
function unrepeated(filters: readonly Filter[]): Filter[] {
  return [...new Map(filters.map((filter) => [printFilter(filter), filter])).values()];
}

/** The text of a query: words, filters in their order, then what was not understood. `parseQuery` reads the same from it. */
export function printQuery(query: Query): string {
  return [
    ...query.words.map((word) => quote(word, WORD_SPECIAL)),
    ...inOrder(query.filters).map(printFilter),
    ...query.problems.map(({ part }) => part),
  ].join(' ');
}

/** One filter as text: `-env:test,staging`. */
export function printFilter({ key, not, values }: Filter): string {
  return `${not ? '-' : ''}${key}:${values.map((value) => quote(value, VALUE_SPECIAL)).join(',')}`;
}

/** The query with a value more, as a click on a facet adds it. A value that the key doesn't take changes nothing. */
export function addFilter(query: Query, key: FilterKey, value: string, not = false): Query {
  const read = readValue(keyInfo(key), value);
  if (read.value === null) return query;
  const opposite = removeFilter(query, key, read.value, !not);
  const filters = merged(opposite.filters, { key, not, values: [read.value] });
  return { ...opposite, filters: inOrder(filters) };
}

/** The query without a value, or without all values of a key. */
export function removeFilter(query: Query, key: FilterKey, value?: string, not = false): Query {
  const read = value === undefined ? null : (readValue(keyInfo(key), value).value ?? value);
  const filters = query.filters.flatMap((filter) => {
    if (filter.key !== key || filter.not !== not) return [filter];
    const values = read === null ? [] : filter.values.filter((known) => known !== read);
    return values.length > 0 ? [{ ...filter, values }] : [];
  });
  return { ...query, filters: inOrder(filters) };
}

/** Whether the query asks for a value. */
export function hasFilter(query: Query, key: FilterKey, value: string, not = false): boolean {
  const read = readValue(keyInfo(key), value).value ?? value;
  return query.filters.some(
    (filter) => filter.key === key && filter.not === not && filter.values.includes(read),
  );
}

/** Whether nothing narrows the search. */
export function isEmpty(query: Query): boolean {
  return query.words.length === 0 && query.filters.length === 0;
}
