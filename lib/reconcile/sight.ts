/**
 * Lets a pass wait for what the cluster's controllers do without asking again and again: watches tell. A watch is only a
 * hint, so whoever waits looks for themselves when it stays silent.
 */
import type { KubernetesObject } from '../domain/render/index.ts';

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
  readonly #onClose: () => void;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  tell(): void {
    this.#wake?.(true);
  }

  async next(ms: number): Promise<boolean> {
    const seen = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, ms, false);
      this.#wake = (told) => {
        clearTimeout(timer);
        resolve(told);
      };
    });
    this.#wake = null;
    return seen;
  }

  close(): void {
    this.#wake?.(false);
    this.#onClose();
  }
}

/** Who on a cluster waits for what. */
export class Sights {
  readonly #open = new Map<string, OpenSight>();

  /** From now on, keeps what is seen of a namespace. One pass at a time has a namespace. */
  open(namespace: string): Sight {
    const sight = new OpenSight(() => {
      if (this.#open.get(namespace) === sight) this.#open.delete(namespace);
    });
    this.#open.set(namespace, sight);
    return sight;
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
