import type { KubeErrorKind } from '../kubernetes/index.ts';

/** Seconds of the first wait, and of the longest, by what went wrong. */
const WAITS: Readonly<Record<KubeErrorKind | 'internal', { first: number; most: number }>> = {
  unreachable: { first: 1, most: 60 },
  timeout: { first: 1, most: 60 },
  throttled: { first: 1, most: 30 },
  server: { first: 1, most: 60 },
  conflict: { first: 0.2, most: 30 },
  'not-found': { first: 0.5, most: 30 },
  // Policies and roles of an API server that has just started take seconds; a missing bundle takes an administrator.
  forbidden: { first: 1, most: 60 },
  // Nothing gets better by itself, but an administrator may change a limit of the cluster.
  invalid: { first: 10, most: 300 },
  internal: { first: 2, most: 60 },
};

/**
 * Milliseconds until the next try after `attempts` failures in a row (1 = the first), doubling, ± 20 % so that a
 * thousand namespaces don't come back in the same instant. `random` in [0, 1).
 */
export function backOffMs(
  kind: KubeErrorKind | 'internal',
  attempts: number,
  retryAfterMs: number | undefined,
  random: number = Math.random(),
): number {
  const { first, most } = WAITS[kind];
  const base = Math.min(most, first * 2 ** Math.min(attempts - 1, 20));
  const jittered = base * (0.8 + 0.4 * random) * 1000;
  return Math.round(Math.min(most * 1000, Math.max(jittered, retryAfterMs ?? 0)));
}

/** "8 s", "1 min": how long, for people. */
export function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}
