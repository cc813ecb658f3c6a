/** The watches on one cluster, and who is told what. */
import type { ClusterFinding } from '../domain/cluster/index.ts';
import { MANAGED_BY_SELECTOR, type KubernetesObject } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import { watchForever, type Kind, type KubeClient } from '../kubernetes/index.ts';
import type { Logger } from '../observability/logger.ts';
import { counter, gauge } from '../observability/metrics.ts';
import { DriftDetector } from './drift.ts';
import { HostWatch } from './host-watch.ts';
import { Mirror } from './mirror.ts';
import { Sights } from './sight.ts';

/**
 * Namespaces are watched whole, for the mirror of all names; RoleBindings whole, to see those that others made; of the
 * rest only what carries our label.
 */
const WATCHED: readonly { kind: Kind; ours: boolean }[] = [
  { kind: 'Namespace', ours: false },
  { kind: 'RoleBinding', ours: false },
  { kind: 'ResourceQuota', ours: true },
  { kind: 'LimitRange', ours: true },
  { kind: 'NetworkPolicy', ours: true },
  { kind: 'ServiceAccount', ours: true },
];

const heardAt = gauge('berth_watch_last_heard_timestamp_seconds', 'When a watch last said anything.', [
  'cluster',
  'kind',
]);
const broken = counter('berth_watch_broken_total', 'How often a watch broke and was started again.', [
  'cluster',
  'kind',
]);

export class ClusterWatch {
  readonly drift: DriftDetector;
  readonly sights = new Sights();
  readonly #mirror: Mirror;
  readonly #hosts: HostWatch;
  readonly #db: Db;
  readonly #kube: KubeClient;
  readonly #clusterId: string;
  readonly #log: Logger;
  readonly #relistMs: number | undefined;
  readonly #onDue: () => void;
  readonly #stop = new AbortController();
  readonly #unsynced = new Set<Kind>(WATCHED.map(({ kind }) => kind));
  readonly #hurry = new Set<() => void>();
  #loops: Promise<void>[] = [];

  constructor(options: {
    db: Db;
    kube: KubeClient;
    clusterId: string;
    portalUrl: string;
    log: Logger;
    relistMs?: number | undefined;
    /** Rows were made due. */
    onDue: () => void;
  }) {
    this.#db = options.db;
    this.#kube = options.kube;
    this.#clusterId = options.clusterId;
    this.#log = options.log;
    this.#relistMs = options.relistMs;
    this.#onDue = options.onDue;
    this.drift = new DriftDetector({ ...options, kube: options.kube.bind({ signal: this.#stop.signal }) });
    this.#mirror = new Mirror(options);
    this.#hosts = new HostWatch({ ...options, signal: this.#stop.signal, hurry: this.#hurry });
  }

  /** What the watches have to say about the cluster. */
  get findings(): ClusterFinding[] {
    const { finding } = this.#hosts;
    return finding === null ? [] : [finding];
  }

  start(): void {
    this.#loops = [...WATCHED.map(({ kind, ours }) => this.#watch(kind, ours)), this.#watchAccounts()];
    this.#hosts.start();
  }

  /** The cluster is back: watches that wait to be started again needn't wait longer. */
  hurry(): void {
    for (const go of [...this.#hurry]) go();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('stopping'));
    await Promise.all(this.#loops);
    await Promise.all([this.drift.stop(), this.#mirror.stop(), this.#hosts.stop()]);
  }

  async #watch(kind: Kind, ours: boolean): Promise<void> {
    const labels = { cluster: this.#kube.cluster, kind };
    let listed = new Set<string>();
    const seen = (object: KubernetesObject): void => {
      if (kind === 'Namespace') this.#mirror.namespaceSeen(object);
      if (kind === 'ResourceQuota') {
        this.sights.seen(object);
        this.#mirror.quotaSeen(object);
      }
      this.drift.seen(object);
    };
    await watchForever(
      this.#kube,
      {
        kind,
        signal: this.#stop.signal,
        hurry: this.#hurry,
        ...(ours ? { labelSelector: MANAGED_BY_SELECTOR } : {}),
        ...(this.#relistMs === undefined ? {} : { relistMs: this.#relistMs }),
      },
      {
        onListStart: () => {
          listed = new Set();
        },
        onListed: (object) => {
          const { name, namespace } = object.metadata;
          listed.add(kind === 'Namespace' ? `${name}/${name}` : `${namespace ?? ''}/${name}`);
          seen(object);
        },
        onSynced: (first) => {
          this.drift.listed(kind, listed);
          if (kind === 'Namespace') void this.#namespacesListed(listed);
          listed = new Set();
          if (first) {
            this.#unsynced.delete(kind);
            if (this.#unsynced.size === 0) void this.#audit();
          } else if (kind === 'Namespace' && this.#unsynced.size === 0) {
            void this.#audit();
          }
        },
        onEvent: (type, object) => {
          if (type !== 'DELETED') {
            seen(object);
            return;
          }
          const { name, namespace } = object.metadata;
          this.drift.gone(kind, name, namespace);
          if (kind === 'Namespace') void this.#namespaceGone(name);
        },
        onHeard: () => heardAt.set(labels, Date.now() / 1000),
        onBroken: (error, retryMs) => {
          broken.inc(labels);
          this.#log.debug({ kind, retryMs: Math.round(retryMs) }, `the watch broke: ${error.message}`);
        },
      },
    );
  }

  /** Only for passes that wait for it: nothing of before matters, so nothing is listed. */
  async #watchAccounts(): Promise<void> {
    const nothing = (): void => undefined;
    await watchForever(
      this.#kube,
      {
        kind: 'ServiceAccount',
        fieldSelector: 'metadata.name=default',
        tail: true,
        signal: this.#stop.signal,
        hurry: this.#hurry,
      },
      {
        onListStart: nothing,
        onListed: nothing,
        onSynced: nothing,
        onEvent: (type, object) => {
          if (type !== 'DELETED') this.sights.seen(object);
        },
      },
    );
  }

  async #audit(): Promise<void> {
    try {
      await this.drift.audit();
    } catch (error) {
      this.#log.warn({ err: error }, 'the audit of the cluster was cut short');
    }
  }

  async #namespacesListed(listed: ReadonlySet<string>): Promise<void> {
    await this.#mirror.namespacesSynced(new Set([...listed].map((key) => key.slice(0, key.indexOf('/')))));
  }

  /** A name is free: whoever waits for that (a deletion, a name that was taken) needn't wait for its turn. */
  async #namespaceGone(name: string): Promise<void> {
    this.#mirror.namespaceGone(name);
    try {
      const due = await this.#db.$executeRaw`
        UPDATE reconcile_work w
        SET not_before = now()
        FROM namespace n
        WHERE n.id = w.namespace_id AND n.cluster_id = ${this.#clusterId}::uuid AND n.name = ${name}
          AND n.released_at IS NULL AND w.not_before > now() AND (w.lease_until IS NULL OR w.lease_until <= now())`;
      if (due > 0) this.#onDue();
    } catch (error) {
      this.#log.warn({ err: error }, 'what waited for a namespace to go could not be made due');
    }
  }
}
