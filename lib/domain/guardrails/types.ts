// What guardrails are asked and what they answer.
import type { ClusterConfig } from '../cluster/index.ts';
import type { DesiredNamespace } from '../desired-state/schema.ts';
import type { GuardrailLimits, LimitSet } from './limits.ts';

/** Amounts by key ("requests.cpu": "12"); a key that is left out counts as zero. */
export type QuotaTotals = Readonly<Partial<Record<string, string>>>;

/**
 * Who can say yes to what crosses a limit: the platform team, a team (by slug: its maintainers), or whoever owns a zone (by suffix: the
 * maintainers of its owner team, or the platform team while it has none).
 */
export type Party = { kind: 'platform' } | { kind: 'team'; team: string } | { kind: 'zone'; zone: string };

/** What is known of a namespace that an ask names as the other end of a connection. */
export type Peer =
  | { state: 'here'; team: string; teamName: string; connections: number }
  /** On the cluster, and going. */
  | { state: 'deleting' }
  /** Only on other clusters. */
  | { state: 'elsewhere'; clusters: readonly string[] };

/** Who has a name, or had it. */
export interface HostHolder {
  host: string;
  path: string;
  state: 'reserved' | 'active' | 'revoking' | 'quarantined';
  /** Not told of what an open request has reserved. */
  teamName: string;
  namespace: string;
  cluster: string;
  /** ISO 8601; when quarantine ends. */
  freeAt: string | null;
}

/** What is known of a host that an ask names. */
export interface HostFact {
  /** This namespace, or the request that is judged, holds it already. */
  own: boolean;
  /** The zone that it lies in, of those the cluster serves, and the slug of the team that looks after it. */
  zone: { suffix: string; owner: string | null } | null;
  /** What overlaps it and is delegated, to whomever; `covers`: all of it. */
  delegations: readonly { host: string; team: string; teamName: string; covers: boolean }[];
  /** Grants in its way, of other holders or of other namespaces here. */
  holders: readonly HostHolder[];
  /** Objects outside this namespace that serve it on the cluster today; null: not a team's of Berth. */
  servedBy: readonly { namespace: string; kind: string; name: string; team: string | null }[];
}

/** What is known of all hosts of an ask. */
export interface HostFacts {
  /** Suffixes of the zones that the cluster serves. */
  zones: readonly string[];
  /** By host and path, as the spec writes them. */
  facts: Readonly<Partial<Record<string, HostFact>>>;
}

/** What one rule found. */
export interface Finding {
  /** The rule's name, stable: "quota", "team-budget". */
  rule: string;
  outcome: 'pass' | 'needs-approval' | 'refused';
  /** Whose yes is needed; only with needs-approval. */
  party?: Party;
  /** Path in the ask's input that the finding is about. */
  field: string;
  /** For people: the numbers, and what can be done. */
  message: string;
}

/** What all rules found together. Any refusal refuses, else any need for approval needs it, else it is granted at once. */
export interface Verdict {
  outcome: 'granted' | 'needs-approval' | 'refused';
  findings: Finding[];
}

/** What must be known of the world to judge an ask. Read in the same transaction that grants. */
export interface GuardrailContext {
  limits: GuardrailLimits;
  today: Date;
  cluster: {
    name: string;
    environments: readonly string[];
    config: ClusterConfig;
    /** What the nodes offer ("cpu", "memory"); null or missing when the worker hasn't said yet. */
    allocatable?: QuotaTotals | null;
    /** Quota promised on this cluster, without the namespace that is judged. */
    committed: QuotaTotals;
  };
  team: {
    slug: string;
    name?: string;
    /** Sum that all namespaces of the team may ask for; null when the team has no budget. */
    budget: QuotaTotals | null;
    /** Quota of the team's namespaces, without the one that is judged. */
    committed: QuotaTotals;
    /** People and groups that can use it; only named in messages. */
    memberCount?: number;
  };
  /** Who has the name on that cluster already: a namespace of Berth, an open request, or something else on the cluster. */
  nameTaken: null | 'namespace' | 'request' | 'cluster';
  /** The slug of the team that owns the service of that slug; null when there is no such service. */
  serviceOwner: string | null;
  hosts: HostFacts;
  /** What the namespace has now, for rules that judge only what is added; null for one that is asked for. */
  before: DesiredNamespace | null;
  /** The other ends of the connections that the ask names, by name; what is nowhere is left out. */
  peers: ReadonlyMap<string, Peer>;
}

/** A rule: a pure function of the ask, the world, and the limits that count for this cluster, environment and team. */
export interface Rule {
  readonly name: string;
  /** For people: what it watches. */
  readonly title: string;
  readonly check: (desired: DesiredNamespace, context: GuardrailContext, limits: LimitSet) => Finding[];
}
