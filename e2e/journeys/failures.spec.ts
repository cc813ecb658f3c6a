import { readFile, writeFile } from 'node:fs/promises';
import { fillAsk, sendAsk } from '../fixtures/ask.ts';
import { expect, test } from '../fixtures/index.ts';
import { killOneWebProcess, webProcesses, withFrozen } from '../fixtures/processes.ts';

// These stop servers that other journeys use: one after the other, and in a project of their own that runs last.
test.describe.configure({ mode: 'serial' });

test('while a cluster is down requests are taken, its page says so, and provisioning goes on by itself afterwards', async ({
  signInAs,
  stack,
  unique,
}) => {
  test.setTimeout(240_000);
  const { page } = await signInAs('tomas@harbor.example');
  const name = unique('refunds-dev');
  await withFrozen(stack, 'harbor-dev.kube-apiserver', async () => {
    await fillAsk(page, { environment: 'development', cluster: 'harbor-dev', name });
    await sendAsk(page);
    await page.goto(`${stack.portalUrl}/clusters/harbor-dev`);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('Not reachable', { exact: true }).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 90_000 });
  });
  await page.goto(`${stack.portalUrl}/namespaces/harbor-dev/${name}`);
  await expect(page.getByText('Ready', { exact: true }).first()).toBeVisible({ timeout: 120_000 });
});

test('a web process that dies is replaced by another, and people who are signed in stay so', async ({
  signInAs,
  stack,
}) => {
  const { page } = await signInAs('tomas@harbor.example');
  const before = await killOneWebProcess(stack);
  await expect(async () => {
    const now = await webProcesses(stack);
    expect(now).toHaveLength(before.length);
    expect(now).not.toContain(before[0]);
  }).toPass({ timeout: 30_000 });
  await page.goto(`${stack.portalUrl}/namespaces`);
  await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeVisible();
});

test('a person who is taken out of a group at the identity provider loses the team at the next refresh', async ({
  signInAs,
  stack,
}) => {
  const visitor = await signInAs('hana@harbor.example');
  await visitor.page.goto(`${stack.portalUrl}/teams/mobile`);
  await expect(visitor.page.getByRole('heading', { level: 1 })).toContainText('Mobile');
  const before = await visitor.page.request.get(`${stack.portalUrl}/api/v1/me`);
  expect(await before.text()).toContain('"mobile"');

  const file = stack.identity.peopleFile;
  const people = JSON.parse(await readFile(file, 'utf8')) as { email: string; groups: string[] }[];
  const changed = people.map((person) =>
    person.email === 'hana@harbor.example' ? { ...person, groups: [] } : person,
  );
  await writeFile(file, JSON.stringify(changed, null, 2));
  try {
    // Signing in again is one of the two moments at which the provider is asked; the other is every 15 minutes.
    const again = await signInAs('hana@harbor.example');
    const after = await again.page.request.get(`${stack.portalUrl}/api/v1/me`);
    expect(await after.text()).not.toContain('"mobile"');
    // Memberships are read at each request, so the session that was open before has lost them too.
    const old = await visitor.page.request.get(`${stack.portalUrl}/api/v1/me`);
    expect(await old.text()).not.toContain('"mobile"');
  } finally {
    await writeFile(file, JSON.stringify(people, null, 2));
  }
});
