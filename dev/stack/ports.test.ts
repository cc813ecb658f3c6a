import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allocatePorts } from './ports.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-ports-test-'));
  file = path.join(folder, 'ports.json');
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

async function taken(port: number): Promise<() => Promise<unknown>> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => new Promise((resolve) => server.close(resolve));
}

test('a restart gets the same ports', async () => {
  const first = await allocatePorts(['a', 'b'], { file });
  expect(first.a).not.toBe(first.b);
  expect(await allocatePorts(['b', 'a'], { file })).toEqual(first);
});

test('a remembered port that somebody else took is replaced', async () => {
  const { a } = await allocatePorts(['a'], { file });
  const free = await taken(a);
  const second = await allocatePorts(['a'], { file });
  expect(second.a).not.toBe(a);
  await free();
});

test('a fixed port wins over a remembered one, and is refused when it is taken', async () => {
  const { other } = await allocatePorts(['other']);
  await allocatePorts(['a'], { file });
  expect(await allocatePorts(['a'], { file, fixed: { a: other } })).toEqual({ a: other });
  const free = await taken(other);
  await expect(allocatePorts(['a'], { file, fixed: { a: other } })).rejects.toThrow(`Port ${other} is taken`);
  await free();
});
