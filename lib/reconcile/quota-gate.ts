/**
 * Lets a pass wait for the cluster to count a quota without asking again and again: the watch on quotas, which is there
 * anyway, tells. A watch is only a hint, so whoever waits looks for themselves when it stays silent.
 */
import type { KubernetesObject } from '../domain/render/index.ts';

/** What a pass holds on to while it may have to wait. */
export interface QuotaSight {
  /** The quota as last seen since this was opened; null when nothing was. */
  readonly latest: KubernetesObject | null;
  /** Resolves at the next sight of it, or after `ms`. */
  next(ms: number): Promise<void>;
  close(): void;
}

class Sight implements QuotaSight {
  latest: KubernetesObject | null = null;
  #wake: (() => void) | null = null;
  readonly #onClose: () => void;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  show(quota: KubernetesObject): void {
    this.latest = quota;
    this.#wake?.();
  }

  async next(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  close(): void {
    this.#wake?.();
    this.#onClose();
  }
}

export class QuotaGate {
  readonly #sights = new Map<string, Sight>();

  /** From now on, keeps what is seen of a namespace's quota. One pass at a time has a namespace. */
  open(namespace: string): QuotaSight {
    const sight = new Sight(() => {
      if (this.#sights.get(namespace) === sight) this.#sights.delete(namespace);
    });
    this.#sights.set(namespace, sight);
    return sight;
  }

  /** The watch shows a quota. */
  seen(quota: KubernetesObject): void {
    this.#sights.get(quota.metadata.namespace ?? '')?.show(quota);
  }
}
