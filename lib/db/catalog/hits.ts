/**
 * The things that words may mean: teams, services, hosts, people, clusters, and a namespace of just that name. Each kind looks for its
 * best ones first and stops when it has enough (Append under LIMIT), so that a common word costs what a rare one does.
 */
import { Prisma } from '../client.ts';
import { and, ask, askPrepared, escaped, from } from './ask.ts';
import { all as fitAll, tables, type Condition } from './filters.ts';
import { beginning, hostOf, isLive, nearHost, within, type Word } from './words.ts';

export type RawKind = 'team' | 'service' | 'host' | 'person' | 'cluster' | 'namespace';
/** Why something is found, the best first. */
export const REASONS = ['exact', 'alias', 'prefix', 'initials', 'word', 'middle', 'filter'] as const;
export type RawReason = (typeof REASONS)[number];

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
  place: {
    name: string;
    environment: string;
    links: unknown;
    cluster: string;
    clusterTitle: string;
    config: unknown;
  } | null;
  /** A person's address and teams. */
  email: string | null;
  teams: { slug: string; name: string }[] | null;
};

/** Rows of a kind that are looked at, where the best of them are not yet known. */
const MOST_LOOKED_AT = 40;

type Sought = {
  words: readonly Word[];
  conditions: readonly Condition[];
  phrase: string;
  slug: string;
  raw: string;
  /** Finds per kind. */
  most: number;
};

/** What finds are looked for by: the words, one after the other, and what narrows them down. */
export function sought(words: readonly Word[], conditions: readonly Condition[], most: number): Sought {
  const phrase = words.map(({ plain }) => plain[0] ?? '').join(' ');
  return {
    words,
    conditions,
    phrase,
    slug: phrase.replaceAll(' ', '-'),
    raw: words
      .map(({ text }) => text)
      .join(' ')
      .toLowerCase(),
    most,
  };
}

const all = (words: readonly Word[], fit: typeof within, column: Prisma.Sql): Prisma.Sql =>
  and(words.map((word) => fit(column, word)));

// Conditions speak of `c` and `k`, a namespace. What has none of its own is given the columns that it can answer for; where a
// condition asks for more, a thing fits if one of its namespaces does. Plan: the keys, or catalog_namespace_team and _service.

const NO_CONDITION = Prisma.sql`TRUE`;

function namespaceFits(conditions: readonly Condition[], is: Prisma.Sql): Prisma.Sql {
  if (conditions.length === 0) return NO_CONDITION;
  return Prisma.sql`EXISTS (SELECT 1 FROM ${tables(conditions)} WHERE ${is} AND ${fitAll(conditions)})`;
}

function teamFits(conditions: readonly Condition[]): Prisma.Sql {
  if (conditions.some(({ of }) => of !== 'team'))
    return namespaceFits(conditions, Prisma.sql`c.team_id = r.id`);
  return Prisma.sql`EXISTS (SELECT 1 FROM (SELECT r.id AS team_id) c WHERE ${fitAll(conditions)})`;
}

function serviceFits(conditions: readonly Condition[]): Prisma.Sql {
  if (conditions.some(({ of }) => of === 'namespace'))
    return namespaceFits(conditions, Prisma.sql`c.service_id = r.id`);
  return Prisma.sql`EXISTS (SELECT 1 FROM (SELECT r.id AS service_id, r.team_id) c,
    (SELECT coalesce(r.tier, 0) AS tier, r.lifecycle) k WHERE ${fitAll(conditions)})`;
}

/** Null: a person has no tier and runs nowhere. */
function personFits(conditions: readonly Condition[]): Prisma.Sql | null {
  if (conditions.length === 0) return NO_CONDITION;
  if (conditions.some(({ of }) => of !== 'team')) return null;
  return Prisma.sql`EXISTS (SELECT 1 FROM (
    SELECT g.team_id FROM team_group g WHERE g.group_name = ANY (person.groups)) c WHERE ${fitAll(conditions)})`;
}

function clusterFits(conditions: readonly Condition[]): Prisma.Sql | null {
  if (conditions.some(({ dimension }) => dimension?.column !== 'cluster_id')) return null;
  return Prisma.sql`EXISTS (SELECT 1 FROM (SELECT r.id AS cluster_id) c WHERE ${fitAll(conditions)})`;
}

/**
 * Ids of rows that fit by name, the best first; one that fits in two ways comes twice, since telling would cost more. `table` has slug,
 * name and search. Plan: unique slug, *_name_plain and *_initials; *_slug_prefix; a bitmap of *_search. Without words: *_keyset from its
 * beginning.
 */
function named(table: 'team' | 'service', { words, conditions, phrase, slug, most }: Sought): Prisma.Sql {
  const rows = table === 'team' ? Prisma.sql`team r` : Prisma.sql`service r`;
  const open =
    table === 'team'
      ? Prisma.sql`r.archived_at IS NULL AND ${teamFits(conditions)}`
      : serviceFits(conditions);
  if (words.length === 0)
    return Prisma.sql`SELECT r.id, 'filter' AS why FROM ${rows} WHERE ${open} ORDER BY r.name, r.id LIMIT ${most}`;
  const exact = Prisma.sql`(r.slug = ${slug} OR catalog_plain(r.name) = ${phrase})`;
  const initials = Prisma.sql`catalog_initials(r.name) = ${`${phrase} `}`;
  // Every tenth row begins with a letter: then the first by slug, which is how its index is ordered, and not the shortest of all.
  const many = phrase.length === 1;
  const prefix = many
    ? from(Prisma.sql`r.slug`, slug)
    : Prisma.sql`(${from(Prisma.sql`r.slug`, slug)} OR ${from(Prisma.sql`catalog_plain(r.name)`, phrase)})`;
  const order = many ? Prisma.sql`r.slug USING ~<~` : Prisma.sql`length(r.name), r.slug`;
  const search = Prisma.sql`r.search`;
  return Prisma.sql`SELECT * FROM (
    (SELECT r.id, 'exact' AS why FROM ${rows} WHERE ${exact} AND ${open} LIMIT ${most})
    UNION ALL (SELECT r.id, 'alias' FROM slug_alias a JOIN ${rows} ON r.id = a.target_id
      WHERE a.kind = ${table} AND a.slug = ${slug} AND ${open} LIMIT 2)
    UNION ALL (SELECT r.id, 'initials' FROM ${rows} WHERE ${initials} AND ${open} LIMIT ${most})
    UNION ALL (SELECT r.id, 'prefix' FROM ${rows} WHERE ${prefix} AND ${open}
      ORDER BY ${order} LIMIT ${most})
    UNION ALL (SELECT r.id, CASE WHEN ${all(words, beginning, search)} THEN 'word' ELSE 'middle' END FROM ${rows}
      WHERE ${all(words, within, search)} AND ${open}
      LIMIT ${MOST_LOOKED_AT})) f LIMIT ${Math.max(most, MOST_LOOKED_AT)}`;
}

/**
 * The first of some rows. With a limit Postgres hopes to meet enough of them soon, and reads the table: right for a letter or two, which
 * every tenth row has; what a word is in is found by its index.
 */
function first(words: readonly Word[], rows: Prisma.Sql, limit: number): Prisma.Sql {
  return words.some(({ short }) => !short)
    ? Prisma.sql`WITH f AS MATERIALIZED (${rows}) SELECT * FROM f LIMIT ${limit}`
    : Prisma.sql`${rows} LIMIT ${limit}`;
}

const TEAM = Prisma.sql`jsonb_build_object('slug', t.slug, 'name', t.name, 'chatUrl', t.chat_url, 'onCallUrl', t.on_call_url)`;
const SERVICE = Prisma.sql`jsonb_build_object('slug', s.slug, 'name', s.name, 'links', s.links)`;
/** Reasons in the order of REASONS, so that cards are made of the best alone. */
const RANK = Prisma.sql`array_position(${[...REASONS]}::text[], f.why)`;
const PLACE = Prisma.sql`jsonb_build_object('name', n.name, 'environment', n.environment, 'links', n.spec -> 'links',
  'cluster', x.name, 'clusterTitle', x.display_name, 'config', x.config)`;

const teams = (what: Sought): Prisma.Sql => Prisma.sql`
  SELECT 'team' AS kind, t.id::text AS id, t.name AS title, t.slug, f.why, f.size, ${TEAM} AS team
  FROM (SELECT f.id, f.why, coalesce(z.count, 0) AS size FROM (${named('team', what)}) f
    LEFT JOIN catalog_team_size z ON z.team_id = f.id ORDER BY ${RANK}, 3 DESC LIMIT ${what.most * 3}) f JOIN team t ON t.id = f.id`;

const services = (what: Sought): Prisma.Sql => Prisma.sql`
  SELECT 'service' AS kind, s.id::text AS id, s.name AS title, s.slug, s.why, s.size, ${TEAM} AS team, ${SERVICE} AS service
  FROM (SELECT s.*, f.why, 100 - length(s.name) AS size FROM (${named('service', what)}) f JOIN service s ON s.id = f.id
    ORDER BY ${RANK}, size DESC LIMIT ${what.most * 3}) s JOIN team t ON t.id = s.team_id`;

/** The text as a host, or a part of one; null: it can be none. */
function hostText({ words, raw }: Sought): string | null {
  const dotted = words.find(({ host }) => host !== null)?.host;
  if (dotted) return dotted;
  return words.length === 1 && /^[a-z0-9-]+$/.test(raw) ? (hostOf(`${raw}.x`)?.slice(0, -2) ?? null) : null;
}

const LIVE = isLive(Prisma.sql`r`);

/**
 * Ids of grants that fit. Plan: host_grant_prefix and host_grant_exclusive for the name itself, host_grant_prefix for its beginning, a
 * bitmap of host_grant_search. Without words: host_grant_prefix in order.
 */
function grants(what: Sought): Prisma.Sql | null {
  const { words, conditions, most } = what;
  const open = Prisma.sql`${LIVE} AND ${namespaceFits(conditions, Prisma.sql`c.namespace_id = r.namespace_id`)}`;
  if (words.length === 0)
    return Prisma.sql`SELECT r.id, 'filter' AS why FROM host_grant r WHERE ${open} ORDER BY r.host LIMIT ${most}`;
  const host = hostText(what);
  if (host === null) return null;
  const { own, begins, below } = nearHost(Prisma.sql`r`, host);
  const some = (why: string, is: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`(SELECT r.id, ${why} AS why FROM host_grant r WHERE ${open} AND ${is} LIMIT ${most})`;
  const near = [
    some('exact', own),
    some('prefix', Prisma.sql`${begins} AND NOT ${own}`),
    some('middle', Prisma.sql`${below} AND NOT ${own}`),
  ];
  if (host.length > 2) {
    const none = [own, begins, below].map(
      (is) => Prisma.sql`SELECT 1 FROM host_grant r WHERE ${LIVE} AND ${is}`,
    );
    // A whole name has a dozen trigrams that every host has: what has it within is looked for only where nothing is nearer.
    const alone = host.includes('.')
      ? Prisma.sql`NOT EXISTS (${Prisma.join(none, ' UNION ALL ')})`
      : NO_CONDITION;
    near.push(
      some(
        'middle',
        Prisma.sql`r.state <> 'free' AND r.host LIKE ${`%${escaped(host)}%`} AND NOT ${begins} AND ${alone}`,
      ),
    );
  }
  return Prisma.sql`SELECT * FROM (${Prisma.join(near, ' UNION ALL ')}) b LIMIT ${most}`;
}

function hosts(what: Sought): Prisma.Sql | null {
  const found = grants(what);
  return (
    found &&
    Prisma.sql`
    SELECT 'host' AS kind, g.id::text AS id, g.host || g.path AS title, NULL AS slug, f.why, 300 - length(g.host || g.path) AS size,
      ${TEAM} AS team, ${SERVICE} AS service, ${PLACE} AS place
    FROM (${found}) f
    JOIN host_grant g ON g.id = f.id JOIN namespace n ON n.id = g.namespace_id AND n.released_at IS NULL
    JOIN cluster x ON x.id = n.cluster_id JOIN service s ON s.id = n.service_id JOIN team t ON t.id = n.team_id`
  );
}

/** Plan: a bitmap of person_search; then for each of the few team_group_name. Without words: all people, sorted. */
function people({ words, conditions, phrase, raw, most }: Sought): Prisma.Sql | null {
  const open = personFits(conditions);
  if (open === null) return null;
  const [listed, limit] =
    words.length === 0 ? [Prisma.sql`ORDER BY name, id`, most] : [Prisma.empty, MOST_LOOKED_AT];
  const why =
    words.length === 0
      ? Prisma.sql`'filter'`
      : Prisma.sql`CASE WHEN catalog_plain(p.name) = ${phrase} OR p.email = ${raw}::citext THEN 'exact'
      WHEN p.search LIKE ${` ${escaped(phrase)}%`} THEN 'prefix'
      WHEN ${all(words, beginning, Prisma.sql`p.search`)} THEN 'word' ELSE 'middle' END`;
  return Prisma.sql`
  SELECT 'person' AS kind, p.id::text AS id, p.name AS title, NULL AS slug, p.email::text AS email, 0 AS size, ${why} AS why,
    (SELECT jsonb_agg(DISTINCT jsonb_build_object('slug', t.slug, 'name', t.name)) FROM team_group g JOIN team t ON t.id = g.team_id
      WHERE g.group_name = ANY (p.groups) AND t.archived_at IS NULL) AS teams
  FROM person p WHERE p.id IN (${first(
    words,
    Prisma.sql`
    SELECT id FROM person WHERE disabled_at IS NULL AND ${all(words, within, Prisma.sql`search`)} AND ${open} ${listed}`,
    limit,
  )})`;
}

/** Plan: all clusters, few. */
function clusters({ words, conditions, phrase, slug, most }: Sought): Prisma.Sql | null {
  const open = clusterFits(conditions);
  if (open === null) return null;
  const text = Prisma.sql`catalog_fold(r.name || ' ' || r.display_name)`;
  const why =
    words.length === 0
      ? Prisma.sql`'filter'`
      : Prisma.sql`CASE WHEN r.name = ${slug} OR catalog_plain(r.display_name) = ${phrase} THEN 'exact'
        WHEN r.name LIKE ${`${escaped(slug)}%`} OR catalog_plain(r.display_name) LIKE ${`${escaped(phrase)}%`} THEN 'prefix'
        WHEN ${all(words, beginning, text)} THEN 'word' ELSE 'middle' END`;
  return Prisma.sql`
    SELECT 'cluster' AS kind, r.id::text AS id, r.display_name AS title, r.name AS slug, 0 AS size, ${why} AS why
    FROM cluster r WHERE r.archived_at IS NULL AND ${open} AND ${all(words, within, text)} ORDER BY r.name LIMIT ${most}`;
}

/** Just that name; without words there is nothing to be exact about. Plan: catalog_namespace_name. */
function namespaces({ words, conditions, slug, most }: Sought): Prisma.Sql | null {
  if (words.length === 0) return null;
  return Prisma.sql`
  SELECT 'namespace' AS kind, n.id::text AS id, n.name AS title, NULL AS slug, 'exact' AS why, 0 AS size,
    ${TEAM} AS team, ${SERVICE} AS service, ${PLACE} AS place
  FROM (SELECT c.namespace_id FROM ${tables(conditions)} WHERE c.name = ${slug} AND ${fitAll(conditions)} LIMIT ${most}) f
  JOIN namespace n ON n.id = f.namespace_id JOIN cluster x ON x.id = n.cluster_id
  JOIN service s ON s.id = n.service_id JOIN team t ON t.id = n.team_id`;
}

const STATEMENTS: Record<RawKind, (what: Sought) => Prisma.Sql | null> = {
  team: teams,
  service: services,
  host: hosts,
  person: people,
  cluster: clusters,
  namespace: namespaces,
};

const NOTHING = { team: null, service: null, place: null, email: null, teams: null } as const;

/** The finds of some kinds, unordered, in one round trip. */
export async function hits(what: Sought, kinds: ReadonlySet<RawKind>): Promise<RawHit[]> {
  const asked = [...kinds].flatMap((kind) => STATEMENTS[kind](what) ?? []);
  if (asked.length === 0) return [];
  const run = what.conditions.length === 0 ? askPrepared : ask;
  const rows = await run<{ hit: Omit<RawHit, keyof typeof NOTHING> & Partial<RawHit> }>(
    Prisma.join(
      asked.map((statement) => Prisma.sql`SELECT to_jsonb(h) AS hit FROM (${statement}) h`),
      ' UNION ALL ',
    ),
  );
  return rows.map(({ hit }) => ({ ...NOTHING, ...hit }));
}
