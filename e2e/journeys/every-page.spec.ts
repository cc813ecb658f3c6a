import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { PAGES } from '../fixtures/pages.ts';
import { appRoutes } from '../fixtures/routes.ts';

test('every page of the portal is visited here', async () => {
  expect(PAGES.map((page) => page.route).sort()).toEqual(await appRoutes());
});

for (const { route, path, as } of PAGES) {
  test(`${route} shows itself to ${as ?? 'anybody'}, in light and dark, wide and narrow, without a problem`, async ({
    openPage,
    signInAs,
    stack,
  }) => {
    const page = as === null ? await openPage() : (await signInAs(as)).page;
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [1280, 320]) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${stack.portalUrl}${path}`);
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
        await expectAccessible(page);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} at ${String(width)} px scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  });
}
