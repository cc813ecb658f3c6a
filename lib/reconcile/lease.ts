import type { Db } from '../db/client.ts';
import { renewClaims, type Claim } from './claim.ts';

/** The worker no longer holds what it works on: it must stop, without another call or write. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor() {
    super('the lease on this namespace was lost');
  }
}

/** The worker is asked to end. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
  constructor() {
    super('the worker is stopping');
  }
}

/** One held claim: `signal` ends what is under way, `guard` is asked before each thing that is begun. */
export class Lease {
  readonly claim: Claim;
  readonly #stop = new AbortController();

  constructor(claim: Claim) {
    this.claim = claim;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /**
   * Throws LeaseLost when the lease can't be relied on. A process that was frozen past its lease (SIGSTOP, a paused VM)
   * learns it here, before it sends anything: the monotonic clock went on.
   */
  guard = (): void => {
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason;
    if (performance.now() >= this.claim.validUntil) {
      this.end(new LeaseLost());
      throw this.#stop.signal.reason;
    }
  };

  /** Ends the pass that holds it. */
  end(reason: Error): void {
    this.#stop.abort(reason);
  }
}

/** Renews every lease this worker holds, in one statement, at a third of their time. */
export class LeaseKeeper {
  readonly #db: Db;
  readonly #leaseSeconds: number;
  readonly #held = new Map<string, Lease>();
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #renewing = false;

  constructor(db: Db, leaseSeconds: number, onError: (error: unknown) => void) {
    this.#db = db;
    this.#leaseSeconds = leaseSeconds;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#renew(), (this.#leaseSeconds * 1000) / 3);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Holds a claim from now on. */
  hold(claim: Claim): Lease {
    const lease = new Lease(claim);
    this.#held.set(claim.namespaceId, lease);
    return lease;
  }

  /** No longer held: finished or given back. */
  drop(lease: Lease): void {
    if (this.#held.get(lease.claim.namespaceId) === lease) this.#held.delete(lease.claim.namespaceId);
  }

  /** Every lease that is held. */
  all(): Lease[] {
    return [...this.#held.values()];
  }

  async #renew(): Promise<void> {
    const leases = this.all();
    if (leases.length === 0 || this.#renewing) return;
    this.#renewing = true;
    try {
      const validUntil = performance.now() + this.#leaseSeconds * 1000;
      const kept = await renewClaims(
        this.#db,
        leases.map(({ claim }) => claim),
        this.#leaseSeconds,
      );
      for (const lease of leases) {
        // One that was finished meanwhile isn't lost.
        if (this.#held.get(lease.claim.namespaceId) !== lease) continue;
        if (kept.has(lease.claim.namespaceId)) lease.claim.validUntil = validUntil;
        else lease.end(new LeaseLost());
      }
    } catch (error) {
      // Without Postgres nothing can be renewed: each lease ends by its own clock.
      this.#onError(error);
    } finally {
      this.#renewing = false;
    }
  }
}
