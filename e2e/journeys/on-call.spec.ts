/**
 * Somebody on call at night has a host name, and nothing else: whose is it, where do they talk, what is the runbook, where are the
 * dashboards? By keyboard alone, and in at most two actions: to look for it, and to go there.
 */
import { expect, test } from '../fixtures/index.ts';
import type { Page } from '../fixtures/index.ts';
import { focusedStop, tabTo } from '../fixtures/keyboard.ts';

const HOST = 'cards.pay.harbor.example';
/** Of another team than the host's, as whoever is on call mostly is. */
const ON_CALL = 'dae@harbor.example';
const MOST_ACTIONS = 2;
/** Keys pressed beside those of the host's name itself. */
const MOST_KEYS = 7;

const DESTINATIONS = [
  { what: 'owner', option: `Owner of ${HOST}: Payments`, arrives: /\/teams\/payments$/ },
  { what: 'chat', option: `Chat of ${HOST}`, arrives: /^https:\/\/chat\.harbor\.example\// },
  { what: 'runbook', option: `Runbook of ${HOST}`, arrives: /^https:\/\/docs\.harbor\.example\/runbooks\// },
  { what: 'dashboards', option: `Dashboards of ${HOST}`, arrives: /^https:\/\/grafana\.harbor\.example\// },
];

/** Counts what somebody does, and the keys that it takes; there is no mouse. */
class Hands {
  readonly #page: Page;
  actions = 0;
  keys = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** One thing that somebody decides to do. */
  async action(what: string, act: () => Promise<void>): Promise<void> {
    this.actions += 1;
    await test.step(`action ${String(this.actions)}: ${what}`, act);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.keys += 1;
      await this.#page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }
}

/** The tools of the company are not here: each of them answers with a page that says so. */
async function standInForTools(page: Page): Promise<void> {
  await page.route(/^https:\/\/(chat|docs|grafana|oncall)\.harbor\.example\//, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>',
    }),
  );
}

for (const { what, option, arrives } of DESTINATIONS) {
  test(`from a host name to its ${what} by keyboard alone in two actions, from any page`, async ({
    signInAs,
    stack,
  }) => {
    const { page } = await signInAs(ON_CALL);
    await standInForTools(page);
    await page.goto(`${stack.portalUrl}/requests`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const hands = new Hands(page);
    const chosen = page.getByRole('dialog').getByRole('option', { selected: true });

    await hands.action('look for the host', async () => {
      await hands.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Search and jump' })).toBeFocused();
      await hands.type(HOST);
      await expect(chosen).toHaveAccessibleName(new RegExp(`^${HOST}`));
    });
    await hands.action(`go to the ${what}`, async () => {
      while ((await chosen.getAttribute('aria-label')) !== option) {
        expect(hands.keys, `${what} is reached`).toBeLessThan(MOST_KEYS);
        await hands.press('ArrowRight');
      }
      await hands.press('Enter');
      await page.waitForURL(arrives);
    });

    expect(hands.actions).toBeLessThanOrEqual(MOST_ACTIONS);
    expect(hands.keys).toBeLessThanOrEqual(MOST_KEYS);
  });
}

test('Enter on a host leads to what serves it, even before the answer is there', async ({
  signInAs,
  stack,
}) => {
  const { page } = await signInAs(ON_CALL);
  await page.goto(`${stack.portalUrl}/requests`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search and jump' })).toBeFocused();
  await page.keyboard.type(HOST);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/namespaces\/harbor-prod\/card-gateway-prod/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('card-gateway-prod');
});

for (const { what, option, arrives } of DESTINATIONS) {
  test(`on the catalog’s page, from a host name to its ${what} by keyboard alone in two actions`, async ({
    signInAs,
    stack,
  }) => {
    const { page } = await signInAs(ON_CALL);
    await standInForTools(page);
    await page.goto(`${stack.portalUrl}/catalog`);
    const box = page.getByRole('combobox', { name: 'Search the catalog' });
    await expect(box).toBeFocused();
    const hands = new Hands(page);

    await hands.action('look for the host', async () => {
      await hands.type(HOST);
      await hands.press('Enter');
      await expect(page.getByRole('list', { name: 'Best hits' })).toContainText(HOST);
    });
    // What is known shows itself without going anywhere.
    const hit = page.getByRole('list', { name: 'Best hits' }).getByRole('listitem').first();
    for (const { option: name } of DESTINATIONS)
      await expect(hit.getByRole('link', { name, exact: true })).toBeVisible();
    await hands.action(`go to the ${what}`, async () => {
      expect(await focusedStop(page)).toMatchObject({ role: 'combobox' });
      await tabTo(page, 'link', option);
      await page.keyboard.press('Enter');
      await page.waitForURL(arrives);
    });

    expect(hands.actions).toBeLessThanOrEqual(MOST_ACTIONS);
  });
}
