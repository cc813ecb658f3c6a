// What guardrails are asked and what they answer.
import type { ClusterConfig } from '../cluster/index.ts';
import type { DesiredNamespace } from '../desired-state/schema.ts';
import type { GuardrailLimits, LimitSet } from './limits.ts';

/** Amounts by key ("requests.cpu": "12"); a key that is left out counts as zero. */
export type QuotaTotals = Readonly<Partial<Record<string, string>>>;

/** Who can say yes to what crosses a limit. */
export type Party = { kind: 'platform' } | { kind: 'team'; team: string };

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
}

/** A rule: a pure function of the ask, the world, and the limits that count for this cluster, environment and team. */
export interface Rule {
  readonly name: string;
  /** For people: what it watches. */
  readonly title: string;
  readonly check: (desired: DesiredNamespace, context: GuardrailContext, limits: LimitSet) => Finding[];
}
