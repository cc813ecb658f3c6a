/** Counts that are kept: how many namespaces of each cell there are, without looking at one of them. */
import { Prisma } from '../client.ts';
import { and, ask } from './ask.ts';
import { dimensionIn, type Condition } from './filters.ts';
import { MOST_VALUES, type Cell } from './found.ts';

type Kept = Condition & { dimension: NonNullable<Condition['dimension']> };

/** Conditions that the kept counts can answer; null: they can't all. A team that is left out would need every other team's cells. */
export function keptConditions(conditions: readonly Condition[]): readonly Condition[] | null {
  const able = conditions.every(
    ({ dimension }) => dimension !== null && !(dimension.column === 'team_id' && dimension.not),
  );
  return able ? conditions : null;
}

const isKept = (condition: Condition): condition is Kept => condition.dimension !== null;

const NO_ALIAS = Prisma.empty;

/** Cells that fit, and what was changed since they were added up. */
function cells(conditions: readonly Condition[]): Prisma.Sql {
  const kept = conditions.filter(isKept);
  const where = and(kept.map(({ dimension }) => dimensionIn(NO_ALIAS, dimension)));
  const table = kept.some(({ dimension }) => dimension.column === 'team_id')
    ? Prisma.sql`catalog_team_count`
    : Prisma.sql`catalog_count`;
  return Prisma.sql`(
    SELECT cluster_id, environment, tier, lifecycle, state, count FROM ${table} WHERE ${where}
    UNION ALL SELECT cluster_id, environment, tier, lifecycle, state, change FROM catalog_count_delta WHERE ${where}) x`;
}

/** Of each cluster (`cluster_id`), how many `namespaces` it has, for a statement's WITH. Plan: as keptCounts without facets. */
export const NAMESPACES_BY_CLUSTER = Prisma.sql`
  SELECT cluster_id, sum(count)::int AS namespaces FROM ${cells([])} GROUP BY cluster_id`;

const SETS: Record<string, Prisma.Sql> = {
  cluster: Prisma.sql`cluster_id`,
  env: Prisma.sql`environment`,
  tier: Prisma.sql`tier`,
  lifecycle: Prisma.sql`lifecycle`,
  state: Prisma.sql`state`,
};

/**
 * How many fit (the value '' of the facet ''), and how many of each value of all facets but the team's, each without its own condition.
 * Plan at 1 M: one pass over catalog_count (some thousand rows), or over the team's rows of catalog_team_count, with a hash per facet, and
 * one more for each facet that has a condition; then catalog_count_delta, which the fold keeps short. 1 to 4 ms.
 */
export async function keptCounts(conditions: readonly Condition[], facets: boolean): Promise<Cell[]> {
  const active = new Set(conditions.map(({ key }) => key));
  const free = facets ? Object.keys(SETS).filter((facet) => !active.has(facet)) : [];
  const narrowed = facets ? Object.keys(SETS).filter((facet) => active.has(facet)) : [];
  const together = Prisma.sql`SELECT ${nameOf(free)} AS facet, ${valueOf(free)} AS value, sum(count)::int AS count
    FROM ${cells(conditions)} GROUP BY GROUPING SETS (${Prisma.join([...free.map((facet) => Prisma.sql`(${SETS[facet]})`), Prisma.sql`()`])})`;
  const apart = narrowed.map(
    (facet) => Prisma.sql`SELECT ${facet}, ${SETS[facet]}::text, sum(count)::int
      FROM ${cells(conditions.filter(({ key }) => key !== facet))} GROUP BY 2`,
  );
  const rows = await ask<Cell>(Prisma.join([together, ...apart], ' UNION ALL '));
  return rows.filter(({ facet, count }) => facet === '' || count > 0);
}

/** How many namespaces there are. */
export async function keptTotal(): Promise<number> {
  const [total] = await keptCounts([], false);
  return total?.count ?? 0;
}

/** Of a row of grouping sets, which set it is; '' for all together. */
function nameOf(facets: readonly string[]): Prisma.Sql {
  if (facets.length === 0) return Prisma.sql`''`;
  const cases = facets.map((facet) => Prisma.sql`WHEN grouping(${SETS[facet]}) = 0 THEN ${facet}`);
  return Prisma.sql`CASE ${Prisma.join(cases, ' ')} ELSE '' END`;
}

function valueOf(facets: readonly string[]): Prisma.Sql {
  if (facets.length === 0) return Prisma.sql`''`;
  return Prisma.sql`coalesce(${Prisma.join(facets.map((facet) => Prisma.sql`${SETS[facet]}::text`))}, '')`;
}

/** Teams that are looked at for the largest ones, since some may have changed since their size was added up. */
const CANDIDATES = 40;

/**
 * The largest teams and those selected, with how many of theirs fit every condition but the team's. Plan at 1 M: the first rows of
 * catalog_team_size_largest; with conditions then these teams' rows of catalog_team_count by its key (10 to 20 thousand: 4 ms).
 */
export async function largestTeams(
  conditions: readonly Condition[],
  selected: readonly string[],
): Promise<Cell[]> {
  const others = conditions.filter(isKept).filter(({ key }) => key !== 'team');
  // A person's teams, those of a cost centre, one's own: only these can be among the largest.
  const among = and(
    others
      .filter(({ dimension }) => dimension.column === 'team_id')
      .map(({ dimension }) => dimensionIn(NO_ALIAS, dimension)),
  );
  const sizes = await ask<Cell>(Prisma.sql`
    WITH changed AS (SELECT team_id, sum(change) AS change FROM catalog_count_delta WHERE ${among} GROUP BY team_id),
    old AS (
      (SELECT team_id, count FROM catalog_team_size WHERE ${among} ORDER BY count DESC LIMIT ${CANDIDATES})
      UNION SELECT team_id, count FROM catalog_team_size WHERE team_id = ANY (${[...selected]}::uuid[]) AND ${among}
      UNION SELECT s.team_id, s.count FROM changed JOIN catalog_team_size s USING (team_id))
    SELECT 'team' AS facet, team_id::text AS value, (coalesce(old.count, 0) + coalesce(changed.change, 0))::int AS count
    FROM old FULL JOIN changed USING (team_id) ORDER BY 3 DESC, 2`);
  const largest = sizes.filter(({ value }, at) => at < MOST_VALUES || selected.includes(value));
  if (others.length === 0) return largest.filter(({ count }) => count > 0);
  const ids = largest.map(({ value }) => value);
  const where = and([
    Prisma.sql`team_id = ANY (${ids}::uuid[])`,
    ...others.map(({ dimension }) => dimensionIn(NO_ALIAS, dimension)),
  ]);
  const rows = await ask<Cell>(Prisma.sql`
    SELECT 'team' AS facet, team_id::text AS value, sum(count)::int AS count FROM (
      SELECT team_id, count FROM catalog_team_count WHERE ${where}
      UNION ALL SELECT team_id, change FROM catalog_count_delta WHERE ${where}) x
    GROUP BY 2 ORDER BY 3 DESC, 2`);
  return rows.filter(({ count }) => count > 0);
}
