import { expect, expectAccessible, test } from '../fixtures/index.ts';
import type { Page } from '../fixtures/index.ts';

async function ask(
  page: Page,
  options: { name: string; environment: string; cluster: string; purpose?: string },
) {
  await page.goto(new URL('/ask', page.url()).toString());
  await page.getByLabel('Team', { exact: true }).selectOption('payments');
  await page.getByLabel('Service', { exact: true }).selectOption('refunds');
  await page.getByLabel('Cluster', { exact: true }).selectOption(options.cluster);
  await page.getByLabel('Environment', { exact: true }).selectOption(options.environment);
  await page.getByLabel('Name', { exact: true }).fill(options.name);
  await page.getByLabel('Purpose', { exact: true }).fill(options.purpose ?? 'A journey of the test suite.');
}

test('inside the guardrails a namespace is granted at once, with nobody in the way', async ({
  signInAs,
  unique,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  const name = unique('refunds-dev');
  await ask(page, { name, environment: 'development', cluster: 'harbor-dev' });
  await expect(page.getByText(/granted at once/i).first()).toBeVisible();
  await page.getByRole('button', { name: /^Ask/ }).click();
  await page.waitForURL(/\/(requests|namespaces)\//);
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});

test('a name that is taken is said while typing, and nothing typed is lost', async ({ signInAs }) => {
  const { page } = await signInAs('tomas@harbor.example');
  await ask(page, {
    name: 'refunds-dev',
    environment: 'development',
    cluster: 'harbor-dev',
    purpose: 'Kept text.',
  });
  await expect(page.getByText(/taken|already/i).first()).toBeVisible();
  await page.getByRole('button', { name: /^Ask/ }).click();
  await expect(page.getByText(/taken|already/i).first()).toBeVisible();
  await expect(page.getByLabel('Purpose', { exact: true })).toHaveValue('Kept text.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('refunds-dev');
  await expectAccessible(page);
});

test('a rejection says why, and the name is free again', async ({ signInAs, unique }) => {
  const name = unique('refunds-stage');
  const developer = await signInAs('tomas@harbor.example');
  await ask(developer.page, { name, environment: 'production', cluster: 'harbor-prod' });
  await developer.page.getByRole('button', { name: /^Ask/ }).click();
  await developer.page.waitForURL(/\/requests\/\d+$/);

  const approver = await signInAs('noor@harbor.example');
  await approver.page.goto(developer.page.url());
  await approver.page.getByRole('button', { name: 'Reject' }).first().click();
  await approver.page.getByLabel(/why/i).first().fill('Use the staging namespace that you have.');
  await approver.page
    .getByRole('button', { name: /^Reject/ })
    .last()
    .click();
  await expect(approver.page.getByText('Rejected').first()).toBeVisible();

  await expect(developer.page.getByText('Use the staging namespace that you have.').first()).toBeVisible();
  await ask(developer.page, { name, environment: 'production', cluster: 'harbor-prod' });
  await developer.page.getByRole('button', { name: /^Ask/ }).click();
  await developer.page.waitForURL(/\/requests\/\d+$/);
});

test('nobody approves their own request, whatever role they have', async ({ signInAs, unique, stack }) => {
  const administrator = await signInAs('ada@harbor.example');
  const name = unique('refunds-own');
  await ask(administrator.page, { name, environment: 'production', cluster: 'harbor-prod' });
  await administrator.page.getByRole('button', { name: /^Ask/ }).click();
  await administrator.page.waitForURL(/\/requests\/\d+$/);
  await expect(administrator.page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const number = administrator.page.url().split('/').at(-1) ?? '';
  const response = await administrator.page.request.post(
    `${stack.portalUrl}/api/v1/requests/${number}/approve`,
    {
      data: { resultHash: 'x'.repeat(64) },
      headers: { origin: stack.portalUrl },
    },
  );
  expect(response.status()).toBe(403);
});

test("a stranger gets 404 for another team's request, and its name does not leak", async ({
  signInAs,
  unique,
}) => {
  const developer = await signInAs('tomas@harbor.example');
  const name = unique('secret-plan');
  await ask(developer.page, {
    name,
    environment: 'production',
    cluster: 'harbor-prod',
    purpose: 'Canary purpose.',
  });
  await developer.page.getByRole('button', { name: /^Ask/ }).click();
  await developer.page.waitForURL(/\/requests\/\d+$/);

  const stranger = await signInAs('dae@harbor.example');
  const response = await stranger.page.goto(developer.page.url());
  expect(response?.status()).toBe(404);
  const body = await stranger.page.content();
  expect(body).not.toContain(name);
  expect(body).not.toContain('Canary purpose');
});
