/** What is asked of the catalog: kinds of searches, each with many different values out of the loaded company. */
import type pg from 'pg';

/** One search, as the address of GET /api/v1/catalog. */
export interface Search {
  q: string;
  facets: boolean;
  cursor?: string;
  limit?: number;
}

export interface Kind {
  name: string;
  searches: Search[];
  /** The same wish without anything made for it: a condition on all tables joined, with $1 as the words. Null: no such wish. */
  scan: string | null;
}

/** Different values of a kind. */
const VALUES = 40;
/** Page 500 has to be there with 10,000 namespaces too. */
const PAGE_SIZE = 20;
const PAGE = 500;

/** The address of a search. */
export function pathOf({ q, facets, cursor, limit }: Search): string {
  const query = new URLSearchParams({ q, facets: String(facets) });
  if (cursor !== undefined) query.set('cursor', cursor);
  if (limit !== undefined) query.set('limit', String(limit));
  return `/api/v1/catalog?${query.toString()}`;
}

const ANYWHERE = `(n.name ILIKE '%' || $1 || '%' OR n.purpose ILIKE '%' || $1 || '%' OR t.name ILIKE '%' || $1 || '%'
  OR t.slug ILIKE '%' || $1 || '%' OR s.name ILIKE '%' || $1 || '%' OR s.slug ILIKE '%' || $1 || '%')`;

/**
 * The kinds, with values from the database. `ask` answers a search (for the cursor of page 500).
 */
export async function kindsOf(
  sql: pg.Pool,
  ask: (search: Search) => Promise<{ nextCursor: string | null }>,
): Promise<Kind[]> {
  const values = async (select: string): Promise<string[]> => {
    const { rows } = await sql.query<{ value: string }>(
      `SELECT value FROM (${select}) AS v (value) WHERE value <> '' ORDER BY md5(value) LIMIT ${String(VALUES)}`,
    );
    return rows.map(({ value }) => value);
  };
  const words = (found: readonly string[], facets = false): Search[] => found.map((q) => ({ q, facets }));
  const kind = (name: string, searches: Search[], scan: string | null): Kind => ({ name, searches, scan });
  const services = await values('SELECT slug FROM service');
  const [owners, teams] = [await values('SELECT name FROM team'), await values('SELECT slug FROM team')];
  return [
    kind('owner, by name', words(owners), ANYWHERE),
    kind('owner, as a filter', words(teams.map((slug) => `team:${slug}`)), `t.slug = substr($1, 6)`),
    kind('service', words(services), ANYWHERE),
    kind(
      'host',
      words(await values("SELECT host FROM host_grant WHERE state = 'active'")),
      `n.id IN (SELECT g.namespace_id FROM host_grant g WHERE g.host ILIKE '%' || $1 || '%')`,
    ),
    kind(
      'prefix',
      words(await values('SELECT DISTINCT left(name, 5) FROM namespace')),
      `n.name ILIKE $1 || '%'`,
    ),
    kind('one letter', words(Array.from('abcdefghijklmnopqrstuvwxyz')), `n.name ILIKE $1 || '%'`),
    kind(
      'middle of a word',
      words(
        await values(
          "SELECT DISTINCT substr(split_part(slug, '-', 1), 3, 5) FROM service WHERE split_part(slug, '-', 1) ~ '^.{7}'",
        ),
      ),
      ANYWHERE,
    ),
    kind(
      'typo',
      words(
        (
          await values(
            "SELECT DISTINCT split_part(slug, '-', 1) FROM service WHERE split_part(slug, '-', 1) ~ '^.{6}'",
          )
        ).map(misspelt),
      ),
      `($1 <% n.name OR $1 <% t.name OR $1 <% s.name)`,
    ),
    kind(
      'a word with five facets',
      words(
        services.map((slug) => slug.split('-')[0] ?? slug),
        true,
      ),
      ANYWHERE,
    ),
    kind('five facets', [{ q: '', facets: true }], 'TRUE'),
    kind(
      'five facets of a filter',
      FILTERS.map((q) => ({ q, facets: true })),
      `n.environment = 'production' AND s.tier = 1`,
    ),
    kind(`page ${String(PAGE)}`, await lastPages(ask), 'TRUE'),
    kind(
      'no hit',
      words(services.map((slug) => `xq${Array.from(slug.replaceAll('-', '')).reverse().join('')}`)),
      ANYWHERE,
    ),
  ];
}

const FILTERS = [
  'env:prod tier:1',
  'env:prod',
  'tier:1 state:Degraded',
  'cluster:edge-hamburg',
  'lifecycle:deprecated env:test',
  'cluster:data-prod tier:2',
];

/** Two letters in its middle change places. */
function misspelt(word: string): string {
  const at = Math.floor(word.length / 2) - 1;
  return `${word.slice(0, at)}${word[at + 1] ?? ''}${word[at] ?? ''}${word.slice(at + 2)}`;
}

/** Page 500 of everything and of a filter, reached as people would: page by page. */
async function lastPages(ask: (search: Search) => Promise<{ nextCursor: string | null }>): Promise<Search[]> {
  let search: Search = { q: '', facets: false, limit: PAGE_SIZE };
  for (let page = 1; page < PAGE; page += 1) {
    const { nextCursor } = await ask(search);
    if (nextCursor === null) throw new Error(`There is no page ${String(page + 1)}.`);
    search = { ...search, cursor: nextCursor };
  }
  return [search];
}
