import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { completeLock, platformOf } from './complete.ts';
import type { Lock } from './complete.ts';

const lockFile = new URL('../../package-lock.json', import.meta.url);

test('the lock lists every optional dependency, so that npm ci works on every platform', async () => {
  const lock = JSON.parse(await readFile(lockFile, 'utf8')) as Lock;
  expect(completeLock(lock)).toEqual([]);
});

test('the lock names no download address', async () => {
  expect(await readFile(lockFile, 'utf8')).not.toMatch(/"resolved"/);
});

test('a missing platform package is listed with its version and its platform, and found the second time', () => {
  const lock: Lock = {
    packages: {
      '': {},
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@tool/darwin-arm64': '1.0.0' },
      },
    },
  };
  expect(completeLock(lock)).toEqual(['@tool/darwin-arm64']);
  expect(lock.packages['node_modules/@tool/darwin-arm64']).toEqual({
    version: '1.0.0',
    os: ['darwin'],
    cpu: ['arm64'],
    dev: true,
    optional: true,
  });
  expect(completeLock(lock)).toEqual([]);
});

test.each([
  ['@next/swc-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
  ['@img/sharp-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['lightningcss-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@oxc/binding-wasm32-wasi', { os: ['none'], cpu: ['wasm32'] }],
])('%s is for %o', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
