/**
 * Lets a pass wait for what the cluster's controllers do without asking again and again: watches tell. A watch is only a
 * hint, so whoever waits looks for themselves when it stays silent.
 */
import type { KubernetesObject } from '../domain/render/index.ts';

/** How long a pass waits before it gives its place to others, milliseconds. */
const PATIENCE_MS = 4_000;
/** After this much silence of the watch a pass looks for itself: it may be broken. */
const LOOK_AFTER_MS = [250, 750, 1_500];

/** What a pass sees of its namespace while it runs. */
export interface Sight {
  /** The quota as last seen since this was opened; null when nothing was. */
  readonly quota: KubernetesObject | null;
  /** Whether the default ServiceAccount was seen. */
  readonly account: boolean;
  /** Resolves when more is seen, or after `ms`: true when something was. */
  next(ms: number): Promise<boolean>;
  close(): void;
}

class OpenSight implements Sight {
  quota: KubernetesObject | null = null;
  account = false;
  #wake: ((seen: boolean) => void) | null = null;
  readonly #sights: Sights;
  readonly #namespace: string;

  constructor(sights: Sights, namespace: string) {
    this.#sights = sights;
    this.#namespace = namespace;
  }

  tell(): void {
    this.#wake?.(true);
  }

  async next(ms: number): Promise<boolean> {
    this.#sights.waits(1);
    const seen = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, ms, false);
      this.#wake = (told) => {
        clearTimeout(timer);
        resolve(told);
      };
    });
    this.#wake = null;
    this.#sights.waits(-1);
    return seen;
  }

  close(): void {
    this.#wake?.(false);
    this.#sights.closed(this.#namespace, this);
  }
}

/**
 * Waits until it is so, asking again whenever a watch shows something; `look` is for when they stay silent. False when it
 * still isn't so after a few seconds.
 */
export async function untilSeen(
  sight: Sight,
  isSo: () => boolean,
  look: () => Promise<boolean>,
): Promise<boolean> {
  const until = performance.now() + PATIENCE_MS;
  for (let silences = 0; ;) {
    if (isSo()) return true;
    if (performance.now() > until) return false;
    const silence = LOOK_AFTER_MS[Math.min(silences, LOOK_AFTER_MS.length - 1)] ?? 500;
    if (await sight.next(silence)) continue;
    silences += 1;
    if (await look()) return true;
  }
}

/** Who on a cluster waits for what. */
export class Sights {
  readonly #open = new Map<string, OpenSight>();
  #waiting = 0;
  /** Called when a pass begins to wait: it needs no place meanwhile. */
  onWait: () => void = () => undefined;

  /** Passes that are just waiting for the cluster. */
  get waiting(): number {
    return this.#waiting;
  }

  /** From now on, keeps what is seen of a namespace. One pass at a time has a namespace. */
  open(namespace: string): Sight {
    const sight = new OpenSight(this, namespace);
    this.#open.set(namespace, sight);
    return sight;
  }

  closed(namespace: string, sight: Sight): void {
    if (this.#open.get(namespace) === sight) this.#open.delete(namespace);
  }

  waits(change: 1 | -1): void {
    this.#waiting += change;
    if (change === 1) this.onWait();
  }

  /** A watch shows a quota or a default ServiceAccount. */
  seen(object: KubernetesObject): void {
    const sight = this.#open.get(object.metadata.namespace ?? '');
    if (sight === undefined) return;
    if (object.kind === 'ResourceQuota') sight.quota = object;
    else sight.account = true;
    sight.tell();
  }
}
