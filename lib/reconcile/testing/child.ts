/** The worker as a process of its own, so that a test can end it the hard way. */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '../worker.ts';

const ENTRY = fileURLToPath(new URL('./process.ts', import.meta.url));

/** A worker process: loading when it is made, working after `start`. */
export class WorkerChild {
  readonly #process: ChildProcess;
  readonly #ended: Promise<number | null>;
  #log = '';

  /** `cacheDir` keeps compiled code from one child to the next. */
  constructor(cacheDir: string, logLevel = 'debug') {
    this.#process = fork(ENTRY, [], {
      execPath: process.execPath,
      execArgv: [],
      env: { ...process.env, BERTH_LOG_LEVEL: logLevel, NODE_COMPILE_CACHE: cacheDir },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const keep = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString('utf8')).slice(-20_000);
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    // A child that dies while it is spoken to is what these tests are about.
    this.#process.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      this.#process.once('exit', (code) => {
        resolve(code);
      });
    });
  }

  /** Begins to work. */
  start(options: Omit<WorkerOptions, 'log' | 'hooks'>): void {
    this.#process.send(options);
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** The end of what it logged. */
  get log(): string {
    return this.#log;
  }

  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** kill -9, and resolves when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end, and resolves to its exit status. */
  async stop(): Promise<number | null> {
    if (this.running) this.#process.kill('SIGTERM');
    return await this.#ended;
  }
}

/** Worker processes with the same task, one after the other: while one works, the next is loading. */
export class WorkerChildren {
  readonly #options: Omit<WorkerOptions, 'log' | 'hooks'>;
  readonly #cacheDir = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-workers-'));
  #current: WorkerChild | undefined;
  #next: WorkerChild;

  constructor(options: Omit<WorkerOptions, 'log' | 'hooks'>) {
    this.#options = options;
    this.#next = new WorkerChild(this.#cacheDir);
  }

  /** The one at work. */
  get current(): WorkerChild {
    if (this.#current === undefined) throw new Error('no worker was started');
    return this.#current;
  }

  /** Puts the next one to work. */
  start(): WorkerChild {
    this.#current = this.#next;
    this.#current.start(this.#options);
    this.#next = new WorkerChild(this.#cacheDir);
    return this.#current;
  }

  /** Ends all of them. */
  async end(): Promise<void> {
    await Promise.all([this.#current?.kill(), this.#next.kill()]);
    fs.rmSync(this.#cacheDir, { recursive: true, force: true });
  }
}
