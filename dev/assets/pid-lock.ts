/**
 * A lock held by a living process: a file with its pid and start time. A lock whose holder is dead, or whose pid now
 * belongs to another process, is taken over.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who a process is beyond its pid, which the system reuses. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: equal for the same process, different for a later one with the same pid. */
  startTime: string;
}

/** The start time of a process as an opaque string, or undefined when there is no such process (a zombie is none). */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command, in brackets, may hold spaces: fields are counted after it. State is the 3rd field, start the 22nd.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** True while exactly this process lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startTime;
}

/** A held lock. */
export interface PidLock {
  /** Gives the lock back. Safe to call twice. */
  release: () => void;
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value))
      return undefined;
    return typeof value.pid === 'number' && typeof value.startTime === 'string'
      ? { pid: value.pid, startTime: value.startTime }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock, or says who holds it: `{ lock }` or `{ holder }`. Never waits.
 * @throws when the folder cannot be written.
 */
export function tryLock(file: string): { lock: PidLock } | { holder: ProcessIdentity } {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const identity: ProcessIdentity = { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
  // Written aside and linked into place: nobody ever reads a lock without its holder.
  fs.writeFileSync(own, JSON.stringify(identity));
  try {
    for (;;) {
      try {
        fs.linkSync(own, file);
        let held = true;
        return {
          lock: {
            release: () => {
              if (held) fs.rmSync(file, { force: true });
              held = false;
            },
          },
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && isAlive(holder)) return { holder };
      // Stale. Moved aside first: if another process took it over in between, its lock is put back.
      const stale = `${own}.stale`;
      try {
        fs.renameSync(file, stale);
      } catch {
        continue;
      }
      const moved = readHolder(stale);
      if (moved && isAlive(moved)) fs.linkSync(stale, file);
      fs.rmSync(stale, { force: true });
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** Waits until the lock is ours. `onWait` is called once, with the holder, when there is something to wait for. */
export async function lock(file: string, onWait?: (holder: ProcessIdentity) => void): Promise<PidLock> {
  for (let waited = false; ; waited = true) {
    const result = tryLock(file);
    if ('lock' in result) return result.lock;
    if (!waited) onWait?.(result.holder);
    await sleep(500);
  }
}
