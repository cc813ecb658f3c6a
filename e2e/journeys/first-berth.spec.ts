import { approve, fillAsk, sendAsk } from '../fixtures/ask.ts';
import { expect, expectAccessible, test } from '../fixtures/index.ts';
import { deployment } from '../fixtures/workloads.ts';

test('a developer asks, an administrator approves, and the namespace stands with its fences and the right people in it', async ({
  signInAs,
  asClusterAdministrator,
  unique,
}) => {
  const name = unique('card-gateway');
  const developer = await signInAs('tomas@harbor.example');

  await test.step('the developer asks for a production namespace and reads whose yes it needs', async () => {
    const { page } = developer;
    await page.getByRole('link', { name: 'Ask for a namespace' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ask for a namespace');
    await fillAsk(page, {
      service: 'card-gateway',
      environment: 'production',
      cluster: 'harbor-prod',
      name,
      purpose: 'Takes card payments for the spring season.',
    });
    await expect(page.getByText('Needs a yes from Platform').filter({ visible: true }).first()).toBeVisible();
    await expectAccessible(page);
    await sendAsk(page);
    await expect(page.getByText(name).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expectAccessible(page);
  });
  const address = developer.page.url();

  const administrator = await signInAs('ada@harbor.example');
  await test.step('the administrator approves with a word', async () => {
    const { page } = administrator;
    await page.goto(address);
    await approve(page, 'Agreed in the planning of the season.');
    await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
  });

  await test.step('the developer, still on the same page, has watched it become Ready', async () => {
    await expect(developer.page.getByText('Ready', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step('the cluster holds the fences, with owner and service on the namespace', async () => {
    const namespace = await asClusterAdministrator('harbor-prod', ['get', 'namespace', name, '-o', 'json']);
    const { metadata } = JSON.parse(namespace.stdout) as {
      metadata: { labels: Record<string, string>; annotations: Record<string, string> };
    };
    expect(metadata.labels).toMatchObject({
      'berth.dev/managed': 'true',
      'berth.dev/team': 'payments',
      'berth.dev/service': 'card-gateway',
      'berth.dev/environment': 'production',
      'app.kubernetes.io/managed-by': 'berth',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(metadata.annotations['a8r.io/owner']).toContain('Payments');
    const kinds = 'resourcequota,limitrange,networkpolicy,rolebinding,serviceaccount';
    const objects = await asClusterAdministrator('harbor-prod', ['-n', name, 'get', kinds, '-o', 'name']);
    for (const wanted of [
      'resourcequota/berth',
      'limitrange/berth',
      'networkpolicy.networking.k8s.io/berth-default-deny',
      'networkpolicy.networking.k8s.io/berth-same-namespace',
      'networkpolicy.networking.k8s.io/berth-dns',
      'rolebinding.rbac.authorization.k8s.io/berth-developer',
      'rolebinding.rbac.authorization.k8s.io/berth-maintainer',
      'serviceaccount/berth-deployer',
    ]) {
      expect(objects.stdout).toContain(`${wanted}\n`);
    }
  });

  await test.step('the developer deploys with their own kubectl, and the quota counts it', async () => {
    const created = await developer.kubectl('harbor-prod', ['-n', name, 'apply'], deployment('web'));
    expect(created, created.stderr).toMatchObject({ ok: true });
    await expect
      .poll(async () => {
        const args = ['-n', name, 'get', 'resourcequota', 'berth', '-o', 'jsonpath={.status.used.pods}'];
        return (await developer.kubectl('harbor-prod', args)).stdout;
      })
      .toBe('1');
    await developer.page.goto(address);
    await developer.page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click();
    await expect(developer.page.getByRole('heading', { level: 1 })).toContainText(name);
    await expect(developer.page.getByText(/0\.25/).first()).toBeVisible({ timeout: 60_000 });
    await expectAccessible(developer.page);
  });

  await test.step("the same developer is refused in another team's namespace", async () => {
    const refused = await developer.kubectl(
      'harbor-prod',
      ['-n', 'timetable-prod', 'apply'],
      deployment('web'),
    );
    expect(refused.ok).toBe(false);
    expect(refused.stderr).toContain('Forbidden');
    expect(refused.stderr).toContain('oidc:tomas@harbor.example');
  });

  await test.step('nobody of the team can lift its own fences', async () => {
    for (const target of [
      'resourcequota/berth',
      'networkpolicy/berth-default-deny',
      'rolebinding/berth-developer',
    ]) {
      const refused = await developer.kubectl('harbor-prod', ['-n', name, 'delete', target]);
      expect(refused.stderr).toContain('Forbidden');
    }
  });
});
