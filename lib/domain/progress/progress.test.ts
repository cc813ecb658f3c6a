import { expect, test } from 'vitest';
import type { Condition, ConditionType } from '../conditions/index.ts';
import { renderInputWith } from '../testing.ts';
import { renderNamespace } from '../render/index.ts';
import { progressOf, type ObjectStatus } from './index.ts';

const all = renderNamespace(renderInputWith());
const objects = (applied: (stage: string) => boolean): ObjectStatus[] =>
  all.map(({ stage, object }) => ({
    kind: object.kind,
    name: object.metadata.name,
    stage,
    state: applied(stage) ? 'applied' : 'pending',
    at: '2026-11-21T10:00:00Z',
  }));
const said = (
  type: ConditionType,
  status: Condition['status'],
  message = '',
  reason = 'Said',
  observedGeneration = 1,
): Condition => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: '2026-11-21T10:00:00Z',
  observedGeneration,
});
const states = (...args: Parameters<typeof progressOf>): string[] =>
  progressOf(...args).map(({ state }) => state);

const done: Condition[] = [
  said('Ready', 'True'),
  said('QuotaEnforced', 'True'),
  said(
    'NetworkIsolated',
    'Unknown',
    'Policies are in place; nobody has confirmed that the network enforces them.',
  ),
  said('AccessGranted', 'True'),
];

test('before anything has happened, everything waits', () => {
  expect(states([], [], 1, 0)).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'waiting']);
});

test('with the namespace made, the fences are at work and the rest waits', () => {
  const steps = progressOf(
    [],
    objects((stage) => stage === 'namespace'),
    1,
    0,
  );
  expect(steps.map(({ state }) => state)).toEqual(['done', 'working', 'waiting', 'waiting', 'waiting']);
  expect(steps[1]?.detail).toBe('0 of 2 applied.');
});

test('a quota counts when the cluster counts, not when it was sent', () => {
  const sent = objects((stage) => stage !== 'access');
  expect(states([], sent, 1, 0)[1]).toBe('working');
  expect(states([said('QuotaEnforced', 'True')], sent, 1, 0)[1]).toBe('done');
});

test('when all is proved, every step is done, and unproved isolation is said', () => {
  const steps = progressOf(
    done,
    objects(() => true),
    1,
    1,
  );
  expect(steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(steps[2]?.detail).toContain('nobody has confirmed');
});

test('a failed object fails its step and says why', () => {
  const failed = objects((stage) => stage === 'namespace').map((object) =>
    object.kind === 'LimitRange'
      ? { ...object, state: 'failed' as const, message: 'min is above max' }
      : object,
  );
  expect(progressOf([], failed, 1, 0)[1]).toEqual({
    title: 'Quota and limits',
    state: 'failed',
    detail: 'LimitRange berth: min is above max',
  });
});

test('a name that is taken stops at the first step', () => {
  const taken = said('Ready', 'False', 'checkout-dev exists and is not managed by Berth.', 'NameTaken');
  expect(progressOf([taken], [], 1, 1)[0]).toMatchObject({ state: 'failed', detail: taken.message });
});

test('a change puts the steps that were proved for an older generation back to work', () => {
  expect(
    states(
      done,
      objects(() => true),
      2,
      1,
    ),
  ).toEqual(['done', 'working', 'working', 'working', 'waiting']);
});

test('a cluster that is down is said where it stops', () => {
  const down = said(
    'Ready',
    'False',
    'harbor-dev does not answer; it goes on by itself.',
    'ClusterUnreachable',
  );
  const steps = progressOf([down], [], 1, 0);
  expect(steps[0]?.state).toBe('working');
  expect(steps[4]?.detail).toContain('goes on by itself');
});
