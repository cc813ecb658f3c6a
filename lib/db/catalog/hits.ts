/**
 * The things that words may mean: teams, services, hosts, people, clusters, and a namespace of just that name. Each kind looks for its
 * best ones first and stops when it has enough (Append under LIMIT), so that a common word costs what a rare one does.
 */
import { Prisma } from '../client.ts';
import { and, ask, escaped } from './ask.ts';
import { beginning, hostOf, within, type Word } from './words.ts';

export type RawKind = 'team' | 'service' | 'host' | 'person' | 'cluster' | 'namespace';
export type RawReason = 'exact' | 'prefix' | 'word' | 'alias' | 'middle';

/** A find with what its card is made of. */
export type RawHit = {
  kind: RawKind;
  id: string;
  title: string;
  slug: string | null;
  why: RawReason;
  /** The larger, the likelier it is meant. */
  size: number;
  team: { slug: string; name: string; chatUrl: string | null; onCallUrl: string | null } | null;
  service: { slug: string; name: string; links: unknown } | null;
  place: { name: string; environment: string; links: unknown; cluster: string; clusterTitle: string; config: unknown } | null;
  /** A person's address and teams. */
  email: string | null;
  teams: { slug: string; name: string }[] | null;
};

/** Finds per kind. */
export const MOST_HITS = 8;
const MOST_LOOKED_AT = 40;

type Sought = { words: readonly Word[]; phrase: string; slug: string; raw: string };

/** What finds are looked for by: the words, one after the other. */
export function sought(words: readonly Word[]): Sought {
  const phrase = words.map(({ plain }) => plain[0] ?? '').join(' ');
  return { words, phrase, slug: phrase.replaceAll(' ', '-'), raw: words.map(({ text }) => text).join(' ').toLowerCase() };
}

const all = (words: readonly Word[], fit: typeof within, column: Prisma.Sql): Prisma.Sql =>
  and(words.map((word) => fit(column, word)));

/**
 * Ids of rows that fit by name, the best first. `table` has slug, name and search. Plan: unique slug and *_name_plain; *_slug_prefix;
 * a bitmap of *_search.
 */
function named(table: 'team' | 'service', { words, phrase, slug }: Sought): Prisma.Sql {
  const from = table === 'team' ? Prisma.sql`team t` : Prisma.sql`service t`;
  const open = table === 'team' ? Prisma.sql`t.archived_at IS NULL` : Prisma.sql`TRUE`;
  const exact = Prisma.sql`(t.slug = ${slug} OR catalog_plain(t.name) = ${phrase})`;
  const prefix = Prisma.sql`(t.slug LIKE ${`${escaped(slug)}%`} OR catalog_plain(t.name) LIKE ${`${escaped(phrase)}%`})`;
  const search = Prisma.sql`t.search`;
  return Prisma.sql`SELECT * FROM (
    (SELECT t.id, 'exact' AS why FROM ${from} WHERE ${exact} AND ${open} LIMIT ${MOST_HITS})
    UNION ALL (SELECT t.id, 'alias' FROM slug_alias a JOIN ${from} ON t.id = a.target_id
      WHERE a.kind = ${table} AND a.slug = ${slug} AND ${open} LIMIT 2)
    UNION ALL (SELECT t.id, 'prefix' FROM ${from} WHERE ${prefix} AND NOT ${exact} AND ${open}
      ORDER BY length(t.name), t.slug LIMIT ${MOST_HITS})
    UNION ALL (SELECT t.id, CASE WHEN ${all(words, beginning, search)} THEN 'word' ELSE 'middle' END FROM ${from}
      WHERE ${all(words, within, search)} AND NOT ${prefix} AND ${open} LIMIT ${MOST_LOOKED_AT})) f LIMIT ${MOST_LOOKED_AT}`;
}

const TEAM = Prisma.sql`jsonb_build_object('slug', t.slug, 'name', t.name, 'chatUrl', t.chat_url, 'onCallUrl', t.on_call_url)`;
const SERVICE = Prisma.sql`jsonb_build_object('slug', s.slug, 'name', s.name, 'links', s.links)`;
const PLACE = Prisma.sql`jsonb_build_object('name', n.name, 'environment', n.environment, 'links', n.spec -> 'links',
  'cluster', c.name, 'clusterTitle', c.display_name, 'config', c.config)`;

const teams = (what: Sought): Prisma.Sql => Prisma.sql`
  SELECT 'team' AS kind, t.id::text AS id, t.name AS title, t.slug, f.why, coalesce(z.count, 0) AS size, ${TEAM} AS team
  FROM (${named('team', what)}) f JOIN team t ON t.id = f.id LEFT JOIN catalog_team_size z ON z.team_id = t.id`;

const services = (what: Sought): Prisma.Sql => Prisma.sql`
  SELECT 'service' AS kind, s.id::text AS id, s.name AS title, s.slug, f.why, 100 - length(s.name) AS size,
    ${TEAM} AS team, ${SERVICE} AS service
  FROM (${named('service', what)}) f JOIN service s ON s.id = f.id JOIN team t ON t.id = s.team_id`;

/** The text as a host, or a part of one; null: it can be none. */
function hostText({ words, raw }: Sought): string | null {
  const dotted = words.find(({ host }) => host !== null)?.host;
  if (dotted) return dotted;
  return words.length === 1 && /^[a-z0-9-]+$/.test(raw) ? (hostOf(`${raw}.x`)?.slice(0, -2) ?? null) : null;
}

/** Plan: host_grant_prefix and host_grant_exclusive for the name itself, host_grant_prefix for its beginning, a bitmap of host_grant_search. */
function hosts(what: Sought): Prisma.Sql | null {
  const host = hostText(what);
  if (host === null) return null;
  const live = Prisma.sql`g.state IN ('active', 'revoking')`;
  const whole = host.includes('.') && /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host) && !host.includes('..');
  const cover = whole ? Prisma.sql`g.state <> 'free' AND g.host_range @> host_range(${host})` : Prisma.sql`FALSE`;
  const begins = Prisma.sql`g.host LIKE ${`${escaped(host)}%`}`;
  const short = host.length <= 2;
  const middle = short
    ? Prisma.empty
    : Prisma.sql`UNION ALL (SELECT g.id, 'middle' FROM host_grant g WHERE ${live} AND g.state <> 'free'
        AND g.host LIKE ${`%${escaped(host)}%`} AND NOT (${begins}) LIMIT ${MOST_HITS})`;
  return Prisma.sql`
    SELECT 'host' AS kind, g.id::text AS id, g.host || g.path AS title, NULL AS slug, f.why, 300 - length(g.host || g.path) AS size,
      ${TEAM} AS team, ${SERVICE} AS service, ${PLACE} AS place
    FROM (SELECT * FROM (
      (SELECT g.id, 'exact' AS why FROM host_grant g WHERE ${live} AND ${cover} LIMIT ${MOST_HITS})
      UNION ALL (SELECT g.id, 'prefix' FROM host_grant g WHERE ${live} AND ${begins} AND NOT (${cover}) ORDER BY g.host LIMIT ${MOST_HITS})
      ${middle}) b LIMIT ${MOST_HITS}) f
    JOIN host_grant g ON g.id = f.id JOIN namespace n ON n.id = g.namespace_id AND n.released_at IS NULL
    JOIN cluster c ON c.id = n.cluster_id JOIN service s ON s.id = n.service_id JOIN team t ON t.id = n.team_id`;
}

/** Plan: a bitmap of person_search; then for each of the few team_group_name. */
const people = ({ words, phrase, raw }: Sought): Prisma.Sql => Prisma.sql`
  SELECT 'person' AS kind, p.id::text AS id, p.name AS title, NULL AS slug, p.email::text AS email, 0 AS size,
    CASE WHEN catalog_plain(p.name) = ${phrase} OR p.email = ${raw}::citext THEN 'exact'
      WHEN p.search LIKE ${` ${escaped(phrase)}%`} THEN 'prefix'
      WHEN ${all(words, beginning, Prisma.sql`p.search`)} THEN 'word' ELSE 'middle' END AS why,
    (SELECT jsonb_agg(DISTINCT jsonb_build_object('slug', t.slug, 'name', t.name)) FROM team_group g JOIN team t ON t.id = g.team_id
      WHERE g.group_name = ANY (p.groups) AND t.archived_at IS NULL) AS teams
  FROM person p WHERE p.id IN (SELECT id FROM person
    WHERE disabled_at IS NULL AND ${all(words, within, Prisma.sql`search`)} LIMIT ${MOST_LOOKED_AT})`;

/** Plan: all clusters, few. */
function clusters({ words, phrase, slug }: Sought): Prisma.Sql {
  const text = Prisma.sql`catalog_fold(c.name || ' ' || c.display_name)`;
  return Prisma.sql`
    SELECT 'cluster' AS kind, c.id::text AS id, c.display_name AS title, c.name AS slug, 0 AS size,
      CASE WHEN c.name = ${slug} OR catalog_plain(c.display_name) = ${phrase} THEN 'exact'
        WHEN c.name LIKE ${`${escaped(slug)}%`} OR catalog_plain(c.display_name) LIKE ${`${escaped(phrase)}%`} THEN 'prefix'
        WHEN ${all(words, beginning, text)} THEN 'word' ELSE 'middle' END AS why
    FROM cluster c WHERE c.archived_at IS NULL AND ${all(words, within, text)} ORDER BY c.name LIMIT ${MOST_HITS}`;
}

/** Plan: catalog_namespace_name. */
const namespaces = ({ slug }: Sought): Prisma.Sql => Prisma.sql`
  SELECT 'namespace' AS kind, n.id::text AS id, n.name AS title, NULL AS slug, 'exact' AS why, 0 AS size,
    ${TEAM} AS team, ${SERVICE} AS service, ${PLACE} AS place
  FROM (SELECT namespace_id FROM catalog_namespace WHERE name = ${slug} LIMIT ${MOST_HITS}) f
  JOIN namespace n ON n.id = f.namespace_id JOIN cluster c ON c.id = n.cluster_id
  JOIN service s ON s.id = n.service_id JOIN team t ON t.id = n.team_id`;

/** The finds of some kinds, unordered. */
export async function hits(what: Sought, kinds: ReadonlySet<RawKind>): Promise<RawHit[]> {
  if (what.words.length === 0) return [];
  const statements: Record<RawKind, Prisma.Sql | null> = {
    team: teams(what),
    service: services(what),
    host: hosts(what),
    person: people(what),
    cluster: clusters(what),
    namespace: namespaces(what),
  };
  const asked = [...kinds].flatMap((kind) => (statements[kind] ? [statements[kind]] : []));
  const found = await Promise.all(asked.map((statement) => ask<RawHit>(statement)));
  return found.flat();
}
