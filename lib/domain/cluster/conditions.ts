// What the worker says about a cluster, as cluster_status.conditions holds it: conditions as Kubernetes has them, and the list behind
// the one about guardrails.

/** What is said about a cluster. */
const CLUSTER_CONDITION_TYPES = ['BundleInstalled', 'GuardrailsProved', 'HostsWatched'] as const;
type ClusterConditionType = (typeof CLUSTER_CONDITION_TYPES)[number];

/** Why guardrails aren't proved, most telling first. */
export const PROOF_REASONS = [
  /** The bundle is of a version that this Berth can't rely on. */
  'WrongVersion',
  /** An object of the bundle is missing, or isn't as it was printed. */
  'NotInstalled',
  /** The API server has doubts about an expression: a part of a policy may never match. */
  'TypeCheckWarnings',
  /** Something that must be refused was let through. */
  'NotRefused',
  /** A look or a trial failed for another reason, such as an expression that ended in an error. */
  'ProbeFailed',
] as const;
export type ProofReason = (typeof PROOF_REASONS)[number];

/** One policy, or another part of the bundle, and how it was found. */
export interface GuardrailCheck {
  /** "berth-ingress", "ClusterRole berth:viewer". */
  name: string;
  /** `idle`: there, and nothing on this cluster for it to judge. */
  state: 'proved' | 'idle' | 'failed';
  /** Null where it is proved or idle. */
  reason: ProofReason | null;
  /** A sentence; "" where nothing is to be said. */
  message: string;
}

/** One statement about a cluster. */
export interface ClusterCondition {
  type: ClusterConditionType;
  status: 'True' | 'False' | 'Unknown';
  /** One CamelCase word for programs. */
  reason: string;
  /** A sentence for people. */
  message: string;
  /** When the status last changed, ISO 8601 UTC. */
  lastTransitionTime: string;
  /** Clusters have no generation: always 0. */
  observedGeneration: 0;
  /** Of GuardrailsProved: what was looked at, policy by policy. */
  items?: GuardrailCheck[];
}

/** A statement before it is known since when it holds. */
export type ClusterFinding = Omit<ClusterCondition, 'lastTransitionTime' | 'observedGeneration'>;

/** What a cluster administrator runs to install the bundle, or a newer one over an older. */
export const BUNDLE_COMMAND = 'npm run --silent bundle | kubectl apply --server-side -f -';

/**
 * Findings with their times: that of the statement before, where its status is the same. A statement of a type that there is no
 * finding of stays: whoever has just started hasn't looked yet.
 */
export function datedFindings(
  findings: readonly ClusterFinding[],
  before: readonly ClusterCondition[],
  now: Date,
): ClusterCondition[] {
  return CLUSTER_CONDITION_TYPES.flatMap((type) => {
    const finding = findings.find((candidate) => candidate.type === type);
    if (finding === undefined) return before.filter((candidate) => candidate.type === type);
    const same = before.find((candidate) => candidate.type === type && candidate.status === finding.status);
    return [
      {
        ...finding,
        lastTransitionTime: same?.lastTransitionTime ?? now.toISOString(),
        observedGeneration: 0 as const,
      },
    ];
  });
}
