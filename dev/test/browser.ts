/** Finds a Chromium for the journeys: Playwright's own, else Debian's, else installs Debian's where the user may. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';

const run = promisify(execFile);

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function firstExecutable(): Promise<string | undefined> {
  const candidates = [
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  for (const file of candidates) if (file !== '' && (await isExecutable(file))) return file;
  return undefined;
}

/** Path of a Chromium that can be started. Throws with what to install when there is none and none can be had. */
export async function findBrowser(): Promise<string> {
  const found = await firstExecutable();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0) {
    console.log('No Chromium on this machine: installing the Debian package (about a minute).');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, maxBuffer: 64 * 1024 * 1024 };
    await run('apt-get', ['update'], quiet).catch(() => undefined);
    await run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      quiet,
    ).catch(() => undefined);
    const installed = await firstExecutable();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'The journeys need Chromium: run "npx playwright install chromium" or "apt-get install chromium".',
  );
}
