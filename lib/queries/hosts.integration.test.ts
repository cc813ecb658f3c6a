/** Who has which name is for everybody; why, and with what it is served, is for those it concerns. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForNamespace } from '../actions/ask-for-namespace.ts';
import { releaseHost } from '../actions/release-host.ts';
import { revokeHost } from '../actions/revoke-host.ts';
import { takeHosts } from '../actions/take-hosts.ts';
import {
  ask,
  makeCluster,
  makeTeam,
  openHouse,
  somebody,
  somebodyWithRole,
  unique,
} from '../actions/testing/house.ts';
import type { House, TestTeam } from '../actions/testing/house.ts';
import { giveHost, makeZone } from '../actions/testing/zones.ts';
import type { Actor } from '../auth/actor.ts';
import { db } from '../db/client.ts';
import { everyRow } from './testing/every-row.ts';
import { listHosts, namespaceHosts, teamHosts, whoHolds } from './hosts.ts';
import { getZone, listDelegations, listZones } from './zones.ts';

let house: House;
let cluster: { id: string; name: string };
let team: TestTeam;
let administrator: Actor;
let maintainer: Actor;
let stranger: Actor;
let auditor: Actor;
let zone: string;
let where: { cluster: string; name: string };
/** Held, served by an Ingress of its namespace and by a route elsewhere. */
let live: string;

async function serve(
  namespace: string,
  host: string,
  more: { kind?: string; name?: string; path?: string } = {},
): Promise<void> {
  await db.clusterHostUse.create({
    data: { clusterId: cluster.id, namespace, host, kind: 'Ingress', name: 'web', path: '', ...more },
  });
}

async function namespace(hosts: string[] = []): Promise<{ cluster: string; name: string }> {
  const { name, state } = await askForNamespace(maintainer, ask(team, cluster, { hosts }));
  expect(state).toBe('applied');
  return { cluster: cluster.name, name };
}

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  team = await makeTeam();
  administrator = await somebodyWithRole('administrator');
  auditor = await somebodyWithRole('auditor');
  maintainer = await somebody([team.maintainers]);
  stranger = await somebody([(await makeTeam()).maintainers]);
  zone = await makeZone(administrator, [cluster]);
  await giveHost(administrator, team, `*.${zone}`);
  live = `live.${zone}`;
  where = await namespace([live, `shared.${zone}/cart`]);
  await serve(where.name, live);
  await serve('legacy', live, { kind: 'HTTPRoute', name: 'old' });
});
afterAll(() => house.close());

describe('zones and delegations', () => {
  test('are for everybody, with their figures; reasons for the team and those who oversee the house', async () => {
    const row = (await listZones(stranger, { q: zone })).rows[0];
    expect(row).toMatchObject({
      suffix: zone,
      delegations: 1,
      owner: null,
      clusters: [{ name: cluster.name }],
    });
    expect(row?.hosts).toBeGreaterThanOrEqual(2);
    for (const [actor, reason] of [
      [stranger, null],
      [maintainer, 'For a test.'],
      [auditor, 'For a test.'],
    ] as const) {
      const view = await getZone(actor, zone);
      expect(view.delegationRows).toMatchObject([{ host: `*.${zone}`, team: { slug: team.slug }, reason }]);
      expect(view.may).toEqual({ change: false, delegate: false });
      expect((await listDelegations(actor, { team: team.slug })).rows[0]?.reason).toBe(reason);
    }
    expect((await getZone(administrator, zone)).may).toEqual({ change: true, delegate: true });
  });

  test('a zone that there is not is not found', async () => {
    await expect(getZone(stranger, 'nowhere.example')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('pages join up, each row once', async () => {
    const suffixes = [await makeZone(administrator, [cluster]), await makeZone(administrator, [cluster])];
    const seen = await everyRow((cursor) => listZones(stranger, { cluster: cluster.name, limit: 1, cursor }));
    expect(seen.map(({ suffix }) => suffix)).toEqual([zone, ...suffixes].sort());
  });
});

describe('the list of hosts', () => {
  test('finds a name by a part of it, and a path from its beginning', async () => {
    const names = async (q: string) => (await listHosts(stranger, { q, zone })).rows.map(({ name }) => name);
    expect(await names('LIVE')).toEqual([live]);
    expect(await names(`shared.${zone}/ca`)).toEqual([`shared.${zone}/cart`]);
    expect(await names(`shared.${zone}/art`)).toEqual([]);
    expect(await names('%')).toEqual([]);
    expect((await listHosts(stranger, { q: 'live', zone })).rows[0]).toMatchObject({
      state: 'active',
      namespace: where.name,
      team: { slug: team.slug },
      environment: 'development',
      delegation: `*.${zone}`,
    });
  });

  test('pages join up, each host once, in order', async () => {
    const base = unique('page');
    const hosts = Array.from({ length: 7 }, (_, index) => `${base}.${zone}/p${String(index)}`);
    await namespace(hosts);
    const seen = await everyRow(async (cursor) => {
      const page = await listHosts(stranger, { q: base, limit: 3, cursor });
      expect(page.total).toBe(7);
      return page;
    });
    expect(seen.map(({ name }) => name)).toEqual(hosts);
  });

  test('of another team’s open request tells a stranger nothing, but that the name is asked for', async () => {
    const host = `soon.${zone}`;
    const { number } = await askForNamespace(
      maintainer,
      ask(team, cluster, { environment: 'production', hosts: [host] }),
    );
    expect((await listHosts(stranger, { q: 'soon', zone })).total).toBe(0);
    expect(await whoHolds(stranger, host)).toMatchObject({ hosts: [], reserved: true });
    for (const actor of [maintainer, auditor]) {
      expect((await listHosts(actor, { q: 'soon', zone })).rows).toMatchObject([
        { name: host, state: 'reserved', namespace: null },
      ]);
      expect(await whoHolds(actor, host)).toMatchObject({ hosts: [{ name: host }], reserved: false });
    }
    expect(JSON.stringify(await whoHolds(stranger, host))).not.toContain(`#${String(number)}`);
  });
});

describe('the hosts of a namespace', () => {
  test('show its team what uses them, and everybody that it has them', async () => {
    const own = await namespaceHosts(maintainer, where.cluster, where.name);
    expect(own.hosts).toMatchObject([
      { name: live, state: 'active', uses: [{ kind: 'Ingress', namespace: where.name, name: 'web' }] },
      { name: `shared.${zone}/cart`, uses: [] },
    ]);
    expect(own).toMatchObject({
      stale: [],
      zones: expect.arrayContaining([zone]) as string[],
      mostHosts: 200,
    });
    expect(own.may).toEqual({ take: true, revoke: false });
    const theirs = await namespaceHosts(stranger, where.cluster, where.name);
    expect(theirs.hosts.map(({ name, uses }) => ({ name, uses }))).toEqual([
      { name: live, uses: null },
      { name: `shared.${zone}/cart`, uses: null },
    ]);
    expect(theirs).toMatchObject({ stale: null, may: { take: false, revoke: false } });
    expect((await namespaceHosts(administrator, where.cluster, where.name)).may.revoke).toBe(true);
  });

  test('say what still uses a host that was taken away, with the command that ends it', async () => {
    const [gone, kept] = [`gone.${zone}`, `kept.${zone}`];
    const at = await namespace([gone, kept]);
    await serve(at.name, gone, { name: 'only' });
    await serve(at.name, gone, { name: 'both', kind: 'HTTPRoute' });
    await serve(at.name, kept, { name: 'both', kind: 'HTTPRoute' });
    expect((await namespaceHosts(maintainer, at.cluster, at.name)).stale).toEqual([]);
    await revokeHost(administrator, { ...at, host: gone, confirmHost: gone, reason: 'Phishing.' });
    const view = await namespaceHosts(maintainer, at.cluster, at.name);
    expect(view.hosts.find(({ name }) => name === gone)).toMatchObject({
      state: 'revoking',
      revokeReason: 'Phishing.',
      uses: [],
    });
    expect(view.stale?.map(({ kind, name, host, command }) => ({ kind, name, host, command }))).toEqual([
      {
        kind: 'HTTPRoute',
        name: 'both',
        host: gone,
        command: `kubectl --namespace ${at.name} edit httproutes.gateway.networking.k8s.io both`,
      },
      {
        kind: 'Ingress',
        name: 'only',
        host: gone,
        command: `kubectl --namespace ${at.name} delete ingresses.networking.k8s.io only`,
      },
    ]);
    expect((await teamHosts(maintainer, team.slug)).stale?.map(({ name }) => name)).toContain('only');
    expect((await teamHosts(stranger, team.slug)).stale).toBeNull();
    const seen = await namespaceHosts(stranger, at.cluster, at.name);
    expect(seen.hosts.find(({ name }) => name === gone)?.revokeReason).toBeNull();
  });

  test('a rule without a host, a wider path and a wider wildcard are held by no narrower grant', async () => {
    const at = await namespace([`narrow.${zone}/cart`, `exact.${zone}`]);
    await serve(at.name, '', { name: 'every-host' });
    await serve(at.name, `narrow.${zone}`, { name: 'every-path', path: '/' });
    await serve(at.name, `narrow.${zone}`, { name: 'pattern', path: '/cart(/|$)(.*)' });
    await serve(at.name, `*.exact.${zone}`, { name: 'below' });
    await serve(at.name, `narrow.${zone}`, { name: 'within', path: '/cart/items/' });
    await serve(at.name, `Exact.${zone}`, { name: 'written-large' });
    const { stale, hosts } = await namespaceHosts(maintainer, at.cluster, at.name);
    expect(stale?.map(({ name }) => name)).toEqual(['below', 'every-host', 'every-path', 'pattern']);
    expect(hosts.flatMap(({ uses }) => uses?.map(({ name }) => name) ?? [])).toEqual([
      'written-large',
      'within',
    ]);
  });
});

describe('who holds a name', () => {
  test('is read however it is written, from the zone down to what serves it', async () => {
    const found = await whoHolds(stranger, `LIVE.${zone}.`);
    expect(found).toMatchObject({
      name: live,
      zone: { suffix: zone },
      delegations: [{ host: `*.${zone}` }],
      hosts: [{ name: live, namespace: where.name }],
      reserved: false,
    });
    // Our own namespace is in the catalog, its objects are not; a namespace that is none of ours is nobody's business.
    expect(found.servedBy.map(({ kind, namespace: in_, name }) => ({ kind, in_, name }))).toEqual([
      { kind: 'HTTPRoute', in_: null, name: null },
      { kind: 'Ingress', in_: where.name, name: null },
    ]);
    const overseen = await whoHolds(auditor, live);
    expect(overseen.servedBy).toMatchObject([
      { namespace: 'legacy', name: 'old' },
      { namespace: where.name, name: 'web' },
    ]);
  });

  test('finds what overlaps: the wildcard above, the names below, and the quarantined', async () => {
    const host = `left.${zone}`;
    const at = await namespace([host]);
    await releaseHost(maintainer, { ...at, host });
    expect((await whoHolds(stranger, host)).hosts).toMatchObject([{ state: 'revoking' }]);
    const below = await whoHolds(stranger, `*.${zone}`);
    expect(below.hosts.map(({ name }) => name)).toEqual(expect.arrayContaining([live, host]));
    expect((await whoHolds(stranger, `shared.${zone}/other`)).hosts).toEqual([]);
  });

  test('of a name outside every zone is nobody; of what is no name is an error with the remedy', async () => {
    expect(await whoHolds(stranger, 'www.elsewhere.example')).toEqual({
      name: 'www.elsewhere.example',
      zone: null,
      delegations: [],
      hosts: [],
      reserved: false,
      servedBy: [],
    });
    await expect(whoHolds(stranger, 'https://www.example.com')).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ field: 'name' }],
    });
  });
});

test('a host that is taken through the list of a namespace shows in each of these at once', async () => {
  const at = await namespace();
  const host = `fresh.${zone}`;
  await takeHosts(maintainer, { ...at, hosts: [host] });
  expect((await listHosts(stranger, { q: host })).total).toBe(1);
  expect((await teamHosts(stranger, team.slug, { q: 'fresh' })).hosts.rows).toMatchObject([{ name: host }]);
  expect((await whoHolds(stranger, host)).hosts).toMatchObject([{ namespace: at.name }]);
});
