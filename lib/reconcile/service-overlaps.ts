/**
 * Finds Services of one namespace that select the same pods (lib/domain/service-overlaps) and tells of them on the
 * namespace. Of each Service its selector is remembered and nothing else.
 */
import {
  selectingService,
  serviceOverlaps,
  type SelectingService,
} from '../domain/service-overlaps/index.ts';
import type { KubernetesObject } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import type { Logger } from '../observability/logger.ts';
import { writeFindings } from './findings.ts';

/** Milliseconds that changes are gathered: a chart's Services come together. */
const GATHER_MS = 500;
/** After a write that failed. */
const AGAIN_MS = 2_000;

export class ServiceOverlaps {
  readonly #db: Db;
  readonly #clusterId: string;
  readonly #log: Logger;
  readonly #services = new Map<string, Map<string, SelectingService>>();
  readonly #changed = new Set<string>();
  /** Every namespace is to be looked at, also those without a Service. */
  #all = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: { db: Db; clusterId: string; log: Logger }) {
    this.#db = options.db;
    this.#clusterId = options.clusterId;
    this.#log = options.log;
  }

  /** A Service was seen. */
  seen(object: KubernetesObject): void {
    const { name, namespace = '' } = object.metadata;
    const service = selectingService(object);
    if (service === null) {
      this.gone(namespace, name);
      return;
    }
    let there = this.#services.get(namespace);
    if (there === undefined) {
      there = new Map();
      this.#services.set(namespace, there);
    }
    if (JSON.stringify(there.get(name)) === JSON.stringify(service)) return;
    there.set(name, service);
    this.#note(namespace);
  }

  gone(namespace: string, name: string): void {
    const there = this.#services.get(namespace);
    if (there?.delete(name) !== true) return;
    if (there.size === 0) this.#services.delete(namespace);
    this.#note(namespace);
  }

  /** All Services were seen. `listed` holds "namespace/name". */
  listed(listed: ReadonlySet<string>): void {
    for (const [namespace, there] of [...this.#services]) {
      for (const name of [...there.keys()]) {
        if (!listed.has(`${namespace}/${name}`)) this.gone(namespace, name);
      }
    }
    this.#all = true;
    this.#later(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#writing;
  }

  #note(namespace: string): void {
    this.#changed.add(namespace);
    this.#later(GATHER_MS);
  }

  #later(ms: number): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#writing.then(() => this.#flush());
    }, ms);
  }

  async #flush(): Promise<void> {
    if (this.#stopped) return;
    const all = this.#all;
    const names = [...this.#changed];
    this.#all = false;
    this.#changed.clear();
    try {
      const rows = await this.#db.$queryRaw<{ id: string; name: string }[]>`
        SELECT n.id::text AS id, n.name FROM namespace n
        WHERE n.cluster_id = ${this.#clusterId}::uuid AND n.released_at IS NULL
          AND (${all} OR n.name = ANY (${names}::text[]))`;
      const findings = rows.flatMap(({ id, name }) =>
        serviceOverlaps([...(this.#services.get(name)?.values() ?? [])]).map((overlap) => ({
          namespaceId: id,
          ...overlap,
        })),
      );
      await writeFindings(
        this.#db,
        'service-overlap',
        rows.map(({ id }) => id),
        findings,
      );
    } catch (error) {
      this.#all ||= all;
      for (const name of names) this.#changed.add(name);
      this.#log.warn({ err: error }, 'overlapping Services could not be written');
      this.#later(AGAIN_MS);
    }
  }
}
