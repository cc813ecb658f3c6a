import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDb, type Db } from '../db/client.ts';
import { listen, type Listener } from '../db/listen.ts';
import { createClient, TokenBucket, type ClusterAccess, type KubeClient } from '../kubernetes/index.ts';
import { createLogger, type Logger } from '../observability/logger.ts';
import { counter, gauge, histogram } from '../observability/metrics.ts';
import { claimDue, type Claim } from './claim.ts';
import { ClusterHealth } from './cluster-health.ts';
import { ClusterWatch } from './cluster-watch.ts';
import { LeaseKeeper, Stopping } from './lease.ts';
import { runPass, type PassResult } from './pass.ts';

/** What a worker is started with. */
export interface WorkerOptions {
  databaseUrl: string;
  clusters: readonly ClusterAccess[];
  /** Where people reach Berth; written on namespaces as a link. */
  portalUrl: string;
  /** Name of this worker in leases; host, process and a random part unless told. */
  owner?: string;
  /** Passes at once, per cluster: each cluster has its own, so that a dead one takes nobody else's. 32 unless told. */
  concurrency?: number;
  /** How long a claim holds without being renewed, seconds; 30 unless told. */
  leaseSeconds?: number;
  /** Longest time between two looks at the work list, milliseconds; 1,000 unless told. */
  pollMs?: number;
  /** Mean time between two full lists of a watch, milliseconds. */
  relistMs?: number;
  /** Milliseconds that passes under way get when the worker is stopped; 8,000 unless told. */
  graceMs?: number;
  log?: Logger;
  /** For tests. */
  hooks?: { onPass?: (namespaceId: string, result: PassResult) => void };
}

/** A running worker. */
export interface Worker {
  readonly owner: string;
  /** Claims no more, lets passes end or gives them back, closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

/** How often the list of clusters in Postgres is compared with those this worker has credentials for. */
const CLUSTERS_EVERY_MS = 3_000;
/** Least milliseconds between two claims: what becomes due and what becomes free meanwhile is one claim, not many. */
const CLAIM_GAP_MS = 8;
/**
 * A look at the whole work list costs more the larger the fleet is: it is followed by a rest of so many times as long as
 * it took, but for the poll.
 */
const LOOK_REST = 4;
/** Passes that only wait for the cluster's controllers take nobody's place, up to so many times the concurrency. */
const WAITING_FACTOR = 3;
/** Passes at once on a cluster that doesn't answer: enough to tell newcomers, too few to matter. */
const SICK_CONCURRENCY = 2;

const calls = counter('berth_kube_calls_total', 'Calls to API servers.', [
  'cluster',
  'verb',
  'kind',
  'outcome',
]);
const callSeconds = histogram('berth_kube_call_seconds', 'How long calls to API servers took.', [
  'cluster',
  'verb',
]);
const inFlight = gauge('berth_passes_in_flight', 'Passes under way.', ['cluster']);

/** Everything this worker has going on one cluster. */
interface Served {
  id: string;
  kube: KubeClient;
  health: ClusterHealth;
  watch: ClusterWatch;
  active: number;
}

/** Starts a worker in this process. It has no work yet when this returns; nothing it meets later is thrown here. */
export function startWorker(options: WorkerOptions): Worker {
  return new RunningWorker(options);
}

class RunningWorker implements Worker {
  readonly owner: string;
  readonly #options: WorkerOptions;
  readonly #concurrency: number;
  readonly #leaseSeconds: number;
  readonly #pollMs: number;
  readonly #log: Logger;
  readonly #db: Db;
  readonly #keeper: LeaseKeeper;
  readonly #listener: Listener;
  /** Ten tellings a second are live enough for people, and leave Postgres to the work when a thousand are made. */
  readonly #progress = new TokenBucket(10, 5);
  readonly #served = new Map<string, Served>();
  readonly #passes = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #loop: Promise<void>;
  #stopping = false;
  #stopped: Promise<void> | undefined;
  #woken = false;
  #wakeUp: (() => void) | null = null;
  #clustersAt = -Infinity;
  /** Ids that notifications named and that aren't claimed yet: only a hint, as notifications are. */
  readonly #named = new Set<string>();
  /** performance.now() at which everything is looked at next, and before which it isn't, whatever happens. */
  #lookAt = -Infinity;
  #restUntil = -Infinity;
  /** The last look at everything found more than there were places for. */
  #more = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.owner = options.owner ?? `${hostname()}/${String(process.pid)}/${randomBytes(3).toString('hex')}`;
    this.#concurrency = options.concurrency ?? 32;
    this.#leaseSeconds = options.leaseSeconds ?? 30;
    this.#pollMs = options.pollMs ?? 1_000;
    this.#log = options.log ?? createLogger('worker');
    this.#db = createDb(options.databaseUrl, { poolSize: 12 });
    this.#keeper = new LeaseKeeper(this.#db, this.#leaseSeconds, (error) => {
      this.#log.warn({ err: error }, 'the leases could not be renewed');
    });
    this.#keeper.start();
    this.#listener = listen(options.databaseUrl, ['berth_work'], (_channel, id) => this.#dueNow(id), {
      onReconnect: () => this.#due(),
    });
    this.#loop = this.#run();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
    await this.#listener.close();
    const grace = setTimeout(() => {
      for (const lease of this.#keeper.all()) lease.end(new Stopping());
    }, this.#options.graceMs ?? 8_000);
    await Promise.all(this.#passes);
    clearTimeout(grace);
    this.#keeper.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#served.values()].map((served) => this.#leave(served)));
    await this.#db.$disconnect();
  }

  #wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Something is due, nobody says what: everything is looked at, as soon as the last such look is paid for. */
  #due(): void {
    this.#lookAt = Math.min(this.#lookAt, this.#restUntil);
    this.#wake();
  }

  /** This namespace may be due. */
  #dueNow(namespaceId: string): void {
    this.#named.add(namespaceId);
    this.#wake();
  }

  /** A place may be free. */
  #freed(): void {
    if (this.#more) this.#due();
    else if (this.#named.size > 0) this.#wake();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopping) {
      try {
        if (performance.now() - this.#clustersAt > CLUSTERS_EVERY_MS) await this.#clusters();
        this.#woken = false;
        await this.#claim();
        failures = 0;
        await sleep(CLAIM_GAP_MS);
        await this.#sleep(Math.max(0, this.#lookAt - performance.now()));
      } catch (error) {
        failures += 1;
        this.#log.warn({ err: error }, 'the work list could not be read');
        this.#woken = false;
        this.#lookAt = -Infinity;
        await this.#sleep(Math.min(10_000, 250 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() * 0.5));
      }
    }
  }

  /** Claims what fits: out of everything when it is time for that, else out of what notifications named. */
  async #claim(): Promise<void> {
    const started = performance.now();
    const everything = started >= this.#lookAt;
    const named = [...this.#named];
    if (!everything && named.length === 0) return;
    const slots = [...this.#served.values()].map((served) => ({
      clusterId: served.id,
      free: this.#free(served),
    }));
    const claims = await claimDue(this.#db, {
      owner: this.owner,
      leaseSeconds: this.#leaseSeconds,
      slots,
      ...(everything ? {} : { among: named }),
    });
    for (const claim of claims) {
      this.#named.delete(claim.namespaceId);
      this.#begin(claim);
    }
    const full = slots.some(
      ({ clusterId, free }) => claims.filter((claim) => claim.clusterId === clusterId).length >= free,
    );
    if (everything) {
      const ended = performance.now();
      this.#more = full;
      this.#restUntil = ended + LOOK_REST * (ended - started);
      this.#lookAt = ended + this.#pollMs * (0.8 + Math.random() * 0.4);
    }
    // What was named and not claimed isn't due, or somebody else's; unless there was no place for it.
    if (everything || !full) for (const id of named) this.#named.delete(id);
  }

  /** Until the time is over or something may be due. */
  async #sleep(ms: number): Promise<void> {
    if (this.#woken || this.#stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wakeUp = null;
  }

  #free(served: Served): number {
    if (served.health.outage !== null) return Math.max(0, SICK_CONCURRENCY - served.active);
    // Whoever waits for the cluster's controllers does nothing: more can be begun, within reason.
    const idle = Math.min(served.watch.sights.waiting, this.#concurrency * WAITING_FACTOR);
    return Math.max(0, this.#concurrency - (served.active - idle));
  }

  #begin(claim: Claim): void {
    const served = [...this.#served.values()].find(({ id }) => id === claim.clusterId);
    // A cluster that was archived between two looks: the lease runs out.
    if (served === undefined) return;
    const lease = this.#keeper.hold(claim);
    served.active += 1;
    inFlight.set({ cluster: served.kube.cluster }, served.active);
    const pass = runPass(
      {
        db: this.#db,
        kube: served.kube,
        log: this.#log,
        portalUrl: this.#options.portalUrl,
        outage: () => served.health.outage,
        guardrails: () => served.health.guardrails,
        sights: served.watch.sights,
        progress: this.#progress,
        suspect: () => {
          served.health.suspect();
        },
      },
      lease,
    ).then((result) => {
      this.#keeper.drop(lease);
      served.active -= 1;
      inFlight.set({ cluster: served.kube.cluster }, served.active);
      if (result.namespace !== null) served.watch.drift.passed(result.namespace, result.seen ?? []);
      this.#options.hooks?.onPass?.(claim.namespaceId, result);
      // Shorter waits than the poll are kept on time.
      if (result.againMs !== null && result.againMs < this.#pollMs) {
        this.#later(result.againMs, claim.namespaceId);
      }
      this.#freed();
    });
    this.#passes.add(pass);
    void pass.finally(() => this.#passes.delete(pass));
  }

  #later(ms: number, namespaceId: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#dueNow(namespaceId);
    }, ms);
    this.#timers.add(timer);
  }

  /** Serves the clusters that are both in Postgres and in the worker's file. */
  async #clusters(): Promise<void> {
    const { clusters } = this.#options;
    const rows = await this.#db.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM cluster
      WHERE archived_at IS NULL AND name = ANY (${clusters.map(({ name }) => name)}::text[])`;
    this.#clustersAt = performance.now();
    for (const [name, served] of this.#served) {
      if (rows.some((row) => row.id === served.id)) continue;
      this.#served.delete(name);
      this.#log.info({ cluster: name }, 'the cluster is no longer served');
      void this.#leave(served);
    }
    for (const { id, name } of rows) {
      const access = clusters.find((cluster) => cluster.name === name);
      if (access !== undefined && !this.#served.has(name)) this.#serve(id, access);
    }
  }

  #serve(id: string, access: ClusterAccess): void {
    const kube = createClient(access, {
      onCall: ({ verb, kind, outcome, seconds }) => {
        calls.inc({ cluster: access.name, verb, kind, outcome });
        callSeconds.observe({ cluster: access.name, verb }, seconds);
      },
    });
    const log = this.#log.child({ cluster: access.name });
    const due = (): void => this.#due();
    const watch = new ClusterWatch({
      db: this.#db,
      kube,
      clusterId: id,
      portalUrl: this.#options.portalUrl,
      log,
      relistMs: this.#options.relistMs,
      onDue: due,
    });
    const health = new ClusterHealth({
      db: this.#db,
      kube,
      clusterId: id,
      log,
      onRecovered: () => {
        watch.hurry();
        this.#due();
      },
      findings: () => watch.findings,
    });
    watch.sights.onWait = () => this.#freed();
    health.start();
    watch.start();
    this.#lookAt = -Infinity;
    this.#served.set(access.name, { id, kube, health, watch, active: 0 });
    log.info('the cluster is served');
  }

  async #leave(served: Served): Promise<void> {
    await Promise.all([served.health.stop(), served.watch.stop()]);
    await served.kube.close();
  }
}
