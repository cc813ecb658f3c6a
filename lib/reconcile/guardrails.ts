/**
 * Keeps what is known of a cluster's guardrails up to date: a proof at the start, whenever a policy or binding of the
 * bundle changes, after the cluster was away, and every ten minutes. While they aren't proved, passes make nothing new and
 * widen nothing; the moment they are, what waited is due.
 */
import { POLICY_NAMES } from '../domain/bundle/index.ts';
import type { Db } from '../db/client.ts';
import { isKubeError, isOutage, watchForever, type Kind, type KubeClient } from '../kubernetes/index.ts';
import type { Logger } from '../observability/logger.ts';
import { gauge } from '../observability/metrics.ts';
import { Prober, type Proof } from './prober.ts';
import type { GuardrailsFinding } from './scope.ts';

/** Mean time between two proofs while nothing changes, milliseconds. */
const PROVED_MS = 600_000;
/** While they aren't proved: an administrator may just be installing them. */
const UNPROVED_MS = { first: 2_000, most: 30_000 };
/** Changes come together: an install writes fifty objects. */
const CHANGED_MS = 250;
/**
 * And again this long after the last change: an API server goes on for a second or so by what it knew before (measured:
 * up to 1.2 s), and takes a deleted account's token for 10 s more.
 */
const SETTLED_MS = [4_000, 15_000];
/** Least time between two proofs. */
const GAP_MS = 500;
/** How often namespaces are looked over for a condition that a busy pass has missed. */
const TELL_MS = 60_000;

const WATCHED: readonly Kind[] = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];

const provedGauge = gauge('berth_guardrails_proved', 'Whether the guardrails of a cluster are proved.', [
  'cluster',
]);

export class Guardrails {
  readonly #db: Db;
  readonly #kube: KubeClient;
  readonly #clusterId: string;
  readonly #log: Logger;
  readonly #onChange: (proved: boolean) => void;
  readonly #stop = new AbortController();
  readonly #hurry = new Set<() => void>();
  readonly #prober: Prober;
  #proof: Proof | null = null;
  #loops: Promise<unknown>[] = [];
  /** performance.now() at which the next proof is due. */
  #dueAt = 0;
  /** performance.now() of the last change that was seen. */
  #changedAt = -Infinity;
  #toldAt = -Infinity;
  #wake: (() => void) | null = null;

  constructor(options: {
    db: Db;
    kube: KubeClient;
    clusterId: string;
    log: Logger;
    /** What is known has changed; `proved` when guardrails that weren't proved are now. */
    onChange: (proved: boolean) => void;
  }) {
    this.#db = options.db;
    this.#kube = options.kube.bind({ signal: this.#stop.signal });
    this.#clusterId = options.clusterId;
    this.#log = options.log;
    this.#onChange = options.onChange;
    this.#prober = new Prober(options.kube, this.#stop.signal);
  }

  /** The last proof; null until there was one. */
  get proof(): Proof | null {
    return this.#proof;
  }

  /** What is known, as a namespace says it. */
  get finding(): GuardrailsFinding {
    const { cluster } = this.#kube;
    if (this.#proof === null) {
      return {
        status: 'Unknown',
        reason: 'NotLookedAt',
        message: `Berth is looking at the guardrails of ${cluster}.`,
      };
    }
    const { status, reason, message } = this.#proof;
    return status === 'True'
      ? { status, reason, message: `The guardrails of ${cluster} are in force.` }
      : { status, reason, message: `The guardrails of ${cluster} are not proved. ${message}` };
  }

  start(): void {
    this.#loops = [this.#run(), ...WATCHED.map((kind) => this.#watch(kind))];
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('stopping'));
    this.#wake?.();
    await Promise.all(this.#loops);
  }

  /** The cluster was away, or something about the bundle changed: look again in a moment. */
  again(): void {
    for (const go of [...this.#hurry]) go();
    this.#changed();
  }

  #changed(): void {
    this.#changedAt = performance.now();
    this.#due(CHANGED_MS);
  }

  // Behind a call, so that the compiler doesn't take an earlier answer for the one of now.
  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #due(ms: number): void {
    this.#dueAt = Math.min(this.#dueAt, performance.now() + ms);
    this.#wake?.();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped()) {
      const startedAt = performance.now();
      if (startedAt >= this.#dueAt) {
        // Changes during the proof make another due.
        this.#dueAt = Infinity;
        failures = (await this.#prove()) ? 0 : failures + 1;
        const wait =
          failures === 0
            ? PROVED_MS * (0.8 + Math.random() * 0.4)
            : Math.min(UNPROVED_MS.most, UNPROVED_MS.first * 2 ** Math.min(failures - 1, 10));
        this.#due(wait);
        const settled = SETTLED_MS.find((ms) => this.#changedAt + ms > startedAt);
        if (settled !== undefined) this.#due(this.#changedAt + settled - performance.now());
        await this.#pause(GAP_MS);
      } else {
        if (startedAt - this.#toldAt > TELL_MS) await this.#tell();
        await this.#pause(Math.min(this.#dueAt - performance.now(), TELL_MS));
      }
    }
  }

  /** Whether they are proved now. What is known stays as it was while the cluster doesn't answer. */
  async #prove(): Promise<boolean> {
    const before = this.#proof;
    try {
      this.#proof = await this.#prober.prove();
    } catch (error) {
      if (this.#isStopped()) return false;
      if (isOutage(error)) return false;
      this.#log[isKubeError(error) ? 'warn' : 'error'](
        { err: error },
        'the guardrails could not be looked at',
      );
      return false;
    }
    const proved = this.#proof.status === 'True';
    provedGauge.set({ cluster: this.#kube.cluster }, proved ? 1 : 0);
    if (JSON.stringify(before) === JSON.stringify(this.#proof)) return proved;
    if (before?.status !== this.#proof.status) {
      this.#log[proved ? 'info' : 'warn']({ reason: this.#proof.reason }, this.#proof.message);
    }
    await this.#tell();
    this.#onChange(proved && before?.status !== 'True');
    return proved;
  }

  /**
   * Says on every namespace of the cluster what is known now. One that a pass has at the moment is left to that pass, and
   * looked at again later.
   */
  async #tell(): Promise<void> {
    if (this.#proof === null) return;
    const { status, reason, message } = this.finding;
    try {
      await this.#db.$executeRaw`
        WITH stale AS (
          SELECT w.namespace_id
          FROM reconcile_work w
          JOIN namespace n ON n.id = w.namespace_id
          JOIN namespace_status s ON s.namespace_id = w.namespace_id
          WHERE n.cluster_id = ${this.#clusterId}::uuid AND n.released_at IS NULL
            AND (w.lease_until IS NULL OR w.lease_until <= now())
            AND EXISTS (
              SELECT 1 FROM jsonb_array_elements(s.conditions) AS c
              WHERE c ->> 'type' = 'GuardrailsProved'
                AND (c ->> 'status', c ->> 'reason', c ->> 'message')
                  IS DISTINCT FROM (${status}::text, ${reason}::text, ${message}::text))
          FOR UPDATE OF w SKIP LOCKED
        ), told AS (
          UPDATE namespace_status s
          SET updated_at = now(), conditions = (
            SELECT jsonb_agg(
              CASE WHEN c ->> 'type' <> 'GuardrailsProved' THEN c
                   ELSE c || jsonb_build_object(
                     'status', ${status}::text, 'reason', ${reason}::text, 'message', ${message}::text,
                     'lastTransitionTime', CASE WHEN c ->> 'status' = ${status}::text THEN c ->> 'lastTransitionTime'
                       ELSE to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END)
              END ORDER BY place)
            FROM jsonb_array_elements(s.conditions) WITH ORDINALITY AS every (c, place))
          FROM stale WHERE s.namespace_id = stale.namespace_id
          RETURNING s.namespace_id
        )
        INSERT INTO outbox (topic, key) SELECT 'namespace', namespace_id::text FROM told`;
      this.#toldAt = performance.now();
    } catch (error) {
      this.#log.warn({ err: error }, 'the state of the guardrails could not be written on the namespaces');
    }
  }

  /** Policies and bindings, for the moment in which one of the bundle's changes. */
  async #watch(kind: Kind): Promise<void> {
    const ours = new Set<string>(POLICY_NAMES);
    const known = new Map<string, string>();
    let listed = new Set<string>();
    const changed = (): void => this.#changed();
    const seen = (object: {
      metadata: { name: string; resourceVersion?: unknown };
      [field: string]: unknown;
    }): void => {
      const { policyName } = (object['spec'] ?? {}) as { policyName?: string };
      const { name } = object.metadata;
      if (!ours.has(name) && !ours.has(policyName ?? '')) return;
      const version = String(object.metadata.resourceVersion);
      if (known.get(name) === version) return;
      known.set(name, version);
      changed();
    };
    await watchForever(
      this.#kube,
      { kind, signal: this.#stop.signal, hurry: this.#hurry },
      {
        onListStart: () => {
          listed = new Set();
        },
        onListed: (object) => {
          listed.add(object.metadata.name);
          seen(object);
        },
        onSynced: () => {
          for (const name of [...known.keys()]) {
            if (listed.has(name)) continue;
            known.delete(name);
            changed();
          }
        },
        onEvent: (type, object) => {
          if (type !== 'DELETED') seen(object);
          else if (known.delete(object.metadata.name)) changed();
        },
      },
    );
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isStopped() || ms <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
