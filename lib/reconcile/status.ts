/**
 * What a pass tells about its namespace, while it runs and at its end. Every write names the epoch of the claim and is
 * refused when the claim was lost; every write announces itself in the outbox, in the same statement. While a pass runs
 * at most one write is on its way, and the next carries everything that happened since: a busy pass tells less often,
 * never late.
 */
import { setCondition, type Condition } from '../domain/conditions/index.ts';
import { phaseOf } from '../domain/lifecycle/index.ts';
import type { Db } from '../db/client.ts';
import { run, statement } from '../db/statements.ts';
import type { TokenBucket } from '../kubernetes/index.ts';
import type { Claim } from './claim.ts';
import type { DesiredRow, StoredObject } from './desired.ts';
import { LeaseLost } from './lease.ts';

/** Least time between two writes of a pass under way, milliseconds. */
const GAP_MS = 60;

/** How a pass ends, for the work list. */
export type Ending =
  | { kind: 'settled' }
  /** Again after `ms`; `failed` counts it as one more failure in a row. */
  | { kind: 'again'; ms: number; failed: boolean };

const TELL = statement<
  { namespace_id: string },
  [namespaceId: string, epoch: bigint, phase: string, conditions: string, objects: string, uid: string | null]
>(
  'tell_status',
  `WITH held AS (
     SELECT namespace_id FROM reconcile_work WHERE namespace_id = $1::uuid AND epoch = $2::bigint FOR UPDATE
   ), told AS (
     UPDATE namespace_status s
     SET phase = $3::text, conditions = $4::jsonb, objects = $5::jsonb, uid = $6::text, updated_at = now()
     FROM held WHERE s.namespace_id = held.namespace_id
   ), announced AS (
     INSERT INTO outbox (topic, key) SELECT 'namespace', held.namespace_id::text FROM held
   )
   SELECT namespace_id FROM held`,
);

const FINISH = statement<
  { namespace_id: string },
  [
    namespaceId: string,
    epoch: bigint,
    settled: boolean,
    failed: boolean,
    seconds: number,
    phase: string,
    conditions: string,
    objects: string,
    uid: string | null,
    everReady: boolean,
    generation: bigint,
    mark: bigint,
  ]
>(
  'finish_status',
  `WITH held AS (
     UPDATE reconcile_work
     SET lease_owner = NULL, lease_until = NULL, retry = NOT $3::boolean,
         attempts = CASE WHEN $3::boolean THEN 0 WHEN $4::boolean THEN attempts + 1 ELSE attempts END,
         not_before = now() + make_interval(secs => $5::float8)
     WHERE namespace_id = $1::uuid AND epoch = $2::bigint
     RETURNING namespace_id
   ), told AS (
     UPDATE namespace_status s
     SET phase = $6::text, conditions = $7::jsonb, objects = $8::jsonb, uid = $9::text,
         ready_at = CASE WHEN $10::boolean THEN COALESCE(s.ready_at, now()) ELSE s.ready_at END,
         observed_generation = CASE WHEN $3::boolean
           THEN GREATEST(s.observed_generation, $11::bigint) ELSE s.observed_generation END,
         observed_mark = CASE WHEN $3::boolean THEN GREATEST(s.observed_mark, $12::bigint) ELSE s.observed_mark END,
         updated_at = now()
     FROM held WHERE s.namespace_id = held.namespace_id
   ), announced AS (
     INSERT INTO outbox (topic, key) SELECT 'namespace', held.namespace_id::text FROM held
   )
   SELECT namespace_id FROM held`,
);

export class Status {
  readonly #db: Db;
  readonly #claim: Claim;
  readonly #row: DesiredRow;
  readonly #progress: TokenBucket;
  readonly #lost: (error: Error) => void;
  readonly #objects: Map<string, StoredObject>;
  #conditions: Condition[];
  #uid: string | null;
  #everReady: boolean;
  #dirty = false;
  #writing: Promise<void> | null = null;
  #closed = false;
  #hurry: (() => void) | null = null;

  constructor(db: Db, claim: Claim, row: DesiredRow, progress: TokenBucket, onLost: (error: Error) => void) {
    this.#progress = progress;
    this.#db = db;
    this.#claim = claim;
    this.#row = row;
    this.#lost = onLost;
    this.#conditions = row.conditions;
    this.#objects = new Map(row.objects.map((object) => [`${object.kind}/${object.name}`, object]));
    this.#uid = row.uid;
    this.#everReady = row.everReady;
  }

  get conditions(): readonly Condition[] {
    return this.#conditions;
  }

  get uid(): string | null {
    return this.#uid;
  }

  /** The uid of the live Namespace, once it is proved to be ours. */
  setUid(uid: string): void {
    if (this.#uid === uid) return;
    this.#uid = uid;
    this.#touch();
  }

  /** Says something about the namespace, for the generation this pass works on. */
  condition(condition: Omit<Condition, 'lastTransitionTime' | 'observedGeneration'>): void {
    const observedGeneration = Number(this.#row.generation);
    const before = this.#conditions.find(({ type }) => type === condition.type);
    if (
      before?.status === condition.status &&
      before.reason === condition.reason &&
      before.message === condition.message &&
      before.observedGeneration === observedGeneration
    ) {
      return;
    }
    this.#conditions = setCondition(this.#conditions, { ...condition, observedGeneration }, new Date());
    this.#touch();
  }

  /** Where an object stands. */
  object(
    object: { kind: string; name: string; namespace?: string | undefined; stage: string },
    state: StoredObject['state'],
    message?: string,
  ): void {
    const key = `${object.kind}/${object.name}`;
    const before = this.#objects.get(key);
    if (before?.state === state && before.message === message && before.stage === object.stage) return;
    this.#objects.set(key, {
      kind: object.kind,
      name: object.name,
      ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
      stage: object.stage,
      state,
      ...(message === undefined ? {} : { message }),
      at: new Date().toISOString(),
    });
    this.#touch();
  }

  /** Forgets objects that are neither wanted nor there. */
  forget(keep: (key: string) => boolean): void {
    for (const key of this.#objects.keys()) {
      if (keep(key)) continue;
      this.#objects.delete(key);
      this.#touch();
    }
  }

  /** Puts the objects into the order they are applied in; unknown ones last. */
  order(keys: readonly string[]): void {
    const rank = new Map(keys.map((key, index) => [key, index]));
    const sorted = [...this.#objects.entries()].sort(
      ([a], [b]) => (rank.get(a) ?? keys.length) - (rank.get(b) ?? keys.length),
    );
    this.#objects.clear();
    for (const [key, value] of sorted) this.#objects.set(key, value);
  }

  /** Tells the end of the pass and gives the claim back, in one statement. @throws LeaseLost when it was lost. */
  async finish(ending: Ending): Promise<void> {
    this.#closed = true;
    this.#hurry?.();
    await this.#writing;
    const { generation, mark } = this.#row;
    const settled = ending.kind === 'settled';
    const failed = ending.kind === 'again' && ending.failed;
    const ms = ending.kind === 'again' ? ending.ms : 0;
    const shown = this.#shown();
    // What was true when the pass began is what it has observed; a change since then stays due.
    const [held] = await run(this.#db, FINISH, [
      this.#claim.namespaceId,
      this.#claim.epoch,
      settled,
      failed,
      ms / 1000,
      shown.phase,
      shown.conditions,
      shown.objects,
      shown.uid,
      shown.everReady,
      generation,
      mark,
    ]);
    if (held === undefined) throw new LeaseLost();
  }

  /** Ends without another write: the claim was lost, or the row has been released. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#hurry?.();
    await this.#writing;
  }

  #touch(): void {
    this.#dirty = true;
    if (this.#closed || this.#writing !== null) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = null;
    });
  }

  async #write(): Promise<void> {
    while (this.#dirty && !this.#closed) {
      // What happens in the same turn goes out together; in a crowd, what happens in the time until it is our turn.
      await this.#pause(this.#progress.take());
      if (this.#isClosed()) {
        this.#progress.giveBack();
        return;
      }
      this.#dirty = false;
      const shown = this.#shown();
      try {
        const [held] = await run(this.#db, TELL, [
          this.#claim.namespaceId,
          this.#claim.epoch,
          shown.phase,
          shown.conditions,
          shown.objects,
          shown.uid,
        ]);
        if (held === undefined) {
          this.#lost(new LeaseLost());
          return;
        }
      } catch {
        // Progress is a courtesy; the end of the pass is what must be written.
        return;
      }
      await this.#pause(GAP_MS);
    }
  }

  // Behind a call: while something was awaited, the pass may have ended.
  #isClosed(): boolean {
    return this.#closed;
  }

  /** Waits; the end of the pass cuts it short. */
  async #pause(ms: number): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#hurry = null;
  }

  #shown(): { phase: string; conditions: string; objects: string; uid: string | null; everReady: boolean } {
    const ready = this.#conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
    this.#everReady ||= ready;
    return {
      phase: phaseOf({
        conditions: this.#conditions,
        everReady: this.#everReady,
        deletionRequested: this.#row.deletionRequested,
        released: false,
      }),
      conditions: JSON.stringify(this.#conditions),
      objects: JSON.stringify([...this.#objects.values()]),
      uid: this.#uid,
      everReady: this.#everReady,
    };
  }
}
