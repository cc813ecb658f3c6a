/** `npm run shots`: pictures of every page in light and dark, wide and narrow, from a stack that runs. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findBrowser } from '../dev/test/browser.ts';
import { PAGES } from './fixtures/pages.ts';
import { signIn } from './fixtures/sign-in.ts';
import { readStack } from './fixtures/stack.ts';

const WIDTHS = { desktop: 1280, phone: 390 };
const SCHEMES = ['light', 'dark'] as const;

function fileName(path: string): string {
  return path === '/' ? 'home' : path.slice(1).replaceAll('/', '-');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string', default: '.berth/stack.json' },
      out: { type: 'string', default: 'test-results/shots' },
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log('Usage: npm run shots -- [--stack .berth/stack.json] [--out FOLDER] [--only PATH]...');
    console.log('Pictures every page of a running portal: start one with npm start.');
    return;
  }
  const stack = await readStack(values.stack).catch(() => {
    throw new Error(
      `No portal runs at ${values.stack}: run npm start in another terminal, or name one with --stack.`,
    );
  });
  await mkdir(values.out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const wanted = PAGES.filter(({ path }) => values.only === undefined || values.only.includes(path));
    for (const { path, as } of wanted) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: 'reduce' });
      const page = await context.newPage();
      if (path !== '/sign-in') await signIn(page, stack, as);
      for (const scheme of SCHEMES) {
        for (const [device, width] of Object.entries(WIDTHS)) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.setViewportSize({ width, height: device === 'phone' ? 844 : 800 });
          await page.goto(`${stack.portalUrl}${path}`);
          await page.getByRole('heading', { level: 1 }).first().waitFor();
          const file = join(values.out, `${fileName(path)}-${device}-${scheme}.png`);
          await page.screenshot({ path: file, fullPage: device === 'phone' });
          console.log(file);
        }
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
