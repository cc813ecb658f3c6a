/** The words of a search as the stored texts have them, and what else than a namespace's own text they stand for. */
import { Prisma } from '../client.ts';
import { and, ask, askPrepared, escaped, from, or } from './ask.ts';

/** Most teams, services or hosts' namespaces of one word that are sent to and fro by id; more are looked up once within each statement. */
const MOST_IDS = 2_000;

export type Word = {
  /** As it was written. */
  text: string;
  /** Spellings, each folded: one, or two where it has umlauts. Never empty. */
  plain: string[];
  /** One or two letters: found at the beginning of words only. */
  short: boolean;
  /** As a host name would be written; null where it has no dot. */
  host: string | null;
  /** It is a host that somebody holds: then it means nothing else. */
  held: boolean;
  /** What it stands for beyond a namespace's own text: conditions on `c`, catalog_namespace, each with an index of its own. */
  stands: Prisma.Sql[];
  /** Tables that `stands` reads, for a statement's WITH. */
  tables: Prisma.Sql[];
};

/** A folded text, as catalog_plain has it, for what needs no dictionary: a round trip less for most words. */
export function plainAscii(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s!-/:-@[-`{-~]+/g, ' ')
    .trim();
}

/** Whether a word is so short that it is found at the beginning of words only. */
export const isShort = (plain: readonly string[]): boolean => plain.every((word) => word.length <= 2);

const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

/** Spellings of texts as search compares them. Those of separators alone have none. Plan: no table. */
export async function spellings(texts: readonly string[]): Promise<string[][]> {
  if (texts.every(isAscii)) return texts.map((text) => [plainAscii(text)].filter((word) => word !== ''));
  const rows = await ask<{ plain: string; spelt: string }>(Prisma.sql`
    SELECT catalog_plain(word) AS plain, catalog_plain(catalog_spelt_out(word)) AS spelt
    FROM unnest(${[...texts]}::text[]) WITH ORDINALITY AS w (word, at) ORDER BY at`);
  return rows.map(({ plain, spelt }) => [...new Set([plain, spelt])].filter((word) => word !== ''));
}

/** A host name in what somebody typed or pasted, an address too; null: it can't be one. */
export function hostOf(text: string): string | null {
  const host = text
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '');
  return host.length <= 253 && /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]*)+$/.test(host) ? host : null;
}

/** Any spelling, anywhere in a folded text; of a short word, at the beginning of a word. */
export function within(column: Prisma.Sql, word: Pick<Word, 'plain' | 'short'>): Prisma.Sql {
  return or(
    word.plain.map((plain) => Prisma.sql`${column} LIKE ${`${word.short ? '% ' : '%'}${escaped(plain)}%`}`),
  );
}

/** Any spelling, at the beginning of a word. */
export function beginning(column: Prisma.Sql, word: Pick<Word, 'plain'>): Prisma.Sql {
  return or(word.plain.map((plain) => Prisma.sql`${column} LIKE ${`% ${escaped(plain)}%`}`));
}

/** That a grant is held, or was until its host is off the cluster. */
export const isLive = (g: Prisma.Sql): Prisma.Sql => Prisma.sql`${g}.state IN ('active', 'revoking')`;

const WHOLE = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

/** Conditions, each with an index of its own, on a grant that is a host's own or a wildcard's over it; that begins so; that is below it. */
export function nearHost(
  g: Prisma.Sql,
  host: string,
): { own: Prisma.Sql; begins: Prisma.Sql; below: Prisma.Sql } {
  return {
    own: WHOLE.test(host)
      ? Prisma.sql`(${g}.state <> 'free' AND ${g}.host_range @> host_range(${host}))`
      : Prisma.sql`FALSE`,
    begins: from(Prisma.sql`${g}.host`, host),
    below: from(Prisma.sql`reverse(${g}.host)`, Array.from(`.${host}`).reverse().join('')),
  };
}

/**
 * Namespaces that hold a host: its own name, a wildcard over it, one that begins so, or one below it; where there is none, any that has it
 * within. Plan: host_grant_exclusive, host_grant_prefix, host_grant_suffix; only where these find nothing host_grant_search, since a whole
 * name has a dozen trigrams that every host has.
 */
export function servedBy(host: string): Prisma.Sql {
  const g = Prisma.sql`g`;
  const live = isLive(g);
  const near = Object.values(nearHost(g, host)).map(
    (way) => Prisma.sql`SELECT g.namespace_id FROM host_grant g WHERE ${live} AND ${way}`,
  );
  const all = Prisma.join(near, ' UNION ALL ');
  return Prisma.sql`${all} UNION ALL SELECT g.namespace_id FROM host_grant g
    WHERE ${live} AND g.state <> 'free' AND g.host LIKE ${`%${escaped(host)}%`} AND NOT EXISTS (${all})`;
}

type Meaning = { teams: string[]; services: string[]; namespaces: string[] };

/**
 * The words with what they stand for. Plan at 1 M: a bitmap of team_search and service_search each (20 k and 150 k rows: 0.3 ms, common
 * words 3 ms), slug_alias_search, and for hosts a bitmap of host_grant_search and host_grant_exclusive.
 */
export async function readWords(texts: readonly string[]): Promise<Word[]> {
  const all = await spellings(texts);
  const words = texts.flatMap((text, at): Word[] => {
    const plain = all[at] ?? [];
    if (plain.length === 0) return [];
    return [
      {
        text,
        plain,
        short: isShort(plain),
        host: hostOf(text),
        held: false,
        stands: [],
        tables: [],
      },
    ];
  });
  const open = words.filter(({ short }) => !short);
  if (open.length === 0) return words;
  const rows = await askPrepared<Meaning>(Prisma.join(open.map(meaning), ' UNION ALL '));
  open.forEach((word, at) => {
    const row = rows[at];
    if (!row) return;
    word.held = row.namespaces.length > 0;
    Object.assign(word, standsFor(word, row, at));
  });
  return words;
}

const named = (table: Prisma.Sql, kind: string, word: Word): Prisma.Sql => Prisma.sql`
  SELECT id FROM ${table} WHERE ${within(Prisma.sql`search`, word)}
  UNION SELECT target_id FROM slug_alias WHERE kind = ${kind} AND ${within(Prisma.sql`catalog_fold(slug)`, word)}`;
const teamsNamed = (word: Word): Prisma.Sql => named(Prisma.sql`team`, 'team', word);
const servicesNamed = (word: Word): Prisma.Sql => named(Prisma.sql`service`, 'service', word);

function meaning(word: Word): Prisma.Sql {
  const most = MOST_IDS + 1;
  const ids = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`ARRAY(${rows} LIMIT ${most})::text[]`;
  if (word.host === null) {
    return Prisma.sql`SELECT ${ids(teamsNamed(word))} AS teams, ${ids(servicesNamed(word))} AS services, '{}'::text[] AS namespaces`;
  }
  // A host that is held means nothing else: only where it isn't are names looked through for its dozens of trigrams.
  const unheld = (rows: Prisma.Sql): Prisma.Sql =>
    ids(Prisma.sql`SELECT id FROM (${rows}) n WHERE NOT EXISTS (SELECT 1 FROM h)`);
  return Prisma.sql`(WITH h AS MATERIALIZED (SELECT namespace_id FROM (${servedBy(word.host)}) h LIMIT ${most})
    SELECT ${unheld(teamsNamed(word))} AS teams, ${unheld(servicesNamed(word))} AS services,
      ARRAY(SELECT namespace_id FROM h)::text[] AS namespaces)`;
}

function standsFor(
  word: Word,
  { teams, services, namespaces }: Meaning,
  at: number,
): Pick<Word, 'stands' | 'tables'> {
  const stands: Prisma.Sql[] = [];
  const tables: Prisma.Sql[] = [];
  const add = (column: Prisma.Sql, ids: string[], all: () => Prisma.Sql): void => {
    if (ids.length === 0) return;
    if (ids.length <= MOST_IDS) {
      stands.push(Prisma.sql`${column} = ANY (${ids}::uuid[])`);
      return;
    }
    const table = Prisma.raw(`word_${String(at)}_${String(tables.length)}`);
    tables.push(Prisma.sql`${table} (id) AS MATERIALIZED (${all()})`);
    stands.push(Prisma.sql`${column} IN (SELECT id FROM ${table})`);
  };
  if (word.held) add(Prisma.sql`c.namespace_id`, namespaces, () => servedBy(word.host ?? ''));
  else {
    add(Prisma.sql`c.team_id`, teams, () => teamsNamed(word));
    add(Prisma.sql`c.service_id`, services, () => servicesNamed(word));
  }
  return { stands, tables };
}

/** The beginning of a statement that asks what some words stand for: `WITH …, `, or nothing. */
export function withTables(words: readonly Word[], own: Prisma.Sql | null): Prisma.Sql {
  const all = [...words.flatMap(({ tables }) => tables), ...(own ? [own] : [])];
  return all.length === 0 ? Prisma.empty : Prisma.sql`WITH ${Prisma.join(all, ', ')}`;
}

/** The ways in which a namespace fits a word, each with an index: by what the word stands for, or by its own text. */
export const ways = (word: Word): Prisma.Sql[] =>
  word.held ? word.stands : [...word.stands, within(Prisma.sql`c.text`, word)];

/** That a namespace fits every word. */
export const fitsAll = (words: readonly Word[]): Prisma.Sql => and(words.map((word) => or(ways(word))));
