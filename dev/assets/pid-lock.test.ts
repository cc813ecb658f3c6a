import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, lock, startTimeOf, tryLock } from './pid-lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-lock-test-'));
  file = path.join(folder, 'lock');
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a held lock is refused with the pid of its holder, and free after its release', () => {
  const first = tryLock(file);
  if (!('lock' in first)) throw new Error('The lock should be free');
  expect(tryLock(file)).toMatchObject({ holder: { pid: process.pid } });
  first.lock.release();
  expect('lock' in tryLock(file)).toBe(true);
});

test('the lock of a dead process is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  const identity = { pid: child.pid ?? 0, startTime: startTimeOf(child.pid ?? 0) ?? 'gone' };
  await new Promise((resolve) => child.once('exit', resolve));
  expect(isAlive(identity)).toBe(false);
  fs.writeFileSync(file, JSON.stringify(identity));
  expect('lock' in tryLock(file)).toBe(true);
});

test('a pid that belongs to another process by now does not hold the lock', () => {
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, startTime: 'long ago' }));
  expect('lock' in tryLock(file)).toBe(true);
});

test('a lock file that holds no process is taken over', () => {
  fs.writeFileSync(file, '');
  expect('lock' in tryLock(file)).toBe(true);
});

test('whoever waits gets the lock when it is released, and is told once for whom they wait', async () => {
  const first = await lock(file);
  const holders: number[] = [];
  const second = lock(file, ({ pid }) => holders.push(pid));
  setTimeout(() => {
    first.release();
  }, 700);
  (await second).release();
  expect(holders).toEqual([process.pid]);
  expect(fs.readdirSync(folder)).toEqual([]);
});
