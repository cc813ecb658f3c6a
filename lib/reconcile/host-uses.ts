/**
 * The mirror of every host that objects of a cluster carry, in our namespaces and others': what is asked before a name is
 * granted, and what a revocation is compared with. Fed by watches, kept in memory as a few words per object, written in
 * batches and only where something differs.
 */
import { hostUses, type HostUse } from '../domain/host-uses/index.ts';
import type { KubernetesObject } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import type { Logger } from '../observability/logger.ts';
import { reportUngrantedHosts } from './findings.ts';

/** Milliseconds that changes are gathered before they are written. */
const GATHER_MS = 200;
/** After a write that failed. */
const AGAIN_MS = 2_000;
/** Objects in one write. */
const BATCH = 1_000;

interface Carrier {
  kind: string;
  namespace: string;
  name: string;
  uses: HostUse[];
}

type Job = () => Promise<void>;

export class HostUses {
  readonly #db: Db;
  readonly #clusterId: string;
  readonly #log: Logger;
  readonly #onDue: () => void;
  /** What Postgres has or is about to have, by "Kind/namespace/name"; objects that carry no host are not remembered. */
  readonly #known = new Map<string, string>();
  readonly #changes = new Map<string, Carrier>();
  readonly #synced = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: {
    db: Db;
    clusterId: string;
    log: Logger;
    /** Rows were made due. */
    onDue: () => void;
  }) {
    this.#db = options.db;
    this.#clusterId = options.clusterId;
    this.#log = options.log;
    this.#onDue = options.onDue;
  }

  /** An object was seen, of a kind that can carry hosts. */
  seen(object: KubernetesObject): void {
    const { name, namespace = '' } = object.metadata;
    // On its way out it still serves; it is gone when the cluster says so.
    this.#change({ kind: object.kind, namespace, name, uses: hostUses(object) });
  }

  gone(kind: string, namespace: string, name: string): void {
    this.#change({ kind, namespace, name, uses: [] });
  }

  /** All objects of a kind were seen: what is remembered, or in Postgres, and wasn't among them is gone. `listed` holds "namespace/name". */
  listed(kind: string, listed: ReadonlySet<string>): void {
    const carriers: { namespace: string; name: string }[] = [];
    for (const key of this.#known.keys()) {
      if (!key.startsWith(`${kind}/`)) continue;
      const place = key.slice(kind.length + 1);
      const slash = place.indexOf('/');
      const carrier = { namespace: place.slice(0, slash), name: place.slice(slash + 1) };
      if (listed.has(place)) carriers.push(carrier);
      else this.gone(kind, carrier.namespace, carrier.name);
    }
    this.#synced.add(kind);
    this.#enqueue(
      () => this.#forgetOthers(kind, carriers),
      () => {
        this.#synced.delete(kind);
      },
    );
  }

  /** Whether all objects of a kind have been seen, and Postgres has no other. */
  knows(kind: string): boolean {
    return this.#synced.has(kind);
  }

  /** The cluster doesn't serve a kind: nothing of it carries a host. */
  notServed(kind: string): void {
    if (this.#synced.has(kind) && ![...this.#known.keys()].some((key) => key.startsWith(`${kind}/`))) return;
    this.listed(kind, new Set());
  }

  /** Looks at every namespace of the cluster again: grants may have changed while nobody looked. */
  review(): void {
    this.#enqueue(() => this.#report('all'));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#writing;
  }

  #change(carrier: Carrier): void {
    const key = `${carrier.kind}/${carrier.namespace}/${carrier.name}`;
    const text = carrier.uses.length === 0 ? undefined : JSON.stringify(carrier.uses);
    if (this.#known.get(key) === text) return;
    if (text === undefined) this.#known.delete(key);
    else this.#known.set(key, text);
    this.#changes.set(key, carrier);
    this.#later(GATHER_MS);
  }

  #later(ms: number): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#enqueue(() => this.#flush());
    }, ms);
  }

  /** One write at a time, in the order they were asked for. */
  #enqueue(job: Job, onFailure: () => void = () => undefined): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#stopped) return;
      try {
        await job();
      } catch (error) {
        onFailure();
        this.#log.warn({ err: error }, 'the hosts in use could not be written');
      }
    });
  }

  async #flush(): Promise<void> {
    const batch = [...this.#changes].slice(0, BATCH);
    if (batch.length === 0) return;
    for (const [key] of batch) this.#changes.delete(key);
    try {
      const changed = await this.#write(batch.map(([, carrier]) => carrier));
      await this.#report(changed);
    } catch (error) {
      for (const [key, carrier] of batch) if (!this.#changes.has(key)) this.#changes.set(key, carrier);
      this.#later(AGAIN_MS);
      throw error;
    }
    if (this.#changes.size > 0) this.#later(0);
  }

  /** Resolves to the namespaces in which something changed. */
  async #write(carriers: readonly Carrier[]): Promise<string[]> {
    const uses = carriers.flatMap(({ kind, namespace, name, uses: all }) =>
      all.map(({ host, path }) => ({ kind, namespace, name, host, path })),
    );
    const rows = await this.#db.$queryRaw<{ namespace: string }[]>`
      WITH looked AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(carriers.map(({ kind, namespace, name }) => ({ kind, namespace, name })))}::jsonb)
          AS r (namespace text, kind text, name text)
      ), seen AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
          AS r (namespace text, kind text, name text, host text, path text)
      ), gone AS (
        DELETE FROM cluster_host_use c USING looked l
        WHERE c.cluster_id = ${this.#clusterId}::uuid
          AND (c.namespace, c.kind, c.name) = (l.namespace, l.kind, l.name)
          AND NOT EXISTS (SELECT 1 FROM seen s
                          WHERE (s.namespace, s.kind, s.name, s.host, s.path) = (c.namespace, c.kind, c.name, c.host, c.path))
        RETURNING c.namespace
      ), put AS (
        INSERT INTO cluster_host_use (cluster_id, namespace, kind, name, host, path)
        SELECT ${this.#clusterId}::uuid, namespace, kind, name, host, path FROM seen
        ON CONFLICT DO NOTHING
        RETURNING namespace
      )
      SELECT namespace FROM gone UNION SELECT namespace FROM put`;
    return rows.map(({ namespace }) => namespace);
  }

  async #forgetOthers(kind: string, carriers: readonly { namespace: string; name: string }[]): Promise<void> {
    const rows = await this.#db.$queryRaw<{ namespace: string }[]>`
      WITH there AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(carriers)}::jsonb) AS r (namespace text, name text)
      ), gone AS (
        DELETE FROM cluster_host_use c
        WHERE c.cluster_id = ${this.#clusterId}::uuid AND c.kind = ${kind}
          AND NOT EXISTS (SELECT 1 FROM there t WHERE (t.namespace, t.name) = (c.namespace, c.name))
        RETURNING c.namespace
      )
      SELECT DISTINCT namespace FROM gone`;
    await this.#report(rows.map(({ namespace }) => namespace));
  }

  /** Where what is said of a namespace's hosts changed, a pass says it on the namespace itself too. */
  async #report(names: readonly string[] | 'all'): Promise<void> {
    if (names.length === 0) return;
    const { changed } = await reportUngrantedHosts(this.#db, this.#clusterId, names);
    if (names !== 'all') await this.#announce(names);
    if (changed.length === 0) return;
    await this.#db.$executeRaw`
      UPDATE namespace SET mark = mark + 1
      WHERE id = ANY (${changed}::uuid[]) AND released_at IS NULL AND deletion_requested_at IS NULL`;
    this.#onDue();
  }
  /** Pages that show what uses a host look again. */
  async #announce(names: readonly string[]): Promise<void> {
    await this.#db.$executeRaw`
      INSERT INTO outbox (topic, key)
      SELECT 'namespace', id::text FROM namespace
      WHERE cluster_id = ${this.#clusterId}::uuid AND name = ANY (${[...names]}::text[]) AND released_at IS NULL`;
  }
}
