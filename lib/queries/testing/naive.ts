/**
 * Search as one would write it without a database: every fact in memory, every row looked at. Slow, plain, and written from the words
 * that people are told, not from the SQL; the tests hold the two together.
 */
import type { Actor } from '../../auth/actor.ts';
import { db } from '../../db/client.ts';
import { linkKind } from '../../domain/catalog/links.ts';
import type { LinkKind } from '../../domain/catalog/links.ts';
import { readExpiry, readQuotaUse } from '../../domain/catalog/query/index.ts';
import type { Filter, FilterKey, Query } from '../../domain/catalog/query/index.ts';
import { CONFIRMED_FOR_DAYS } from '../../domain/catalog/truth/due.ts';
import { orphanReasons } from '../../domain/catalog/truth/orphan.ts';
import { quotaRatio } from '../../domain/quantity/index.ts';

const DAY = 86_400_000;

type Team = {
  id: string;
  slug: string;
  name: string;
  aliases: string[];
  costCentre: string | null;
  chatUrl: string | null;
  onCallUrl: string | null;
  people: { name: string; email: string }[];
  orphaned: boolean;
};

type Service = {
  slug: string;
  name: string;
  aliases: string[];
  tags: string[];
  tier: string;
  lifecycle: string;
  links: string[];
  promises: boolean;
  confirmedAt: Date | null;
};

/** A namespace with everything that it can be found by. */
export type NaiveRow = {
  id: string;
  name: string;
  own: string;
  env: string;
  state: string;
  expiresAt: Date | null;
  fullness: number | null;
  links: string[];
  labels: Record<string, string>;
  hosts: { host: string; state: string }[];
  cluster: { id: string; name: string; displayName: string; links: string[] };
  team: Team;
  service: Service;
};

const object = (value: unknown): Record<string, string> => (value ?? {}) as Record<string, string>;

/** Reads every fact. */
export async function readEverything(now: Date): Promise<NaiveRow[]> {
  const [rows, aliases, people, labels] = await Promise.all([
    db.namespace.findMany({
      where: { releasedAt: null },
      include: {
        cluster: true,
        team: { include: { groups: true } },
        service: true,
        status: true,
        usage: true,
        hostGrants: true,
      },
    }),
    db.slugAlias.findMany(),
    db.person.findMany({ where: { disabledAt: null } }),
    db.clusterNamespace.findMany(),
  ]);
  const aliasesOf = (id: string) => aliases.filter(({ targetId }) => targetId === id).map(({ slug }) => slug);
  const labelsOf = new Map(
    labels.map((row) => [`${row.clusterId}/${row.name}`, object(row.labels)] as const),
  );
  const teams = new Map<string, Team>();
  const teamOf = (team: (typeof rows)[number]['team']): Team => {
    const known = teams.get(team.id);
    if (known) return known;
    const inIt = (role: string | null) =>
      people.filter(({ groups }) =>
        team.groups.some(
          (group) => groups.includes(group.groupName) && (role === null || group.role === role),
        ),
      );
    const members = inIt(null);
    const seen = members.flatMap(({ lastSeenAt }) => lastSeenAt ?? []);
    const made: Team = {
      id: team.id,
      slug: team.slug,
      name: team.name,
      aliases: aliasesOf(team.id),
      costCentre: team.costCentre,
      chatUrl: team.chatUrl,
      onCallUrl: team.onCallUrl,
      people: members,
      orphaned:
        orphanReasons(
          {
            archivedAt: team.archivedAt,
            createdAt: team.createdAt,
            maintainers: inIt('maintainer').length,
            lastSeenAt: seen.length > 0 ? new Date(Math.max(...seen.map(Number))) : null,
          },
          now,
        ).length > 0,
    };
    teams.set(team.id, made);
    return made;
  };
  return rows.map((row): NaiveRow => {
    const spec = row.spec as { contact?: string; links?: Record<string, string> };
    const config = row.cluster.config as { linkTemplates?: { name: string }[] };
    const [hard, used] = [object(row.usage?.hard), object(row.usage?.used)];
    const ratios = Object.keys(used).flatMap((key) =>
      hard[key] === undefined ? [] : [quotaRatio(used[key] ?? '0', hard[key])],
    );
    const phase = row.status?.phase ?? 'Pending';
    return {
      id: row.id,
      name: row.name,
      own: [row.name, row.purpose, spec.contact ?? '', ...Object.keys(spec.links ?? {})].join(' '),
      env: row.environment,
      state: row.deletionRequestedAt !== null && phase !== 'Deleted' ? 'Deleting' : phase,
      expiresAt: row.expiresAt,
      fullness: ratios.length > 0 ? Math.max(...ratios) : null,
      links: Object.keys(spec.links ?? {}),
      labels: labelsOf.get(`${row.clusterId}/${row.name}`) ?? {},
      hosts: row.hostGrants,
      cluster: {
        id: row.cluster.id,
        name: row.cluster.name,
        displayName: row.cluster.displayName,
        links: (config.linkTemplates ?? []).map(({ name }) => name),
      },
      team: teamOf(row.team),
      service: {
        slug: row.service.slug,
        name: row.service.name,
        aliases: aliasesOf(row.service.id),
        tags: row.service.tags,
        tier: row.service.tier === null ? 'none' : String(row.service.tier),
        lifecycle: row.service.lifecycle,
        links: Object.keys(object(row.service.links)),
        promises: Object.keys(object(row.service.sla)).length > 0,
        confirmedAt: row.service.confirmedAt,
      },
    };
  });
}

// Words -----------------------------------------------------------------------------------------------------------

const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', đ: 'd', œ: 'oe' };

/** Lower case, without accents, separators as single blanks. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßłøæđœ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/’/g, "'")
    .replace(/[\s!-/:-@[-`{-~]+/g, ' ')
    .trim();
}

const SPELT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

const SPELT_TEXTS = new Map<string, string[]>();

/** As it is, and with umlauts as two letters. */
function spellings(text: string): string[] {
  const known = SPELT_TEXTS.get(text);
  if (known) return known;
  const spelt = spellingsOf(text);
  SPELT_TEXTS.set(text, spelt);
  return spelt;
}

function spellingsOf(text: string): string[] {
  const speltOut = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöü]/g, (letter) => SPELT[letter] ?? letter);
  return [...new Set([plain(text), plain(speltOut)])];
}

const has = (text: string, word: string, short: boolean): boolean =>
  spellings(text).some((spelling) => ` ${spelling} `.includes(short ? ` ${word}` : word));

/** The first letters of two to six words. */
function initials(name: string): string {
  const words = plain(name).split(' ');
  return words.length >= 2 && words.length <= 6 ? words.map((word) => word[0] ?? '').join('') : '';
}

function covers(wildcard: string, host: string): boolean {
  return wildcard.startsWith('*.') && (host.endsWith(wildcard.slice(1)) || host === wildcard);
}

const live = (row: NaiveRow): string[] =>
  row.hosts.filter(({ state }) => state === 'active' || state === 'revoking').map(({ host }) => host);

const near = (held: string, host: string): boolean =>
  held.startsWith(host) || held.endsWith(`.${host}`) || covers(held, host);

/** The name itself, one that begins so, one below it, a wildcard over it; where nobody has any of these, one that has it within. */
function serves(row: NaiveRow, written: string, { rows }: Pick<World, 'rows'>): boolean {
  return holders(rows, written.toLowerCase()).has(row);
}

const HOLDERS = new WeakMap<readonly NaiveRow[], Map<string, Set<NaiveRow>>>();

function holders(rows: readonly NaiveRow[], host: string): Set<NaiveRow> {
  const known = HOLDERS.get(rows) ?? new Map<string, Set<NaiveRow>>();
  HOLDERS.set(rows, known);
  const found = known.get(host) ?? holdersOf(rows, host);
  known.set(host, found);
  return found;
}

function holdersOf(rows: readonly NaiveRow[], host: string): Set<NaiveRow> {
  const nearest = rows.filter((row) => live(row).some((held) => near(held, host)));
  if (nearest.length > 0) return new Set(nearest);
  return new Set(rows.filter((row) => live(row).some((held) => held.includes(host))));
}

const IS_HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]*)+$/;

function fitsWord(row: NaiveRow, word: string, world: Pick<World, 'rows'>): boolean {
  // A host that somebody holds means that host and nothing else. A dot at its end is the root's, and says nothing.
  const host = word.toLowerCase().replace(/\.$/, '');
  if (IS_HOST.test(host) && holders(world.rows, host).size > 0) return serves(row, host, world);
  const all = spellings(word);
  const short = all.every(({ length }) => length <= 2);
  const names = [
    ...[row.team, row.service].flatMap(({ slug, name, aliases }) => [
      slug,
      name,
      slug.replaceAll('-', ''),
      initials(name),
      ...aliases,
    ]),
    row.service.tags.join(' '),
  ];
  return (
    all.some((spelling) => has(row.own, spelling, short)) ||
    (!short && all.some((spelling) => names.some((name) => has(name, spelling, false))))
  );
}

// Filters -----------------------------------------------------------------------------------------------------------

const called = (thing: { slug: string; name: string; aliases: string[] }, value: string): boolean =>
  thing.slug === value.toLowerCase() ||
  thing.aliases.includes(value.toLowerCase()) ||
  plain(thing.name) === plain(value);

const LINK_KINDS: Readonly<Record<string, LinkKind>> = {
  docs: 'documentation',
  dashboards: 'dashboards',
  runbook: 'runbook',
  chat: 'chat',
  oncall: 'oncall',
};

function hasValue(row: NaiveRow, value: string): boolean {
  const kind = LINK_KINDS[value];
  const linked = [...row.links, ...row.service.links, ...row.cluster.links].some(
    (name) => kind !== undefined && linkKind(name) === kind,
  );
  switch (value) {
    case 'chat':
      return linked || row.team.chatUrl !== null;
    case 'oncall':
      return linked || row.team.onCallUrl !== null;
    case 'sla':
      return row.service.promises;
    case 'hosts':
      return row.hosts.some(({ state }) => state === 'active');
    case 'owner':
      return !row.team.orphaned;
    default:
      return linked;
  }
}

function isValue(row: NaiveRow, value: string, actor: Actor, now: Date): boolean {
  const confirmed =
    row.service.confirmedAt !== null &&
    now.getTime() - row.service.confirmedAt.getTime() < CONFIRMED_FOR_DAYS * DAY;
  switch (value) {
    case 'mine':
      return actor.teams.some(({ id }) => id === row.team.id);
    case 'production':
      return row.env === 'production';
    case 'confirmed':
      return confirmed;
    case 'unconfirmed':
      return !confirmed;
    case 'expiring':
      return row.expiresAt !== null && row.expiresAt.getTime() < now.getTime() + 30 * DAY;
    default:
      return row.team.orphaned;
  }
}

function ends(row: NaiveRow, value: string, now: Date): boolean {
  const expiry = readExpiry(value);
  if (expiry?.kind !== 'days' && expiry?.kind !== 'date')
    return expiry?.kind === 'past' ? row.expiresAt !== null && row.expiresAt < now : row.expiresAt === null;
  if (row.expiresAt === null) return false;
  const moment =
    expiry.kind === 'days' ? now.getTime() + expiry.days * DAY : Date.parse(`${expiry.date}T00:00:00Z`);
  return row.expiresAt.getTime() < moment === expiry.less;
}

function uses(row: NaiveRow, value: string): boolean {
  const use = readQuotaUse(value);
  if (use === null || row.fullness === null) return false;
  return use.less ? row.fullness < use.ratio : row.fullness > use.ratio;
}

function labelled(row: NaiveRow, value: string): boolean {
  const [key = '', ...rest] = value.split('=');
  return rest.length === 0 ? key in row.labels : row.labels[key] === rest.join('=');
}

type World = { rows: readonly NaiveRow[]; actor: Actor; now: Date; seesCosts: (teamId: string) => boolean };

const FITS: Record<FilterKey, (row: NaiveRow, value: string, world: World) => boolean> = {
  kind: (_row, value) => value === 'namespace',
  team: (row, value) => called(row.team, value),
  service: (row, value) => called(row.service, value),
  cluster: (row, value) =>
    row.cluster.name === value.toLowerCase() || plain(row.cluster.displayName) === plain(value),
  env: (row, value) => row.env === value,
  tier: (row, value) => row.service.tier === value,
  lifecycle: (row, value) => row.service.lifecycle === value,
  state: (row, value) => row.state === value,
  tag: (row, value) => row.service.tags.includes(value),
  host: (row, value, world) => serves(row, value, world),
  label: labelled,
  cost: (row, value, { seesCosts }) =>
    seesCosts(row.team.id) && row.team.costCentre?.toLowerCase() === value.toLowerCase(),
  person: (row, value) =>
    row.team.people.some(({ name, email }) =>
      spellings(value).some((word) => ` ${spellings(`${name} ${email}`).join(' ')} `.includes(` ${word}`)),
    ),
  expires: (row, value, { now }) => ends(row, value, now),
  quota: uses,
  has: hasValue,
  is: (row, value, { actor, now }) => isValue(row, value, actor, now),
};

const fitsFilter = (row: NaiveRow, { key, not, values }: Filter, world: World): boolean =>
  values.some((value) => FITS[key](row, value, world)) !== not;

/** The rows that fit a query; without the filters of one key, where a facet leaves its own out. */
export function naiveSearch(
  rows: readonly NaiveRow[],
  query: Query,
  world: World,
  without: FilterKey | null = null,
): NaiveRow[] {
  const words = query.words.filter((word) => plain(word) !== '');
  // Signs alone are no words, and nothing is called so.
  if (words.length === 0 && query.words.length > 0) return [];
  return rows.filter(
    (row) =>
      words.every((word) => fitsWord(row, word, world)) &&
      query.filters.every((filter) => filter.key === without || fitsFilter(row, filter, world)),
  );
}

/** What a row counts as in a facet. */
export const FACET_VALUES: Partial<Record<FilterKey, (row: NaiveRow) => string>> = {
  team: ({ team }) => team.slug,
  env: ({ env }) => env,
  cluster: ({ cluster }) => cluster.name,
  tier: ({ service }) => service.tier,
  lifecycle: ({ service }) => service.lifecycle,
  state: ({ state }) => state,
};
