/** Delegated hosts, from the zone to the quarantine: each test a rule. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { db } from '../db/client.ts';
import { overlaps, hostParts } from '../domain/hosts/index.ts';
import { getRequest } from '../queries/requests.ts';
import { approveRequest } from './approve-request.ts';
import { archiveZone } from './archive-zone.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { changeNamespace } from './change-namespace.ts';
import { createZone } from './create-zone.ts';
import { delegateHost } from './delegate-host.ts';
import { deleteNamespace } from './delete-namespace.ts';
import { previewNamespace } from './preview-namespace.ts';
import { rejectRequest } from './reject-request.ts';
import { releaseHost } from './release-host.ts';
import { revokeDelegation } from './revoke-delegation.ts';
import { revokeHost } from './revoke-host.ts';
import { takeHosts } from './take-hosts.ts';
import {
  ask,
  makeCluster,
  makeTeam,
  openHouse,
  somebody,
  somebodyWithRole,
  unique,
} from './testing/house.ts';
import type { House, TestTeam } from './testing/house.ts';
import { giveHost, makeZone } from './testing/zones.ts';
import { updateZone } from './update-zone.ts';
import { withdrawRequest } from './withdraw-request.ts';

type Side = { team: TestTeam; maintainer: Actor; member: Actor };
type Where = { cluster: string; name: string };

let house: House;
let cluster: { id: string; name: string };
let other: { id: string; name: string };
let administrator: Actor;
let approver: Actor;
let shop: Side;
let pay: Side;
/** On both clusters; `*.shop.<zone>` is delegated to the shop. */
let zone: string;

async function side(): Promise<Side> {
  const team = await makeTeam();
  return {
    team,
    maintainer: await somebody([team.maintainers]),
    member: await somebody([team.members]),
  };
}

beforeAll(async () => {
  house = await openHouse();
  [cluster, other] = [await makeCluster(), await makeCluster()];
  administrator = await somebodyWithRole('administrator');
  approver = await somebodyWithRole('approver');
  [shop, pay] = [await side(), await side()];
  zone = await makeZone(administrator, [cluster, other]);
  await giveHost(administrator, shop.team, `*.shop.${zone}`);
});
afterAll(() => house.close());

async function namespace(of: Side = shop, more: Record<string, unknown> = {}, at = cluster): Promise<Where> {
  const { name, state } = await askForNamespace(of.maintainer, ask(of.team, at, more));
  expect(state).toBe('applied');
  return { cluster: at.name, name };
}

/** A name that nobody has asked for yet. */
const fresh = (below = `shop.${zone}`): string => `${unique('host')}.${below}`;

async function row(where: Where) {
  return db.namespace.findFirstOrThrow({ where: { name: where.name, cluster: { name: where.cluster } } });
}

async function grants(where: Where): Promise<{ name: string; state: string }[]> {
  const { id } = await row(where);
  const rows = await db.hostGrant.findMany({
    where: { namespaceId: id },
    orderBy: [{ host: 'asc' }, { path: 'asc' }],
  });
  return rows.map(({ host, path, state }) => ({ name: host + path, state }));
}

async function specHosts(where: Where): Promise<string[]> {
  return ((await row(where)).spec as { hosts: string[] }).hosts;
}

async function approve(actor: Actor, number: number): Promise<unknown> {
  return approveRequest(actor, { number, resultHash: (await getRequest(actor, number)).resultHash });
}

/** What the worker does when a cluster has confirmed, and when quarantine is over. */
async function settleAs(where: Where, state: 'quarantined' | 'free'): Promise<void> {
  const { id } = await row(where);
  const freeAt = new Date(Date.now() + (state === 'free' ? 0 : 7 * 86_400_000));
  await db.hostGrant.updateMany({
    where: { namespaceId: id, state: { in: ['revoking', 'quarantined'] } },
    data: { state, freeAt },
  });
}

describe('zones', () => {
  test('are made by administrators, in canonical form', async () => {
    const suffix = `${unique('Zone')}.Example.`;
    const made = await createZone(administrator, { suffix, clusters: [cluster.name] });
    expect(made.suffix).toBe(suffix.slice(0, -1).toLowerCase());
    await expect(
      createZone(shop.maintainer, { suffix: 'else.example', clusters: [cluster.name] }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each(['co.uk', 'github.io', 'com', '10.0.0.1', '*.else.example', 'kobe.jp'])(
    '%s is no zone',
    async (suffix) => {
      await expect(createZone(administrator, { suffix, clusters: [cluster.name] })).rejects.toMatchObject({
        code: 'invalid',
        errors: [{ field: 'suffix' }],
      });
    },
  );

  test('never lie within each other, and the other one is named', async () => {
    for (const suffix of [zone, `sub.${zone}`]) {
      await expect(createZone(administrator, { suffix, clusters: [cluster.name] })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining(zone) as string,
      });
    }
  });

  test('of ten that are made at once and lie within each other, one stands', async () => {
    const base = `${unique('race')}.example`;
    const suffixes = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0 ? base : `n${String(index)}.${base}`,
    );
    await Promise.allSettled(
      suffixes.map((suffix) => createZone(administrator, { suffix, clusters: [cluster.name] })),
    );
    const made = await db.zone.findMany({ where: { suffix: { endsWith: base } } });
    const within = made.some((a) => made.some((b) => a.id !== b.id && a.suffix.endsWith(`.${b.suffix}`)));
    expect(made.length).toBeGreaterThan(0);
    expect(within).toBe(false);
  });

  test('keep a cluster on which hosts are held, and go when nothing is delegated any more', async () => {
    const suffix = await makeZone(administrator, [cluster, other]);
    const id = await giveHost(administrator, shop.team, `*.${suffix}`);
    const where = await namespace(shop, { hosts: [`www.${suffix}`] });
    const { version } = await db.zone.findFirstOrThrow({ where: { suffix } });
    await expect(
      updateZone(administrator, { suffix, version, clusters: [other.name] }),
    ).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('1 host is still held') as string,
    });
    await updateZone(administrator, { suffix, version, clusters: [cluster.name], description: 'Of a test' });
    await expect(archiveZone(administrator, { suffix, confirmSuffix: suffix })).rejects.toMatchObject({
      code: 'conflict',
    });
    await revokeDelegation(administrator, { id, confirmHost: `*.${suffix}`, reason: 'The zone goes.' });
    await settleAs(where, 'free');
    await expect(archiveZone(administrator, { suffix, confirmSuffix: 'no' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await archiveZone(administrator, { suffix, confirmSuffix: suffix });
    expect(await db.zone.count({ where: { suffix, archivedAt: null } })).toBe(0);
    expect((await createZone(administrator, { suffix, clusters: [cluster.name] })).suffix).toBe(suffix);
  });
});

describe('delegations', () => {
  test('are exclusive between teams, and the refusal says who has it', async () => {
    for (const host of [`*.shop.${zone}`, `a.shop.${zone}`, `*.b.shop.${zone}`, `*.${zone}`]) {
      await expect(delegateHost(administrator, { team: pay.team.slug, host })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(new RegExp(`Team ${shop.team.slug}`)) as string,
      });
    }
    // Beside it, and the name that a wildcard stands below, are free.
    for (const host of [`shop.${zone}`, `*.shop-b.${zone}`]) {
      await delegateHost(administrator, { team: pay.team.slug, host });
    }
  });

  test('of a name in no zone are refused with the zones that there are', async () => {
    await expect(
      delegateHost(administrator, { team: shop.team.slug, host: 'shop.elsewhere.example' }),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(zone) as string });
  });

  test('can overlap within one team, and are not given twice', async () => {
    await delegateHost(administrator, { team: shop.team.slug, host: `deep.shop.${zone}` });
    await expect(
      delegateHost(administrator, { team: shop.team.slug, host: `Deep.shop.${zone}.` }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  test('two teams that are given overlapping names at the same moment never both get them, 100 times', async () => {
    for (let index = 0; index < 100; index += 1) {
      const base = fresh(zone);
      const names = [`*.${base}`, index % 2 === 0 ? `a.${base}` : `*.${base}`];
      const results = await Promise.allSettled(
        [shop, pay].map(({ team }, at) =>
          delegateHost(administrator, { team: team.slug, host: names[at] ?? '' }),
        ),
      );
      const won = results.filter(({ status }) => status === 'fulfilled');
      expect(won).toHaveLength(1);
      const lost = results.find((result) => result.status === 'rejected');
      expect(lost?.reason).toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('Team') as string,
      });
    }
    expect(await db.delegation.count({ where: { host: { contains: 'host-' }, revokedAt: null } })).toBe(100);
  }, 60_000);
});

describe('a maintainer', () => {
  test('takes a host below what is delegated without asking anybody', async () => {
    const where = await namespace();
    const host = fresh();
    const result = await takeHosts(shop.maintainer, { ...where, hosts: [host.toUpperCase()] });
    expect(result).toMatchObject({ state: 'applied', verdict: { outcome: 'granted' } });
    expect(await grants(where)).toEqual([{ name: host, state: 'active' }]);
    expect(await specHosts(where)).toEqual([host]);
    const [event] = await db.auditEvent.findMany({
      where: { action: 'namespace.hosts-changed', targetName: `${cluster.name}/${where.name}` },
    });
    expect(event?.detail).toMatchObject({ granted: [host], released: [] });
  });

  test('gets hosts with a new namespace, in the same breath', async () => {
    const host = fresh();
    const where = await namespace(shop, { hosts: [host, `${fresh()}/cart`] });
    expect((await grants(where)).map(({ state }) => state)).toEqual(['active', 'active']);
  });

  test('divides one host by paths among namespaces, element by element', async () => {
    const host = fresh();
    const [a, b, c] = [await namespace(), await namespace(), await namespace()];
    await takeHosts(shop.maintainer, { ...a, hosts: [`${host}/cart`] });
    await takeHosts(shop.maintainer, { ...b, hosts: [`${host}/cart-old`, `${host}/Cart`] });
    for (const taken of [`${host}/cart/items`, `${host}/cart/`, host, `*.shop.${zone}`]) {
      await expect(takeHosts(shop.maintainer, { ...c, hosts: [taken] })).rejects.toMatchObject({
        code: 'invalid',
        errors: [{ field: 'hosts', message: expect.stringContaining('is taken: ') as string }],
      });
    }
  });

  test('is told who holds a name, of another team too', async () => {
    const where = await namespace(pay);
    const holder = await namespace();
    const host = fresh();
    await takeHosts(shop.maintainer, { ...holder, hosts: [host] });
    await expect(takeHosts(pay.maintainer, { ...where, hosts: [host] })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(
        `${holder.name} on ${cluster.name} (team Team ${shop.team.slug})`,
      ) as string,
    });
    await expect(takeHosts(pay.maintainer, { ...where, hosts: [fresh()] })).rejects.toMatchObject({
      message: expect.stringContaining(
        `*.shop.${zone} is delegated to team Team ${shop.team.slug}`,
      ) as string,
    });
  });

  test('is refused a host outside every zone, with the zones of the cluster', async () => {
    const where = await namespace();
    await expect(
      takeHosts(shop.maintainer, { ...where, hosts: ['shop.elsewhere.example'] }),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(zone) as string });
    const alone = await makeCluster();
    const there = await namespace(shop, {}, alone);
    await expect(takeHosts(shop.maintainer, { ...there, hosts: [fresh()] })).rejects.toMatchObject({
      message: expect.stringContaining('no zones yet') as string,
    });
  });

  test('is refused more than 200 hosts, with the figure', async () => {
    const where = await namespace();
    const many = Array.from({ length: 201 }, (_, index) => `h${String(index)}.shop.${zone}`);
    await expect(changeNamespace(shop.maintainer, { ...where, hosts: many })).rejects.toMatchObject({
      message: expect.stringContaining('asks for 201') as string,
    });
    const base = fresh();
    const full = Array.from({ length: 200 }, (_, index) => `${base}/p${String(index)}`);
    await takeHosts(shop.maintainer, { ...where, hosts: full });
    expect(await grants(where)).toHaveLength(200);
    await expect(takeHosts(shop.maintainer, { ...where, hosts: [fresh()] })).rejects.toMatchObject({
      message: expect.stringContaining('leads to 201') as string,
    });
  });

  test('publishes one service and environment from two clusters, and no other', async () => {
    const host = fresh();
    const service = { name: 'Twice', slug: unique('svc') };
    await namespace(shop, { service, hosts: [host] });
    const twin = await namespace(shop, { service: { slug: service.slug }, hosts: [host] }, other);
    expect(await grants(twin)).toEqual([{ name: host, state: 'active' }]);
    await expect(
      askForNamespace(shop.maintainer, ask(shop.team, other, { hosts: [host] })),
    ).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'hosts' }] });
  });
});

describe('who is no maintainer', () => {
  test('asks, and a maintainer of the team says yes: for a change, and for a new namespace', async () => {
    const where = await namespace();
    const host = fresh();
    const asked = await takeHosts(shop.member, { ...where, hosts: [host] });
    expect(asked.state).toBe('pending');
    expect(await grants(where)).toEqual([]);
    await approve(shop.maintainer, asked.number);
    expect(await grants(where)).toEqual([{ name: host, state: 'active' }]);

    const created = await askForNamespace(shop.member, ask(shop.team, cluster, { hosts: [fresh()] }));
    expect(created).toMatchObject({ state: 'pending' });
    expect(created.verdict.findings).toContainEqual(
      expect.objectContaining({ field: 'hosts', party: { kind: 'team', team: shop.team.slug } }),
    );
    await approve(shop.maintainer, created.number);
    expect((await grants({ cluster: cluster.name, name: created.name })).map(({ state }) => state)).toEqual([
      'active',
    ]);
  });
});

describe('a host that nobody delegated', () => {
  test('needs the yes of the platform where the zone has no owner, and is delegated with it', async () => {
    const where = await namespace(pay);
    const host = fresh(zone);
    const asked = await takeHosts(pay.maintainer, { ...where, hosts: [`${host}/cart`] });
    expect(asked.verdict.findings).toContainEqual(
      expect.objectContaining({ rule: 'hosts', outcome: 'needs-approval', party: { kind: 'zone', zone } }),
    );
    await approve(approver, asked.number);
    expect(await grants(where)).toEqual([{ name: `${host}/cart`, state: 'active' }]);
    const made = await db.delegation.findFirstOrThrow({ where: { host, revokedAt: null } });
    expect(made.teamId).toBe(pay.team.id);
    // From now on it is the team's own, and nobody else's.
    const next = await namespace(pay);
    expect((await takeHosts(pay.maintainer, { ...next, hosts: [`${host}/other`] })).state).toBe('applied');
    await expect(
      takeHosts(shop.maintainer, { ...(await namespace()), hosts: [`${host}/third`] }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  test("needs the yes of the zone's owner team, and of nobody else; the owner itself needs none", async () => {
    const owned = await makeZone(administrator, [cluster], pay.team);
    const asked = await takeHosts(shop.maintainer, { ...(await namespace()), hosts: [`www.${owned}`] });
    await expect(approve(approver, asked.number)).rejects.toMatchObject({ code: 'not-found' });
    await approve(pay.maintainer, asked.number);
    expect((await getRequest(shop.maintainer, asked.number)).state).toBe('applied');
    const own = await takeHosts(pay.maintainer, { ...(await namespace(pay)), hosts: [`own.${owned}`] });
    expect(own.state).toBe('applied');
  });

  test('of two teams that ask for overlapping names at the same moment one gets them, 100 times', async () => {
    const owned = await makeZone(administrator, [cluster]);
    const asks = async (of: Side, host: string) =>
      askForNamespace(of.maintainer, ask(of.team, cluster, { hosts: [host] }));
    for (let index = 0; index < 100; index += 1) {
      const base = `n${String(index)}.${owned}`;
      const names = [
        [base, base],
        [`*.${base}`, `a.${base}`],
        [`${base}/cart`, `${base}/cart/x`],
        [base, `${base}/p`],
      ][index % 4] as [string, string];
      const results = await Promise.allSettled([asks(shop, names[0]), asks(pay, names[1])]);
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('an open request has reserved') as string,
      });
    }
    const held = await db.hostGrant.findMany({
      where: { host: { endsWith: owned }, state: { not: 'free' } },
    });
    expect(held).toHaveLength(100);
    for (const a of held) for (const b of held) if (a.teamId !== b.teamId) expect(overlaps(a, b)).toBe(false);
  }, 120_000);

  test('of two approvals at the same moment for one name one grants it, and the other says who has it', async () => {
    for (let index = 0; index < 10; index += 1) {
      const host = fresh(zone);
      const [a, b] = [await namespace(shop), await namespace(pay)];
      const asked = [
        await takeHosts(shop.maintainer, { ...a, hosts: [host] }),
        await takeHosts(pay.maintainer, { ...b, hosts: [host] }),
      ];
      const results = await Promise.allSettled(asked.map(({ number }) => approve(approver, number)));
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('is taken') as string,
      });
      expect(await db.hostGrant.count({ where: { host, state: 'active' } })).toBe(1);
    }
  }, 60_000);
});

describe('a wildcard', () => {
  test("needs the zone's yes also below what is delegated, unless a limit grants it at once", async () => {
    const where = await namespace();
    const host = `*.${fresh()}`;
    const asked = await takeHosts(shop.maintainer, { ...where, hosts: [host] });
    expect(asked.state).toBe('pending');
    expect(asked.verdict.findings).toContainEqual(
      expect.objectContaining({ rule: 'wildcard-hosts', party: { kind: 'zone', zone } }),
    );
    await approve(approver, asked.number);
    expect(await grants(where)).toEqual([{ name: host, state: 'active' }]);
    const { id } = await db.guardrailVersion.create({
      data: { limits: { teams: { [shop.team.slug]: { wildcardHosts: true } } } },
    });
    try {
      const free = await takeHosts(shop.maintainer, { ...(await namespace()), hosts: [`*.${fresh()}`] });
      expect(free.state).toBe('applied');
    } finally {
      await db.request.updateMany({ where: { guardrailVersion: id }, data: { guardrailVersion: 1 } });
      await db.guardrailVersion.delete({ where: { id } });
    }
  });
});

describe('an open create request', () => {
  const production = (hosts: string[]) => ask(shop.team, cluster, { environment: 'production', hosts });

  test('reserves its hosts, says nothing of itself, and gives them back however it ends', async () => {
    for (const end of [
      (number: number) => rejectRequest(approver, { number, comment: 'Not now.' }),
      (number: number) => withdrawRequest(shop.maintainer, { number }),
    ]) {
      const host = fresh();
      const { number } = await askForNamespace(shop.maintainer, production([host]));
      const refusal = await takeHosts(shop.maintainer, { ...(await namespace()), hosts: [host] }).then(
        () => '',
        (error: unknown) => String(error),
      );
      expect(refusal).toContain('an open request has reserved');
      expect(refusal).not.toContain(`#${String(number)}`);
      await end(number);
      const where = await namespace(shop, { hosts: [host] });
      expect(await grants(where)).toEqual([{ name: host, state: 'active' }]);
    }
  });

  test('turns its reservation into the grant when it is approved', async () => {
    const host = fresh();
    const { number, name } = await askForNamespace(shop.maintainer, production([host]));
    const reserved = await db.hostGrant.findFirstOrThrow({ where: { host, state: 'reserved' } });
    await approve(approver, number);
    const granted = await db.hostGrant.findFirstOrThrow({ where: { host, state: 'active' } });
    expect(granted.id).toBe(reserved.id);
    expect(granted.namespaceId).toBe((await row({ cluster: cluster.name, name })).id);
  });

  test('whose delegation was revoked meanwhile needs the zone instead, and its old approvals are void', async () => {
    const base = fresh(zone);
    const id = await giveHost(administrator, shop.team, `*.${base}`);
    const { number } = await askForNamespace(shop.maintainer, production([`www.${base}`]));
    const shown = (await getRequest(approver, number)).resultHash;
    await revokeDelegation(administrator, { id, confirmHost: `*.${base}`, reason: 'Moved.' });
    await expect(approveRequest(approver, { number, resultHash: shown })).rejects.toMatchObject({
      code: 'conflict',
    });
    const parties = (await getRequest(approver, number)).parties.map(({ kind }) => kind);
    expect(parties.sort()).toEqual(['platform', 'zone']);
  });
});

describe('what serves a name already', () => {
  async function serve(
    host: string,
    namespaceName: string,
    more: { kind?: string; path?: string } = {},
  ): Promise<void> {
    await db.clusterHostUse.create({
      data: {
        clusterId: cluster.id,
        namespace: namespaceName,
        kind: more.kind ?? 'Ingress',
        name: unique('obj'),
        host,
        path: more.path ?? '',
      },
    });
  }

  test("in somebody else's namespace: the zone looks first, and sees what", async () => {
    const host = fresh();
    await serve(host, 'legacy');
    const asked = await takeHosts(shop.maintainer, { ...(await namespace()), hosts: [host] });
    expect(asked.state).toBe('pending');
    expect(asked.verdict.findings).toContainEqual(
      expect.objectContaining({
        outcome: 'needs-approval',
        party: { kind: 'zone', zone },
        message: expect.stringContaining('Ingress legacy/') as string,
      }),
    );
  });

  test("by a wildcard above it, or by a name below a wildcard that is asked for, counts; another path doesn't", async () => {
    const base = fresh();
    await serve(`*.${base}`, 'legacy');
    await serve(`x.${base}`, 'legacy', { path: '/old' });
    const preview = async (host: string) =>
      (
        await previewNamespace(shop.maintainer, ask(shop.team, cluster, { hosts: [host] }))
      ).verdict?.findings.filter(({ message }) => message.includes('served on'));
    expect(await preview(`y.${base}`)).toHaveLength(1);
    expect(await preview(`*.${base}`)).toHaveLength(1);
    expect(await preview(base)).toEqual([]);
    const paths = fresh();
    await serve(paths, 'legacy', { path: '/old' });
    expect(await preview(`${paths}/new`)).toEqual([]);
    expect(await preview(`${paths}/old/x`)).toHaveLength(1);
    expect(await preview(paths)).toHaveLength(1);
  });

  test("in a namespace of the same team: a warning, and its maintainers go on; in one's own, nothing", async () => {
    const host = fresh();
    const [old, next] = [await namespace(), await namespace()];
    await serve(host, old.name);
    const moved = await takeHosts(shop.maintainer, { ...next, hosts: [host] });
    expect(moved.state).toBe('applied');
    expect(moved.verdict.findings).toContainEqual(
      expect.objectContaining({ outcome: 'pass', message: expect.stringContaining(old.name) as string }),
    );
    const own = fresh();
    await serve(own, next.name);
    const taken = await takeHosts(shop.maintainer, { ...next, hosts: [own] });
    expect(taken.verdict.findings.filter(({ message }) => message.includes('served on'))).toEqual([]);
  });

  test('by the gateway itself is no use of the name', async () => {
    const host = fresh();
    await serve(`*.shop.${zone}`, 'gateway-system', { kind: 'Gateway' });
    const taken = await takeHosts(shop.maintainer, { ...(await namespace()), hosts: [host] });
    expect(taken).toMatchObject({ state: 'applied' });
    expect(taken.verdict.findings.filter(({ message }) => message.includes('served on'))).toEqual([]);
  });
});

describe('a released host', () => {
  test('is on its way out until the cluster has confirmed; its holder takes it again by the same row', async () => {
    const where = await namespace();
    const host = fresh();
    await takeHosts(shop.maintainer, { ...where, hosts: [host] });
    const before = await db.hostGrant.findFirstOrThrow({ where: { host } });
    await releaseHost(shop.maintainer, { ...where, host });
    const leaving = await db.hostGrant.findFirstOrThrow({ where: { host } });
    expect(leaving).toMatchObject({ state: 'revoking', revokedGeneration: (await row(where)).generation });
    expect(await specHosts(where)).toEqual([]);
    await expect(takeHosts(shop.maintainer, { ...(await namespace()), hosts: [host] })).rejects.toMatchObject(
      {
        message: expect.stringContaining('has not confirmed') as string,
      },
    );
    await takeHosts(shop.maintainer, { ...where, hosts: [host] });
    const back = await db.hostGrant.findFirstOrThrow({ where: { host } });
    expect(back).toMatchObject({ id: before.id, state: 'active', revokedGeneration: null });
  });

  test('is kept from others in quarantine, and from its last holder in no other namespace', async () => {
    const service = { name: 'Mover', slug: unique('svc') };
    const host = fresh();
    const where = await namespace(shop, { service, hosts: [host] });
    await releaseHost(shop.maintainer, { ...where, host });
    await settleAs(where, 'quarantined');
    await expect(takeHosts(shop.maintainer, { ...(await namespace()), hosts: [host] })).rejects.toMatchObject(
      {
        message: expect.stringMatching(/kept from others until \d{4}-/) as string,
      },
    );
    const next = await namespace(shop, { service: { slug: service.slug } });
    await takeHosts(shop.maintainer, { ...next, hosts: [host] });
    expect(await grants(next)).toEqual([{ name: host, state: 'active' }]);
    expect(await grants(where)).toEqual([]);
  });

  test("that is free again is anybody's whose delegation holds it", async () => {
    const where = await namespace();
    const host = fresh();
    await takeHosts(shop.maintainer, { ...where, hosts: [host] });
    await releaseHost(shop.maintainer, { ...where, host });
    await settleAs(where, 'free');
    const next = await namespace(shop, { hosts: [host] });
    expect(await grants(next)).toEqual([{ name: host, state: 'active' }]);
  });
});

describe('taking away', () => {
  test('a delegation takes every host beneath, namespace by namespace, and says so to its team', async () => {
    const base = fresh(zone);
    const id = await giveHost(administrator, shop.team, `*.${base}`);
    const keeps = fresh();
    const [a, b] = [await namespace(), await namespace()];
    await takeHosts(shop.maintainer, { ...a, hosts: [`one.${base}`, `two.${base}`, keeps] });
    await takeHosts(shop.maintainer, { ...b, hosts: [`three.${base}`] });
    const generation = (await row(a)).generation;
    await expect(
      revokeDelegation(administrator, { id, confirmHost: base, reason: 'Moved.' }),
    ).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'confirmHost' }] });
    await expect(
      revokeDelegation(administrator, { id, confirmHost: `*.${base}`, reason: ' ' }),
    ).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'reason' }] });
    const result = await revokeDelegation(administrator, {
      id,
      confirmHost: `*.${base}`,
      reason: 'The product moves to another team.',
    });
    expect(result.revokedHosts.sort()).toEqual([`one.${base}`, `three.${base}`, `two.${base}`].sort());
    expect(await specHosts(a)).toEqual([keeps]);
    expect(await specHosts(b)).toEqual([]);
    const after = await row(a);
    expect(after.generation).toBe(generation + 1n);
    const revoking = await db.hostGrant.findFirstOrThrow({ where: { host: `one.${base}` } });
    expect(revoking).toMatchObject({
      state: 'revoking',
      revokedGeneration: after.generation,
      revokeReason: 'The product moves to another team.',
    });
    for (const where of [a, b]) {
      const event = await db.auditEvent.findFirstOrThrow({
        where: { action: 'namespace.hosts-revoked', targetName: `${cluster.name}/${where.name}` },
      });
      expect(event.teamId).toBe(shop.team.id);
    }
    // Another team may be given it at once, and can't have the names before the quarantine is over.
    await giveHost(administrator, pay.team, `*.${base}`);
    await expect(
      takeHosts(pay.maintainer, { ...(await namespace(pay)), hosts: [`one.${base}`] }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await settleAs(a, 'free');
    const taken = await takeHosts(pay.maintainer, { ...(await namespace(pay)), hosts: [`one.${base}`] });
    expect(taken.state).toBe('applied');
    // And the old owner can't publish it again.
    await expect(takeHosts(shop.maintainer, { ...a, hosts: [`one.${base}`] })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('of one of two delegations leaves what lies in the other', async () => {
    const host = fresh();
    const exact = await giveHost(administrator, shop.team, host);
    const where = await namespace(shop, { hosts: [host] });
    const { revokedHosts } = await revokeDelegation(administrator, {
      id: exact,
      confirmHost: host,
      reason: 'Tidy.',
    });
    expect(revokedHosts).toEqual([]);
    expect(await grants(where)).toEqual([{ name: host, state: 'active' }]);
  });

  test('one host by an administrator, with a reason; members of its team release it themselves', async () => {
    const host = fresh();
    const where = await namespace(shop, { hosts: [host, `keep.${host}`] });
    await expect(
      revokeHost(shop.maintainer, { ...where, host, confirmHost: host, reason: 'No.' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await revokeHost(administrator, { ...where, host, confirmHost: host, reason: 'Phishing.' });
    expect(await specHosts(where)).toEqual([`keep.${host}`]);
    expect((await grants(where)).find(({ name }) => name === host)?.state).toBe('revoking');
  });

  test('is not undone by a change that was asked for before: it brings its own host, and no other', async () => {
    const [gone, wanted] = [fresh(), fresh()];
    const where = await namespace(shop, { hosts: [gone] });
    const { number } = await takeHosts(shop.member, { ...where, hosts: [wanted] });
    await revokeHost(administrator, { ...where, host: gone, confirmHost: gone, reason: 'Phishing.' });
    const shown = await getRequest(shop.maintainer, number);
    // The result is another one now, so it is shown again before it can be approved.
    await expect(
      approveRequest(shop.maintainer, { number, resultHash: shown.resultHash }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await approve(shop.maintainer, number);
    expect(await specHosts(where)).toEqual([wanted]);
  });

  test('the namespace takes its hosts along, and they stay taken until the cluster says that it is gone', async () => {
    const host = fresh();
    const where = await namespace(shop, { hosts: [host] });
    await deleteNamespace(shop.maintainer, { ...where, confirmName: where.name });
    expect(await db.hostGrant.findFirst({ where: { host } })).toMatchObject({
      state: 'revoking',
      revokedGeneration: null,
    });
    await expect(takeHosts(shop.maintainer, { ...(await namespace()), hosts: [host] })).rejects.toMatchObject(
      {
        code: 'invalid',
      },
    );
  });
});

test('every active grant is in its namespace’s spec, and every host of a spec is an active grant', async () => {
  const namespaces = await db.namespace.findMany({
    where: { deletionRequestedAt: null },
    include: { hostGrants: { where: { state: 'active' } } },
  });
  expect(namespaces.length).toBeGreaterThan(20);
  for (const { spec, hostGrants } of namespaces) {
    const granted = hostGrants.map(({ host, path }) => host + path).sort();
    expect((spec as { hosts: string[] }).hosts).toEqual(granted);
    for (const name of granted) expect(hostParts(name)).toBeTruthy();
  }
});
