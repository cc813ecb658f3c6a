import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { PAGES } from '../fixtures/pages.ts';

const app = fileURLToPath(new URL('../../app/', import.meta.url));

/** Routes of the app folder, as Next reads them. */
async function routes(): Promise<string[]> {
  const files = await readdir(app, { recursive: true });
  return files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/(^|\/)page\.tsx$/, '')}`.replaceAll(/\/\([^)]*\)/g, '') || '/')
    .sort();
}

test('every page of the portal is visited here', async () => {
  expect(PAGES.map((page) => page.route).sort()).toEqual(await routes());
});

for (const { route, path, as } of PAGES) {
  test(`${route} shows itself to ${as}, in light and dark, wide and narrow, without a problem`, async ({
    signInAs,
  }) => {
    const { page } = await signInAs(as);
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [1280, 320]) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(new URL(path, page.url()).toString());
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
        await expectAccessible(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  });
}
