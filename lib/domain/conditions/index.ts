// Conditions of a namespace, as Kubernetes has them: what is true of it, since when, and why.

/** What is said about a namespace. Design section 4. */
export const CONDITION_TYPES = [
  'Ready',
  'QuotaEnforced',
  'NetworkIsolated',
  'AccessGranted',
  'HostsDelegated',
  'GuardrailsProved',
  'Drifted',
] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

/** Reasons that others read and act on; a condition may carry any CamelCase word. */
export const REASONS = {
  /** A namespace of that name exists and isn't ours; it is never taken over. */
  nameTaken: 'NameTaken',
  /** The guardrail bundle isn't on the cluster. */
  notInstalled: 'NotInstalled',
  /** Policies are there, but nobody confirmed that the cluster's network plugin enforces them. */
  enforcementUnproved: 'EnforcementUnproved',
  clusterUnreachable: 'ClusterUnreachable',
  /** The API server refused an object for good; a retry won't help. */
  refused: 'Refused',
} as const;

/** One statement about a namespace. */
export interface Condition {
  type: ConditionType;
  status: 'True' | 'False' | 'Unknown';
  /** One CamelCase word for programs. */
  reason: string;
  /** A sentence for people. */
  message: string;
  /** When the status last changed, ISO 8601 UTC. */
  lastTransitionTime: string;
  /** The generation that was looked at. */
  observedGeneration: number;
}

/** The condition of a type; undefined when nothing has been said yet. */
export function findCondition(list: readonly Condition[], type: ConditionType): Condition | undefined {
  return list.find((condition) => condition.type === type);
}

/** Whether a condition is said and true. */
export function isTrue(list: readonly Condition[], type: ConditionType): boolean {
  return findCondition(list, type)?.status === 'True';
}

/**
 * A new list in which a condition replaces that of its type, in the order of CONDITION_TYPES. The time of transition stays while the
 * status does: it answers "since when", and a new reason or message alone doesn't change that.
 */
export function setCondition(
  list: readonly Condition[],
  condition: Omit<Condition, 'lastTransitionTime'>,
  now: Date,
): Condition[] {
  const before = findCondition(list, condition.type);
  const lastTransitionTime =
    before?.status === condition.status ? before.lastTransitionTime : now.toISOString();
  const others = list.filter((other) => other.type !== condition.type);
  const rank = (type: ConditionType): number => CONDITION_TYPES.indexOf(type);
  return [...others, { ...condition, lastTransitionTime }].sort((a, b) => rank(a.type) - rank(b.type));
}
