import type { Tone } from '../ui/badge.tsx';

/** Whether Berth reaches a cluster, in a word; null: the worker has not looked yet. */
export function reachability(reachable: boolean | null): { tone: Tone; word: string } {
  if (reachable === null) return { tone: 'neutral', word: 'Not looked yet' };
  return reachable ? { tone: 'ok', word: 'Reachable' } : { tone: 'bad', word: 'Not reachable' };
}
