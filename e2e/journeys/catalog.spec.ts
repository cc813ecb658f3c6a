import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import type { Page } from '../fixtures/index.ts';

const boxOf = (page: Page) => page.getByRole('combobox', { name: 'Search the catalog' });
const rowsOf = (page: Page) => page.getByRole('main').locator('tbody tr');
const chipsOf = (page: Page) => page.getByRole('list', { name: 'Filters that are set' });
/** The query that the address holds. */
const queryOf = (page: Page): string | null => new URL(page.url()).searchParams.get('q');

test('clicks narrow a search down, each is a step of history, and the whole of it leaves as a file', async ({
  signInAs,
  stack,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  await page.goto(`${stack.portalUrl}/catalog`);
  await expect(rowsOf(page).first()).toBeVisible();
  const all = await rowsOf(page).count();

  await test.step('a facet says how many there are, and that many come', async () => {
    const team = page.getByRole('region', { name: 'Team' }).getByRole('link', { name: /^Payments/ });
    const count = Number(/(\d+)$/.exec((await team.textContent()) ?? '')?.[1]);
    await team.click();
    await expect.poll(() => queryOf(page)).toBe('team:payments');
    await expect(rowsOf(page)).toHaveCount(count);
    expect(count).toBeLessThan(all);
    await expect(boxOf(page)).toHaveValue('team:payments');
    await expect(chipsOf(page)).toContainText('Team payments');
    await expect(team).toHaveAttribute('aria-current', 'true');
  });

  await test.step('a second value widens, another facet narrows', async () => {
    await page
      .getByRole('region', { name: 'Team' })
      .getByRole('link', { name: /^Checkout/ })
      .click();
    await expect.poll(() => queryOf(page)).toBe('team:checkout,payments');
    const both = await rowsOf(page).count();
    await page
      .getByRole('region', { name: 'Environment' })
      .getByRole('link', { name: /^Production/ })
      .click();
    await expect.poll(() => queryOf(page)).toBe('team:checkout,payments env:production');
    await expect.poll(() => rowsOf(page).count()).toBeLessThan(both);
    await expectAccessible(page);
  });

  await test.step('back and forward go through the same searches', async () => {
    await page.goBack();
    await expect.poll(() => queryOf(page)).toBe('team:checkout,payments');
    await expect(boxOf(page)).toHaveValue('team:checkout,payments');
    await page.goBack();
    await expect.poll(() => queryOf(page)).toBe('team:payments');
    await page.goForward();
    await page.goForward();
    await expect(boxOf(page)).toHaveValue('team:checkout,payments env:production');
  });

  await test.step('CSV and JSON of the same address hold exactly these', async () => {
    const shown = await rowsOf(page).count();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('main').getByRole('link', { name: 'CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    expect(lines).toHaveLength(shown + 1);
    const json = await page.getByRole('main').getByRole('link', { name: 'JSON' }).getAttribute('href');
    const response = await page.request.get(`${stack.portalUrl}${json ?? ''}`);
    expect(((await response.json()) as { rows: unknown[] }).rows).toHaveLength(shown);
  });

  await test.step('a chip takes its filter away, and by keyboard the focus is not lost', async () => {
    const chip = chipsOf(page).getByRole('link', { name: 'Without the filter Environment production' });
    await chip.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => queryOf(page)).toBe('team:checkout,payments');
    await expect(chip).toHaveCount(0);
    await expect(boxOf(page)).toBeFocused();
  });
});

test('filters are completed while they are typed, and what is wrong with one is said beside it', async ({
  signInAs,
  stack,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  await page.goto(`${stack.portalUrl}/catalog`);
  const offers = page.getByRole('listbox', { name: 'Filters' }).getByRole('option');

  await test.step('a key, then a value of it, by keyboard alone', async () => {
    await expect(boxOf(page)).toBeFocused();
    await page.keyboard.type('clus');
    await expect(offers.filter({ hasText: 'cluster' }).first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(boxOf(page)).toHaveValue('cluster:');
    await expect(offers.filter({ hasText: 'harbor-prod' }).first()).toBeVisible();
    await page.keyboard.type('harbor-p');
    await expect(offers).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(boxOf(page)).toHaveValue('cluster:harbor-prod ');
    await expect.poll(() => queryOf(page)).toBe('cluster:harbor-prod');
    await expect(chipsOf(page)).toContainText('Cluster harbor-prod');
    // The cursor stands where one goes on typing.
    await page.keyboard.type('pricing');
    await expect(rowsOf(page).first()).toContainText('pricing-prod');
  });

  await test.step('a value that there is not', async () => {
    await boxOf(page).fill('env:prdo pricing');
    await page.keyboard.press('Enter');
    const problems = page.getByRole('list', { name: 'Not understood' });
    await expect(problems).toContainText('env:prdo');
    await expect(problems).toContainText('production');
    // The rest of the search holds.
    await expect(rowsOf(page).first()).toContainText('pricing');
    await problems.getByRole('link', { name: /^Leave it out/ }).click();
    await expect.poll(() => queryOf(page)).toBe('pricing');
    await expect(problems).toHaveCount(0);
  });

  await test.step('a slip of the finger is understood', async () => {
    await boxOf(page).fill('pricnig');
    await page.keyboard.press('Enter');
    await page
      .getByText('Did you mean')
      .getByRole('link', { name: /pricing/ })
      .click();
    await expect(rowsOf(page).first()).toContainText('pricing');
  });

  await test.step('where nothing fits there is a way on', async () => {
    await page.goto(`${stack.portalUrl}/catalog?q=team%3Apayments%20env%3Aproduction%20state%3ADeleting`);
    await expect(page.getByText('Nothing fits')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'state Deleting', exact: true }).click();
    await expect(rowsOf(page).first()).toBeVisible();
    await page.goto(`${stack.portalUrl}/catalog?q=qwx-zzyv-nothing`);
    await expect(
      page.getByRole('link', { name: 'Ask for a namespace called qwx-zzyv-nothing' }),
    ).toHaveAttribute('href', '/ask?name=qwx-zzyv-nothing');
  });
});

test('a search is kept for oneself or for a team, which finds it, and deleted again', async ({
  signInAs,
  stack,
  unique,
}) => {
  const name = unique('Payments in production');
  const { page } = await signInAs('tomas@harbor.example');
  await page.goto(`${stack.portalUrl}/catalog?q=team%3Apayments%20env%3Aproduction`);
  await page.getByRole('button', { name: 'Save this search' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('For whom').selectOption({ label: 'Everybody in Payments' });
  await dialog.getByRole('button', { name: 'Save search' }).click();
  await expect(page.getByRole('link', { name: new RegExp(name) })).toBeVisible();

  await test.step('somebody else of the team finds it, and cannot delete it', async () => {
    const other = (await signInAs('jonas@harbor.example')).page;
    await other.goto(`${stack.portalUrl}/catalog`);
    await other.getByRole('link', { name: new RegExp(name) }).click();
    await expect(boxOf(other)).toHaveValue('team:payments env:production');
    await expect(rowsOf(other).first()).toBeVisible();
    await expect(other.getByRole('button', { name: `Delete ${name}` })).toHaveCount(0);
  });
  await test.step('who maintains the team can', async () => {
    const maintainer = (await signInAs('mei@harbor.example')).page;
    await maintainer.goto(`${stack.portalUrl}/catalog`);
    await expect(maintainer.getByRole('button', { name: `Delete ${name}` })).toBeVisible();
  });
  await test.step('nobody of another team finds it', async () => {
    const stranger = (await signInAs('priya@harbor.example')).page;
    await stranger.goto(`${stack.portalUrl}/catalog`);
    await expect(rowsOf(stranger).first()).toBeVisible();
    await expect(stranger.getByRole('link', { name: new RegExp(name) })).toHaveCount(0);
  });
  await test.step('its owner deletes it', async () => {
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete search' }).click();
    await expect(page.getByRole('link', { name: new RegExp(name) })).toHaveCount(0);
  });
});

test('a new name of a service is found at once, here and in the palette', async ({
  signInAs,
  stack,
  unique,
}) => {
  const { page } = await signInAs('mei@harbor.example');
  const call = async (method: string, path: string, data?: object, headers = {}) => {
    const response = await page.request.fetch(`${stack.portalUrl}/api/v1${path}`, {
      method,
      headers: { origin: stack.portalUrl, ...headers },
      ...(data === undefined ? {} : { data }),
    });
    expect(response.ok(), await response.text()).toBe(true);
    return response;
  };
  const slug = unique('svc');
  await call('POST', '/services', { team: 'payments', slug, name: `Before ${slug}` });
  const etag = (await call('GET', `/services/${slug}`)).headers()['etag'] ?? '';
  const name = unique('Brückenzoll');
  await call('PATCH', `/services/${slug}`, { name }, { 'if-match': etag });

  await page.goto(`${stack.portalUrl}/catalog?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('list', { name: 'Best hits' })).toContainText(name);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and jump' }).fill(name.toLowerCase().replace('ü', 'ue'));
  await expect(page.getByRole('dialog').getByRole('option', { name: new RegExp(`^${name}`) })).toBeVisible();
  await page.getByRole('combobox', { name: 'Search and jump' }).fill('team:payments env:production');
  await expect(page.getByRole('dialog').getByRole('option', { name: /card-gateway-prod/ })).toBeVisible();
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^See all results/ })
    .click();
  await expect.poll(() => queryOf(page)).toBe('team:payments env:production');
});

test('without scripts the catalog is a form, and every filter a link', async ({
  browser,
  signInAs,
  stack,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`${stack.portalUrl}/catalog`);
  await plain.getByRole('combobox', { name: 'Search the catalog' }).fill('team:payments');
  await plain.getByRole('button', { name: 'Search', exact: true }).last().click();
  await expect(plain).toHaveURL(/q=team%3Apayments/);
  await expect(rowsOf(plain).first()).toBeVisible();
  await plain
    .getByRole('region', { name: 'Environment' })
    .getByRole('link', { name: /^Production/ })
    .click();
  await expect(plain).toHaveURL(/env%3Aproduction/);
  await context.close();
});

test('on a phone the filters lie behind a button, and everything else is there', async ({
  signInAs,
  stack,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${stack.portalUrl}/catalog?q=timetable`);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.getByRole('button', { name: /^Filters/ }).click();
  const team = page.getByRole('region', { name: 'Environment' }).getByRole('link', { name: /^Production/ });
  await team.click();
  await expect.poll(() => queryOf(page)).toBe('timetable env:production');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(team).toBeHidden();
  await expect(chipsOf(page)).toContainText('Environment production');
});

test('a person has a page: how to reach them, their teams, and what these run', async ({
  signInAs,
  stack,
}) => {
  const { page } = await signInAs('dae@harbor.example');
  await page.goto(`${stack.portalUrl}/catalog?q=Mei%20Tanaka`);
  await page
    .getByRole('list', { name: 'Best hits' })
    .getByRole('link', { name: 'Mei Tanaka', exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mei Tanaka');
  await expect(page.getByRole('link', { name: 'mei@harbor.example' })).toBeVisible();
  const team = page.getByRole('list', { name: 'Teams' }).getByRole('listitem').first();
  await expect(team).toContainText('Payments');
  await expect(team).toContainText('maintainer');
  await expect(team.getByRole('link', { name: 'Refunds' })).toBeVisible();
  // Of another team: when she was here is not theirs to know.
  await expect(page.getByText(/90 days/)).toHaveCount(0);
  await page.goto(`${stack.portalUrl}/people/me`);
  await expect(page.getByText('Seen in the last 90 days')).toBeVisible();
});
