/** Chance that repeats: the same seed gives the same company, on any machine. */

/** A stream of chance of its own. `seed` is any text; streams of different texts have nothing to do with each other. */
export class Random {
  #state: number;

  constructor(seed: string) {
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** From 0 up to, but not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** True with a probability of `share` (0..1). */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of a list. @throws for an empty one. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[this.int(list.length)] as T;
  }

  /** One of a list of [value, weight]. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    return this.pick(list)[0];
  }

  /** 0..count-1 in some order. */
  order(count: number): number[] {
    const order = Array.from({ length: count }, (_, at) => at);
    for (let at = count - 1; at > 0; at -= 1) {
      const other = this.int(at + 1);
      const kept = order[at] as number;
      order[at] = order[other] as number;
      order[other] = kept;
    }
    return order;
  }
}

/**
 * `total` things shared out by a power law: the first of `shares` gets the most, the k-th about k^-`exponent` of that, nobody less than
 * `least` (as long as there is enough). The counts add up to `total`.
 */
export function powerLaw(total: number, shares: number, exponent: number, least: number): number[] {
  const floor = Math.min(least, Math.floor(total / shares));
  const free = total - floor * shares;
  let sum = 0;
  for (let k = 1; k <= shares; k += 1) sum += k ** -exponent;
  const counts: number[] = [];
  let [before, weight] = [0, 0];
  for (let k = 1; k <= shares; k += 1) {
    weight += k ** -exponent;
    const upTo = Math.round((free * weight) / sum);
    counts.push(floor + upTo - before);
    before = upTo;
  }
  return counts;
}
