/** Everything that fits, up to a bound: counted, by facet, and in order. */
import { Prisma } from '../client.ts';
import { and, ask } from './ask.ts';
import { all, tables } from './filters.ts';
import { withTables } from './words.ts';
import { waysOf, type Order, type Scope } from './scope.ts';

/** Rows that are counted one by one. What is more is said as "at least". */
export const MOST_COUNTED = 1_000;
/** Values of a facet. */
export const MOST_VALUES = 12;

/** A value of a facet; a team's and a cluster's is its id. */
export type Cell = { facet: string; value: string; count: number };
export type Place = { part: number; key: string | null; id: string };
export type Found = { count: number; cells: Cell[]; page: Place[] };

/** Where rows come from, way after way, each row once. */
function branches(scope: Scope, order: Order): Prisma.Sql {
  const ways = waysOf(scope);
  const from = Prisma.sql`${tables(scope.conditions)} ${order.join}`;
  const selects = ways.map((way, at) => {
    const before = ways.slice(0, at).map((other) => Prisma.sql`NOT (${other})`);
    return Prisma.sql`(SELECT c.namespace_id, c.team_id, c.service_id, c.cluster_id, c.environment, c.name, c.text,
        ${order.key} AS key, ${order.tiered ? UNKNOWN : partOf(order)} AS part
      FROM ${from} WHERE ${and([way, ...before, all(scope.conditions)])} LIMIT ${MOST_COUNTED + 1})`;
  });
  return Prisma.join(selects, ' UNION ALL ');
}

/** To tell parts that are made of words costs more than to find the rows: it is done where the page is wanted. */
const UNKNOWN = Prisma.sql`0`;

/** The number of the part of an order in which a row is. */
function partOf({ parts }: Order): Prisma.Sql {
  if (parts.length === 0) return Prisma.sql`0`;
  const cases = parts.map((part, at) => Prisma.sql`WHEN ${part} THEN ${at}::int`);
  return Prisma.sql`CASE ${Prisma.join(cases, ' ')} ELSE ${parts.length}::int END`;
}

/** How many of each value, of the facets that are asked for. */
const GROUPED = Prisma.sql`
  SELECT facet, value, count FROM (
    SELECT facet, value, count, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS place FROM (
      SELECT CASE WHEN grouping(f.team_id) = 0 THEN 'team' WHEN grouping(f.cluster_id) = 0 THEN 'cluster'
          WHEN grouping(f.environment) = 0 THEN 'env' WHEN grouping(k.tier) = 0 THEN 'tier'
          WHEN grouping(k.lifecycle) = 0 THEN 'lifecycle' ELSE 'state' END AS facet,
        coalesce(f.team_id::text, f.cluster_id::text, f.environment, k.tier::text, k.lifecycle, k.state) AS value,
        count(*)::int AS count
      FROM found f JOIN catalog_cell k ON k.namespace_id = f.namespace_id
      GROUP BY GROUPING SETS ((f.team_id), (f.cluster_id), (f.environment), (k.tier), (k.lifecycle), (k.state))) g) p`;

/**
 * Counts what fits, up to the bound, with facets and a page of it in order (`page` is the right one only while `count` is within the
 * bound). Plan at 1 M: the branches one after the other until there are enough (Append under LIMIT): a range of
 * catalog_namespace_name, index scans of catalog_namespace_team and _service, a bitmap of catalog_namespace_text or, where the word is
 * in every tenth row, a scan that ends early; then catalog_cell by its key. 2 to 6 ms.
 */
export async function found(
  scope: Scope,
  order: Order,
  wanted: {
    facets: boolean;
    selected: readonly string[];
    page: { after: Place | null; limit: number } | null;
  },
): Promise<Found> {
  const cells = wanted.facets
    ? Prisma.sql`(SELECT jsonb_agg(to_jsonb(v)) FROM (${GROUPED} WHERE place <= ${MOST_VALUES} OR value = ANY (${[...wanted.selected]}::text[])) v)`
    : Prisma.sql`NULL`;
  const page = wanted.page
    ? Prisma.sql`(SELECT jsonb_agg(to_jsonb(p)) FROM (${pageOf(order, wanted.page)}) p)`
    : Prisma.sql`NULL`;
  const [row] = await ask<{ count: number; cells: Cell[] | null; page: Place[] | null }>(Prisma.sql`
    ${withTables(scope.words, Prisma.sql`found AS MATERIALIZED (SELECT * FROM (${branches(scope, order)}) b LIMIT ${MOST_COUNTED + 1})`)}
    SELECT (SELECT count(*)::int FROM found) AS count, ${cells} AS cells, ${page} AS page`);
  return { count: row?.count ?? 0, cells: row?.cells ?? [], page: row?.page ?? [] };
}

/** Rows after a place, within the order. A key is null for all of the last part, or for none. */
function pageOf(order: Order, { after, limit }: { after: Place | null; limit: number }): Prisma.Sql {
  const direction = order.descending ? Prisma.sql`DESC` : Prisma.empty;
  const beyond = after
    ? Prisma.sql`WHERE part > ${after.part} OR (part = ${after.part} AND ${afterPlace(order, after)})`
    : Prisma.empty;
  const part = order.tiered ? partOf(order) : Prisma.sql`c.part`;
  return Prisma.sql`SELECT part, key::text AS key, namespace_id::text AS id
    FROM (SELECT c.namespace_id, c.key, ${part} AS part FROM found c WHERE (SELECT count(*) FROM found) <= ${MOST_COUNTED}) f ${beyond}
    ORDER BY part, key ${direction}, namespace_id ${direction} LIMIT ${limit}`;
}

const afterPlace = (order: Order, after: Place): Prisma.Sql =>
  beyondPlace(order, after, Prisma.sql`key`, Prisma.sql`namespace_id`);

/** That a row of the same part comes after a place. */
export function beyondPlace(order: Order, after: Place, key: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  const than = order.descending ? Prisma.sql`<` : Prisma.sql`>`;
  return after.key === null
    ? Prisma.sql`${id} ${than} ${after.id}::uuid`
    : Prisma.sql`(${key}, ${id}) ${than} (${after.key}::${order.type}, ${after.id}::uuid)`;
}
