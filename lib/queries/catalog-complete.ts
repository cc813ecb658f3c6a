/** How the part of a query under the caret could be finished. */
import type { Actor } from '../auth/actor.ts';
import { can, requirePermission } from '../auth/permissions.ts';
import { valuesOf, type Value } from '../db/catalog/completions.ts';
import { keptCounts } from '../db/catalog/kept.ts';
import { wordsFrom } from '../db/catalog/terms.ts';
import { KEYS, complete, keyInfo, typingAt } from '../domain/catalog/query/index.ts';
import type { FilterKey, KeyInfo, Typing } from '../domain/catalog/query/index.ts';
import type { Completion } from './catalog-types.ts';

const MOST = 10;
const EXPIRIES = ['<7d', '<30d', '<90d', 'past', 'never'];
const QUOTAS = ['>50%', '>80%', '>95%', '<20%'];

/** Keys that begin so and words of the catalog; after a key its values, those that more have first. */
export async function completeCatalog(
  actor: Actor,
  input: { q?: string | undefined; at?: number | undefined } = {},
): Promise<Completion[]> {
  requirePermission(actor, 'catalog.read');
  const text = input.q ?? '';
  const typing = typingAt(text, input.at ?? text.length);
  const offers =
    typing.key === null ? await offersOfWord(typing) : await offersOfKey(actor, typing.key, typing.typed);
  return offers.slice(0, MOST).map(({ value, label, hint }) => finished(text, typing, value, label, hint));
}

type Offer = { value: string; label: string; hint: string };

function finished(text: string, typing: Typing, value: string, label: string, hint: string): Completion {
  const whole = complete(text, typing, value);
  const rest = text.slice(typing.end).replace(/^\s+/, '');
  return { text: whole, caret: whole.length - rest.length, label, hint };
}

/** Keys whose name, or what people call it, begins so; then words. */
async function offersOfWord({ typed, not }: Typing): Promise<Offer[]> {
  const start = typed.toLowerCase();
  const keys = KEYS.filter(({ key, aliases, label }) =>
    [key, ...aliases, label.toLowerCase()].some((word) => word.startsWith(start)),
  ).map(({ key, hint }): Offer => ({ value: `${key}:`, label: `${not ? '-' : ''}${key}:`, hint }));
  if (not || start.length < 2 || !/^[a-z0-9]+$/.test(start)) return keys;
  const words = await wordsFrom(start, MOST);
  return [
    ...keys,
    ...words.map(({ term, count }) => ({ value: term, label: term, hint: inSo(count, 'place') })),
  ];
}

const inSo = (count: number, what: string): string => `${String(count)} ${what}${count === 1 ? '' : 's'}`;

async function offersOfKey(actor: Actor, key: FilterKey, typed: string): Promise<Offer[]> {
  const info = keyInfo(key);
  if (info.values) return listed(info, info.values, typed);
  if (key === 'expires') return written(EXPIRIES, typed);
  if (key === 'quota') return written(QUOTAS, typed);
  // Cost centres are told to a team, its overseers and nobody else.
  const teams = can(actor, 'team.details', { teamId: '' }) ? null : actor.teams.map(({ id }) => id);
  return (await valuesOf(key, typed, { limit: MOST, teams })).map(offerOf);
}

const offerOf = ({ value, label }: Value): Offer => ({
  value,
  label: value,
  hint: label === value ? '' : label,
});
const written = (values: readonly string[], typed: string): Offer[] =>
  values.filter((value) => value.startsWith(typed)).map((value) => ({ value, label: value, hint: '' }));

/** Counts that are kept, for the values of a key that has few. */
async function listed({ key }: KeyInfo, values: readonly string[], typed: string): Promise<Offer[]> {
  const counts = new Map<string, number>();
  if (['env', 'tier', 'lifecycle', 'state'].includes(key)) {
    for (const cell of await keptCounts([], true))
      if (cell.facet === key)
        counts.set(key === 'tier' && cell.value === '0' ? 'none' : cell.value, cell.count);
  }
  return values
    .filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()))
    .map((value): Offer => {
      const count = counts.get(value);
      return { value, label: value, hint: count === undefined ? '' : inSo(count, 'namespace') };
    });
}
