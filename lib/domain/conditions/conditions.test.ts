import { expect, test } from 'vitest';
import { CONDITION_TYPES, findCondition, isTrue, setCondition, type Condition } from './index.ts';

const first = new Date('2026-11-21T10:00:00Z');
const later = new Date('2026-11-21T11:00:00Z');
const ready = {
  type: 'Ready',
  status: 'False',
  reason: 'Applying',
  message: '',
  observedGeneration: 1,
} as const;

test('the time of transition stays while the status does, whatever else changes', () => {
  const before = setCondition([], ready, first);
  const after = setCondition(
    before,
    { ...ready, reason: 'Waiting', message: 'For the quota.', observedGeneration: 2 },
    later,
  );
  expect(after).toEqual([
    {
      ...ready,
      reason: 'Waiting',
      message: 'For the quota.',
      observedGeneration: 2,
      lastTransitionTime: first.toISOString(),
    },
  ]);
});

test('the time of transition is now when the status changes', () => {
  const after = setCondition(setCondition([], ready, first), { ...ready, status: 'True' }, later);
  expect(findCondition(after, 'Ready')?.lastTransitionTime).toBe(later.toISOString());
  expect(isTrue(after, 'Ready')).toBe(true);
});

test('there is one condition of each type, in a fixed order, and the given list is not touched', () => {
  let list: readonly Condition[] = Object.freeze([]);
  for (const type of [...CONDITION_TYPES].reverse())
    list = Object.freeze(setCondition(list, { ...ready, type }, first));
  for (const type of CONDITION_TYPES) list = Object.freeze(setCondition(list, { ...ready, type }, later));
  expect(list.map(({ type }) => type)).toEqual([...CONDITION_TYPES]);
});
