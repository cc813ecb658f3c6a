/** What the palette offers for what was typed: pages and acts by their words, things by the catalog's search. */
import { isRecord, textOf } from './json.ts';

export type EntryKind =
  'page' | 'act' | 'search' | 'namespace' | 'service' | 'team' | 'cluster' | 'host' | 'person' | 'request';
/** A way on from a thing without opening it: its owner, or a link that leaves Berth. */
export type Door = { label: string; href: string };
export type Entry = { kind: EntryKind; label: string; hint?: string; href: string; doors?: Door[] };
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
 * before pages, since a page is a click away anyway. The way to all that fits is always the last.
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
  const all = {
    title: 'Catalog',
    entries: [searchEntry(`See all results for “${trimmed}”`, trimmed)],
  };
  return [...(first ? [go, act] : []), ...found, ...(first ? [] : [go, act]), all].filter(
    ({ entries }) => entries.length > 0,
  );
}

const segment = encodeURIComponent;

const searchEntry = (label: string, q: string): Entry => ({
  kind: 'search',
  label,
  href: `/catalog?q=${segment(q)}`,
});

/** Best hits that are shown, and namespaces below them. */
const MOST = 6;
const KINDS: readonly EntryKind[] = ['namespace', 'service', 'team', 'cluster', 'host', 'person'];

/** The ways on from a hit: its owner first, then what somebody on call needs. Only what a browser may follow. */
function doorsOf(hit: Record<string, unknown>): Door[] {
  const owner = hit['owner'];
  const slug = textOf(owner, 'slug');
  const outside = [
    { label: 'Chat', href: textOf(hit, 'chatUrl') },
    { label: 'Runbook', href: textOf(hit, 'runbookUrl') },
    { label: 'Dashboards', href: textOf(hit, 'dashboardUrl') },
    { label: 'On call', href: textOf(hit, 'onCallUrl') },
  ].filter(({ href }) => /^https?:/i.test(href));
  return [
    ...(slug === '' ? [] : [{ label: textOf(owner, 'name'), href: `/teams/${segment(slug)}` }]),
    ...outside,
  ];
}

/** A hit as an entry; null for what this version doesn't know. */
function hitEntry(hit: Record<string, unknown>): Entry | null {
  const kind = KINDS.find((known) => known === hit['kind']);
  const href = textOf(hit, 'href');
  if (kind === undefined || !href.startsWith('/') || href.startsWith('//')) return null;
  const doors = doorsOf(hit);
  const label = textOf(hit, 'title');
  // Whose a service is, its first door says; what it is, only its icon would.
  const hint = kind === 'service' && textOf(hit['owner'], 'slug') !== '' ? 'Service' : textOf(hit, 'hint');
  return {
    kind,
    label,
    // The short name of a team says nothing that its name doesn't, as a rule.
    ...(hint === label.toLowerCase().replaceAll(' ', '-') ? {} : { hint }),
    href,
    ...(doors.length === 0 ? {} : { doors }),
  };
}

function rowEntry(row: Record<string, unknown>): Entry {
  const cluster = textOf(row['cluster'], 'name');
  const name = textOf(row, 'name');
  return {
    kind: 'namespace',
    label: name,
    hint: `${textOf(row['team'], 'name')}, on ${cluster}`,
    href: `/namespaces/${segment(cluster)}/${segment(name)}`,
  };
}

const recordsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The groups of an answer of the catalog: best hits, then namespaces that aren't among them, then another spelling. */
export function groupsOf(answer: unknown): EntryGroup[] {
  if (!isRecord(answer)) return [];
  const best = recordsOf(answer['best'])
    .flatMap((hit) => hitEntry(hit) ?? [])
    .slice(0, MOST);
  const namespaces = recordsOf(answer['rows'])
    .map(rowEntry)
    .filter(({ href }) => best.every((hit) => hit.href !== href))
    .slice(0, MOST);
  const other = textOf(answer, 'didYouMean');
  return [
    { title: 'Best hits', entries: best },
    { title: 'Namespaces', entries: namespaces },
    { title: 'Did you mean', entries: other === '' ? [] : [searchEntry(other, other)] },
  ];
}

/** What the catalog finds, in one request. `silent`: it did not answer. */
export async function search(
  query: string,
  signal: AbortSignal,
): Promise<{ groups: EntryGroup[]; silent: boolean }> {
  try {
    const address = `/api/v1/catalog?q=${segment(query)}&limit=${String(MOST * 2)}&facets=false`;
    const response = await fetch(address, { headers: { accept: 'application/json' }, signal });
    if (!response.ok) throw new Error(String(response.status));
    return { groups: groupsOf(await response.json()), silent: false };
  } catch {
    return { groups: [], silent: !signal.aborted };
  }
}
