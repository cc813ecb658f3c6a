/** How many namespaces fit, and how many of each value of each facet. */
import { found, MOST_COUNTED, type Cell, type Found, type Place } from '../db/catalog/found.ts';
import { keptConditions, keptCounts, largestTeams } from '../db/catalog/kept.ts';
import { labels } from '../db/catalog/labels.ts';
import { orderOf, type Order } from '../db/catalog/scope.ts';
import { hasFilter, keyInfo } from '../domain/catalog/query/index.ts';
import type { FilterKey } from '../domain/catalog/query/index.ts';
import type { Count, Facet, FacetValue } from './catalog-types.ts';
import type { Resolved } from './catalog-scope.ts';

/** In the order in which they are shown. */
const FACETS: readonly FilterKey[] = ['team', 'env', 'cluster', 'tier', 'lifecycle', 'state'];

export type Counted = {
  total: Count;
  facets: Facet[] | null;
  /** A page of rows in order, where everything that fits was seen; null where there is more than that. */
  page: Place[] | null;
};

type Wanted = { facets: boolean; order: Order; after: Place | null; limit: number };

/** Counts, by what is kept where that can answer, else by looking at what fits, up to a bound. */
export async function count(resolved: Resolved, wanted: Wanted): Promise<Counted> {
  const { scope } = resolved;
  const kept = scope.words.length === 0 ? keptConditions(scope.conditions) : null;
  if (kept === null) return countFound(resolved, wanted);
  const cells = await keptCounts(kept, wanted.facets);
  const total = cells.find(({ facet }) => facet === '')?.count ?? 0;
  if (!wanted.facets) return { total: exactly(total), facets: null, page: null };
  const selected = resolved.ids.team;
  const byTeam = scope.conditions.some(({ key }) => key === 'team');
  // Few enough to be looked at: then every team among them is named, not only the largest of all.
  const teams =
    total <= MOST_COUNTED && !byTeam
      ? (await found(scope, wanted.order, { facets: true, selected, page: null })).cells.filter(isTeam)
      : await largestTeams(scope.conditions, selected);
  const facets = await toFacets(
    resolved,
    [...cells, ...teams].map((cell) => ({ ...cell, atLeast: false })),
  );
  return { total: exactly(total), facets, page: null };
}

const isTeam = ({ facet }: Cell): boolean => facet === 'team';
const exactly = (figure: number): Count => ({ count: figure, atLeast: false });
const upTo = (figure: number): Count =>
  figure > MOST_COUNTED ? { count: MOST_COUNTED, atLeast: true } : exactly(figure);

async function countFound(resolved: Resolved, { facets, order, after, limit }: Wanted): Promise<Counted> {
  const { scope, ids } = resolved;
  const selected = [...ids.team, ...ids.cluster];
  const active = facets ? FACETS.filter((facet) => scope.conditions.some(({ key }) => key === facet)) : [];
  const without = (facet: FilterKey): Promise<Found> =>
    found(
      { ...scope, conditions: scope.conditions.filter(({ key }) => key !== facet) },
      orderOf('name', scope),
      { facets: true, selected, page: null },
    );
  const [all, ...others] = await Promise.all([
    found(scope, order, { facets, selected, page: { after, limit } }),
    ...active.map(without),
  ]);
  const cells = [
    ...all.cells.filter(({ facet }) => !active.includes(facet as FilterKey)).map(bounded(all)),
    ...others.flatMap((other, at) =>
      other.cells.filter(({ facet }) => facet === active[at]).map(bounded(other)),
    ),
  ];
  const complete = all.count <= MOST_COUNTED;
  return {
    total: upTo(all.count),
    facets: facets ? await toFacets(resolved, cells) : null,
    page: complete ? all.page : null,
  };
}

type Bounded = Cell & { atLeast: boolean };

/** Of what was seen only in part, each figure is a lower bound. */
const bounded =
  ({ count: seen }: Found) =>
  (cell: Cell): Bounded => ({ ...cell, atLeast: seen > MOST_COUNTED });

async function toFacets({ query, ids }: Resolved, cells: readonly Bounded[]): Promise<Facet[]> {
  const named = cells
    .filter(({ facet }) => facet === 'team' || facet === 'cluster')
    .map(({ value }) => value);
  const names = await labels([...new Set([...named, ...ids.team, ...ids.cluster])]);
  return FACETS.map((key) => {
    const values = cells
      .filter(({ facet }) => facet === key)
      .flatMap(({ value, count: figure, atLeast }): FacetValue[] => {
        const name = names.get(value);
        const written = name?.slug ?? (key === 'tier' && value === '0' ? 'none' : value);
        const selected =
          ids.team.includes(value) || ids.cluster.includes(value) || hasFilter(query, key, written);
        return [
          { value: written, label: name?.name ?? labelOf(key, written), count: figure, atLeast, selected },
        ];
      });
    return { key, label: keyInfo(key).label, values: withSelected(values, key, query, names, ids) };
  });
}

function labelOf(key: FilterKey, value: string): string {
  if (key === 'tier') return value === 'none' ? 'No tier' : `Tier ${value}`;
  return `${value.charAt(0).toUpperCase()}${value.slice(1)}`;
}

/** What is selected stays in sight, so that it can be taken away, also when nothing of it fits. */
function withSelected(
  values: FacetValue[],
  key: FilterKey,
  { filters }: Resolved['query'],
  names: Awaited<ReturnType<typeof labels>>,
  ids: Resolved['ids'],
): FacetValue[] {
  const asked =
    key === 'team' || key === 'cluster'
      ? ids[key].flatMap((id) => names.get(id) ?? []).map(({ slug, name }) => ({ value: slug, label: name }))
      : filters
          .filter((filter) => filter.key === key && !filter.not)
          .flatMap((filter) => filter.values.map((value) => ({ value, label: labelOf(key, value) })));
  const missing = asked.filter(({ value }) => values.every((known) => known.value !== value));
  return [
    ...values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    ...missing.map((value) => ({ ...value, count: 0, atLeast: false, selected: true })),
  ];
}
