/**
 * What pages and live checks need to know of a cluster, in Postgres: the name and labels of every namespace, and each namespace's
 * quota used against hard. Fed by watches, written in batches, and only where something changed.
 */
import { ID_ANNOTATION, type KubernetesObject } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import type { Logger } from '../observability/logger.ts';

/** Milliseconds that changes are gathered before they are written. */
const NAMES_AFTER_MS = 200;
const USAGE_AFTER_MS = 500;
/** After a write that failed. */
const AGAIN_MS = 2_000;

interface NameRow {
  name: string;
  uid: string;
  berthId: string | null;
  phase: string;
  labels: Record<string, string>;
}

interface UsageRow {
  name: string;
  hard: Record<string, string>;
  used: Record<string, string>;
}

export class Mirror {
  readonly #db: Db;
  readonly #clusterId: string;
  readonly #log: Logger;
  /** What Postgres has or is about to have, by name. */
  readonly #names = new Map<string, string>();
  readonly #usage = new Map<string, string>();
  readonly #nameChanges = new Map<string, NameRow | null>();
  readonly #usageChanges = new Map<string, UsageRow>();
  #nameTimer: NodeJS.Timeout | undefined;
  #usageTimer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: { db: Db; clusterId: string; log: Logger }) {
    this.#db = options.db;
    this.#clusterId = options.clusterId;
    this.#log = options.log;
  }

  /** A namespace is there, ours or not. */
  namespaceSeen(object: KubernetesObject): void {
    const uid = object.metadata['uid'];
    const row: NameRow = {
      name: object.metadata.name,
      uid: typeof uid === 'string' ? uid : '',
      berthId: object.metadata.annotations?.[ID_ANNOTATION] ?? null,
      phase: (object['status'] as { phase?: string } | undefined)?.phase ?? 'Active',
      labels: object.metadata.labels ?? {},
    };
    const text = JSON.stringify(row);
    if (this.#names.get(row.name) === text) return;
    this.#names.set(row.name, text);
    this.#nameChanges.set(row.name, row);
    this.#nameTimer ??= this.#later(NAMES_AFTER_MS, () => this.#writeNames());
  }

  namespaceGone(name: string): void {
    this.#names.delete(name);
    this.#usage.delete(name);
    this.#nameChanges.set(name, null);
    this.#nameTimer ??= this.#later(NAMES_AFTER_MS, () => this.#writeNames());
  }

  /** Every namespace has been seen: what Postgres has beyond these is gone. */
  async namespacesSynced(names: ReadonlySet<string>): Promise<void> {
    for (const name of [...this.#names.keys()]) if (!names.has(name)) this.#names.delete(name);
    await this.#guarded(async () => {
      await this.#db.$executeRaw`
        DELETE FROM cluster_namespace
        WHERE cluster_id = ${this.#clusterId}::uuid AND name <> ALL (${[...names]}::text[])`;
    });
  }

  /** A quota of Berth's was seen. */
  quotaSeen(object: KubernetesObject): void {
    const name = object.metadata.namespace;
    const status = object['status'] as Partial<Pick<UsageRow, 'hard' | 'used'>> | undefined;
    if (name === undefined || status?.hard === undefined) return;
    const row: UsageRow = { name, hard: status.hard, used: status.used ?? {} };
    const text = JSON.stringify(row);
    if (this.#usage.get(name) === text) return;
    this.#usage.set(name, text);
    this.#usageChanges.set(name, row);
    this.#usageTimer ??= this.#later(USAGE_AFTER_MS, () => this.#writeUsage());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#nameTimer);
    clearTimeout(this.#usageTimer);
    await this.#flushing;
  }

  #later(ms: number, write: () => Promise<void>): NodeJS.Timeout {
    return setTimeout(() => {
      this.#flushing = this.#flushing.then(write);
    }, ms);
  }

  async #writeNames(): Promise<void> {
    this.#nameTimer = undefined;
    const changes = [...this.#nameChanges];
    this.#nameChanges.clear();
    const rows = changes.flatMap(([, row]) => (row === null ? [] : [row]));
    const gone = changes.flatMap(([name, row]) => (row === null ? [name] : []));
    await this.#guarded(
      async () => {
        if (rows.length > 0) {
          await this.#db.$executeRaw`
            INSERT INTO cluster_namespace AS c (cluster_id, name, uid, berth_id, phase, labels)
            SELECT ${this.#clusterId}::uuid, r.name, r.uid, r."berthId", r.phase, r.labels
            FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
              AS r (name text, uid text, "berthId" text, phase text, labels jsonb)
            ON CONFLICT (cluster_id, name) DO UPDATE
            SET uid = excluded.uid, berth_id = excluded.berth_id, phase = excluded.phase, labels = excluded.labels, observed_at = now()
            WHERE (c.uid, c.berth_id, c.phase, c.labels)
              IS DISTINCT FROM (excluded.uid, excluded.berth_id, excluded.phase, excluded.labels)`;
        }
        if (gone.length > 0) {
          await this.#db.$executeRaw`
            DELETE FROM cluster_namespace WHERE cluster_id = ${this.#clusterId}::uuid AND name = ANY (${gone}::text[])`;
        }
      },
      () => {
        for (const [name, row] of changes) if (!this.#nameChanges.has(name)) this.#nameChanges.set(name, row);
        this.#nameTimer ??= this.#later(AGAIN_MS, () => this.#writeNames());
      },
    );
  }

  async #writeUsage(): Promise<void> {
    this.#usageTimer = undefined;
    const rows = [...this.#usageChanges.values()];
    this.#usageChanges.clear();
    await this.#guarded(
      async () => {
        await this.#db.$executeRaw`
          WITH seen AS (
            SELECT n.id, r.hard, r.used
            FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (name text, hard jsonb, used jsonb)
            JOIN namespace n ON n.cluster_id = ${this.#clusterId}::uuid AND n.name = r.name AND n.released_at IS NULL
          ), written AS (
            INSERT INTO namespace_usage AS u (namespace_id, hard, used)
            SELECT id, hard, used FROM seen
            ON CONFLICT (namespace_id) DO UPDATE SET hard = excluded.hard, used = excluded.used, observed_at = now()
            WHERE (u.hard, u.used) IS DISTINCT FROM (excluded.hard, excluded.used)
            RETURNING u.namespace_id
          )
          INSERT INTO outbox (topic, key) SELECT 'namespace', namespace_id::text FROM written`;
      },
      () => {
        for (const row of rows) if (!this.#usageChanges.has(row.name)) this.#usageChanges.set(row.name, row);
        this.#usageTimer ??= this.#later(AGAIN_MS, () => this.#writeUsage());
      },
    );
  }

  async #guarded(write: () => Promise<void>, onFailure: () => void = () => undefined): Promise<void> {
    if (this.#stopped) return;
    try {
      await write();
    } catch (error) {
      onFailure();
      this.#log.warn({ err: error }, 'the mirror could not be written');
    }
  }
}
