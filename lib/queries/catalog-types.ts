/** What the catalog's queries return: plain data that survives JSON, as in types.ts. */
import type { FilterKey, Problem } from '../domain/catalog/query/index.ts';
import type { NamespaceRow, PersonRef, TeamRef } from './types.ts';

/** How the namespaces of an answer are ordered. Without words, `relevance` is `name`. */
export const CATALOG_SORTS = ['relevance', 'name', 'newest', 'expiry', 'quota'] as const;
export type CatalogSort = (typeof CATALOG_SORTS)[number];

export type HitKind = 'team' | 'service' | 'host' | 'person' | 'cluster' | 'namespace';

/**
 * Why something was found, best first: its name as it is, a name it had before, its beginning, the first letters of its words, whole
 * words of it, a part of it; the filters alone; or a near miss, where nothing is called so.
 */
export type HitReason = 'exact' | 'alias' | 'prefix' | 'initials' | 'word' | 'middle' | 'filter' | 'typo';

/** One thing that fits the words of a search, with what somebody on call needs of it. */
export type Hit = {
  kind: HitKind;
  id: string;
  title: string;
  /** The short name beside the title; null: there is none. */
  slug: string | null;
  /** A few words that tell it from others of the same name: an environment and cluster, an e-mail address. */
  hint: string;
  /** Its page in the portal. */
  href: string;
  why: HitReason;
  /** The team it belongs to; null for teams, clusters, and people of several teams. */
  owner: TeamRef | null;
  chatUrl: string | null;
  runbookUrl: string | null;
  dashboardUrl: string | null;
  onCallUrl: string | null;
};

/** How many; `atLeast`: counting was ended there. */
export type Count = { count: number; atLeast: boolean };

export type FacetValue = Count & {
  /** As the filter takes it. */
  value: string;
  label: string;
  selected: boolean;
};

/** One way to narrow a search down. Its counts heed every other filter, and not its own. Values with most rows first. */
export type Facet = { key: FilterKey; label: string; values: FacetValue[] };

export type CatalogAnswer = {
  /** The query as it was understood, in one spelling; and what of it was not understood. */
  query: { text: string; problems: Problem[] };
  /** Best finds over all kinds, at most 8 (50 where `kind:` is asked for), on the first page. Near misses where nothing fits. */
  best: Hit[];
  rows: NamespaceRow[];
  total: Count;
  /** Null when not asked for. */
  facets: Facet[] | null;
  /** Another query that finds something, where this one finds nothing. */
  didYouMean: string | null;
  nextCursor: string | null;
};

export type Completion = {
  /** The whole query with this part finished. */
  text: string;
  /** Where the caret stands then. */
  caret: number;
  label: string;
  hint: string;
};

export type SavedSearchRow = {
  id: string;
  name: string;
  query: string;
  /** The team it is shared with; null: only its owner sees it. */
  team: TeamRef | null;
  /** Whose it is. */
  owner: PersonRef;
  mine: boolean;
  createdAt: string;
};
