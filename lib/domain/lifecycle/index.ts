// The life of a request as one pure table (design section 8), and the phase of a namespace in one word.
import { findCondition, REASONS, type Condition } from '../conditions/index.ts';

/** Where a request stands. */
export const REQUEST_STATES = [
  'pending',
  'answer-needed',
  'approved',
  'rejected',
  'withdrawn',
  'lapsed',
  'applied',
  'superseded',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What a request asks for. */
export const REQUEST_KINDS = ['create', 'change', 'transfer', 'extend', 'delete', 'adopt'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** States a request may be born in: it waits for a yes, or lay inside the guardrails and was granted at once. */
export const INITIAL_STATES: readonly RequestState[] = ['pending', 'approved'];

/** Where a request can go from each state; a state without any is final. */
export const TRANSITIONS: Readonly<Record<RequestState, readonly RequestState[]>> = {
  pending: ['answer-needed', 'approved', 'rejected', 'withdrawn', 'lapsed'],
  'answer-needed': ['pending', 'approved', 'rejected', 'withdrawn', 'lapsed'],
  approved: ['applied', 'superseded'],
  rejected: [],
  withdrawn: [],
  lapsed: [],
  applied: [],
  superseded: [],
};

/** Whether a request may go from one state to another. Staying is no transition. */
export function canTransition(from: RequestState, to: RequestState): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The states from which another can be reached in one step: the WHERE of the conditional UPDATE. */
export function statesBefore(to: RequestState): RequestState[] {
  return REQUEST_STATES.filter((from) => canTransition(from, to));
}

/** Whether nothing can happen to a request any more. */
export function isFinal(state: RequestState): boolean {
  return TRANSITIONS[state].length === 0;
}

/** Whether a request still waits for somebody: it holds its name, and can be decided. */
export function isOpen(state: RequestState): boolean {
  return state === 'pending' || state === 'answer-needed';
}

/** Who does a verb: who asked, who speaks for a party (never the same person), or Berth itself. */
export type RequestActor = 'requester' | 'approver' | 'system';

/** Something that can be done to a request. */
export interface RequestVerb {
  readonly verb:
    | 'approve'
    | 'reject'
    | 'ask-for-answer'
    | 'answer'
    | 'withdraw'
    | 'comment'
    | 'lapse'
    | 'apply'
    | 'supersede';
  /** For a button. */
  readonly title: string;
  /** The state it leads to; null when it stays. An approval leads there once every party has said yes. */
  readonly to: RequestState | null;
  readonly by: readonly RequestActor[];
}

const VERBS: readonly (RequestVerb & { readonly from: readonly RequestState[] })[] = [
  { verb: 'approve', title: 'Approve', to: 'approved', by: ['approver'], from: ['pending', 'answer-needed'] },
  { verb: 'reject', title: 'Reject', to: 'rejected', by: ['approver'], from: ['pending', 'answer-needed'] },
  { verb: 'ask-for-answer', title: 'Ask back', to: 'answer-needed', by: ['approver'], from: ['pending'] },
  { verb: 'answer', title: 'Answer', to: 'pending', by: ['requester'], from: ['answer-needed'] },
  {
    verb: 'withdraw',
    title: 'Withdraw',
    to: 'withdrawn',
    by: ['requester'],
    from: ['pending', 'answer-needed'],
  },
  {
    verb: 'comment',
    title: 'Comment',
    to: null,
    by: ['requester', 'approver'],
    from: ['pending', 'answer-needed'],
  },
  { verb: 'lapse', title: 'Lapse', to: 'lapsed', by: ['system'], from: ['pending', 'answer-needed'] },
  { verb: 'apply', title: 'Apply', to: 'applied', by: ['system'], from: ['approved'] },
  { verb: 'supersede', title: 'Supersede', to: 'superseded', by: ['system'], from: ['approved'] },
];

/** What can be done to a request in a state, and by whom. Nothing in a final state. */
export function requestVerbs(state: RequestState): RequestVerb[] {
  return VERBS.filter(({ from }) => from.includes(state)).map(({ verb, title, to, by }) => ({
    verb,
    title,
    to,
    by,
  }));
}

/** A namespace in one word, as namespace_status.phase holds it. */
export const NAMESPACE_PHASES = [
  'Pending',
  'Provisioning',
  'Ready',
  'Degraded',
  'Deleting',
  'Deleted',
] as const;
export type NamespacePhase = (typeof NAMESPACE_PHASES)[number];

/**
 * The phase of a namespace. A first provisioning under way is Provisioning, one that can't succeed by itself (the name is taken, the
 * API server refused) is Degraded, and so is a namespace that was ready once and isn't now.
 */
export function phaseOf(namespace: {
  conditions: readonly Condition[];
  /** Whether it was ever Ready. */
  everReady: boolean;
  deletionRequested: boolean;
  /** Whether the API server has said that it is gone. */
  released: boolean;
}): NamespacePhase {
  if (namespace.released) return 'Deleted';
  if (namespace.deletionRequested) return 'Deleting';
  const ready = findCondition(namespace.conditions, 'Ready');
  if (ready === undefined) return namespace.everReady ? 'Degraded' : 'Pending';
  if (ready.status === 'True') return 'Ready';
  const stuck = ready.reason === REASONS.nameTaken || ready.reason === REASONS.refused;
  return namespace.everReady || stuck ? 'Degraded' : 'Provisioning';
}
