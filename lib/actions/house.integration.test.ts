/** Teams, services, roles, people, clusters and tokens: who may, what counts at once, and what is kept in the audit log. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { lookUpSession, openSession } from '../auth/sessions.ts';
import { db } from '../db/client.ts';
import { askOptions } from '../queries/ask-options.ts';
import { listAudit } from '../queries/audit.ts';
import { getCluster, listClusters } from '../queries/clusters.ts';
import { home } from '../queries/home.ts';
import { listPeopleAndRoles } from '../queries/people.ts';
import { getService, listServices } from '../queries/services.ts';
import { getTeam, listTeams } from '../queries/teams.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { createApiToken } from './create-api-token.ts';
import { createService } from './create-service.ts';
import { createTeam } from './create-team.ts';
import { disablePerson } from './disable-person.ts';
import { enablePerson } from './enable-person.ts';
import { endSession } from './end-session.ts';
import { grantRole } from './grant-role.ts';
import { mapGroup } from './map-group.ts';
import { registerCluster } from './register-cluster.ts';
import { revokeApiToken } from './revoke-api-token.ts';
import { revokeRole } from './revoke-role.ts';
import {
  again,
  ask,
  makeCluster,
  makeTeam,
  openHouse,
  somebody,
  somebodyWithRole,
  unique,
} from './testing/house.ts';
import type { House, TestTeam } from './testing/house.ts';
import { unmapGroup } from './unmap-group.ts';
import { updateService } from './update-service.ts';
import { updateTeam } from './update-team.ts';

let house: House;
let team: TestTeam;
let administrator: Actor;
let auditor: Actor;
let maintainer: Actor;
let member: Actor;
let stranger: Actor;

beforeAll(async () => {
  house = await openHouse();
  team = await makeTeam({ budget: { 'requests.cpu': '8' } });
  administrator = await somebodyWithRole('administrator');
  auditor = await somebodyWithRole('auditor');
  maintainer = await somebody([team.maintainers]);
  member = await somebody([team.members]);
  stranger = await somebody();
});
afterAll(() => house.close());

test('an administrator makes a team and maps groups; who is in one is in the team at their next request', async () => {
  const slug = unique('team');
  const group = unique('group');
  const person = await somebody([group]);
  await createTeam(administrator, { slug, name: 'New' });
  await expect(createTeam(administrator, { slug, name: 'New' })).rejects.toMatchObject({
    errors: [{ field: 'slug' }],
  });
  await expect(createTeam(maintainer, { slug: unique('t'), name: 'N' })).rejects.toMatchObject({
    status: 403,
  });
  const { id } = await mapGroup(administrator, { team: slug, group, role: 'maintainer' });
  await expect(mapGroup(administrator, { team: slug, group, role: 'member' })).rejects.toMatchObject({
    errors: [{ field: 'group' }],
  });
  expect((await again(person)).teams).toMatchObject([{ slug, role: 'maintainer' }]);
  await unmapGroup(administrator, { team: slug, id });
  expect((await again(person)).teams).toEqual([]);
});

test('a team changes on the version that was seen; its namespaces get another pass without a new generation', async () => {
  const cluster = await makeCluster();
  const { name } = await askForNamespace(member, ask(team, cluster));
  const { version } = await getTeam(maintainer, team.slug);
  await updateTeam(maintainer, { slug: team.slug, version, chatUrl: 'https://chat.example/x' });
  await expect(updateTeam(maintainer, { slug: team.slug, version, name: 'Late' })).rejects.toMatchObject({
    status: 412,
  });
  await expect(
    updateTeam(maintainer, { slug: team.slug, version: version + 1, budget: null }),
  ).rejects.toMatchObject({ status: 403 });
  await expect(
    updateTeam(member, { slug: team.slug, version: version + 1, name: 'No' }),
  ).rejects.toMatchObject({
    status: 403,
  });
  const row = await db.namespace.findFirstOrThrow({ where: { name } });
  expect({ mark: row.mark, generation: row.generation }).toEqual({ mark: 1n, generation: 1n });
});

test("a team's groups, people and budget are for the team, administrators and auditors", async () => {
  for (const actor of [member, administrator, auditor]) {
    const view = await getTeam(actor, team.slug);
    expect(view.groups).toHaveLength(2);
    expect(view.people?.map((person) => person.id)).toContain(maintainer.personId);
    expect(view.budget?.[0]).toMatchObject({ key: 'requests.cpu', budget: '8' });
  }
  const seen = await getTeam(stranger, team.slug);
  expect([seen.groups, seen.people, seen.budget, seen.costCentre]).toEqual([null, null, null, null]);
  expect((await listTeams(stranger, { q: team.slug })).total).toBe(1);
});

test('a service is its team’s: members change it, others do not', async () => {
  const slug = unique('service');
  await createService(member, { team: team.slug, slug, name: 'S', links: { docs: 'https://docs.example' } });
  await expect(
    createService(stranger, { team: team.slug, slug: unique('s'), name: 'S' }),
  ).rejects.toMatchObject({
    status: 403,
  });
  await updateService(member, { slug, version: 1, tier: 2, sla: { availability: '99.9 %', rto: '4 h' } });
  expect(await getService(stranger, slug)).toMatchObject({
    tier: 2,
    sla: { availability: 99.9, rto: 240 },
    links: { docs: 'https://docs.example' },
    may: { change: false },
  });
  await expect(
    updateService(member, { slug, version: 2, links: { docs: 'javascript:alert(1)' } }),
  ).rejects.toMatchObject({ code: 'invalid' });
  expect((await listServices(stranger, { q: slug })).rows).toHaveLength(1);
});

test('roles are given and taken by administrators, and count at the next request', async () => {
  const person = await somebody();
  const { id } = await grantRole(administrator, { role: 'approver', email: person.email });
  expect((await again(person)).roles).toEqual(['approver']);
  await expect(grantRole(administrator, { role: 'approver', email: person.email })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(
    grantRole(administrator, { role: 'approver', email: 'nobody@x.example' }),
  ).rejects.toMatchObject({
    errors: [{ field: 'email' }],
  });
  await expect(grantRole(auditor, { role: 'approver', email: person.email })).rejects.toMatchObject({
    status: 403,
  });
  await expect(grantRole(member, { role: 'administrator', email: member.email })).rejects.toMatchObject({
    status: 404,
  });
  await revokeRole(administrator, { id });
  expect((await again(person)).roles).toEqual([]);
});

test('a disabled person is out at once, in every browser, and comes back only when enabled', async () => {
  const person = await somebody();
  const sessionId = await openSession(person.personId, null);
  await disablePerson(administrator, { id: person.personId });
  expect((await lookUpSession(sessionId)).state).toBe('ended');
  await enablePerson(administrator, { id: person.personId });
  expect((await lookUpSession(sessionId)).state).toBe('ended');
  expect((await lookUpSession(await openSession(person.personId, null))).state).toBe('live');
  await expect(disablePerson(administrator, { id: administrator.personId })).rejects.toMatchObject({
    status: 409,
  });
  await expect(disablePerson(member, { id: person.personId })).rejects.toMatchObject({ status: 404 });
});

test("one ends one's own sessions; an administrator anybody's; to others they are not there", async () => {
  const id = await openSession(member.personId, null);
  await expect(endSession(stranger, { id })).rejects.toMatchObject({ status: 404 });
  await endSession(member, { id });
  expect((await lookUpSession(id)).state).toBe('ended');
  const other = await openSession(member.personId, null);
  await endSession(administrator, { id: other });
  expect((await lookUpSession(other)).state).toBe('ended');
});

test("somebody else's token is not there for me", async () => {
  const { id } = await createApiToken(member, {
    name: 'mine',
    scopes: ['read'],
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await expect(revokeApiToken(stranger, { id })).rejects.toMatchObject({ status: 404 });
  await expect(revokeApiToken(administrator, { id })).rejects.toMatchObject({ status: 404 });
  await revokeApiToken(member, { id });
  expect((await db.apiToken.findUniqueOrThrow({ where: { id } })).revokedAt).not.toBeNull();
});

test('a cluster is registered with public facts only, and its inside is for operators', async () => {
  const name = unique('cluster');
  const input = {
    name,
    displayName: 'Harbor',
    apiServer: 'https://api.example:6443',
    environments: ['development'],
    config: { overcommit: 3 },
  };
  await expect(registerCluster(member, input)).rejects.toMatchObject({ status: 403 });
  for (const extra of [{ token: 'x' }, { kubeconfig: 'x' }, { caBundle: '-----BEGIN PRIVATE KEY-----' }]) {
    await expect(registerCluster(administrator, { ...input, ...extra })).rejects.toMatchObject({
      code: 'invalid',
    });
  }
  await registerCluster(administrator, input);
  const { id } = await db.cluster.findUniqueOrThrow({ where: { name } });
  await db.clusterStatus.create({
    data: { clusterId: id, reachable: false, reason: 'ConnectionRefused', message: 'dial 10.1.2.3' },
  });
  expect((await getCluster(administrator, name)).operations?.config.overcommit).toBe(3);
  expect(JSON.stringify(await getCluster(member, name))).not.toContain('10.1.2.3');
  expect(JSON.stringify(await listClusters(member))).not.toContain('10.1.2.3');
});

test('the audit log is whole for auditors, a team’s own for its members, and 404 for who is in none', async () => {
  const cluster = await makeCluster();
  const { name } = await askForNamespace(member, ask(team, cluster));
  const whole = await listAudit(auditor, { q: name });
  expect(whole.rows.map((row) => row.action)).toContain('namespace.granted');
  const other = await somebody([(await makeTeam()).members]);
  expect((await listAudit(other, { q: name })).total).toBe(0);
  expect((await listAudit(member, { q: name })).total).toBe(whole.total);
  await expect(listAudit(stranger)).rejects.toMatchObject({ status: 404 });
  const first = await listAudit(auditor, { limit: 2 });
  const second = await listAudit(auditor, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect(Number(second.rows[0]?.id)).toBeLessThan(Number(first.rows[1]?.id));
});

test('the people page is for administrators and auditors', async () => {
  const view = await listPeopleAndRoles(auditor);
  expect(view.people.map((person) => person.id)).toContain(member.personId);
  expect(view.mappings.map((mapping) => mapping.group)).toContain(team.members);
  await expect(listPeopleAndRoles(maintainer)).rejects.toMatchObject({ status: 404 });
});

test('the home page and the form offer what is mine', async () => {
  const cluster = await makeCluster();
  await askForNamespace(member, ask(team, cluster));
  const view = await home(member);
  expect(view.teams.map((row) => row.slug)).toEqual([team.slug]);
  expect(view.namespaces.every((row) => row.team.slug === team.slug)).toBe(true);
  expect(view.toDecideTotal).toBe(0);
  expect((await askOptions(member)).teams.map((row) => row.slug)).toEqual([team.slug]);
  expect((await askOptions(stranger)).teams).toEqual([]);
});
