/**
 * Finds what somebody changed. Every object of Berth's that a watch shows is remembered by a hash of what matters in it;
 * an event with the same hash costs nothing. Anything else makes its namespace suspect: the row is read, the objects it
 * wants are rendered, and compared in memory. Only a real difference, seen once more with a live look, is written: what
 * was found, who did it, and `mark`, which makes a pass due. A settled fleet costs no write at all.
 */
import { createHash } from 'node:crypto';
import { findCondition } from '../domain/conditions/index.ts';
import { FIELD_MANAGER, ID_ANNOTATION, type KubernetesObject } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import { lastForeignManager, type KubeClient } from '../kubernetes/index.ts';
import type { Logger } from '../observability/logger.ts';
import { counter } from '../observability/metrics.ts';
import { objectKey, readDesired, wantedObjects, type DesiredRow } from './desired.ts';
import type { Seen } from './scope.ts';
import {
  driftStatement,
  foreignBinding,
  isOurs,
  problemOf,
  type ForeignBinding,
  type Problem,
} from './drift-statement.ts';

/** Milliseconds that events are gathered before they are looked at. */
const GATHER_MS = 15;
/** The same, after a pass: most of what was seen then is its own work, and one look can serve many namespaces. */
const PASSED_MS = 300;
/** Milliseconds after which a namespace that was busy is looked at again, if nothing says so earlier. */
const BUSY_AGAIN_MS = 3_000;
const BATCH = 200;
/** namespace_status.corrections keeps this many. */
const CORRECTIONS_KEPT = 20;

const corrections = counter(
  'berth_drift_corrections_total',
  'Changes by others that were found and put right. Flat in a healthy cluster.',
  ['cluster', 'kind'],
);

/** What is remembered of one object: a few words, never the object. */
interface Known {
  hash: string;
  problem: string | null;
  foreign: ForeignBinding | null;
}

interface Correction {
  at: string;
  kind: string;
  name: string;
  manager: string;
  change: string;
}

export class DriftDetector {
  readonly #db: Db;
  readonly #kube: KubeClient;
  readonly #clusterId: string;
  readonly #portalUrl: string;
  readonly #log: Logger;
  readonly #index = new Map<string, Map<string, Known>>();
  /** By namespace, by key: what was seen last; null for gone. */
  readonly #suspects = new Map<string, Map<string, KubernetesObject | null>>();
  /** Namespaces in which missing objects are looked for as well. */
  readonly #audits = new Set<string>();
  readonly #parked = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #parkTimer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: { db: Db; kube: KubeClient; clusterId: string; portalUrl: string; log: Logger }) {
    this.#db = options.db;
    this.#kube = options.kube;
    this.#clusterId = options.clusterId;
    this.#portalUrl = options.portalUrl;
    this.#log = options.log;
  }

  /** A watch or a list shows an object. */
  seen(object: KubernetesObject): void {
    const namespace = object.kind === 'Namespace' ? object.metadata.name : object.metadata.namespace;
    if (namespace === undefined) return;
    const known = this.#index.get(namespace);
    if (object.kind === 'Namespace' && known === undefined) {
      // Others' namespaces are none of our business.
      if (object.metadata.annotations?.[ID_ANNOTATION] === undefined) return;
    }
    const key = objectKey(object);
    const before = known?.get(key);
    const trimmed = trim(object);
    if (before?.problem === null && before.hash === hashOf(trimmed)) return;
    this.#suspect(namespace, key, trimmed);
  }

  /** A watch shows that an object is gone, or that it no longer carries our label. */
  gone(kind: string, name: string, namespace: string | undefined): void {
    const where = kind === 'Namespace' ? name : namespace;
    if (where === undefined) return;
    const key = `${kind}/${name}`;
    if (!this.#index.get(where)?.has(key) && !this.#suspects.get(where)?.has(key)) return;
    this.#suspect(where, key, null);
  }

  /** All objects of a kind were listed: what is remembered and wasn't among them is gone. `listed` holds "namespace/name". */
  listed(kind: string, listed: ReadonlySet<string>): void {
    for (const [namespace, known] of this.#index) {
      for (const key of known.keys()) {
        if (!key.startsWith(`${kind}/`)) continue;
        const name = key.slice(kind.length + 1);
        if (!listed.has(`${namespace}/${name}`)) this.gone(kind, name, namespace);
      }
    }
  }

  /** Looks at every settled namespace of the cluster, for missing objects too. After all kinds have been listed. */
  async audit(): Promise<void> {
    let after = '';
    while (!this.#stopped) {
      const rows = await this.#db.$queryRaw<{ name: string }[]>`
        SELECT name FROM namespace
        WHERE cluster_id = ${this.#clusterId}::uuid AND released_at IS NULL AND name > ${after}
        ORDER BY name LIMIT ${BATCH}`;
      for (const { name } of rows) {
        this.#audits.add(name);
        if (!this.#suspects.has(name)) this.#suspects.set(name, new Map());
      }
      this.#schedule(0);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = last.name;
      await this.#running;
    }
  }

  /**
   * A pass over this namespace has ended. What it has seen of the objects needs no second look, unless a watch shows
   * them otherwise; the rest of what was put off can be looked at.
   */
  passed(namespace: string, seen: readonly Seen[]): void {
    const suspects = this.#suspects.get(namespace);
    for (const { key, live, problem } of seen) {
      const hash = live === null ? '' : hashOf(trim(live));
      this.#remember(namespace).set(key, { hash, problem, foreign: null });
      const suspect = suspects?.get(key);
      if (suspect !== undefined && (suspect === null ? '' : hashOf(suspect)) === hash) suspects?.delete(key);
    }
    if (suspects?.size === 0 && !this.#audits.has(namespace)) {
      this.#suspects.delete(namespace);
      this.#parked.delete(namespace);
      return;
    }
    if (this.#parked.delete(namespace)) this.#schedule(PASSED_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#parkTimer);
    await this.#running;
  }

  // Behind a call: while something was awaited, it may have been stopped.
  #isStopped(): boolean {
    return this.#stopped;
  }

  #suspect(namespace: string, key: string, object: KubernetesObject | null): void {
    let suspects = this.#suspects.get(namespace);
    if (suspects === undefined) {
      suspects = new Map();
      this.#suspects.set(namespace, suspects);
    }
    suspects.set(key, object);
    if (!this.#parked.has(namespace)) this.#schedule(GATHER_MS);
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    // The earliest wish counts.
    const at = performance.now() + ms;
    if (this.#timer !== undefined) {
      if (this.#timerAt <= at) return;
      clearTimeout(this.#timer);
    }
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#running.then(() => this.#evaluate());
    }, ms);
  }

  #park(namespace: string): void {
    this.#parked.add(namespace);
    this.#parkTimer ??= setTimeout(() => {
      this.#parkTimer = undefined;
      this.#parked.clear();
      this.#schedule(0);
    }, BUSY_AGAIN_MS);
  }

  async #evaluate(): Promise<void> {
    if (this.#stopped) return;
    const names = [...this.#suspects.keys()].filter((name) => !this.#parked.has(name)).slice(0, BATCH);
    if (names.length === 0) return;
    try {
      const rows = await readDesired(this.#db, { clusterId: this.#clusterId, names }, this.#portalUrl);
      const byName = new Map(rows.map((row) => [row.name, row]));
      for (const name of names) {
        if (this.#isStopped()) return;
        const row = byName.get(name);
        if (row === undefined || row.deletionRequested) {
          this.#forget(name);
        } else if (!row.settled) {
          this.#park(name);
        } else {
          await this.#examine(row);
        }
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'drift could not be looked for');
      for (const name of names) this.#park(name);
    }
    if (this.#suspects.size > this.#parked.size) this.#schedule(0);
  }

  #remember(namespace: string): Map<string, Known> {
    let known = this.#index.get(namespace);
    if (known === undefined) {
      known = new Map();
      this.#index.set(namespace, known);
    }
    return known;
  }

  #forget(namespace: string): void {
    this.#suspects.delete(namespace);
    this.#audits.delete(namespace);
    this.#index.delete(namespace);
  }

  async #examine(row: DesiredRow): Promise<void> {
    const { name } = row;
    const suspects = this.#suspects.get(name) ?? new Map<string, KubernetesObject | null>();
    const audit = this.#audits.has(name);
    this.#suspects.delete(name);
    this.#audits.delete(name);
    const wanted = new Map(wantedObjects(row).map(({ object }) => [objectKey(object), object]));
    const known = this.#remember(name);

    for (const [key, live] of suspects) note(known, key, wanted.get(key), live);
    if (audit) {
      for (const [key, object] of wanted) if (!known.has(key)) note(known, key, object, null);
    }
    // Watches of different kinds run apart, and a pass may just have put it right: what looks wrong is looked at again.
    const managers = new Map<string, string>();
    for (const [key, { problem }] of [...known]) {
      if (problem === null) continue;
      const [kind = '', objectName = ''] = key.split('/');
      const live = await this.#kube.get({
        kind,
        name: objectName,
        ...(kind === 'Namespace' ? {} : { namespace: name }),
      });
      note(known, key, wanted.get(key), live === null ? null : trim(live));
      managers.set(key, (live === null ? null : lastForeignManager(live, FIELD_MANAGER)) ?? 'unknown');
    }

    const problems = [...known].flatMap(([key, { problem }]): Problem[] => {
      const [kind = '', objectName = ''] = key.split('/');
      return problem === null ? [] : [{ kind, name: objectName, what: problem }];
    });
    const foreign = [...known.values()].flatMap((entry) => entry.foreign ?? []);
    const statement = driftStatement(problems, foreign);
    const said = findCondition(row.conditions, 'Drifted');
    if (
      said?.status === statement.status &&
      said.reason === statement.reason &&
      said.message === statement.message
    ) {
      return;
    }
    const at = new Date().toISOString();
    // What its end takes away nobody else has changed.
    const corrected =
      row.mode === 'heal' && row.input.ended !== true
        ? problems.map(({ kind, name: objectName, what }) => ({
            at,
            kind,
            name: objectName,
            manager: managers.get(`${kind}/${objectName}`) ?? 'unknown',
            change: what,
          }))
        : [];
    if (await this.#makeDue(row, corrected)) {
      for (const { kind } of corrected) corrections.inc({ cluster: this.#kube.cluster, kind });
      this.#log.info({ namespace: name, problems, foreign: foreign.length }, 'the cluster is not as wanted');
    } else {
      // Somebody is at it already: once more when they are done.
      if (!this.#suspects.has(name)) this.#suspects.set(name, new Map());
      this.#park(name);
    }
  }

  /** Notes the corrections and makes a pass due, if nothing has happened to the row since it was read. */
  async #makeDue(row: DesiredRow, corrected: readonly Correction[]): Promise<boolean> {
    const [answer] = await this.#db.$queryRaw<{ marked: bigint }[]>`
      WITH held AS (
        SELECT w.namespace_id
        FROM reconcile_work w
        JOIN namespace n ON n.id = w.namespace_id
        JOIN namespace_status s ON s.namespace_id = w.namespace_id
        WHERE w.namespace_id = ${row.id}::uuid AND w.epoch = ${row.epoch.toString()}::bigint AND NOT w.retry
          AND (w.lease_until IS NULL OR w.lease_until <= now())
          AND n.released_at IS NULL AND n.generation = s.observed_generation AND n.mark = s.observed_mark
        FOR UPDATE OF w
      ), noted AS (
        UPDATE namespace_status s
        SET corrections = (
          SELECT COALESCE(jsonb_agg(kept.entry ORDER BY kept.position), '[]'::jsonb)
          FROM (
            SELECT entry, position
            FROM jsonb_array_elements(s.corrections || ${JSON.stringify(corrected)}::jsonb)
                 WITH ORDINALITY AS every (entry, position)
            ORDER BY position DESC LIMIT ${CORRECTIONS_KEPT}
          ) AS kept
        )
        FROM held WHERE s.namespace_id = held.namespace_id AND ${corrected.length > 0}
      ), marked AS (
        UPDATE namespace n SET mark = n.mark + 1 FROM held WHERE n.id = held.namespace_id RETURNING n.id
      ), announced AS (
        INSERT INTO outbox (topic, key) SELECT 'namespace', marked.id::text FROM marked
      )
      SELECT count(*) AS marked FROM marked`;
    return answer?.marked === 1n;
  }
}

/** Remembers what an object is like now. */
function note(
  known: Map<string, Known>,
  key: string,
  wanted: KubernetesObject | undefined,
  live: KubernetesObject | null,
): void {
  // Not ours, not wanted: only a binding that lets others in is worth remembering.
  if (live !== null && wanted === undefined && !isOurs(live)) {
    const foreign = live.kind === 'RoleBinding' ? foreignBinding(live) : null;
    known.set(key, { hash: hashOf(live), problem: null, foreign });
    return;
  }
  const problem = problemOf(wanted, live);
  if (live === null && problem === null) known.delete(key);
  else known.set(key, { hash: live === null ? '' : hashOf(live), problem, foreign: null });
}

/** What of an object matters here: without status, versions, and who wrote what. */
function trim(object: KubernetesObject): KubernetesObject {
  const { metadata, status: _status, ...rest } = object;
  const kept: KubernetesObject['metadata'] = { name: metadata.name };
  if (metadata.namespace !== undefined) kept.namespace = metadata.namespace;
  if (metadata.labels !== undefined) kept.labels = metadata.labels;
  if (metadata.annotations !== undefined) kept.annotations = metadata.annotations;
  if (metadata['deletionTimestamp'] !== undefined) kept['deletionTimestamp'] = metadata['deletionTimestamp'];
  return { ...rest, metadata: kept };
}

// The API server writes maps in order, so the same object gives the same text.
function hashOf(trimmed: KubernetesObject): string {
  return createHash('sha1').update(JSON.stringify(trimmed)).digest('base64url');
}
