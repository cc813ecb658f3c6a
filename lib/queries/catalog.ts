/** The catalog's search: one text, answered for everybody who is signed in. All of its SQL is in lib/db/catalog. */
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import type { Place } from '../db/catalog/found.ts';
import { page as readPage } from '../db/catalog/pages.ts';
import { orderOf } from '../db/catalog/scope.ts';
import { printQuery } from '../domain/catalog/query/index.ts';
import type { Query } from '../domain/catalog/query/index.ts';
import { count, type Counted } from './catalog-facets.ts';
import { bestHits } from './catalog-hits.ts';
import { resolve, type Resolved } from './catalog-scope.ts';
import { suggest } from './catalog-suggest.ts';
import type { CatalogAnswer, CatalogSort, Hit } from './catalog-types.ts';
import { cursorId, cursorNumber, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { rowsById } from './namespace-rows.ts';
import type { NamespaceRow } from './types.ts';

export type CatalogInput = {
  /** Words and filters, as lib/domain/catalog/query reads them. */
  q?: string | undefined;
  sort?: CatalogSort | undefined;
  cursor?: string | undefined;
  /** Rows of a page: 50 unless told, 200 at most. */
  limit?: number | undefined;
  /** False: no facets. A page after the first has none unless they are asked for. */
  facets?: boolean | undefined;
};

/**
 * Namespaces that fit, a page at a time, with how many there are by facet; on the first page also the best finds of any kind.
 * Throws `invalid` for a cursor of something else; a query is never refused.
 */
export async function searchCatalog(actor: Actor, input: CatalogInput = {}): Promise<CatalogAnswer> {
  requirePermission(actor, 'catalog.read');
  const resolved = await resolve(actor, input.q ?? '');
  const { query, scope } = resolved;
  const sort = input.sort ?? 'relevance';
  const order = orderOf(sort, scope);
  const limit = pageSize(input.limit);
  const after = placeOf(sort, input.cursor);
  const wanted = { facets: input.facets ?? after === null, order, after, limit: limit + 1 };
  const namespaces = showsNamespaces(query);
  const [counted, best] = await Promise.all([
    namespaces ? count(resolved, wanted) : NONE,
    after === null ? bestHits(resolved) : [],
  ]);
  const near =
    after === null && counted.total.count === 0 && best.length === 0 ? await nearMiss(actor, resolved) : null;
  const places = !namespaces ? [] : (counted.page ?? (await readPage(scope, order, after, limit + 1)));
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  return {
    query: { text: printQuery(query), problems: resolved.problems },
    best: near?.best ?? best,
    rows: await cards(actor, shown),
    total: counted.total,
    facets: counted.facets,
    didYouMean: near?.text ?? null,
    nextCursor: places.length > limit && last ? cursorOf(sort, last) : null,
  };
}

/** Only the rows, a page at a time and uncounted: for those who take everything. Pages are as long as they come. */
export async function catalogRows(
  actor: Actor,
  input: CatalogInput,
): Promise<{ rows: NamespaceRow[]; nextCursor: string | null }> {
  requirePermission(actor, 'catalog.read');
  const { query, scope } = await resolve(actor, input.q ?? '');
  const sort = input.sort ?? 'relevance';
  const after = placeOf(sort, input.cursor);
  const places = showsNamespaces(query)
    ? await readPage(scope, orderOf(sort, scope), after, MOST_AT_ONCE)
    : [];
  const last = places.at(-1);
  return {
    rows: await cards(actor, places),
    nextCursor: places.length === MOST_AT_ONCE && last ? cursorOf(sort, last) : null,
  };
}

/** Rows that are read in one go when everything is taken. */
const MOST_AT_ONCE = 500;

const NONE: Counted = { total: { count: 0, atLeast: false }, facets: null, page: [] };

/** Whether namespaces are among the kinds that are looked for. */
function showsNamespaces({ filters }: Query): boolean {
  return filters.every(({ key, not, values }) => key !== 'kind' || values.includes('namespace') !== not);
}

/** The nearest query that finds something, and what it means: people who mistype a name still see what they meant. */
async function nearMiss(actor: Actor, resolved: Resolved): Promise<{ text: string; best: Hit[] } | null> {
  for (const text of await suggest(resolved)) {
    const other = await resolve(actor, text);
    const best = await bestHits(other);
    if (best.length > 0) return { text, best: best.map((hit) => ({ ...hit, why: 'typo' })) };
    const rows = showsNamespaces(other.query)
      ? await readPage(other.scope, orderOf('name', other.scope), null, 1)
      : [];
    if (rows.length > 0) return { text, best };
  }
  return null;
}

/** The cards of a page, in its order. Plan: primary keys. */
async function cards(actor: Actor, places: readonly Place[]): Promise<NamespaceRow[]> {
  if (places.length === 0) return [];
  const ids = places.map(({ id }) => id);
  const rows = await rowsById(actor, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function cursorOf(sort: CatalogSort, { part, key, id }: Place): string {
  return encodeCursor(`catalog ${sort}`, [String(part), key === null ? '' : `=${key}`, id]);
}

function placeOf(sort: CatalogSort, cursor: string | undefined): Place | null {
  const values = decodeCursor(`catalog ${sort}`, cursor, 3);
  if (!values) return null;
  const [part = '', key = '', id = ''] = values;
  return { part: Number(cursorNumber(part)), key: key === '' ? null : key.slice(1), id: cursorId(id) };
}
