import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, startTimeOf } from '../assets/pid-lock.ts';
import { baseEnvironment, Supervisor } from './processes.ts';

let folder: string;
let supervisor: Supervisor;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-processes-test-'));
  supervisor = new Supervisor(folder);
});

afterEach(async () => {
  await supervisor.stopAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

const script = (code: string): [string, ...string[]] => [process.execPath, '-e', code];
const START = 'setInterval(() => {}, 1000);';
const started = async (check: () => boolean): Promise<void> => {
  for (let waited = 0; !check() && waited < 10_000; waited += 50) await sleep(50);
  expect(check()).toBe(true);
};

test('a child that ends before it is ready is reported with the end of its log', async () => {
  const child = supervisor.start({
    name: 'broken',
    command: script('console.error("no such flag"); process.exit(3)'),
    env: baseEnvironment(folder),
  });
  await expect(child.waitUntil('ready', () => Promise.resolve(false), 5_000)).rejects.toThrow(
    /broken ended \(exit code 3\) before it was ready[^]*no such flag/,
  );
});

test('a child that ignores the request to stop is killed, with what it started', async () => {
  const pidFile = path.join(folder, 'grandchild');
  const code = `
    process.on('SIGTERM', () => {});
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(START)}], { stdio: 'ignore' });
    require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid)); ${START}`;
  const child = supervisor.start({
    name: 'stubborn',
    command: script(code),
    env: baseEnvironment(folder),
    grace: 300,
  });
  await started(() => fs.existsSync(pidFile) && fs.readFileSync(pidFile, 'utf8') !== '');
  const pid = Number(fs.readFileSync(pidFile, 'utf8'));
  await child.stop();
  expect(child.running).toBe(false);
  await started(() => startTimeOf(pid) === undefined);
});

test('a child that was ready is started again when it dies, and not when it was stopped', async () => {
  const exits: string[] = [];
  supervisor.onUnexpectedExit = (_, how) => exits.push(how);
  const child = supervisor.start({
    name: 'phoenix',
    command: script(START),
    env: baseEnvironment(folder),
    restart: true,
  });
  await child.waitUntil('running', () => Promise.resolve(child.running), 1_000);
  const first = child.pid;
  child.signal('SIGKILL');
  await started(() => child.pid !== undefined && child.pid !== first);
  expect(exits).toEqual(['killed by SIGKILL']);
  await child.stop();
  await sleep(800);
  expect(child.running).toBe(false);
});

test('no child sees what our environment names', () => {
  process.env['KUBECONFIG'] = '/somewhere';
  try {
    expect(Object.keys(baseEnvironment('/home'))).not.toContain('KUBECONFIG');
    expect(Object.keys(baseEnvironment('/home'))).not.toContain('DATABASE_URL');
    expect(baseEnvironment('/home')['HOME']).toBe('/home');
  } finally {
    delete process.env['KUBECONFIG'];
  }
});

test('what an earlier stack left running is ended, and a stranger with a reused pid is left alone', async () => {
  const orphan = spawn(process.execPath, ['-e', START], { stdio: 'ignore', detached: true });
  const stranger = spawn(process.execPath, ['-e', START], { stdio: 'ignore', detached: true });
  const identity = (pid = 0) => ({ pid, startTime: startTimeOf(pid) ?? '' });
  const left = identity(orphan.pid);
  const records = [
    { name: 'left', ...left },
    { name: 'stranger', ...identity(stranger.pid), startTime: 'another time' },
  ];
  fs.writeFileSync(path.join(folder, 'pids.json'), JSON.stringify(records));
  expect(await supervisor.reapLeftovers()).toEqual(['left']);
  expect(isAlive(left)).toBe(false);
  expect(startTimeOf(stranger.pid ?? 0)).toBeDefined();
  stranger.kill('SIGKILL');
});
