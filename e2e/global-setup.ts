/** Starts the whole portal with the command that people use, in a state folder of its own, and stops it at the end. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStack, STACK_FILE_VARIABLE } from './fixtures/stack.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  // A stack that runs already may be named, which makes the round of writing a journey short.
  if (process.env[STACK_FILE_VARIABLE] !== undefined) return undefined;
  const state = await mkdtemp(join(tmpdir(), 'berth-e2e-'));
  const stackFile = join(state, 'stack.json');
  const child = spawn('node', ['dev/tool.ts', 'start', '--state', state, '--fresh'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited(child);
    await rm(state, { recursive: true, force: true });
  };
  process.env[STACK_FILE_VARIABLE] = stackFile;
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`The stack did not start; it ended with ${String(child.exitCode)}.`);
    const stack = await readStack(stackFile).catch(() => undefined);
    if (stack) return stop;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
