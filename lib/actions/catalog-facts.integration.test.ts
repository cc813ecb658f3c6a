/** What a team says of its services and itself, beside their names: promise, links, tags, what needs what, and who is above whom. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { db } from '../db/client.ts';
import { getNamespace, getNamespaceYaml } from '../queries/namespaces.ts';
import { getService } from '../queries/services.ts';
import { getTeam } from '../queries/teams.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { createTeam } from './create-team.ts';
import { disablePerson } from './disable-person.ts';
import { registerCluster } from './register-cluster.ts';
import { makeCrew, makeService } from './testing/ownership.ts';
import type { Crew } from './testing/ownership.ts';
import { ask, makeCluster, openHouse, somebody, somebodyWithRole, unique } from './testing/house.ts';
import type { House } from './testing/house.ts';
import { updateCluster } from './update-cluster.ts';
import { updateService } from './update-service.ts';
import { updateTeam } from './update-team.ts';

let house: House;
let administrator: Actor;
let stranger: Actor;
let crew: Crew;

beforeAll(async () => {
  house = await openHouse();
  administrator = await somebodyWithRole('administrator');
  stranger = await somebody();
  crew = await makeCrew();
});
afterAll(() => house.close());

async function saves(slug: string, change: Record<string, unknown>): Promise<void> {
  const { version } = await getService(crew.member, slug);
  await updateService(crew.member, { slug, version, ...change });
}

describe('a service', () => {
  test('keeps its promise as figures, its tags in order, and says so to everybody', async () => {
    const slug = await makeService(crew, {
      lifecycle: 'experimental',
      tags: ['Payments', 'pci', 'payments'],
      sla: { availability: '99.9 %', response: { 1: '30 min' }, support: 'always', note: '' },
    });
    expect(await getService(stranger, slug)).toMatchObject({
      lifecycle: 'experimental',
      tags: ['payments', 'pci'],
      sla: { availability: 99.9, response: { 1: 30 }, support: 'always' },
      confirmedAt: null,
    });
    await saves(slug, { sla: { rto: 'PT4H' } });
    expect((await getService(stranger, slug)).sla).toEqual({ rto: 240 });
    await saves(slug, { tier: 1 });
    expect((await getService(stranger, slug)).sla).toEqual({ rto: 240 });
  });

  test.each([
    [{ sla: { response: { 1: 'soon' } } }, 'sla.response.1'],
    [{ sla: { support: { days: ['mon'], from: '08:00', to: '18:00', zone: 'Here' } } }, 'sla.support.zone'],
    [{ sla: { availability: 12 } }, 'sla.availability'],
    [{ sla: { responseTime: '1 h' } }, 'sla.responseTime'],
    [{ tags: ['two words'] }, 'tags'],
    [{ lifecycle: 'retired' }, 'lifecycle'],
    [{ links: { 'Not a name': 'https://x.example' } }, 'links.Not a name'],
    [{ dependsOn: ['there-is-none'] }, 'dependsOn'],
  ])('%j is refused beside its field', async (change, field) => {
    const slug = await makeService(crew);
    await expect(saves(slug, change)).rejects.toMatchObject({
      code: 'invalid',
      errors: [expect.objectContaining({ field }) as object],
    });
  });

  test('names what it needs; both sides say so, a circle is allowed, itself is not', async () => {
    const [one, two] = [await makeService(crew), await makeService(crew)];
    await saves(one, { dependsOn: [two, two] });
    await saves(two, { dependsOn: [one] });
    for (const [slug, other] of [
      [one, two],
      [two, one],
    ] as const) {
      const view = await getService(stranger, slug);
      expect(view.dependsOn.map((service) => service.slug)).toEqual([other]);
      expect(view.dependents.map((service) => service.slug)).toEqual([other]);
    }
    await expect(saves(one, { dependsOn: [one] })).rejects.toMatchObject({
      errors: [{ field: 'dependsOn' }],
    });
    await saves(one, { dependsOn: [] });
    expect((await getService(stranger, two)).dependents).toEqual([]);
  });

  test('names its leads to everybody: the maintainers of its team, none who is shut out', async () => {
    const own = await makeCrew();
    const slug = await makeService(own);
    const gone = await somebody([own.team.maintainers]);
    await disablePerson(administrator, { id: gone.personId });
    const view = await getService(stranger, slug);
    expect(view.leads).toEqual([
      { id: own.maintainer.personId, name: own.maintainer.name, email: own.maintainer.email },
    ]);
    const team = await getTeam(stranger, own.team.slug);
    expect([team.leads, team.people]).toEqual([view.leads, null]);
  });
});

describe('links of a namespace', () => {
  const linkTemplates = [
    { name: 'dashboards', url: 'https://grafana.example/d/ns?var-ns={namespace}' },
    { name: 'logs', url: 'https://logs.example/{cluster}?team={team}&service={service}&env={environment}' },
  ];

  test('come from templates where nobody typed them, in the portal and on the object alike', async () => {
    const cluster = await makeCluster();
    const { version } = await db.cluster.findUniqueOrThrow({ where: { id: cluster.id } });
    await updateCluster(administrator, { name: cluster.name, version, config: { linkTemplates } });
    const slug = await makeService(crew, { links: { dashboard: 'https://typed.example' } });
    const { name } = await askForNamespace(crew.maintainer, ask(crew.team, cluster, { service: { slug } }));
    const view = await getNamespace(stranger, cluster.name, name);
    const logs = `https://logs.example/${cluster.name}?team=${crew.team.slug}&service=${slug}&env=development`;
    expect(view.catalogLinks.map(({ kind, url, from }) => [kind, url, from])).toEqual([
      ['dashboards', 'https://typed.example', 'service'],
      ['logs', logs, 'cluster'],
    ]);
    const yaml = await getNamespaceYaml(crew.member, cluster.name, name);
    expect(yaml).toContain('a8r.io/performance: https://typed.example');
    expect(yaml).toContain(`a8r.io/logs: ${logs}`);
    const { placeLinks } = await getService(stranger, slug);
    expect(placeLinks.map((place) => [place.name, place.links.map(({ kind }) => kind)])).toEqual([
      [name, ['logs']],
    ]);
  });

  test('a template that leads anywhere but where its administrator wrote is refused with the cluster', async () => {
    const cluster = {
      name: unique('cluster'),
      displayName: 'New',
      apiServer: 'https://api.example:6443',
      environments: ['test'],
    };
    const config = { linkTemplates: [{ name: 'logs', url: 'http://logs.example/{namespace}' }] };
    await expect(registerCluster(administrator, { ...cluster, config })).rejects.toMatchObject({
      errors: [{ field: 'config.linkTemplates.0.url', message: expect.stringContaining('https') as string }],
    });
  });
});

describe('teams within teams', () => {
  test('the one above and those below say so; a circle is refused by any road', async () => {
    const [top, middle, low] = [unique('team'), unique('team'), unique('team')];
    await createTeam(administrator, { slug: top, name: 'Top' });
    await createTeam(administrator, { slug: middle, name: 'Middle', parentTeam: top });
    await createTeam(administrator, { slug: low, name: 'Low', parentTeam: middle });
    const view = await getTeam(stranger, middle);
    expect([view.parent?.slug, view.children.map(({ slug }) => slug)]).toEqual([top, [low]]);
    for (const parentTeam of [top, middle, low]) {
      await expect(updateTeam(administrator, { slug: top, version: 1, parentTeam })).rejects.toMatchObject({
        errors: [{ field: 'parentTeam' }],
      });
    }
    await updateTeam(administrator, { slug: low, version: 1, parentTeam: null });
    expect((await getTeam(stranger, low)).parent).toBeNull();
    await expect(
      updateTeam(administrator, { slug: low, version: 2, parentTeam: 'there-is-none' }),
    ).rejects.toMatchObject({ errors: [{ field: 'parentTeam' }] });
  });

  test('two changes at once that are fine alone make no circle together', async () => {
    const [one, two] = [unique('team'), unique('team')];
    for (const slug of [one, two]) await createTeam(administrator, { slug, name: slug });
    const done = await Promise.allSettled([
      updateTeam(administrator, { slug: one, version: 1, parentTeam: two }),
      updateTeam(administrator, { slug: two, version: 1, parentTeam: one }),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
