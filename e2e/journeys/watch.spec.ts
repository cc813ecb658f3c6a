/** The eyes of all journeys are open: each kind of problem is planted, and found. Blind eyes would pass every page. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readStack } from '../fixtures/stack.ts';
import { Watch } from '../fixtures/watch.ts';

const PLANTED: { what: string; plant: (page: Page) => Promise<void>; found: RegExp }[] = [
  {
    what: 'a style that the policy refuses',
    plant: (page) =>
      page.evaluate(() => {
        const style = document.createElement('style');
        style.textContent = 'body { color: inherit }';
        document.head.append(style);
      }),
    found: /^policy: style-src-elem refused inline/,
  },
  {
    what: 'a script that throws',
    plant: (page) =>
      page.evaluate(() => {
        setTimeout(() => {
          throw new Error('planted');
        }, 0);
      }),
    found: /^script of .*planted/,
  },
  {
    what: 'an error on the console',
    plant: (page) => page.evaluate(() => console.error('planted')),
    found: /^console of .*planted/,
  },
  {
    what: 'a button without a name, there from the first look on',
    plant: (page) =>
      page.evaluate(() => document.querySelector('main')?.append(document.createElement('button'))),
    found: /^axe on \/sign-in: button-name/,
  },
  {
    what: 'a dialog with an unnamed field',
    plant: async (page) => {
      await page.evaluate(() => {
        const dialog = document.createElement('dialog');
        dialog.setAttribute('aria-label', 'Planted');
        dialog.append(document.createElement('input'));
        document.body.append(dialog);
        dialog.showModal();
      });
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    found: /^axe on “Planted” .*label/,
  },
];

for (const { what, plant, found } of PLANTED) {
  test(`${what} fails a journey`, async ({ browser }) => {
    const { portalUrl } = await readStack();
    const watch = new Watch(portalUrl);
    const context = await browser.newContext();
    const page = await watch.newPage(context);
    await page.goto(`${portalUrl}/sign-in`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(watch.problems).toEqual([]);
    await plant(page);
    await watch.finish();
    await context.close();
    expect(watch.problems).toContainEqual(expect.stringMatching(found));
  });
}

test('a screen that a journey leaves by address was looked at before', async ({ browser }) => {
  const { portalUrl } = await readStack();
  const watch = new Watch(portalUrl);
  const context = await browser.newContext();
  const page = await watch.newPage(context);
  await page.goto(`${portalUrl}/sign-in`);
  // Straight into the body, where React leaves alone what isn't its own: nothing here waits for it to have taken the page over.
  await page.evaluate(() => document.body.append(document.createElement('button')));
  await page.goto(`${portalUrl}/sign-in?reason=expired`);
  await context.close();
  expect(watch.problems).toContainEqual(expect.stringMatching(/^axe on \/sign-in: button-name/));
});
