/** A new slug for a team or a service: the old one stays found and taken, and nothing that hangs on it is lost or doubled. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { createDb, db, type Prisma } from '../db/client.ts';
import { askOptions, currentWish } from '../queries/ask-options.ts';
import { listAudit } from '../queries/audit.ts';
import { listHosts, teamHosts } from '../queries/hosts.ts';
import { listNamespaces } from '../queries/namespaces.ts';
import { getRequest } from '../queries/requests.ts';
import { getService, listServices } from '../queries/services.ts';
import { getTeam } from '../queries/teams.ts';
import { approveRequest } from './approve-request.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { createService } from './create-service.ts';
import { createTeam } from './create-team.ts';
import { mapGroup } from './map-group.ts';
import { previewNamespace } from './preview-namespace.ts';
import { releaseHost } from './release-host.ts';
import { takeHosts } from './take-hosts.ts';
import { ask, makeCluster, openHouse, somebody, somebodyWithRole, unique } from './testing/house.ts';
import type { House } from './testing/house.ts';
import { makeCrew, makeService } from './testing/ownership.ts';
import type { Crew } from './testing/ownership.ts';
import { giveHost, makeZone } from './testing/zones.ts';
import { updateService } from './update-service.ts';
import { updateTeam } from './update-team.ts';

let house: House;
let administrator: Actor;
let approver: Actor;
let stranger: Actor;
let cluster: { id: string; name: string };
let other: { id: string; name: string };

beforeAll(async () => {
  house = await openHouse();
  administrator = await somebodyWithRole('administrator');
  approver = await somebodyWithRole('approver');
  stranger = await somebody();
  [cluster, other] = [await makeCluster(), await makeCluster()];
});
afterAll(() => house.close());

async function renameService(by: Actor, slug: string, newSlug: string): Promise<void> {
  const { version } = await getService(by, slug);
  await updateService(by, { slug, version, newSlug });
}

async function renameTeam(by: Actor, slug: string, newSlug: string): Promise<void> {
  const { version } = await getTeam(by, slug);
  await updateTeam(by, { slug, version, newSlug });
}

/** Mark and generation of a namespace. */
async function passes(name: string): Promise<{ mark: bigint; generation: bigint }> {
  return db.namespace.findFirstOrThrow({
    where: { name, releasedAt: null },
    select: { mark: true, generation: true },
  });
}

describe('a renamed service', () => {
  test('is found by its old slug in pages, filters and asks; its namespaces get another pass, no new generation', async () => {
    const crew = await makeCrew();
    const slug = await makeService(crew);
    const { name } = await askForNamespace(crew.member, ask(crew.team, cluster, { service: { slug } }));
    const wanted = unique('svc');
    await renameService(crew.member, slug, wanted);

    expect(await getService(stranger, slug)).toMatchObject({ slug: wanted, formerSlugs: [slug] });
    expect((await listNamespaces(stranger, { service: slug })).rows.map((row) => row.name)).toEqual([name]);
    expect(await passes(name)).toEqual({ mark: 1n, generation: 1n });
    expect((await currentWish(crew.member, { team: undefined, service: slug })).service).toBe(wanted);

    const again = ask(crew.team, other, { service: { slug } });
    expect((await previewNamespace(crew.member, again)).desired?.service.slug).toBe(wanted);
    await askForNamespace(crew.member, again);
    expect((await getService(stranger, wanted)).namespaces).toBe(2);
  });

  test('is told in the audit log with both slugs', async () => {
    const crew = await makeCrew();
    const slug = await makeService(crew);
    const wanted = unique('svc');
    await renameService(crew.member, slug, wanted);
    const { rows } = await listAudit(administrator, { action: 'service.renamed', team: crew.team.slug });
    expect(rows.map(({ targetName, detail }) => ({ targetName, detail }))).toEqual([
      { targetName: wanted, detail: { from: slug, to: wanted } },
    ]);
  });

  test('marks the services that need it: their namespaces name it', async () => {
    const crew = await makeCrew();
    const slug = await makeService(crew);
    const dependent = await makeService(crew, { dependsOn: [slug] });
    const { name } = await askForNamespace(
      crew.member,
      ask(crew.team, cluster, { service: { slug: dependent } }),
    );
    await renameService(crew.member, slug, unique('svc'));
    expect((await passes(name)).mark).toBe(1n);
  });

  test('keeps its old slug from everybody else, and may have it back', async () => {
    const crew = await makeCrew();
    const rival = await makeCrew();
    const slug = await makeService(crew);
    const wanted = unique('svc');
    await renameService(crew.member, slug, wanted);
    const taken = { errors: [{ field: 'slug', message: expect.stringContaining('before') as string }] };
    await expect(
      createService(rival.member, { team: rival.team.slug, slug, name: 'Mine' }),
    ).rejects.toMatchObject(taken);
    const theirs = await makeService(rival);
    await expect(renameService(rival.member, theirs, slug)).rejects.toMatchObject({
      errors: [{ field: 'newSlug' }],
    });
    await expect(renameService(rival.member, theirs, wanted)).rejects.toMatchObject({
      errors: [{ field: 'newSlug', message: expect.stringContaining('already') as string }],
    });
    const namespace = ask(rival.team, cluster, { service: { slug, name: 'Mine too' } });
    await expect(askForNamespace(rival.member, namespace)).rejects.toMatchObject({ code: 'invalid' });

    await renameService(crew.member, wanted, slug);
    expect(await getService(stranger, wanted)).toMatchObject({ slug, formerSlugs: [wanted] });
  });

  test('nothing happens on a version that is not the present one', async () => {
    const crew = await makeCrew();
    const slug = await makeService(crew);
    await updateService(crew.member, { slug, version: 1, tier: 1 });
    await expect(
      updateService(crew.member, { slug, version: 1, newSlug: unique('svc') }),
    ).rejects.toMatchObject({ status: 412 });
    expect((await getService(stranger, slug)).formerSlugs).toEqual([]);
  });
});

describe('the hosts of a renamed service', () => {
  type Held = { crew: Crew; slug: string; host: string; here: string; there: string };

  /** A service that publishes one host from two clusters. */
  async function publishing(): Promise<Held> {
    const crew = await makeCrew();
    const zone = await makeZone(administrator, [cluster, other]);
    await giveHost(administrator, crew.team, `*.${zone}`);
    const slug = await makeService(crew);
    const host = `shop.${zone}`;
    const [here, there] = [unique('ns'), unique('ns')];
    for (const [name, where] of [
      [here, cluster],
      [there, other],
    ] as const) {
      const wish = ask(crew.team, where, { name, service: { slug }, hosts: [host] });
      expect((await askForNamespace(crew.maintainer, wish)).state).toBe('applied');
    }
    return { crew, slug, host, here, there };
  }

  test('stay its own on every cluster, each once, and show under the new slug', async () => {
    const { crew, slug, host } = await publishing();
    const wanted = unique('svc');
    const before = await db.hostGrant.findMany({
      where: { host },
      select: { id: true },
      orderBy: { id: 'asc' },
    });
    await renameService(crew.maintainer, slug, wanted);
    const after = await db.hostGrant.findMany({
      where: { host },
      select: { id: true, state: true, holderId: true },
      orderBy: { id: 'asc' },
    });
    expect(after).toEqual(
      before.map(({ id }) => ({ id, state: 'active', holderId: `${wanted}/development` })),
    );
    const listed = await listHosts(stranger, { q: host });
    expect(listed.rows.map(({ service }) => service)).toEqual([wanted, wanted]);
  });

  test('can be taken on by its other namespaces as before, and by nobody else', async () => {
    const { crew, slug, host, here } = await publishing();
    const rival = await makeService(crew);
    await renameService(crew.maintainer, slug, unique('svc'));
    const third = await makeCluster();
    const zones = await db.zone.findMany({ where: { suffix: host.slice('shop.'.length) } });
    await db.zoneCluster.createMany({ data: zones.map(({ id }) => ({ zoneId: id, clusterId: third.id })) });
    // By its old slug, on a third cluster: the same holder.
    const own = ask(crew.team, third, { service: { slug }, hosts: [host] });
    expect((await askForNamespace(crew.maintainer, own)).state).toBe('applied');
    // Another service of the same team is another holder.
    const foreign = ask(crew.team, third, { service: { slug: rival }, hosts: [host] });
    await expect(askForNamespace(crew.maintainer, foreign)).rejects.toMatchObject({ code: 'invalid' });
    // Released and taken again: the same row.
    await releaseHost(crew.maintainer, { cluster: cluster.name, name: here, host });
    await takeHosts(crew.maintainer, { cluster: cluster.name, name: here, hosts: [host] });
    const grants = await db.hostGrant.findMany({ where: { host, clusterId: cluster.id } });
    expect(grants.map(({ state }) => state)).toEqual(['active']);
  });

  test('that an open request has reserved go with it, and are granted under the new slug', async () => {
    const crew = await makeCrew();
    const zone = await makeZone(administrator, [cluster]);
    await giveHost(administrator, crew.team, `*.${zone}`);
    const slug = await makeService(crew);
    const host = `shop.${zone}`;
    const wish = ask(crew.team, cluster, { service: { slug }, hosts: [host], environment: 'production' });
    const { number, state } = await askForNamespace(crew.maintainer, wish);
    expect(state).toBe('pending');
    const wanted = unique('svc');
    await renameService(crew.maintainer, slug, wanted);
    const teamSlug = unique('team');
    await renameTeam(crew.maintainer, crew.team.slug, teamSlug);
    // What was asked for reads otherwise now: what is approved is what is shown.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { resultHash } = await getRequest(approver, number);
      try {
        await approveRequest(approver, { number, resultHash });
        break;
      } catch (error) {
        if (attempt > 0) throw error;
      }
    }
    const grants = await db.hostGrant.findMany({ where: { host } });
    expect(grants.map(({ state: now, holderId }) => [now, holderId])).toEqual([
      ['active', `${wanted}/production`],
    ]);
    const { rows } = await listNamespaces(stranger, { service: slug, team: crew.team.slug });
    expect(rows.map(({ name, service, team }) => [name, service.slug, team.slug])).toEqual([
      [wish.name, wanted, teamSlug],
    ]);
  });

  test('a slug for which an open request has reserved hosts can’t be taken', async () => {
    const crew = await makeCrew();
    const zone = await makeZone(administrator, [cluster]);
    await giveHost(administrator, crew.team, `*.${zone}`);
    const coming = unique('svc');
    const wish = ask(crew.team, cluster, {
      service: { slug: coming, name: 'Coming' },
      hosts: [`shop.${zone}`],
      environment: 'production',
    });
    expect((await askForNamespace(crew.maintainer, wish)).state).toBe('pending');
    const slug = await makeService(crew);
    await expect(renameService(crew.maintainer, slug, coming)).rejects.toMatchObject({
      errors: [{ field: 'newSlug', message: expect.stringContaining('open') as string }],
    });
    expect((await getService(stranger, slug)).slug).toBe(slug);
  });
});

describe('a renamed team', () => {
  test('is found by its old slug wherever one is given', async () => {
    const crew = await makeCrew();
    const service = await makeService(crew);
    const { name } = await askForNamespace(
      crew.member,
      ask(crew.team, cluster, { service: { slug: service } }),
    );
    const [old, wanted] = [crew.team.slug, unique('team')];
    await renameTeam(crew.maintainer, old, wanted);

    expect(await getTeam(stranger, old)).toMatchObject({ slug: wanted, formerSlugs: [old] });
    expect((await teamHosts(stranger, old)).delegations).toEqual([]);
    expect((await listNamespaces(stranger, { team: old })).rows.map((row) => row.name)).toEqual([name]);
    expect((await listServices(stranger, { team: old })).rows.map((row) => row.slug)).toEqual([service]);
    expect((await currentWish(crew.member, { team: old, service: undefined })).team).toBe(wanted);
    expect((await askOptions(crew.member)).teams.map(({ slug }) => slug)).toEqual([wanted]);
    expect(await passes(name)).toEqual({ mark: 1n, generation: 1n });

    await mapGroup(administrator, { team: old, group: unique('group'), role: 'member' });
    expect((await askForNamespace(crew.member, ask({ slug: old }, other))).state).toBe('applied');
    expect((await getTeam(stranger, wanted)).namespaces).toBe(2);
  });

  test('keeps its old slug from others; the database refuses it too, for two in the same moment', async () => {
    const crew = await makeCrew();
    const [old, wanted] = [crew.team.slug, unique('team')];
    const second = createDb(process.env['DATABASE_URL'] ?? '', { poolSize: 1 });
    try {
      let rival: Promise<unknown> | undefined;
      await db.$transaction(async (tx) => {
        await tx.team.update({ where: { id: crew.team.id }, data: { slug: wanted } });
        // The rival looks while the old slug is free for nobody yet, and waits for us at the unique key.
        rival = second.team.create({ data: { slug: old, name: 'Rival' } }).then(
          () => 'made',
          (error: unknown) => error,
        );
        await waitingForLock();
      });
      expect(String(await rival)).not.toBe('made');
    } finally {
      await second.$disconnect();
    }
    await expect(createTeam(administrator, { slug: old, name: 'Rival' })).rejects.toMatchObject({
      errors: [{ field: 'slug', message: expect.stringContaining('before') as string }],
    });
  });

  test('does not get rid of the limits that were set for it', async () => {
    const crew = await makeCrew();
    const last = await db.guardrailVersion.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const limits = last.limits as { teams?: Record<string, Prisma.InputJsonObject> };
    await db.guardrailVersion.create({
      data: {
        note: 'A limit for one team.',
        limits: {
          ...limits,
          teams: { ...limits.teams, [crew.team.slug]: { quota: { 'requests.cpu': '1m' } } },
        },
      },
    });
    expect((await previewNamespace(crew.maintainer, ask(crew.team, cluster))).verdict?.outcome).not.toBe(
      'granted',
    );
    await renameTeam(crew.maintainer, crew.team.slug, unique('team'));
    const after = await previewNamespace(crew.maintainer, ask(crew.team, cluster));
    expect(after.verdict?.outcome).not.toBe('granted');
    expect(JSON.stringify(after.verdict?.findings)).toContain('at most 0.001 CPU');
  });
});

/** Waits until some session waits for another. */
async function waitingForLock(): Promise<void> {
  for (;;) {
    const rows = await db.$queryRaw<{ waiting: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock') AS waiting`;
    if (rows[0]?.waiting === true) return;
  }
}
