import { fillAsk, reject, sendAsk } from '../fixtures/ask.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';

const DEV = { environment: 'development', cluster: 'harbor-dev' };
const PROD = { environment: 'production', cluster: 'harbor-prod' };

test('inside the guardrails a namespace is granted at once, with nobody in the way', async ({
  signInAs,
  unique,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  await fillAsk(page, { ...DEV, name: unique('refunds-dev') });
  await expect(page.getByText('Granted at once').filter({ visible: true }).first()).toBeVisible();
  await sendAsk(page);
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});

test('a name that is taken is said while typing, and nothing typed is lost', async ({ signInAs }) => {
  const { page } = await signInAs('tomas@harbor.example');
  await fillAsk(page, { ...DEV, name: 'refunds-dev', purpose: 'Kept text.' });
  await expect(page.getByText(/taken|already/i).first()).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: /^Ask/ }).click();
  await expect(page.getByText(/taken|already/i).first()).toBeVisible();
  await expect(page.getByLabel('Purpose')).toHaveValue('Kept text.');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('refunds-dev');
  await expectAccessible(page);
});

test('a rejection says why, and the name is free again', async ({ signInAs, unique }) => {
  const name = unique('refunds-stage');
  const developer = await signInAs('tomas@harbor.example');
  await fillAsk(developer.page, { ...PROD, name });
  await sendAsk(developer.page);

  const approver = await signInAs('noor@harbor.example');
  await approver.page.goto(developer.page.url());
  await reject(approver.page, 'Use the staging namespace that you have.');
  await expect(approver.page.getByText('Rejected').first()).toBeVisible();

  await expect(developer.page.getByText('Use the staging namespace that you have.').first()).toBeVisible();
  await fillAsk(developer.page, { ...PROD, name });
  await sendAsk(developer.page);
});

test('nobody approves their own request, whatever role they have', async ({ signInAs, unique, stack }) => {
  const { page } = await signInAs('ada@harbor.example');
  await fillAsk(page, { ...PROD, name: unique('refunds-own') });
  await sendAsk(page);
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
  const number = page.url().split('/').at(-1) ?? '';
  const response = await page.request.post(`${stack.portalUrl}/api/v1/requests/${number}/approve`, {
    data: { resultHash: 'a'.repeat(64) },
    headers: { origin: stack.portalUrl },
  });
  expect(response.status()).toBe(403);
});

test("a stranger gets 404 for another team's request, and its name does not leak", async ({
  signInAs,
  unique,
}) => {
  const developer = await signInAs('tomas@harbor.example');
  const name = unique('secret-plan');
  await fillAsk(developer.page, { ...PROD, name, purpose: 'Canary purpose.' });
  await sendAsk(developer.page);

  const stranger = await signInAs('dae@harbor.example');
  const response = await stranger.page.goto(developer.page.url());
  expect(response?.status()).toBe(404);
  const body = await stranger.page.content();
  expect(body).not.toContain(name);
  expect(body).not.toContain('Canary purpose');
});
