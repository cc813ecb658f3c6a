/**
 * Watches every kind that can carry a host, as far as the cluster serves it, in all namespaces: for the mirror of hosts in
 * use, and Services for overlaps too. Which kinds are served can change while the worker runs, since most of them are
 * custom: one that isn't served is looked for again, one whose definition goes is forgotten.
 */
import type { ClusterFinding } from '../domain/cluster/index.ts';
import type { Db } from '../db/client.ts';
import { isKubeError, isOutage, watchForever, type Kind, type KubeClient } from '../kubernetes/index.ts';
import type { Logger } from '../observability/logger.ts';
import { HostUses } from './host-uses.ts';
import { ServiceOverlaps } from './service-overlaps.ts';

/** Kinds that can carry a host; lib/domain/host-uses reads them. */
const HOST_KINDS: readonly Kind[] = [
  'Service',
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'Gateway',
  'ListenerSet',
  'Certificate',
  'DNSEndpoint',
  'Route',
];

/** Milliseconds between two looks for a kind that isn't served. */
const LOOK_AGAIN_MS = 60_000;
/** After a look that failed. */
const FAILED_MS = 5_000;

export class HostWatch {
  readonly #kube: KubeClient;
  readonly #log: Logger;
  readonly #relistMs: number | undefined;
  readonly #uses: HostUses;
  readonly #overlaps: ServiceOverlaps;
  readonly #signal: AbortSignal;
  readonly #hurry: Set<() => void>;
  /** Kinds that are served and can't be read, with why. */
  readonly #unreadable = new Map<Kind, string>();
  #loops: Promise<void>[] = [];

  constructor(options: {
    db: Db;
    kube: KubeClient;
    clusterId: string;
    log: Logger;
    relistMs?: number | undefined;
    /** Ends the watches. */
    signal: AbortSignal;
    /** As in WatchOptions. */
    hurry: Set<() => void>;
    /** Rows were made due. */
    onDue: () => void;
  }) {
    this.#kube = options.kube;
    this.#log = options.log;
    this.#relistMs = options.relistMs;
    this.#signal = options.signal;
    this.#hurry = options.hurry;
    this.#uses = new HostUses(options);
    this.#overlaps = new ServiceOverlaps(options);
  }

  start(): void {
    this.#loops = HOST_KINDS.map((kind) => this.#follow(kind));
  }

  /** After `signal`: resolves when nothing is written any more. */
  async stop(): Promise<void> {
    await Promise.all(this.#loops);
    await Promise.all([this.#uses.stop(), this.#overlaps.stop()]);
  }

  /** Whether every host in use is seen: what isn't read may serve a name that looks free. Null until all was looked at once. */
  get finding(): ClusterFinding | null {
    if (this.#unreadable.size > 0) {
      const kinds = [...this.#unreadable.keys()].sort();
      return {
        type: 'HostsWatched',
        status: 'False',
        reason: 'NotReadable',
        message:
          `Berth can't see which hosts are in use by ${kinds.join(', ')}: ` +
          [...new Set(this.#unreadable.values())].join('; '),
      };
    }
    if (!HOST_KINDS.every((kind) => this.#uses.knows(kind))) return null;
    return {
      type: 'HostsWatched',
      status: 'True',
      reason: 'Watched',
      message: 'Every kind that can carry a host is watched.',
    };
  }

  async #follow(kind: Kind): Promise<void> {
    while (!this.#signal.aborted) {
      let wait = FAILED_MS;
      try {
        if (await this.#kube.bind({ signal: this.#signal }).serves(kind)) {
          await this.#watch(kind);
          wait = 0;
        } else {
          this.#unreadable.delete(kind);
          this.#uses.notServed(kind);
          wait = Math.min(this.#relistMs ?? LOOK_AGAIN_MS, LOOK_AGAIN_MS);
        }
      } catch (error) {
        if (isAborted(this.#signal)) return;
        this.#failed(kind, error);
      }
      await this.#pause(wait * (0.8 + Math.random() * 0.4));
    }
  }

  /** Until the kind is no longer served, or for ever. */
  async #watch(kind: Kind): Promise<void> {
    const gone = new AbortController();
    let listed = new Set<string>();
    const seen = (object: Parameters<HostUses['seen']>[0]): void => {
      this.#uses.seen(object);
      if (kind === 'Service') this.#overlaps.seen(object);
    };
    await watchForever(
      this.#kube,
      {
        kind,
        signal: AbortSignal.any([this.#signal, gone.signal]),
        hurry: this.#hurry,
        ...(this.#relistMs === undefined ? {} : { relistMs: this.#relistMs }),
      },
      {
        onListStart: () => {
          listed = new Set();
        },
        onListed: (object) => {
          listed.add(`${object.metadata.namespace ?? ''}/${object.metadata.name}`);
          seen(object);
        },
        onSynced: () => {
          this.#unreadable.delete(kind);
          this.#uses.listed(kind, listed);
          if (kind === 'Service') {
            this.#overlaps.listed(listed);
            this.#uses.review();
          }
          listed = new Set();
        },
        onEvent: (type, object) => {
          if (type !== 'DELETED') {
            seen(object);
            return;
          }
          const { name, namespace = '' } = object.metadata;
          this.#uses.gone(kind, namespace, name);
          if (kind === 'Service') this.#overlaps.gone(namespace, name);
        },
        onHeard: () => this.#unreadable.delete(kind),
        onBroken: (error) => {
          if (isKubeError(error, 'not-found')) gone.abort();
          else this.#failed(kind, error);
        },
      },
    );
  }

  #failed(kind: Kind, error: unknown): void {
    // While the whole cluster is away, what was seen last is as good as anything.
    if (isKubeError(error, 'forbidden')) this.#unreadable.set(kind, error.message);
    else if (!isOutage(error)) this.#log.debug({ err: error, kind }, 'hosts in use could not be read');
  }

  async #pause(ms: number): Promise<void> {
    if (ms === 0 || this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', done);
        this.#hurry.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#signal.addEventListener('abort', done, { once: true });
      this.#hurry.add(done);
    });
  }
}

// Behind a call, so that the compiler doesn't take an earlier answer for the one of now.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
