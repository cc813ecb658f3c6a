import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../conditions/index.ts';
import {
  INITIAL_STATES,
  REQUEST_STATES,
  TRANSITIONS,
  canTransition,
  isFinal,
  isOpen,
  phaseOf,
  requestVerbs,
  statesBefore,
  type RequestState,
} from './index.ts';

describe('a request', () => {
  test('goes only where the table of the design says', () => {
    const allowed = new Set([
      'pending answer-needed',
      'answer-needed pending',
      ...['pending', 'answer-needed'].flatMap((from) =>
        ['approved', 'rejected', 'withdrawn', 'lapsed'].map((to) => `${from} ${to}`),
      ),
      'approved applied',
      'approved superseded',
    ]);
    for (const from of REQUEST_STATES) {
      for (const to of REQUEST_STATES)
        expect(canTransition(from, to), `${from} -> ${to}`).toBe(allowed.has(`${from} ${to}`));
    }
  });

  test('never leaves a final state, whatever is tried', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INITIAL_STATES),
        fc.array(fc.constantFrom(...REQUEST_STATES)),
        (start, tries) => {
          let state: RequestState = start;
          let ended: RequestState | null = null;
          for (const to of tries) {
            if (canTransition(state, to)) state = to;
            if (ended !== null) expect(state).toBe(ended);
            if (isFinal(state)) ended = state;
          }
        },
      ),
    );
  });

  test('reaches every state from its first, and an end from every state', () => {
    const reach = (from: RequestState): Set<RequestState> => {
      const seen = new Set<RequestState>([from]);
      for (const state of seen) for (const to of TRANSITIONS[state]) seen.add(to);
      return seen;
    };
    expect(reach('pending').size).toBe(REQUEST_STATES.length);
    for (const state of REQUEST_STATES) expect([...reach(state)].some(isFinal)).toBe(true);
  });

  test('is never both rejected and applied: what was decided is not decided again', () => {
    for (const decided of ['rejected', 'withdrawn', 'lapsed'] as const)
      expect(TRANSITIONS[decided]).toEqual([]);
    expect(statesBefore('applied')).toEqual(['approved']);
    expect(statesBefore('approved')).toEqual(['pending', 'answer-needed']);
  });

  test('every verb leads where the table allows, and every transition has a verb', () => {
    for (const state of REQUEST_STATES) {
      const verbs = requestVerbs(state);
      expect(verbs.flatMap(({ to }) => (to === null ? [] : [to])).sort()).toEqual(
        [...TRANSITIONS[state]].sort(),
      );
      expect(verbs.length > 0).toBe(!isFinal(state));
    }
  });

  test('is decided by approvers alone, and withdrawn by its requester alone', () => {
    for (const state of REQUEST_STATES.filter(isOpen)) {
      for (const { verb, by } of requestVerbs(state)) {
        if (verb === 'approve' || verb === 'reject' || verb === 'ask-for-answer')
          expect(by).toEqual(['approver']);
        if (verb === 'withdraw' || verb === 'answer') expect(by).toEqual(['requester']);
      }
    }
  });
});

describe("a namespace's phase", () => {
  const condition = (status: Condition['status'], reason = 'Applying'): Condition[] => [
    { type: 'Ready', status, reason, message: '', lastTransitionTime: '', observedGeneration: 1 },
  ];
  const base = { everReady: false, deletionRequested: false, released: false };

  test.each([
    ['nothing is said yet', { ...base, conditions: [] }, 'Pending'],
    ['it is being made', { ...base, conditions: condition('False') }, 'Provisioning'],
    ['it is ready', { ...base, conditions: condition('True') }, 'Ready'],
    ['it was ready and is not', { ...base, everReady: true, conditions: condition('False') }, 'Degraded'],
    ['its name is taken', { ...base, conditions: condition('False', 'NameTaken') }, 'Degraded'],
    ['it goes away', { ...base, deletionRequested: true, conditions: condition('True') }, 'Deleting'],
    ['it is gone', { ...base, deletionRequested: true, released: true, conditions: [] }, 'Deleted'],
  ] as const)('when %s', (_, namespace, phase) => {
    expect(phaseOf(namespace)).toBe(phase);
  });
});
