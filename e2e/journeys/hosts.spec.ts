import { expect, test } from '../fixtures/index.ts';
import { httpRoute, ingress } from '../fixtures/publishing.ts';

test('a delegated name is taken without asking, published by its team alone, and after its revocation the portal shows what still uses it', async ({
  signInAs,
  unique,
}) => {
  const zone = `${unique('zone')}.example.test`;
  const delegated = `*.payments.${zone}`;
  const host = `checkout.payments.${zone}`;
  const namespace = '/namespaces/harbor-dev/refunds-dev?tab=hosts';
  const administrator = await signInAs('ada@harbor.example');
  const maintainer = await signInAs('mei@harbor.example');
  const other = await signInAs('priya@harbor.example');
  const portal = new URL(administrator.page.url()).origin;

  await test.step('an administrator makes a zone and delegates a subdomain of it to a team', async () => {
    const { page } = administrator;
    await page.goto(`${portal}/zones`);
    await page.getByRole('button', { name: 'New zone' }).click();
    await page.getByLabel('Suffix').fill(zone);
    await page.getByLabel('Harbor development').check();
    await page.getByRole('button', { name: 'Create zone' }).click();
    await expect(page.getByRole('heading', { level: 1, name: zone })).toBeVisible();
    await page.getByRole('button', { name: 'Delegate a name' }).click();
    await page.getByLabel('Name', { exact: true }).fill(delegated);
    await page.getByLabel('Team', { exact: true }).selectOption('payments');
    await page.getByRole('button', { name: 'Delegate', exact: true }).click();
    await expect(page.getByRole('list', { name: `Delegations of ${zone}` })).toContainText(delegated);
  });

  await test.step('a maintainer of the team takes a host below it, and has it at once', async () => {
    const { page } = maintainer;
    await page.goto(portal + namespace);
    await page.getByRole('button', { name: 'Take hosts' }).click();
    await page.getByRole('textbox', { name: 'Hosts' }).fill(host);
    await page.getByRole('dialog').getByRole('button', { name: 'Take hosts' }).click();
    await expect(page.getByRole('row', { name: new RegExp(host) })).toContainText('Granted');
  });

  await test.step('kubectl as that team publishes an Ingress and an HTTPRoute on it', async () => {
    for (const object of [ingress('checkout', host), httpRoute('checkout', host)]) {
      await expect
        .poll(async () => {
          const applied = await maintainer.kubectl('harbor-dev', ['-n', 'refunds-dev', 'apply'], object);
          return applied.ok ? 'applied' : applied.stderr;
        })
        .toBe('applied');
    }
    await expect(maintainer.page.getByRole('list', { name: `What uses ${host}` })).toContainText(
      'HTTPRoute checkout',
    );
    await expect(maintainer.page.getByRole('list', { name: `What uses ${host}` })).toContainText(
      'Ingress checkout',
    );
  });

  await test.step('another team is refused with a message that says why, and where to ask', async () => {
    for (const [object, policy] of [
      [ingress('checkout', host), 'berth-ingresses'],
      [httpRoute('checkout', host), 'berth-httproutes'],
    ] as const) {
      const refused = await other.kubectl('harbor-dev', ['-n', 'basket-dev', 'apply'], object);
      expect(refused.ok).toBe(false);
      expect(refused.stderr).toContain(`ValidatingAdmissionPolicy '${policy}'`);
      expect(refused.stderr).toContain(host);
      expect(refused.stderr).toContain('/namespaces/harbor-dev/basket-dev');
    }
  });

  await test.step('nobody else gets the name in the portal either, and reads who holds it', async () => {
    const { page } = other;
    await page.goto(`${portal}/hosts?q=${host}`);
    await expect(page.getByText('Payments has it.')).toBeVisible();
    await page.goto(`${portal}/namespaces/harbor-dev/basket-dev?tab=hosts`);
    await page.getByRole('button', { name: 'Take hosts' }).click();
    await page.getByRole('textbox', { name: 'Hosts' }).fill(host);
    await page.getByRole('dialog').getByRole('button', { name: 'Take hosts' }).click();
    await expect(
      page
        .getByRole('dialog')
        .getByText(/Payments/)
        .first(),
    ).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Hosts' })).toHaveValue(host);
    await page.keyboard.press('Escape');
  });

  await test.step('after the delegation is taken back, the page shows what still uses the name and what removes it', async () => {
    const { page } = administrator;
    await page.goto(`${portal}/zones/${zone}`);
    await page.getByRole('button', { name: `Take back ${delegated}` }).click();
    await page.getByLabel(`Type ${delegated} to confirm`).fill(delegated);
    await page.getByLabel('Why').fill('The shop moves to another team.');
    await page.getByRole('button', { name: 'Take back delegation' }).click();
    await expect(page.getByText('Nothing is delegated yet')).toBeVisible();
    await maintainer.page.goto(portal + namespace);
    const stale = maintainer.page.getByRole('region', { name: 'Used, but not granted' });
    await expect(stale).toContainText('HTTPRoute checkout');
    await expect(stale).toContainText('Ingress checkout');
    await expect(stale).toContainText(
      'kubectl --namespace refunds-dev delete ingresses.networking.k8s.io checkout',
    );
    await expect(maintainer.page.getByText('In quarantine')).toBeVisible({ timeout: 30_000 });
  });

  await test.step('its old owner can no longer publish it, and the command shown ends what is left', async () => {
    const again = await maintainer.kubectl(
      'harbor-dev',
      ['-n', 'refunds-dev', 'apply'],
      ingress('again', host),
    );
    expect(again.stderr).toContain("ValidatingAdmissionPolicy 'berth-ingresses'");
    for (const target of [
      'ingresses.networking.k8s.io/checkout',
      'httproutes.gateway.networking.k8s.io/checkout',
    ]) {
      const removed = await maintainer.kubectl('harbor-dev', ['-n', 'refunds-dev', 'delete', target]);
      expect(removed, removed.stderr).toMatchObject({ ok: true });
    }
    await expect(maintainer.page.getByRole('region', { name: 'Used, but not granted' })).toHaveCount(0);
  });
});
