/** The filters of a catalog query: their words, what they take, and how a value is written. */
import { ENVIRONMENTS } from '../../desired-state/words.ts';
import { NAMESPACE_PHASES } from '../../lifecycle/index.ts';
import { LIFECYCLES } from '../service.ts';

const KINDS = ['namespace', 'service', 'team', 'host', 'person'] as const;
const HAS = ['docs', 'dashboards', 'runbook', 'chat', 'oncall', 'sla', 'hosts', 'owner'] as const;
const IS = ['mine', 'orphan', 'confirmed', 'unconfirmed', 'expiring', 'production'] as const;
const TIERS = ['1', '2', '3', '4', 'none'] as const;

export type FilterKey =
  | 'team'
  | 'service'
  | 'host'
  | 'cluster'
  | 'env'
  | 'tier'
  | 'lifecycle'
  | 'state'
  | 'tag'
  | 'label'
  | 'cost'
  | 'person'
  | 'expires'
  | 'quota'
  | 'has'
  | 'is'
  | 'kind';

export type KeyInfo = {
  readonly key: FilterKey;
  /** Other spellings that are read. */
  readonly aliases: readonly string[];
  /** What a person calls it. */
  readonly label: string;
  /** What it finds, in a few words. */
  readonly hint: string;
  readonly example: string;
  /** All values, where there are few; null: any. */
  readonly values: readonly string[] | null;
  /** A thing can have several: a second filter of the key narrows down, where it widens for the others. */
  readonly several: boolean;
};

/** In the order in which a query is printed. */
export const KEYS: readonly KeyInfo[] = [
  key('kind', 'Kind', 'What you look for', 'kind:service', KINDS),
  key('team', 'Team', 'Who owns it', 'team:payments', null, ['owner']),
  key('service', 'Service', 'What runs there', 'service:checkout', null),
  key('person', 'Person', 'Anything of a person’s teams', 'person:mira', null, ['member']),
  key('env', 'Environment', 'Production, staging, test, …', 'env:prod', ENVIRONMENTS, ['environment']),
  key('cluster', 'Cluster', 'Where it runs', 'cluster:west', null),
  key('tier', 'Tier', 'How important its service is', 'tier:1', TIERS),
  key('lifecycle', 'Lifecycle', 'Experimental, production, deprecated', 'lifecycle:deprecated', LIFECYCLES),
  key('state', 'State', 'Ready, Degraded, Pending, …', 'state:Degraded', NAMESPACE_PHASES, ['phase']),
  several('host', 'Host', 'A host name that it serves', 'host:shop.example.com', null),
  several('tag', 'Tag', 'A tag of its service', 'tag:pci', null),
  several('label', 'Label', 'A label on the cluster', 'label:tier=web', null),
  key('cost', 'Cost centre', 'Who pays', 'cost:4711', null, ['cost-centre', 'cost-center']),
  several('expires', 'Expiry', 'Within 30 days, before a day, never', 'expires:<30d', null, ['expiry']),
  several('quota', 'Quota use', 'How full its quota is', 'quota:>80%', null, ['usage']),
  several('has', 'Has', 'Documentation, a runbook, hosts, …', 'has:runbook', HAS),
  several('is', 'Is', 'Mine, orphaned, confirmed, …', 'is:mine', IS),
];

function key(
  name: FilterKey,
  label: string,
  hint: string,
  example: string,
  values: readonly string[] | null,
  aliases: readonly string[] = [],
): KeyInfo {
  return { key: name, aliases, label, hint, example, values, several: false };
}

function several(
  name: FilterKey,
  label: string,
  hint: string,
  example: string,
  values: readonly string[] | null,
  aliases: readonly string[] = [],
): KeyInfo {
  return { ...key(name, label, hint, example, values, aliases), several: true };
}

const BY_WORD = new Map(KEYS.flatMap((info) => [info.key, ...info.aliases].map((word) => [word, info])));

/** The filter behind a word that somebody typed, in whatever spelling; null: there is none. */
export function findKey(word: string): KeyInfo | null {
  return BY_WORD.get(word.toLowerCase()) ?? null;
}

/** The filter of a key. */
export function keyInfo(name: FilterKey): KeyInfo {
  const info = BY_WORD.get(name);
  if (!info) throw new Error(`There is no filter ${name}.`);
  return info;
}
