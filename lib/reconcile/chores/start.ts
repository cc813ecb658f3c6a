/** Runs the chores in this process, when pg-boss says that one is due and that it is this worker's turn. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { createDb, type Db } from '../../db/client.ts';
import { counter, gauge } from '../../observability/metrics.ts';
import type { Logger } from '../../observability/logger.ts';
import { CHORES, type Chore } from './chores.ts';

export interface ChoresOptions {
  databaseUrl: string;
  log: Logger;
  /** Seconds between two looks for a due chore, 0.5 at least; 30 unless told. */
  pollSeconds?: number;
}

/** Chores that run until they are stopped. */
export interface RunningChores {
  /** Starts none any more, lets the one under way end early, closes everything. Never throws; safe to call twice. */
  stop(): Promise<void>;
}

/** Longest wait between two attempts to start, ms. */
const LONGEST_WAIT_MS = 60_000;
/** How long a chore under way gets when the worker is stopped, ms. */
const GRACE_MS = 5_000;
/** How long the same error of pg-boss is not logged again, ms. */
const QUIET_MS = 60_000;

const QUEUE = {
  // One waits or runs at most, however many workers there are.
  policy: 'exclusive',
  // A worker that died in the middle: somebody else may try then, seconds.
  expireInSeconds: 300,
  retryLimit: 3,
  retryDelay: 30,
  retryBackoff: true,
  // Two days of history are enough to see what was done when.
  deleteAfterSeconds: 2 * 86_400,
} as const;

const runs = counter('berth_chores_total', 'Chores, by how they ended.', ['chore', 'outcome']);
const doneAt = gauge('berth_chore_done_timestamp_seconds', 'When this worker last did a chore.', ['chore']);

/**
 * Starts the chores. Nothing runs yet when this returns, and nothing that goes wrong later is thrown here: while Postgres
 * is away it tries again, for ever.
 */
export function startChores(options: ChoresOptions): RunningChores {
  return new Chores(options);
}

class Chores implements RunningChores {
  readonly #log: Logger;
  readonly #pollSeconds: number;
  readonly #db: Db;
  readonly #boss: PgBoss;
  readonly #stopping = new AbortController();
  readonly #listening = new Set<string>();
  readonly #started: Promise<void>;
  #stopped: Promise<void> | undefined;
  #lastError = { what: '', at: -Infinity };

  constructor({ databaseUrl, log, pollSeconds = 30 }: ChoresOptions) {
    this.#log = log;
    this.#pollSeconds = pollSeconds;
    this.#db = createDb(databaseUrl, { poolSize: 2 });
    this.#boss = new PgBoss({
      connectionString: databaseUrl,
      schema: 'pgboss',
      max: 2,
      connectionTimeoutMillis: 5_000,
      cronWorkerIntervalSeconds: 30,
      // Berth uses no flows; asking for them every few seconds would be all that an idle worker does.
      flowIntervalSeconds: 3_600,
    });
    // Without these listeners an error would end the process.
    this.#boss.on('error', (error) => this.#tell(error));
    this.#boss.on('warning', ({ message, data }) => this.#log.warn({ data }, `pg-boss: ${message}`));
    this.#started = this.#start();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  /** Tries until it is done or the worker stops. Each step may be done again; never throws. */
  async #start(): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = 1_000; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        await this.#boss.start();
        for (const chore of CHORES) await this.#prepare(chore);
        this.#log.info({ chores: CHORES.map(({ name }) => name) }, 'the chores are scheduled');
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#log.warn({ err: error, againInMs: wait }, 'the chores could not be started; trying again');
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #prepare(chore: Chore): Promise<void> {
    const { policy, ...changeable } = QUEUE;
    await this.#boss.createQueue(chore.name, { policy });
    // An older release may have made it, with other settings.
    await this.#boss.updateQueue(chore.name, changeable);
    // Due while no worker ran: once is enough, and at once.
    await this.#boss.schedule(chore.name, chore.cron, null, { tz: 'UTC', missed: 'once' });
    if (this.#listening.has(chore.name)) return;
    await this.#boss.work(chore.name, { pollingIntervalSeconds: this.#pollSeconds }, async (jobs) => {
      for (const job of jobs) await this.#run(chore, job.signal);
    });
    this.#listening.add(chore.name);
  }

  /** Throws what the chore throws, for pg-boss to try it again. */
  async #run(chore: Chore, expired: AbortSignal): Promise<void> {
    const started = performance.now();
    try {
      const done = await chore.run(this.#db, AbortSignal.any([expired, this.#stopping.signal]));
      const ms = Math.round(performance.now() - started);
      const idle = Object.values(done).every((count) => count === 0);
      this.#log[idle ? 'debug' : 'info']({ chore: chore.name, ms, ...done }, 'chore done');
      runs.inc({ chore: chore.name, outcome: 'done' });
      doneAt.set({ chore: chore.name }, Date.now() / 1000);
    } catch (error) {
      this.#log.error({ err: error, chore: chore.name }, 'the chore failed; it will be tried again');
      runs.inc({ chore: chore.name, outcome: 'failed' });
      throw error;
    }
  }

  /** Each of pg-boss's timers meets an outage by itself: one line a minute says as much. */
  #tell(error: Error): void {
    const code = (error as { code?: unknown }).code;
    // Pollers put their own name behind the message.
    const what = typeof code === 'string' ? code : error.message.replace(/ \(Queue: .*/, '');
    const now = performance.now();
    if (what === this.#lastError.what && now - this.#lastError.at < QUIET_MS) return;
    this.#lastError = { what, at: now };
    this.#log.warn({ err: error }, 'pg-boss met an error; it goes on');
  }

  async #end(): Promise<void> {
    this.#stopping.abort();
    await this.#started;
    try {
      await this.#boss.stop({ timeout: GRACE_MS });
    } catch (error) {
      this.#log.warn({ err: error }, 'pg-boss did not stop cleanly');
    }
    await this.#db.$disconnect().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the connections of the chores did not close cleanly');
    });
  }
}
