/**
 * Children of the stack: started in a process group of their own, logged to a file, waited for by condition, stopped
 * in order. Where Linux offers it (`setpriv --pdeathsig`) a child dies with its parent, even by `kill -9`; elsewhere the
 * next start finds it in pids.json and ends it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, startTimeOf, type ProcessIdentity } from '../assets/pid-lock.ts';

/** A child's whole environment. */
export type ChildEnvironment = Record<string, string> & { NODE_ENV: 'production' | 'development' };

/** What to start. */
export interface ProcessSpec {
  name: string;
  command: readonly [string, ...string[]];
  /** The whole environment of the child: nothing is inherited. */
  env: ChildEnvironment;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** Asks for a clean end; default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** What the child gets when its parent dies; default SIGKILL. */
  orphanSignal?: NodeJS.Signals;
  /** Milliseconds between `stopSignal` and SIGKILL; default 10,000. */
  grace?: number;
  /** Once it was ready, start it again when it ends by itself, after 0.5 s, doubling to 8 s. */
  restart?: boolean;
}

/** A running child. */
export interface ManagedProcess {
  readonly name: string;
  readonly pid: number | undefined;
  readonly running: boolean;
  readonly logFile: string;
  /** Resolves when `check` answers true. @throws when the child ends first, or after `timeout` ms, with its last log lines. */
  waitUntil(what: string, check: () => Promise<boolean>, timeout: number): Promise<void>;
  /** Sends a signal to the process itself (SIGKILL, SIGSTOP and SIGCONT: to its whole group). */
  signal(signal: NodeJS.Signals): void;
  /** Ends it: asks, waits, kills. It is not restarted. Safe to call twice. */
  stop(): Promise<void>;
  /** Starts it again after `stop` or a crash; does nothing while it runs. */
  start(): void;
}

interface PidRecord extends ProcessIdentity {
  name: string;
}

const PDEATHSIG = process.platform === 'linux' ? findSetpriv() : undefined;

function findSetpriv(): string | undefined {
  return (process.env['PATH'] ?? '/usr/bin:/bin')
    .split(':')
    .map((folder) => path.join(folder, 'setpriv'))
    .find((file) => fs.existsSync(file));
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}

/** Starts and remembers the children of one state folder. */
export class Supervisor {
  readonly #children = new Map<string, Child>();
  readonly #pidFile: string;
  #closed = false;
  readonly stateDir: string;
  /** Called when a child ends without being asked to. */
  onUnexpectedExit: (name: string, how: string, logFile: string) => void = () => undefined;

  constructor(stateDir: string) {
    this.stateDir = stateDir;
    this.#pidFile = path.join(stateDir, 'pids.json');
    fs.mkdirSync(path.join(stateDir, 'logs'), { recursive: true });
  }

  /** Ends what an earlier stack on this folder left behind. Resolves to the names. Call it before the first `start`. */
  async reapLeftovers(): Promise<string[]> {
    let records: PidRecord[] = [];
    try {
      records = JSON.parse(fs.readFileSync(this.#pidFile, 'utf8')) as PidRecord[];
    } catch {
      return [];
    }
    const left = records.filter(isAlive);
    for (const { pid } of left) killGroup(pid, 'SIGTERM');
    for (let waited = 0; waited < 5_000 && left.some(isAlive); waited += 100) await sleep(100);
    for (const record of left) if (isAlive(record)) killGroup(record.pid, 'SIGKILL');
    for (let waited = 0; waited < 5_000 && left.some(isAlive); waited += 50) await sleep(50);
    fs.rmSync(this.#pidFile, { force: true });
    return left.map(({ name }) => name);
  }

  /** Starts a child. It is running when this returns, ready when its `waitUntil` says so. @throws on a name in use. */
  start(spec: ProcessSpec): ManagedProcess {
    if (this.#closed) throw new Error('The stack is stopping');
    if (this.#children.get(spec.name)?.running) throw new Error(`${spec.name} runs already`);
    const child = new Child(spec, path.join(this.stateDir, 'logs', `${spec.name}.log`), this);
    this.#children.set(spec.name, child);
    child.start();
    return child;
  }

  /** Stops every child, the last started first; no new one can be started. */
  async stopAll(): Promise<void> {
    this.#closed = true;
    for (const child of [...this.#children.values()].reverse()) await child.stop();
  }

  /** SIGKILL to every child, at once. */
  killAll(): void {
    this.#closed = true;
    for (const child of this.#children.values()) child.killNow();
  }

  /** Writes pids.json. For `Child`. */
  remember(): void {
    const records: PidRecord[] = [];
    for (const child of this.#children.values()) {
      const startTime = child.pid === undefined ? undefined : startTimeOf(child.pid);
      if (child.pid !== undefined && startTime !== undefined)
        records.push({ name: child.name, pid: child.pid, startTime });
    }
    try {
      if (records.length === 0) fs.rmSync(this.#pidFile, { force: true });
      else fs.writeFileSync(this.#pidFile, JSON.stringify(records, null, 2));
    } catch {
      // The state folder is gone (a test removed it): there is nothing to remember.
    }
  }
}

class Child implements ManagedProcess {
  readonly logFile: string;
  readonly #spec: ProcessSpec;
  readonly #supervisor: Supervisor;
  #process: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #how = '';
  #wanted = false;
  #wasReady = false;
  #backoff = 500;
  #restartTimer: NodeJS.Timeout | undefined;

  constructor(spec: ProcessSpec, logFile: string, supervisor: Supervisor) {
    this.#spec = spec;
    this.logFile = logFile;
    this.#supervisor = supervisor;
  }

  get name(): string {
    return this.#spec.name;
  }

  get pid(): number | undefined {
    return this.running ? this.#process?.pid : undefined;
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  start(): void {
    if (this.running) return;
    clearTimeout(this.#restartTimer);
    this.#wanted = true;
    this.#how = '';
    const { command, env, cwd, uid, gid, orphanSignal = 'SIGKILL' } = this.#spec;
    const whole = PDEATHSIG
      ? [PDEATHSIG, `--pdeathsig=${orphanSignal.slice(3)}`, '--', ...command]
      : [...command];
    const log = fs.openSync(this.logFile, 'a', 0o600);
    const startedAt = Date.now();
    const child = spawn(whole[0] ?? '', whole.slice(1), {
      env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(cwd !== undefined && { cwd }),
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
    fs.closeSync(log);
    this.#process = child;
    this.#ended = new Promise((resolve) => {
      const end = (how: string) => {
        if (this.#process !== child) return;
        // What it may have started itself.
        if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
        this.#process = undefined;
        this.#how = how;
        this.#supervisor.remember();
        resolve();
        if (!this.#wanted) return;
        this.#supervisor.onUnexpectedExit(this.name, how, this.logFile);
        if (!this.#spec.restart || !this.#wasReady) return;
        if (Date.now() - startedAt > 30_000) this.#backoff = 500;
        this.#restartTimer = setTimeout(() => {
          this.start();
        }, this.#backoff);
        this.#backoff = Math.min(this.#backoff * 2, 8_000);
      };
      child.once('error', (error) => {
        end(error.message);
      });
      child.once('exit', (code, signal) => {
        end(signal ? `killed by ${signal}` : `exit code ${code ?? '?'}`);
      });
    });
    this.#supervisor.remember();
  }

  async waitUntil(what: string, check: () => Promise<boolean>, timeout: number): Promise<void> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const ready = await check().catch(() => false);
      if (ready) {
        this.#wasReady = true;
        return;
      }
      if (!this.running && !(this.#spec.restart && this.#wasReady))
        throw new Error(`${this.name} ended (${this.#how}) before it was ${what}.\n${this.#lastLines()}`);
      if (Date.now() > deadline)
        throw new Error(`${this.name} was not ${what} after ${timeout / 1000} s.\n${this.#lastLines()}`);
      await sleep(50);
    }
  }

  signal(signal: NodeJS.Signals): void {
    const pid = this.pid;
    if (pid === undefined) return;
    if (signal === 'SIGKILL' || signal === 'SIGSTOP' || signal === 'SIGCONT') killGroup(pid, signal);
    else this.#process?.kill(signal);
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#restartTimer);
    const child = this.#process;
    if (!child) return;
    // A paused process would not see the request.
    this.signal('SIGCONT');
    child.kill(this.#spec.stopSignal ?? 'SIGTERM');
    const grace = this.#spec.grace ?? 10_000;
    const timer = setTimeout(() => {
      this.signal('SIGKILL');
    }, grace);
    await this.#ended;
    clearTimeout(timer);
  }

  /** SIGKILL, without waiting. */
  killNow(): void {
    this.#wanted = false;
    clearTimeout(this.#restartTimer);
    this.signal('SIGKILL');
  }

  #lastLines(): string {
    try {
      return `The end of ${this.logFile}:\n${lastLines(fs.readFileSync(this.logFile, 'utf8'))}`;
    } catch {
      return `There is no log at ${this.logFile}.`;
    }
  }
}

/** The last dozen lines of a text, for an error message. */
export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-12).join('\n');
}

/** The part of our own environment that every child may see: nothing that names a cluster, a database or a secret. */
export function baseEnvironment(home: string): ChildEnvironment {
  const env: ChildEnvironment = { HOME: home, NODE_ENV: 'production' };
  for (const name of ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NO_COLOR', 'FORCE_COLOR']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
