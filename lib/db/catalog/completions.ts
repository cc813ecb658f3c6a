/** Values that a filter could be finished with. */
import { Prisma } from '../client.ts';
import { ask, escaped } from './ask.ts';
import { plainAscii } from './words.ts';

export type Value = { value: string; label: string };

/**
 * Values of a filter that begin so, or have it within; the likeliest first. Plans: team and service by their slug's beginning
 * (*_slug_prefix) and a bitmap of *_search; tags by one pass over the services that have any of it as a word; hosts by
 * host_grant_prefix; people by person_search; cost centres by team_cost_centre.
 */
export async function valuesOf(
  key: string,
  typed: string,
  { limit, teams }: { limit: number; teams: readonly string[] | null },
): Promise<Value[]> {
  const statement = STATEMENTS[key];
  return statement ? ask<Value>(statement(typed.toLowerCase(), plainAscii(typed), limit, teams)) : [];
}

/** `teams`: those whose inner matters may be told; null: all. */
type Statement = (typed: string, plain: string, limit: number, teams: readonly string[] | null) => Prisma.Sql;

const begins = (text: string): string => `${escaped(text)}%`;
const has = (plain: string): string => (plain.length <= 2 ? `% ${escaped(plain)}%` : `%${escaped(plain)}%`);

const named =
  (table: Prisma.Sql, open: Prisma.Sql): Statement =>
  (typed, plain, limit) => Prisma.sql`
    SELECT slug AS value, name AS label FROM (
      (SELECT slug, name FROM ${table} WHERE slug LIKE ${begins(typed)} AND ${open} ORDER BY slug LIMIT ${limit})
      UNION ALL (SELECT slug, name FROM ${table}
        WHERE search LIKE ${has(plain)} AND slug NOT LIKE ${begins(typed)} AND ${open} LIMIT ${limit})) f LIMIT ${limit}`;

const STATEMENTS: Record<string, Statement> = {
  team: named(Prisma.sql`team`, Prisma.sql`archived_at IS NULL`),
  service: named(Prisma.sql`service`, Prisma.sql`TRUE`),
  cluster: (_typed, plain, limit) => Prisma.sql`
    SELECT name AS value, display_name AS label FROM cluster
    WHERE archived_at IS NULL AND catalog_fold(name || ' ' || display_name) LIKE ${has(plain)} ORDER BY name LIMIT ${limit}`,
  person: (_typed, plain, limit) => Prisma.sql`
    SELECT email::text AS value, name AS label FROM person
    WHERE disabled_at IS NULL AND search LIKE ${has(plain)} LIMIT ${limit}`,
  host: (typed, _plain, limit) => Prisma.sql`
    SELECT DISTINCT host AS value, '' AS label FROM (
      SELECT host FROM host_grant WHERE state IN ('active', 'revoking') AND host LIKE ${begins(typed)} ORDER BY host LIMIT ${limit * 4}) h
    ORDER BY 1 LIMIT ${limit}`,
  tag: (typed, _plain, limit) => Prisma.sql`
    SELECT tag AS value, count(*) || ' services' AS label FROM (
      SELECT unnest(tags) AS tag FROM (
        SELECT tags FROM service WHERE tags <> '{}' AND search LIKE ${has(typed)} LIMIT 2000) s) t
    WHERE tag LIKE ${begins(typed)} GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${limit}`,
  cost: (typed, _plain, limit, teams) => Prisma.sql`
    SELECT cost_centre AS value, count(*) || ' teams' AS label FROM team
    WHERE archived_at IS NULL AND ${teams === null ? Prisma.sql`TRUE` : Prisma.sql`id = ANY (${[...teams]}::uuid[])`}
      AND lower(cost_centre) LIKE ${begins(typed)} GROUP BY cost_centre ORDER BY cost_centre LIMIT ${limit}`,
};
