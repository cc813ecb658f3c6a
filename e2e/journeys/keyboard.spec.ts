import { expect, test } from '../fixtures/index.ts';
import type { Page } from '../fixtures/index.ts';
import { choose, focusedStop, follow, tabTo, typeInto } from '../fixtures/keyboard.ts';
import type { Stack } from '../fixtures/stack.ts';

/** In through the portal's button and the provider's list, with Tab and Enter. */
async function signInByKeyboard(page: Page, stack: Stack, email: string): Promise<void> {
  const person = stack.people.find((candidate) => candidate.email === email);
  await page.goto(`${stack.portalUrl}/sign-in`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await follow(page, 'button', /^Sign in/);
  await page.waitForURL((url) => url.origin === stack.issuer);
  await follow(page, 'button', new RegExp(person?.name ?? email));
  await page.waitForURL((url) => url.origin === stack.portalUrl && url.pathname === '/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

test('by keyboard alone a developer asks and an administrator approves, and the focus is seen at every stop', async ({
  openPage,
  stack,
  unique,
}) => {
  test.setTimeout(240_000);
  const name = unique('keys-prod');

  const developer = await openPage();
  await test.step('the developer signs in and asks', async () => {
    await signInByKeyboard(developer, stack, 'tomas@harbor.example');
    await follow(developer, 'link', 'Ask for a namespace');
    await expect(developer.getByRole('heading', { level: 1 })).toHaveText('Ask for a namespace');
    await choose(developer, 'Service', 'Refunds');
    await choose(developer, 'Environment', 'Production');
    await choose(developer, 'Cluster', 'Harbor production');
    await typeInto(developer, 'Name', name);
    await expect(
      developer.getByText('Needs a yes from Platform').filter({ visible: true }).first(),
    ).toBeVisible();
    await follow(developer, 'button', /^Ask/);
    await developer.waitForURL(/\/requests\/\d+$/);
    await expect(developer.getByText(name).first()).toBeVisible();
  });

  const administrator = await openPage();
  await test.step('the administrator finds the request, opens it, and approves it with a word', async () => {
    await signInByKeyboard(administrator, stack, 'ada@harbor.example');
    await follow(administrator, 'link', /^Approvals/);
    await administrator.waitForURL(/\/approvals/);
    const request = administrator.getByRole('main').getByRole('link', { name: new RegExp(name) });
    const next = administrator.getByRole('link', { name: /^Next/ });
    await expect(request.or(next).first()).toBeVisible();
    // The newest comes first; others may have asked since.
    while (!(await request.first().isVisible())) await follow(administrator, 'link', /^Next/);
    await follow(administrator, 'link', new RegExp(name));
    await administrator.waitForURL(/\/requests\/\d+$/);
    await follow(administrator, 'button', 'Approve');
    const dialog = administrator.getByRole('dialog');
    await expect(dialog).toBeVisible();
    // The focus is where one goes on: in the dialog.
    await expect
      .poll(() => dialog.evaluate((element) => element.contains(document.activeElement)))
      .toBe(true);
    await tabTo(administrator, 'textbox', /^A word with it/);
    await administrator.keyboard.type('By keyboard.');
    await follow(administrator, 'button', 'Confirm approval');
    await expect(dialog).toBeHidden();
    await expect(administrator.getByText('Ready', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    // The button that had the focus is gone with the decision; the focus is not.
    expect(await focusedStop(administrator)).not.toBeNull();
  });

  await test.step('a dialog closes with Escape, and the focus is back on its button', async () => {
    await follow(administrator, 'link', new RegExp(name));
    await administrator.waitForURL(/\/namespaces\//);
    await expect(administrator.getByRole('heading', { level: 1 })).toContainText(name);
    await follow(administrator, 'button', /^Delete/);
    await expect(administrator.getByRole('dialog')).toBeVisible();
    await administrator.keyboard.press('Escape');
    await expect(administrator.getByRole('dialog')).toBeHidden();
    expect(await focusedStop(administrator)).toMatchObject({
      role: 'button',
      name: expect.stringMatching(/^Delete/),
    });
  });
});
