import pg from 'pg';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import type { Page } from '../fixtures/index.ts';

/** Sends something to the API of the portal that the page is on, as the person who is signed in. */
function post(page: Page, path: string, data: object): ReturnType<Page['request']['post']> {
  const { origin } = new URL(page.url());
  return page.request.post(`${origin}${path}`, { data, headers: { origin } });
}

/** Makes a service of a team, over the API as the person who is signed in. */
async function makeService(page: Page, team: string, slug: string, links: object = {}): Promise<string> {
  const name = `Service ${slug}`;
  const made = await post(page, '/api/v1/services', { team, slug, name, links });
  expect(made.status(), await made.text()).toBe(201);
  return name;
}

test('“not ours”: another team takes a service over, and page and cluster show the new owner', async ({
  signInAs,
  unique,
  asClusterAdministrator,
}) => {
  const slug = unique('lost');
  const name = unique('lost-dev');
  const giving = await signInAs('tomas@harbor.example');
  const receiving = await signInAs('priya@harbor.example');
  const portal = new URL(giving.page.url()).origin;
  await giving.page.goto(portal);
  const title = await makeService(giving.page, 'payments', slug);
  const asked = await post(giving.page, '/api/v1/namespaces', {
    cluster: 'harbor-dev',
    team: 'payments',
    service: { slug },
    environment: 'development',
    name,
    purpose: 'Goes to another team.',
    size: 'S',
  });
  expect(asked.status(), await asked.text()).toBe(201);
  const bindings = async () =>
    (
      await asClusterAdministrator('harbor-dev', [
        '-n',
        name,
        'get',
        'rolebindings',
        '-o',
        'jsonpath={.items[*].subjects[*].name}',
      ])
    ).stdout;
  const ownerLabel = async () =>
    (
      await asClusterAdministrator('harbor-dev', [
        'get',
        'namespace',
        name,
        '-o',
        'jsonpath={.metadata.labels.berth\\.dev/team}',
      ])
    ).stdout;
  await expect.poll(bindings, { timeout: 60_000 }).toContain('payments-developers');

  await test.step('a member says on the namespace’s card that it isn’t theirs, and whose it is', async () => {
    const { page } = giving;
    await page.goto(`${portal}/namespaces/harbor-dev/${name}`);
    await page.getByRole('button', { name: 'Not ours' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Whose is it?').fill('checkout');
    await dialog.getByLabel('Why').fill('Checkout built it.');
    await dialog.getByRole('button', { name: 'Look for its team' }).click();
    await expect(page.getByText('In question: Checkout is asked to take it.')).toBeVisible();
  });

  await test.step('everybody sees that its owner is in question; until it is decided, it stays', async () => {
    const visitor = await signInAs('dae@harbor.example');
    await visitor.page.goto(`${portal}/services/${slug}`);
    await expect(
      visitor.page.getByText('Its owner is in question: Checkout is asked to take it'),
    ).toBeVisible();
    await expect(visitor.page.getByText('Checkout built it.')).toHaveCount(0);
    await expect(visitor.page.getByRole('button', { name: 'Accept' })).toHaveCount(0);
    expect(await ownerLabel()).toBe('payments');
  });

  await test.step('a maintainer of the other team finds it on the first page, and takes it over', async () => {
    const { page } = receiving;
    await page.goto(portal);
    const row = page
      .getByRole('list', { name: 'Services that look for a team' })
      .getByRole('listitem')
      .filter({ hasText: title });
    await expect(row).toContainText('Checkout built it.');
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take it over' }).click();
    await expect(row).toHaveCount(0);
  });

  await test.step('the page and the cluster show the new owner; the old team’s people are out', async () => {
    const { page } = receiving;
    await page.goto(`${portal}/services/${slug}`);
    await expect(page.getByText('Service of Checkout')).toBeVisible();
    await expectAccessible(page);
    await expect.poll(ownerLabel, { timeout: 30_000 }).toBe('checkout');
    await expect.poll(bindings, { timeout: 30_000 }).toContain('checkout-developers');
    expect(await bindings()).not.toContain('payments');
    const tried = await giving.kubectl('harbor-dev', ['-n', name, 'auth', 'can-i', 'create', 'configmaps']);
    expect(tried.stdout.trim()).toBe('no');
    const allowed = await receiving.kubectl('harbor-dev', [
      '-n',
      name,
      'auth',
      'can-i',
      'create',
      'configmaps',
    ]);
    expect(allowed.stdout.trim()).toBe('yes');
  });
});

test('nobody named: an administrator finds it among the orphans, and names the team', async ({
  signInAs,
  unique,
}) => {
  const slug = unique('nobodys');
  const giving = await signInAs('tomas@harbor.example');
  const portal = new URL(giving.page.url()).origin;
  await giving.page.goto(portal);
  const title = await makeService(giving.page, 'payments', slug);
  const opened = await post(giving.page, `/api/v1/services/${slug}/transfer`, {
    reason: 'Who knows.',
  });
  expect(opened.status()).toBe(201);

  const { page } = await signInAs('ada@harbor.example');
  await page.getByRole('link', { name: 'Orphans' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Orphans' })).toBeVisible();
  const row = page.getByRole('listitem').filter({ hasText: title });
  await expect(row).toContainText('Who knows.');
  await expectAccessible(page);
  await row.getByRole('button', { name: /^Name its team/ }).click();
  await page.getByRole('dialog').getByLabel('Team', { exact: true }).fill('search');
  await page.getByRole('dialog').getByRole('button', { name: 'Ask this team' }).click();
  await expect(row).toHaveCount(0);
  await giving.page.goto(`${portal}/services/${slug}`);
  await expect(giving.page.getByText('Search is asked to take it')).toBeVisible();
  await giving.page.getByRole('button', { name: 'Keep it with Payments' }).click();
  await expect(giving.page.getByText('Its owner is in question')).toHaveCount(0);
});

test('a team confirms its services in one go, and a broken link that a visitor reports is cleared', async ({
  signInAs,
  unique,
  stack,
}) => {
  const slugs = [unique('old'), unique('old')];
  const runbook = 'https://runbooks.harbor.example/old';
  const owner = await signInAs('tomas@harbor.example');
  const portal = new URL(owner.page.url()).origin;
  await owner.page.goto(portal);
  const titles: string[] = [];
  for (const slug of slugs) titles.push(await makeService(owner.page, 'payments', slug, { runbook }));
  const [one = '', two = ''] = titles;

  await test.step('a visitor reports a link of it', async () => {
    const { page } = await signInAs('dae@harbor.example');
    await page.goto(`${portal}/services/${slugs[0] ?? ''}`);
    await page.getByRole('button', { name: 'Report that the link Runbook is broken' }).click();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Report it' }).click();
    await expect(page.getByRole('heading', { name: /^Thank you\. Payments is told/ })).toBeVisible();
  });

  await test.step('half a year later both wait for the team’s word, with what is missing', async () => {
    const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
    try {
      await pool.query(`UPDATE service SET created_at = now() - interval '200 days' WHERE slug = ANY ($1)`, [
        slugs,
      ]);
    } finally {
      await pool.end();
    }
    const { page } = owner;
    await page.goto(portal);
    await page.getByRole('link', { name: 'Look and confirm' }).click();
    for (const title of titles) {
      await expect(page.getByRole('row').filter({ hasText: title })).toContainText('due');
    }
    await expect(page.getByRole('row').filter({ hasText: one })).toContainText('found broken by 1 person');
    await expectAccessible(page);
  });

  await test.step('the report is cleared, and all that is ticked is confirmed at once', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: `Clear the report of Runbook of ${one}` }).click();
    await expect(page.getByRole('row').filter({ hasText: one })).not.toContainText('found broken');
    for (const title of titles) await page.getByRole('checkbox', { name: `Tick ${title}` }).check();
    await page.getByRole('button', { name: 'Confirm what is ticked' }).click();
    for (const title of titles) await expect(page.getByRole('row').filter({ hasText: title })).toHaveCount(0);
    await page.goto(`${portal}/services/${slugs[1] ?? ''}`);
    await expect(page.getByRole('heading', { level: 1, name: two })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Still true?' })).toContainText('by Tomás Herrera');
  });
});

test('a service with a new short name: its old address leads to it, the catalog finds it by both, the cluster shows it', async ({
  signInAs,
  unique,
  asClusterAdministrator,
}) => {
  const [old, wanted, name] = [unique('kasse'), unique('checkout'), unique('kasse-dev')];
  const { page } = await signInAs('tomas@harbor.example');
  const portal = new URL(page.url()).origin;
  const title = await makeService(page, 'payments', old);
  const asked = await post(page, '/api/v1/namespaces', {
    cluster: 'harbor-dev',
    team: 'payments',
    service: { slug: old },
    environment: 'development',
    name,
    purpose: 'Gets another name.',
    size: 'S',
  });
  expect(asked.status(), await asked.text()).toBe(201);

  await test.step('somebody of its team gives it a new name and a new short name', async () => {
    await page.goto(`${portal}/services/${old}`);
    await page.getByRole('button', { name: 'Edit service' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill(`${title} @ Köln`);
    await dialog.locator('summary').filter({ hasText: 'Short name' }).click();
    await dialog.getByLabel('New short name').fill(wanted);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(`${portal}/services/${wanted}`);
    await expect(page.getByRole('heading', { level: 1, name: `${title} @ Köln` })).toBeVisible();
  });

  await test.step('to everybody the old address leads to the new, and search knows both', async () => {
    const visitor = await signInAs('dae@harbor.example');
    await visitor.page.goto(`${portal}/services/${old}`);
    await expect(visitor.page).toHaveURL(`${portal}/services/${wanted}`);
    for (const word of [old, wanted]) {
      await visitor.page.goto(`${portal}/catalog?q=${word}`);
      await expect(
        visitor.page
          .getByRole('main')
          .getByRole('link', { name: `${title} @ Köln` })
          .first(),
      ).toBeVisible();
    }
  });

  await test.step('the Namespace carries both, by label and in full', async () => {
    const read = async (path: string) =>
      (
        await asClusterAdministrator('harbor-dev', [
          'get',
          'namespace',
          name,
          '-o',
          `jsonpath={.metadata.${path}}`,
        ])
      ).stdout;
    await expect.poll(() => read('labels.berth\\.dev/service')).toBe(wanted);
    expect(await read('annotations.berth\\.dev/service-name')).toBe(`${title} @ Köln`);
  });
});
