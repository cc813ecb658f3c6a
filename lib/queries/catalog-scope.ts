/** From a query's text to what is looked at: words as they are stored, names as ids, filters as conditions. */
import type { Actor } from '../auth/actor.ts';
import { can } from '../auth/permissions.ts';
import * as filters from '../db/catalog/filters.ts';
import type { Condition } from '../db/catalog/filters.ts';
import type { Scope } from '../db/catalog/scope.ts';
import { readWords } from '../db/catalog/words.ts';
import { linkNames } from '../domain/catalog/links.ts';
import type { LinkKind } from '../domain/catalog/links.ts';
import { parseQuery, printFilter, readExpiry, readQuotaUse } from '../domain/catalog/query/index.ts';
import type { Filter, Problem, Query } from '../domain/catalog/query/index.ts';
import { CONFIRMED_FOR_DAYS } from '../domain/catalog/truth/due.ts';
import { NEW_TEAM_DAYS, SEEN_WITHIN_DAYS } from '../domain/catalog/truth/orphan.ts';

/** `is:expiring` and what a facet would call soon. */
const SOON_DAYS = 30;
const DAY = 86_400_000;

export type Resolved = {
  query: Query;
  scope: Scope;
  /** What was understood and leads to nothing: a team that nobody has heard of. */
  problems: Problem[];
  /** Ids behind the values of filters that facets show, to mark them as selected. */
  ids: { team: string[]; cluster: string[] };
};

/** Reads and resolves a query for a reader. Never refuses a text. */
export async function resolve(actor: Actor, text: string): Promise<Resolved> {
  const query = parseQuery(text);
  const problems: Problem[] = [];
  const ids: Resolved['ids'] = { team: [], cluster: [] };
  const [words, conditions] = await Promise.all([
    readWords(query.words),
    Promise.all(query.filters.map((filter) => conditionOf(actor, filter, problems, ids))),
  ]);
  return {
    query,
    scope: {
      words,
      // Signs alone are no words, and nothing is called so.
      conditions: query.words.length > 0 && words.length === 0 ? [NOTHING] : conditions.flat(),
    },
    problems: [...query.problems, ...problems],
    ids,
  };
}

const NOTHING = filters.that('words', filters.NOTHING, false);

const NAMED = { team: 'team', service: 'service', cluster: 'cluster' } as const;

/** The conditions of one filter; none where it is about kinds of things. */
async function conditionOf(
  actor: Actor,
  filter: Filter,
  problems: Problem[],
  ids: Resolved['ids'],
): Promise<Condition[]> {
  const { key, not, values } = filter;
  const { among, that } = filters;
  switch (key) {
    case 'team':
    case 'service':
    case 'cluster': {
      const found = await filters.idsNamed(NAMED[key], values);
      if (found.length === 0) problems.push(unknown(filter));
      if (key === 'service') return [that(key, filters.ofServices(found), not, 'service')];
      ids[key].push(...(not ? [] : found));
      return [among(key, key === 'team' ? 'team_id' : 'cluster_id', found, not)];
    }
    case 'person': {
      const found = await filters.teamsOfPeople(values);
      if (found.length === 0) problems.push(unknown(filter));
      return [among(key, 'team_id', found, not)];
    }
    case 'cost':
      return [among(key, 'team_id', await filters.teamsOfCostCentres(values, seenTeams(actor)), not)];
    case 'env':
      return [among(key, 'environment', values, not)];
    case 'tier':
      return [
        among(
          key,
          'tier',
          values.map((tier) => (tier === 'none' ? 0 : Number(tier))),
          not,
        ),
      ];
    case 'lifecycle':
    case 'state':
      return [among(key, key, values, not)];
    case 'host':
      return [that(key, filters.holding(values), not)];
    case 'tag':
      return [that(key, filters.tagged(values), not, 'service')];
    case 'label':
      return [that(key, filters.labelled(values), not)];
    case 'expires':
      return [that(key, filters.anyOf(values.map(endsWhen)), not)];
    case 'quota':
      return [
        that(
          key,
          filters.anyOf(values.flatMap((value) => readQuotaUse(value) ?? []).map(filters.quotaUse)),
          not,
        ),
      ];
    case 'has':
      return [that(key, filters.anyOf(values.map(has)), not)];
    case 'is':
      return not ? values.map((value) => is(actor, value, true)) : isAny(actor, values);
    case 'kind':
      return [];
  }
}

/** Teams whose cost centre the actor may see; null: all. */
function seenTeams(actor: Actor): string[] | null {
  if (can(actor, 'team.details', { teamId: '' })) return null;
  return actor.teams.map(({ id }) => id);
}

function unknown(filter: Filter): Problem {
  const word = filter.key === 'person' ? 'Nobody with a team' : `No ${filter.key}`;
  return {
    part: printFilter(filter),
    message: `${word} is called ${filter.values.map((value) => `“${value}”`).join(' or ')}.`,
  };
}

function endsWhen(value: string): ReturnType<typeof filters.ends> {
  const expiry = readExpiry(value);
  const now = Date.now();
  switch (expiry?.kind) {
    case 'days':
      return filters.ends(expiry.less, new Date(now + expiry.days * DAY));
    case 'date':
      return filters.ends(expiry.less, new Date(`${expiry.date}T00:00:00Z`));
    case 'past':
      return filters.ends(true, new Date(now));
    case 'never':
    case undefined:
      return filters.NEVER_ENDS;
  }
}

const LINKED: Readonly<Record<string, LinkKind>> = {
  docs: 'documentation',
  dashboards: 'dashboards',
  runbook: 'runbook',
  chat: 'chat',
  oncall: 'oncall',
};

function has(value: string): ReturnType<typeof filters.hasLink> {
  const kind = LINKED[value];
  const linked = kind === undefined ? [] : [filters.hasLink(linkNames(kind))];
  const more: Readonly<Record<string, ReturnType<typeof filters.hasLink>>> = {
    chat: filters.HAS_CHAT,
    oncall: filters.HAS_ON_CALL,
    sla: filters.HAS_SLA,
    hosts: filters.HAS_HOSTS,
    owner: filters.noneOf(ORPHANED),
  };
  const other = more[value];
  return filters.anyOf([...linked, ...(other ? [other] : [])]);
}

const ORPHANED = filters.orphaned({ newDays: NEW_TEAM_DAYS, seenDays: SEEN_WITHIN_DAYS });

/** One value of `is:`, where it can be a condition on a kept count. */
function is(actor: Actor, value: string, not: boolean): Condition {
  switch (value) {
    case 'mine':
      return filters.among(
        'is',
        'team_id',
        actor.teams.map(({ id }) => id),
        not,
      );
    case 'production':
      return filters.among('is', 'environment', ['production'], not);
    case 'confirmed':
    case 'unconfirmed':
      return filters.that(
        'is',
        filters.confirmed(CONFIRMED_FOR_DAYS),
        not !== (value === 'unconfirmed'),
        'service',
      );
    case 'expiring':
      return filters.that('is', filters.ends(true, new Date(Date.now() + SOON_DAYS * DAY)), not);
    default:
      return filters.that('is', ORPHANED, not, 'team');
  }
}

function isAny(actor: Actor, values: readonly string[]): Condition[] {
  const all = values.map((value) => is(actor, value, false));
  const [first] = all;
  if (all.length <= 1) return first ? [first] : [];
  return [filters.that('is', filters.anyOf(all.map(({ sql }) => sql)), false)];
}
