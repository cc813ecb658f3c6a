/** Pages of a search that finds more than is counted: part after part of the order, until the page is full. */
import { Prisma } from '../client.ts';
import { NEVER, and, ask, or } from './ask.ts';
import { all, tables } from './filters.ts';
import { beyondPlace, type Place } from './found.ts';
import type { Order, Scope } from './scope.ts';
import { fitsAll, withTables } from './words.ts';

/**
 * Rows after a place, in order. Plan at 1 M: an ordered scan of the order's index (catalog_namespace_name, _newest, _expiry,
 * namespace_usage_fullness) with the rest as a filter, which ends with the page; or, where the planner finds the words rare, a bitmap
 * and a sort. The page after any other begins in the index where that ended: page 500 costs what page 1 does.
 */
export async function page(scope: Scope, order: Order, after: Place | null, limit: number): Promise<Place[]> {
  const rows: Place[] = [];
  for (let part = after?.part ?? 0; part <= order.parts.length && rows.length < limit; part += 1) {
    if (order.parts[part] === NEVER) continue;
    const from = after?.part === part ? after : null;
    const before = order.tiered && after === null ? amongRows(rows) : amongParts(order, part);
    rows.push(...(await pagePart(scope, order, { part, after: from, before, limit: limit - rows.length })));
  }
  return rows;
}

/** That a row is in a part before, told by its conditions. */
const amongParts = (order: Order, part: number): Prisma.Sql => or(order.parts.slice(0, part));

/** The same, where all rows of the parts before are at hand: to look into a text once more would cost more than a page's ids. */
function amongRows(rows: readonly Place[]): Prisma.Sql {
  return rows.length === 0 ? NEVER : Prisma.sql`c.namespace_id = ANY (${rows.map(({ id }) => id)}::uuid[])`;
}

async function pagePart(
  scope: Scope,
  order: Order,
  { part, after, before, limit }: { part: number; after: Place | null; before: Prisma.Sql; limit: number },
): Promise<Place[]> {
  const isPart = order.parts[part];
  const conditions = [
    ...(isPart ? [isPart] : []),
    ...(before === NEVER ? [] : [Prisma.sql`NOT (${before})`]),
    // Whoever is named so, or has all words, fits: only the last parts have to ask.
    ...(part === order.parts.length || !order.tiered ? [fitsAll(scope.words)] : []),
    all(scope.conditions),
    ...(after ? [beyondPlace(order, after, order.key, Prisma.sql`c.namespace_id`)] : []),
  ];
  const direction = order.descending ? Prisma.sql`DESC` : Prisma.empty;
  const keyless = order.parts.length > 0 && part === order.parts.length && !order.tiered;
  const by = keyless
    ? Prisma.sql`c.namespace_id ${direction}`
    : Prisma.sql`${order.key} ${direction}, c.namespace_id ${direction}`;
  return ask<Place>(Prisma.sql`
    ${withTables(scope.words, null)}
    SELECT ${part}::int AS part, ${keyless ? Prisma.sql`NULL` : Prisma.sql`${order.key}::text`} AS key, c.namespace_id::text AS id
    FROM ${tables(scope.conditions)} ${order.join} WHERE ${and(conditions)} ORDER BY ${by} LIMIT ${limit}`);
}
