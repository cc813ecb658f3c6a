/** What the palette offers for what was typed: pages and acts by their words, things by the API's own lists. */
import { isRecord, textOf } from './json.ts';

export type EntryKind = 'page' | 'act' | 'namespace' | 'service' | 'team' | 'cluster' | 'request';
export type Entry = { kind: EntryKind; label: string; hint?: string; href: string };
export type EntryGroup = { title: string; entries: Entry[] };

/** True when each word of `query` begins a word of `text` ("ask na" finds "Ask for a namespace"). */
export function fits(text: string, query: string): boolean {
  const words = text.toLowerCase().split(/[\s/-]+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}

/** What can be done from anywhere. With a word that could be a name, asking begins with that name. */
export function actsFor(query: string): Entry[] {
  const acts: Entry[] = [
    { kind: 'act', label: 'Ask for a namespace', href: '/ask' },
    { kind: 'act', label: 'Make an API token', href: '/settings/tokens' },
  ];
  const fitting = acts.filter(({ label }) => fits(label, query));
  if (/^[a-z0-9]([-a-z0-9]{1,61}[a-z0-9])$/.test(query)) {
    fitting.push({
      kind: 'act',
      label: `Ask for a namespace called ${query}`,
      href: `/ask?name=${encodeURIComponent(query)}`,
    });
  }
  return fitting;
}

/**
 * Groups in the order in which they are shown. A page whose name begins with what was typed comes first of all; otherwise things come
 * before pages, since a page is a click away anyway.
 */
export function arrange(query: string, pages: Entry[], found: EntryGroup[], recent: Entry[]): EntryGroup[] {
  const trimmed = query.trim();
  if (trimmed === '') {
    return [
      { title: 'Recent', entries: recent },
      { title: 'Do', entries: actsFor('') },
      { title: 'Go to', entries: pages },
    ].filter(({ entries }) => entries.length > 0);
  }
  const fitting = pages.filter(({ label }) => fits(label, trimmed));
  const first = fitting.some(({ label }) => label.toLowerCase().startsWith(trimmed.toLowerCase()));
  const go = { title: 'Go to', entries: fitting };
  const act = { title: 'Do', entries: actsFor(trimmed) };
  return [...(first ? [go, act] : []), ...found, ...(first ? [] : [go, act])].filter(
    ({ entries }) => entries.length > 0,
  );
}

const segment = encodeURIComponent;

type Source = {
  title: string;
  path: string;
  /** The list does not search by itself: what fits is chosen here. */
  whole?: boolean;
  entry: (row: Record<string, unknown>) => Entry;
};

const SOURCES: Source[] = [
  {
    title: 'Namespaces',
    path: '/api/v1/namespaces',
    entry: (row) => {
      const cluster = textOf(row['cluster'], 'name');
      const name = textOf(row, 'name');
      return {
        kind: 'namespace',
        label: name,
        hint: `${textOf(row['team'], 'name')}, on ${cluster}`,
        href: `/namespaces/${segment(cluster)}/${segment(name)}`,
      };
    },
  },
  {
    title: 'Services',
    path: '/api/v1/services',
    entry: (row) => ({
      kind: 'service',
      label: textOf(row, 'name'),
      hint: textOf(row['team'], 'name'),
      href: `/services/${segment(textOf(row, 'slug'))}`,
    }),
  },
  {
    title: 'Teams',
    path: '/api/v1/teams',
    entry: (row) => ({
      kind: 'team',
      label: textOf(row, 'name'),
      hint: textOf(row, 'description'),
      href: `/teams/${segment(textOf(row, 'slug'))}`,
    }),
  },
  {
    title: 'Clusters',
    path: '/api/v1/clusters',
    whole: true,
    entry: (row) => ({
      kind: 'cluster',
      label: textOf(row, 'displayName'),
      hint: textOf(row, 'name'),
      href: `/clusters/${segment(textOf(row, 'name'))}`,
    }),
  },
];

const MOST = 6;

/** What the API finds. A list that does not answer is named in `silent`, and the others are shown. */
export async function search(
  query: string,
  signal: AbortSignal,
): Promise<{ groups: EntryGroup[]; silent: string[] }> {
  const silent: string[] = [];
  const groups = await Promise.all(
    SOURCES.map(async ({ title, path, whole, entry }): Promise<EntryGroup> => {
      try {
        const address = whole ? path : `${path}?limit=${String(MOST)}&q=${segment(query.trim())}`;
        const response = await fetch(address, { headers: { accept: 'application/json' }, signal });
        if (!response.ok) throw new Error(String(response.status));
        const body: unknown = await response.json();
        const rows: unknown = isRecord(body) ? body['rows'] : body;
        const entries = (Array.isArray(rows) ? rows : []).filter(isRecord).map(entry);
        const fitting = whole
          ? entries.filter((found) => fits(`${found.label} ${found.hint ?? ''}`, query))
          : entries;
        return { title, entries: fitting.slice(0, MOST) };
      } catch {
        if (!signal.aborted) silent.push(title);
        return { title, entries: [] };
      }
    }),
  );
  return { groups, silent };
}
