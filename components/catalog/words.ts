import { Boxes, Container, Globe, Server, UserRound, Users, type LucideIcon } from 'lucide-react';
import { addFilter, hasFilter, printQuery, removeFilter } from '../../lib/domain/catalog/query/index.ts';
import type { FilterKey, Query } from '../../lib/domain/catalog/query/index.ts';
import { figure } from '../ui/format.ts';

/** What can be found, as a reader calls it. */
export type FoundKind = 'team' | 'service' | 'host' | 'person' | 'cluster' | 'namespace';

export const KIND_WORDS: Record<FoundKind, { word: string; Icon: LucideIcon }> = {
  team: { word: 'Team', Icon: Users },
  service: { word: 'Service', Icon: Boxes },
  host: { word: 'Host', Icon: Globe },
  person: { word: 'Person', Icon: UserRound },
  cluster: { word: 'Cluster', Icon: Server },
  namespace: { word: 'Namespace', Icon: Container },
};

/** A thing that was found, with what somebody on call needs of it. */
export type FoundHit = {
  kind: FoundKind;
  id: string;
  title: string;
  slug: string | null;
  hint: string;
  href: string;
  why: 'exact' | 'alias' | 'prefix' | 'initials' | 'word' | 'middle' | 'filter' | 'typo';
  owner: { slug: string; name: string } | null;
  chatUrl: string | null;
  runbookUrl: string | null;
  dashboardUrl: string | null;
  onCallUrl: string | null;
};

type Hinted = Pick<FoundHit, 'kind' | 'title' | 'hint' | 'owner' | 'why'>;

/** Why it was found, where its name doesn't say so. */
const WHY_WORDS: Partial<Record<FoundHit['why'], string>> = {
  alias: 'by a name that it had before',
  initials: 'by its initials',
  typo: 'by a similar name',
};

/**
 * The line under a find: what tells it from others of its name, and why it was found. Nothing that its name or the owner beside it says
 * already.
 */
export function hintOf({ kind, title, hint, owner, why }: Hinted): string {
  const same =
    hint === title ||
    hint === title.toLowerCase().replaceAll(' ', '-') ||
    (kind === 'service' && owner !== null);
  const found = WHY_WORDS[why];
  return [same ? '' : hint, found === undefined ? '' : `found ${found}`].filter(Boolean).join(' · ');
}

/** Whether a query asks for namespaces: it does unless it names other kinds. */
export function asksForNamespaces({ filters }: Query): boolean {
  return filters.every(({ key, not, values }) => key !== 'kind' || values.includes('namespace') !== not);
}

/** One way to narrow a search down. */
export type FacetList = {
  key: FilterKey;
  label: string;
  values: readonly {
    value: string;
    label: string;
    count: number;
    /** There may be more than were counted. */
    atLeast: boolean;
    selected: boolean;
  }[];
};

/** The query with a value more, or without it where it has it. */
export function toggled(query: Query, key: FilterKey, value: string): string {
  const has = hasFilter(query, key, value);
  return printQuery(has ? removeFilter(query, key, value) : addFilter(query, key, value));
}

/** "1,234", or "1,000+" where counting ended. */
export function countUpTo({ count, atLeast }: { count: number; atLeast: boolean }): string {
  return `${figure(count)}${atLeast ? '+' : ''}`;
}
