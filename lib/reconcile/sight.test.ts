import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KubernetesObject } from '../domain/render/index.ts';
import { Sights, untilSeen } from './sight.ts';

const account: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'default', namespace: 'shop' },
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what a watch showed before anybody waited counts, and nothing is asked', async () => {
  const sights = new Sights();
  const sight = sights.open('shop');
  sights.seen(account);
  const look = vi.fn(() => Promise.resolve(false));
  expect(await untilSeen(sight, () => sight.account, look)).toBe(true);
  expect(look).not.toHaveBeenCalled();
});

test('whoever waits is told by the watch, and counts as waiting until then', async () => {
  const sights = new Sights();
  const began = vi.fn();
  sights.onWait = began;
  const sight = sights.open('shop');
  const seen = untilSeen(
    sight,
    () => sight.account,
    () => Promise.resolve(false),
  );
  expect([sights.waiting, began.mock.calls.length]).toEqual([1, 1]);
  sights.seen(account);
  expect(await seen).toBe(true);
  expect(sights.waiting).toBe(0);
});

test('while the watch is silent a pass looks for itself, and gives up in the end', async () => {
  const sights = new Sights();
  const never = vi.fn(() => Promise.resolve(false));
  const gaveUp = untilSeen(sights.open('shop'), () => false, never);
  await vi.runAllTimersAsync();
  expect(await gaveUp).toBe(false);
  expect(never.mock.calls.length).toBeGreaterThan(1);

  const found = untilSeen(
    sights.open('shop'),
    () => false,
    () => Promise.resolve(true),
  );
  await vi.runAllTimersAsync();
  expect(await found).toBe(true);
  expect(sights.waiting).toBe(0);
});
