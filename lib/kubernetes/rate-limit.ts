/**
 * A token bucket: at most `burst` calls at once and `qps` per second after that, in the order they were asked for.
 * The library has none, and an API server's fairness should not be the first thing that slows Berth down.
 */
export class TokenBucket {
  readonly #qps: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  constructor(qps: number, burst: number, now: () => number = () => performance.now()) {
    if (!(qps > 0) || !(burst >= 1))
      throw new Error('A rate limit needs qps above 0 and a burst of at least 1.');
    this.#qps = qps;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#at = now();
  }

  /** Takes a token. Milliseconds to wait before the call may go out; 0 for at once. */
  take(): number {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#qps);
    this.#at = now;
    this.#tokens -= 1;
    // A debt is a place in the queue: whoever comes next waits one interval longer.
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#qps) * 1000;
  }

  /** Gives back a token that wasn't used after all: whoever comes next waits less. */
  giveBack(): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + 1);
  }
}
