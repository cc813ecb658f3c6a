/** What narrows a search down, as conditions on `c`, catalog_namespace, and `k`, catalog_cell. */
import { Prisma } from '../client.ts';
import { and, ask, or } from './ask.ts';
import { hostOf, servedBy, spellings } from './words.ts';

/** One condition. `dimension` is set where the counts that are kept (catalog_count) know the column. */
export type Condition = {
  /** The filter's key, so that a facet can leave its own out. */
  key: string;
  /** The condition; null where it needs `dimension` alone. */
  sql: Prisma.Sql;
  /** Column of catalog_cell and catalog_team_count that it is about, with the values. */
  dimension: Dimension | null;
  /** The least that it can be judged on: its team alone, its service, or a namespace. */
  of: Level;
};

/** What a condition reads: `c.team_id`; that, `c.service_id`, `k.tier` and `k.lifecycle`; or anything of a namespace. */
export type Level = 'team' | 'service' | 'namespace';

export const DIMENSIONS = ['team_id', 'cluster_id', 'environment', 'tier', 'lifecycle', 'state'] as const;
export type DimensionName = (typeof DIMENSIONS)[number];
type Dimension = { column: DimensionName; values: readonly (string | number)[]; not: boolean };

const TYPES: Record<DimensionName, Prisma.Sql> = {
  team_id: Prisma.sql`uuid[]`,
  cluster_id: Prisma.sql`uuid[]`,
  environment: Prisma.sql`text[]`,
  tier: Prisma.sql`int[]`,
  lifecycle: Prisma.sql`text[]`,
  state: Prisma.sql`text[]`,
};

const COLUMNS: Record<DimensionName, Prisma.Sql> = {
  team_id: Prisma.sql`team_id`,
  cluster_id: Prisma.sql`cluster_id`,
  environment: Prisma.sql`environment`,
  tier: Prisma.sql`tier`,
  lifecycle: Prisma.sql`lifecycle`,
  state: Prisma.sql`state`,
};

/** Columns that catalog_cell alone has; the others are catalog_namespace's too. */
const OF_CELL: ReadonlySet<DimensionName> = new Set(['tier', 'lifecycle', 'state']);

const LEVELS: Record<DimensionName, Level> = {
  team_id: 'team',
  cluster_id: 'namespace',
  environment: 'namespace',
  tier: 'service',
  lifecycle: 'service',
  state: 'namespace',
};

/** A dimension's condition on a table by its alias. */
export function dimensionIn(alias: Prisma.Sql, { column, values, not }: Dimension): Prisma.Sql {
  const is = Prisma.sql`${alias}${COLUMNS[column]} = ANY (${[...values]}::${TYPES[column]})`;
  return not ? Prisma.sql`NOT (${is})` : is;
}

/** That a column of the kept counts has one of some values. */
export function among(
  key: string,
  column: DimensionName,
  values: readonly (string | number)[],
  not: boolean,
): Condition {
  const dimension = { column, values, not };
  const alias = OF_CELL.has(column) ? Prisma.sql`k.` : Prisma.sql`c.`;
  return { key, sql: dimensionIn(alias, dimension), dimension, of: LEVELS[column] };
}

/** Any other condition. */
export function that(key: string, sql: Prisma.Sql, not: boolean, of: Level = 'namespace'): Condition {
  return { key, sql: not ? Prisma.sql`NOT coalesce(${sql}, FALSE)` : sql, dimension: null, of };
}

/** One of some conditions, or none of one: for filters with several values. */
export const anyOf = (conditions: readonly Prisma.Sql[]): Prisma.Sql => or(conditions);
export const noneOf = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`NOT (${condition})`;

/** The tables that conditions speak of. */
export function tables(conditions: readonly Condition[]): Prisma.Sql {
  const cell = conditions.some(({ dimension }) => dimension !== null && OF_CELL.has(dimension.column));
  return cell
    ? Prisma.sql`catalog_namespace c JOIN catalog_cell k ON k.namespace_id = c.namespace_id`
    : Prisma.sql`catalog_namespace c`;
}

export const all = (conditions: readonly Condition[]): Prisma.Sql => and(conditions.map(({ sql }) => sql));

// Names to ids ---------------------------------------------------------------------------------------------------

type Named = 'team' | 'service' | 'cluster';

const BY_NAME: Record<Named, (values: string[], plain: string[]) => Prisma.Sql> = {
  // Plan: unique slug, slug_alias' key and team_name_plain, each by the values.
  team: (values, plain) => Prisma.sql`
    SELECT id::text FROM team WHERE slug = ANY (${values}) OR catalog_plain(name) = ANY (${plain})
    UNION SELECT target_id::text FROM slug_alias WHERE kind = 'team' AND slug = ANY (${values})`,
  // Plan: as teams.
  service: (values, plain) => Prisma.sql`
    SELECT id::text FROM service WHERE slug = ANY (${values}) OR catalog_plain(name) = ANY (${plain})
    UNION SELECT target_id::text FROM slug_alias WHERE kind = 'service' AND slug = ANY (${values})`,
  // Plan: all clusters, few.
  cluster: (values, plain) => Prisma.sql`
    SELECT id::text FROM cluster WHERE name = ANY (${values}) OR catalog_plain(display_name) = ANY (${plain})`,
};

/** Ids of what is called so: by slug, by a slug it had, or by its name. */
export async function idsNamed(what: Named, values: readonly string[]): Promise<string[]> {
  const plain = (await spellings(values)).flatMap(([first]) => (first === undefined ? [] : [first]));
  const slugs = values.map((value) => value.toLowerCase());
  const rows = await ask<{ id: string }>(BY_NAME[what](slugs, plain));
  return rows.map(({ id }) => id);
}

/** Ids of teams with a cost centre, of some teams (null: all). Plan: team_cost_centre. */
export async function teamsOfCostCentres(
  values: readonly string[],
  teams: readonly string[] | null,
): Promise<string[]> {
  const among = teams === null ? Prisma.sql`TRUE` : Prisma.sql`id = ANY (${[...teams]}::uuid[])`;
  const rows = await ask<{ id: string }>(Prisma.sql`
    SELECT id::text FROM team WHERE lower(cost_centre) = ANY (${values.map((value) => value.toLowerCase())}) AND ${among}`);
  return rows.map(({ id }) => id);
}

/**
 * Ids of the teams of people who are called so, by name or address. Plan: person_search, at most 50 people; then team_group_name.
 */
export async function teamsOfPeople(values: readonly string[]): Promise<string[]> {
  const plain = (await spellings(values)).flat();
  if (plain.length === 0) return [];
  const rows = await ask<{ id: string }>(Prisma.sql`
    SELECT DISTINCT g.team_id::text AS id FROM team_group g WHERE g.group_name IN (
      SELECT unnest(p.groups) FROM (
        SELECT groups FROM person WHERE disabled_at IS NULL
          AND ${or(plain.map((word) => Prisma.sql`search LIKE ${`% ${word}%`}`))} LIMIT 50) p)`);
  return rows.map(({ id }) => id);
}

// Conditions -----------------------------------------------------------------------------------------------------

/** Namespaces of some services. Plan: catalog_namespace_service. */
export const ofServices = (ids: readonly string[]): Prisma.Sql =>
  Prisma.sql`c.service_id = ANY (${[...ids]}::uuid[])`;

/** Namespaces that hold one of some hosts, as servedBy has it. Plan: as there, then the primary key. */
export function holding(values: readonly string[]): Prisma.Sql {
  const hosts = values.map((value) => hostOf(value) ?? value.toLowerCase());
  return Prisma.sql`c.namespace_id IN (${Prisma.join(hosts.map(servedBy), ' UNION ALL ')})`;
}

/** Plan: service_tags, then catalog_namespace_service; of a common tag an ordered scan with the service looked up. */
export const tagged = (values: readonly string[]): Prisma.Sql =>
  Prisma.sql`c.service_id IN (SELECT s.id FROM service s WHERE s.tags && ${[...values]}::text[])`;

/** A label on the cluster, `key=value` or `key`. Plan: cluster_namespace_labels, then namespace_cluster; of a key alone a scan. */
export function labelled(values: readonly string[]): Prisma.Sql {
  const parts = values.map((value) => {
    const at = value.indexOf('=');
    return at < 0
      ? Prisma.sql`jsonb_exists(l.labels, ${value})`
      : Prisma.sql`l.labels @> ${JSON.stringify({ [value.slice(0, at)]: value.slice(at + 1) })}::jsonb`;
  });
  return Prisma.sql`c.namespace_id IN (
    SELECT n.id FROM cluster_namespace l
    JOIN namespace n ON n.cluster_id = l.cluster_id AND n.name = l.name AND n.released_at IS NULL
    WHERE ${or(parts)})`;
}

/** Fuller or emptier than a ratio; unknown is neither. Plan: namespace_usage_fullness, or the primary key per row of an ordered scan. */
export const quotaUse = ({ less, ratio }: { less: boolean; ratio: number }): Prisma.Sql =>
  Prisma.sql`c.namespace_id IN (
    SELECT u.namespace_id FROM namespace_usage u WHERE ${less ? Prisma.sql`u.fullness < ${ratio}` : Prisma.sql`u.fullness > ${ratio}`})`;

/** Ends before (or not before) a moment; what never ends does neither. Plan: catalog_namespace_expiry. */
export const ends = (less: boolean, moment: Date): Prisma.Sql =>
  less
    ? Prisma.sql`c.expires_at < ${moment.toISOString()}::timestamptz`
    : Prisma.sql`c.expires_at >= ${moment.toISOString()}::timestamptz`;
/** What no namespace is. */
export const NOTHING = Prisma.sql`FALSE`;
export const NEVER_ENDS = Prisma.sql`c.expires_at IS NULL`;

/** Its service or team is like that. Plan: one pass over services or teams, hashed, or joined where they are few. */
const ofService = (condition: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`c.service_id IN (SELECT s.id FROM service s WHERE ${condition})`;
const ofTeam = (condition: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`c.team_id IN (SELECT t.id FROM team t WHERE ${condition})`;

/** Has a link of one of some names: of its own, its service's, or its cluster's for every namespace. Plan: namespace_links, service_links. */
export function hasLink(names: readonly string[]): Prisma.Sql {
  const given = Prisma.sql`${[...names]}::text[]`;
  const own = Prisma.sql`c.namespace_id IN (SELECT n.id FROM namespace n WHERE n.spec -> 'links' ?| ${given})`;
  const template = Prisma.sql`c.cluster_id IN (
    SELECT x.id FROM cluster x, jsonb_path_query(x.config, '$.linkTemplates[*].name') l WHERE l #>> '{}' = ANY (${given}))`;
  return or([template, ofService(Prisma.sql`s.links ?| ${given}`), own]);
}
export const HAS_CHAT = ofTeam(Prisma.sql`t.chat_url IS NOT NULL`);
export const HAS_ON_CALL = ofTeam(Prisma.sql`t.on_call_url IS NOT NULL`);
export const HAS_SLA = ofService(Prisma.sql`s.sla <> '{}'`);
export const HAS_HOSTS = Prisma.sql`EXISTS (
  SELECT 1 FROM host_grant g WHERE g.namespace_id = c.namespace_id AND g.state = 'active')`;

/** Its team has said within so many days that service, contacts and links are right. */
export const confirmed = (days: number): Prisma.Sql =>
  ofService(Prisma.sql`s.confirmed_at > now() - make_interval(days => ${days}::int)`);

/**
 * Nobody looks after it, as lib/domain/catalog/truth/orphan.ts says: its team is archived, or is not new and has no maintainer who may
 * sign in, or nobody of it was seen for so many days. Plan: one pass over teams, groups and people, hashed (20 k teams: 60 ms).
 */
export function orphaned({ newDays, seenDays }: { newDays: number; seenDays: number }): Prisma.Sql {
  return Prisma.sql`c.team_id IN (
    SELECT t.id FROM team t LEFT JOIN (
      SELECT g.team_id, bool_or(g.role = 'maintainer') AS kept, max(p.last_seen_at) AS seen
      FROM (SELECT id, last_seen_at, unnest(groups) AS group_name FROM person WHERE disabled_at IS NULL) p
      JOIN team_group g ON g.group_name = p.group_name GROUP BY g.team_id) h ON h.team_id = t.id
    WHERE t.archived_at IS NOT NULL OR (t.created_at <= now() - make_interval(days => ${newDays}::int)
      AND (h.kept IS NOT TRUE OR coalesce(h.seen, t.created_at) < now() - make_interval(days => ${seenDays}::int))))`;
}
