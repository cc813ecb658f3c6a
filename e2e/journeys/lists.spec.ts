/**
 * Every list with nothing, one, fifty and ten thousand rows, with names as long as they may be, wide and narrow, and with
 * all clusters gone: a portal of its own over a database that is filled by SQL.
 */
import { expect, test as base } from '@playwright/test';
import type { BrowserContext, Locator, Page, Response } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { startFilledPortal } from '../fixtures/filled-portal/index.ts';
import type { FilledPortal } from '../fixtures/filled-portal/index.ts';
import { fill, loseClusters } from '../fixtures/filled-portal/rows.ts';
import type { PersonName } from '../fixtures/filled-portal/rows.ts';
import { LISTS, SHORT_LISTS } from '../fixtures/lists.ts';
import { Watch } from '../fixtures/watch.ts';

// One after the other, by size: the portal only grows.
base.describe.configure({ mode: 'default' });

const WIDTHS = [1280, 320];
/** Longest document that a page may be, bytes before compression: what a phone has to read and build. */
const MOST_BYTES = 750_000;

type Growing = FilledPortal & { fillTo: (rows: number) => Promise<void> };
const test = base.extend<{ openAs: (person: PersonName) => Promise<Page> }, { portal: Growing }>({
  portal: [
    async ({}, use) => {
      const portal = await startFilledPortal(console.log);
      let filled = 0;
      await use({
        ...portal,
        fillTo: async (rows) => {
          await fill(portal.sql, filled, rows);
          filled = Math.max(filled, rows);
        },
      });
      await portal.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  openAs: async ({ browser, portal }, use) => {
    const watch = new Watch(portal.url);
    const contexts: BrowserContext[] = [];
    await use(async (person) => {
      const context = await browser.newContext({ reducedMotion: 'reduce' });
      contexts.push(context);
      await portal.enter(context, person);
      return watch.newPage(context);
    });
    await watch.finish();
    await Promise.all(contexts.map((context) => context.close()));
    expect(watch.problems, 'problems on these pages').toEqual([]);
  },
});

/** Opens a page that must answer, and not with too much. */
async function open(page: Page, portal: FilledPortal, path: string): Promise<void> {
  const response: Response | null = await page.goto(`${portal.url}${path}`);
  expect(response?.status(), path).toBe(200);
  const bytes = (await response?.body())?.length ?? 0;
  expect(bytes, `bytes of ${path}`).toBeLessThan(MOST_BYTES);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
}

/** Fails when the page, as it stands, scrolls sideways at one of the widths. */
async function expectToFit(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= most) return null;
      const out = [...document.querySelectorAll('body *')].filter((element) => {
        const { right, width: own } = element.getBoundingClientRect();
        const spills =
          element.scrollWidth > element.clientWidth && getComputedStyle(element).overflowX === 'visible';
        return own > 0 && (right > most + 1 || (spills && element.children.length === 0));
      });
      return out.slice(0, 5).map((element) => `${element.tagName} “${element.textContent.slice(0, 40)}”`);
    });
    expect(wide, `${page.url()} scrolls sideways at ${String(width)} px`).toBeNull();
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** What tells rows apart: where they lead, else what they say, but for how long ago it was. */
const keysOf = (rows: Locator): Promise<string[]> =>
  rows.evaluateAll((found) =>
    found.map((row) => {
      const link = row.matches('a') ? row : row.querySelector('h2 a');
      const copy = row.cloneNode(true) as Element;
      for (const time of copy.querySelectorAll('time')) time.remove();
      return link?.getAttribute('href') ?? copy.textContent;
    }),
  );

const figure = (number: number): string => new Intl.NumberFormat('en').format(number);
/** Things that are one, counted as many. */
const FALSE_PLURALS = /\b1 (namespaces|teams|services|clusters|requests|people|events|tokens|groups)\b/;

for (const rows of [0, 1, 50, 10_000]) {
  test.describe(`with ${figure(rows)} rows`, () => {
    for (const list of LISTS) {
      test(`${list.name}: a page of them, counted right, none twice, none sideways`, async ({
        openAs,
        portal,
      }) => {
        await portal.fillTo(rows);
        const all = rows + list.besides;
        const page = await openAs(list.as);
        await open(page, portal, list.path);
        const shown = list.rows(page);
        await expect(shown).toHaveCount(Math.min(all, list.pageSize));
        await expectToFit(page);
        const main = page.getByRole('main');
        await expect(main).not.toHaveText(FALSE_PLURALS);
        if (rows === 50) await expectAccessible(page);
        if (all === 0) await expect(main).toContainText(/(There (is|are) no|You have|Nothing|No [a-z]+)/);
        const next = main.getByRole('link', { name: /^Next/ });
        if (all <= list.pageSize) {
          await expect(next).toHaveCount(0);
          return;
        }
        await expect(main).toContainText(figure(all));
        const seen = new Set(await keysOf(shown));
        expect(seen.size, 'rows that are the same').toBe(list.pageSize);
        const firsts = [(await keysOf(shown))[0]];
        while (firsts.length < 3 && (await next.count()) > 0) {
          await next.click();
          await expect.poll(async () => (await keysOf(shown))[0]).not.toBe(firsts.at(-1));
          const keys = await keysOf(shown);
          for (const key of keys) {
            expect(seen, `“${key}” again on page ${String(firsts.length + 1)}`).not.toContain(key);
            seen.add(key);
          }
          firsts.push(keys[0]);
        }
        // Back leads to each page again, as it was.
        for (const first of firsts.slice(0, -1).reverse()) {
          await page.goBack();
          await expect.poll(async () => (await keysOf(shown))[0]).toBe(first);
        }
      });
    }

    for (const list of SHORT_LISTS) {
      test(`${list.name}: all of them, or as many as can be read`, async ({ openAs, portal }) => {
        await portal.fillTo(rows);
        const page = await openAs(list.as);
        await open(page, portal, list.path);
        await expect(list.rows(page)).toHaveCount(Math.min(rows, list.most) + list.besides);
        await expectToFit(page);
        await expect(page.getByRole('main')).not.toHaveText(FALSE_PLURALS);
      });
    }

    test('the API walks through each list, and gives every row once', async ({ portal }) => {
      await portal.fillTo(rows);
      for (const { name, api, as, besides } of LISTS) {
        if (api === undefined) continue;
        const cookie = await portal.cookie(as);
        const ids = new Set<unknown>();
        let cursor: string | null = null;
        do {
          const url = new URL(api, portal.url);
          url.searchParams.set('limit', '200');
          if (cursor !== null) url.searchParams.set('cursor', cursor);
          const response = await fetch(url, { headers: { cookie } });
          expect(response.status, url.toString()).toBe(200);
          const answer = (await response.json()) as {
            rows: { id: string }[];
            nextCursor: string | null;
            total: number;
          };
          expect(answer.total, `${name} in all`).toBe(rows + besides);
          for (const row of answer.rows) ids.add(row.id);
          cursor = answer.nextCursor;
        } while (cursor !== null);
        expect(ids.size, `${name} that the walk met`).toBe(rows + besides);
      }
    });

    if (rows > 0) {
      test('the page of a thing shows what it has, and leads to the rest', async ({ openAs, portal }) => {
        await portal.fillTo(rows);
        const found = await portal.sql.query<{
          cluster: string;
          namespace: string;
          team: string;
          service: string;
        }>(
          `SELECT c.name AS cluster, n.name AS namespace, t.slug AS team, s.slug AS service
           FROM namespace n JOIN cluster c ON c.id = n.cluster_id JOIN team t ON t.id = n.team_id
           JOIN service s ON s.id = n.service_id WHERE n.name LIKE 'namespace-1-%'`,
        );
        const { cluster = '', namespace = '', team = '', service = '' } = found.rows[0] ?? {};
        const request = await portal.sql.query<{ number: string }>(
          'SELECT min(number) AS number FROM request',
        );
        const page = await openAs('tomas');
        for (const [path, all] of [
          [`/clusters/${cluster}`, `/namespaces?cluster=${cluster}`],
          [`/teams/${team}`, `/namespaces?team=${team}`],
          [`/services/${service}`, `/namespaces?service=${service}`],
        ] as const) {
          await open(page, portal, path);
          const shown = page.getByRole('main').locator('a[href^="/namespaces/"]');
          expect(await shown.count(), `namespaces on ${path}`).toBeGreaterThanOrEqual(Math.min(rows, 50));
          await expect(page.getByRole('main')).toContainText(figure(rows));
          if ((await shown.count()) < rows)
            await expect(page.getByRole('main').locator(`a[href="${all}"]`)).not.toHaveCount(0);
          await expectToFit(page);
        }
        const home = `/namespaces/${cluster}/${namespace}`;
        for (const path of [home, `${home}?tab=connect`, `${home}?tab=yaml`, `${home}?tab=history`]) {
          await open(page, portal, path);
          await expectToFit(page);
        }
        await expect(page.getByRole('main').locator('a[href^="/requests/"]')).toHaveCount(Math.min(rows, 50));
        for (const path of ['/', '/ask', `/requests/${request.rows[0]?.number ?? ''}`]) {
          await open(page, portal, path);
          await expectToFit(page);
        }
        const administrator = await openAs('ada');
        for (const path of ['/', '/ask', `/teams/${team}`, `/clusters/${cluster}`]) {
          await open(administrator, portal, path);
          await expectToFit(administrator);
        }
      });
    }

    if (rows >= 50) {
      test('with every cluster down each page says so, once, and stays readable', async ({
        openAs,
        portal,
      }) => {
        await portal.fillTo(rows);
        await loseClusters(portal.sql);
        const page = await openAs('ada');
        for (const path of ['/', '/catalog', '/namespaces', '/clusters', '/approvals', '/ask']) {
          await open(page, portal, path);
          const said = await page.getByText(/can’t reach|not reachable|does not answer/i).count();
          expect(said, `${path} says that clusters are down`).toBeGreaterThan(0);
          const banners = await page.getByText(/^Berth can’t reach/).count();
          expect(banners, `${path} says it in few words`).toBeLessThanOrEqual(3);
          await expectToFit(page);
        }
        const { rows: clusters } = await portal.sql.query<{ name: string }>(
          `SELECT name FROM cluster WHERE name LIKE 'cluster-1-%'`,
        );
        await open(page, portal, `/clusters/${clusters[0]?.name ?? ''}`);
        await expect(page.getByText('Not reachable', { exact: true }).first()).toBeVisible();
        await expectToFit(page);
        await expectAccessible(page);
        await portal.sql.query('UPDATE cluster_status SET reachable = true, message = $1', ['']);
      });
    }
  });
}
