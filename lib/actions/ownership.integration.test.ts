/** Truth over time: confirming, broken links, and services that change hands. Each test a rule. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { db } from '../db/client.ts';
import { listAudit } from '../queries/audit.ts';
import { getNamespace } from '../queries/namespaces.ts';
import { listOrphans } from '../queries/orphans.ts';
import { listTransfers, transfersToTake } from '../queries/transfers.ts';
import { getOwnership, listToConfirm, toConfirmCount } from '../queries/truth.ts';
import { acceptTransfer } from './accept-transfer.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { changeNamespace } from './change-namespace.ts';
import { clearLinkReport } from './clear-link-report.ts';
import { confirmServices } from './confirm-services.ts';
import { declineTransfer } from './decline-transfer.ts';
import { deleteNamespace } from './delete-namespace.ts';
import { disownService } from './disown-service.ts';
import { reportBrokenLink } from './report-broken-link.ts';
import { revokeDelegation } from './revoke-delegation.ts';
import { routeTransfer } from './route-transfer.ts';
import { takeHosts } from './take-hosts.ts';
import { ask, makeCluster, openHouse, somebody, somebodyWithRole, unique } from './testing/house.ts';
import type { House } from './testing/house.ts';
import { makeCrew, makeService, makeTransfer } from './testing/ownership.ts';
import type { Crew } from './testing/ownership.ts';
import { giveHost, makeZone } from './testing/zones.ts';
import { updateService } from './update-service.ts';
import { updateTeam } from './update-team.ts';
import { withdrawTransfer } from './withdraw-transfer.ts';

let house: House;
let cluster: { id: string; name: string };
let administrator: Actor;
let auditor: Actor;
let pay: Crew;
let shop: Crew;

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  administrator = await somebodyWithRole('administrator');
  auditor = await somebodyWithRole('auditor');
  [pay, shop] = [await makeCrew(), await makeCrew()];
});
afterAll(() => house.close());

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** A namespace of a service of the crew, granted at once. */
async function place(of: Crew, slug: string, more: Record<string, unknown> = {}): Promise<string> {
  const { name, state } = await askForNamespace(
    of.maintainer,
    ask(of.team, cluster, { service: { slug }, ...more }),
  );
  expect(state).toBe('applied');
  return name;
}

async function row(name: string) {
  return db.namespace.findFirstOrThrow({ where: { name, clusterId: cluster.id }, include: { team: true } });
}

/** Opens a transfer of a service to the shop, and has a maintainer of it accept. */
async function give(slug: string, to: Crew = shop): Promise<unknown> {
  const { id } = await disownService(pay.member, { slug, toTeam: to.team.slug, reason: 'Not ours.' });
  return acceptTransfer(to.maintainer, { id });
}

const owner = async (slug: string): Promise<string> =>
  (await db.service.findUniqueOrThrow({ where: { slug }, include: { team: true } })).team.slug;

describe('confirming', () => {
  test('a service is asked for half a year after it was made, and no more once its team has confirmed it', async () => {
    const crew = await makeCrew();
    const [due, soon, fresh] = [await makeService(crew), await makeService(crew), await makeService(crew)];
    await db.service.update({ where: { slug: due }, data: { createdAt: daysAgo(190) } });
    await db.service.update({ where: { slug: soon }, data: { createdAt: daysAgo(170) } });
    const { rows, total } = await listToConfirm(crew.member);
    expect(rows.map(({ service, confirmation }) => [service.slug, confirmation])).toEqual([
      [due, 'due'],
      [soon, 'soon'],
    ]);
    expect([total, await toConfirmCount(crew.member), await toConfirmCount(shop.member)]).toEqual([2, 2, 0]);
    expect(await getOwnership(auditor, fresh)).toMatchObject({ confirmation: 'fresh', confirmedAt: null });
    await confirmServices(crew.member, { services: [due, soon] });
    expect((await listToConfirm(crew.member)).rows).toEqual([]);
    expect(await getOwnership(auditor, due)).toMatchObject({
      confirmation: 'fresh',
      confirmedBy: { id: crew.member.personId },
    });
  });

  test('the list leads on page by page, each service once', async () => {
    const crew = await makeCrew();
    const slugs: string[] = [];
    for (let count = 0; count < 5; count += 1) slugs.push(await makeService(crew));
    await db.service.updateMany({ where: { slug: { in: slugs } }, data: { createdAt: daysAgo(200) } });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listToConfirm(crew.member, { limit: 2, cursor: cursor ?? undefined });
      seen.push(...page.rows.map(({ service }) => service.slug));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.sort()).toEqual(slugs.sort());
  });

  test('the list of one team is found by its old slug, too', async () => {
    const crew = await makeCrew();
    const slug = await makeService(crew);
    await db.service.update({ where: { slug }, data: { createdAt: daysAgo(190) } });
    await updateTeam(crew.maintainer, { slug: crew.team.slug, version: 1, newSlug: unique('team') });
    const { rows, total } = await listToConfirm(crew.member, { team: crew.team.slug });
    expect([rows.map(({ service }) => service.slug), total]).toEqual([[slug], 1]);
    expect((await listToConfirm(crew.member, { team: pay.team.slug })).rows).toEqual([]);
  });

  test('one service that isn’t mine among them: none is confirmed', async () => {
    const [mine, theirs] = [await makeService(pay), await makeService(shop)];
    await expect(confirmServices(pay.member, { services: [mine, theirs] })).rejects.toMatchObject({
      status: 403,
    });
    expect((await db.service.findUniqueOrThrow({ where: { slug: mine } })).confirmedAt).toBeNull();
  });
});

describe('broken links', () => {
  const url = 'https://runbooks.example/refunds';

  test('a visitor reports once per link; the owner sees how many did, and clears them all', async () => {
    const slug = await makeService(pay, { links: { runbook: url } });
    const [one, two] = [await somebody(), await somebody()];
    for (const visitor of [one, one, two]) await reportBrokenLink(visitor, { slug, link: 'runbook', url });
    const { reports, missing } = await getOwnership(pay.member, slug);
    expect(reports).toMatchObject([{ link: 'runbook', url, reports: 2 }]);
    expect(missing.map(({ key }) => key)).toContain('links');
    expect((await listToConfirm(pay.member)).rows.map(({ service }) => service.slug)).toContain(slug);
    const id = reports[0]?.id ?? '';
    await expect(clearLinkReport(one, { id })).rejects.toMatchObject({ status: 403 });
    await clearLinkReport(pay.member, { id });
    expect((await getOwnership(pay.member, slug)).reports).toEqual([]);
    await expect(clearLinkReport(pay.member, { id })).rejects.toMatchObject({ status: 409 });
    // Broken again: a report that was cleared is no answer to that.
    await reportBrokenLink(one, { slug, link: 'runbook', url });
    expect((await getOwnership(pay.member, slug)).reports).toHaveLength(1);
  });

  test('two reports of one person in the same moment are one', async () => {
    const slug = await makeService(pay, { links: { runbook: url } });
    const visitor = await somebody();
    await Promise.all([1, 2, 3].map(() => reportBrokenLink(visitor, { slug, link: 'runbook', url })));
    expect(await db.linkReport.count({ where: { service: { slug } } })).toBe(1);
  });

  test('only what the service shows can be reported: its links, its namespaces’, its team’s', async () => {
    const slug = await makeService(pay, { links: { runbook: url } });
    await expect(
      reportBrokenLink(shop.member, { slug, link: 'runbook', url: 'https://else.example' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(reportBrokenLink(shop.member, { slug, link: 'wiki', url })).rejects.toMatchObject({
      code: 'invalid',
    });
    const name = await place(pay, slug);
    const logs = 'https://logs.example/refunds';
    await changeNamespace(pay.maintainer, { cluster: cluster.name, name, links: { logs } });
    await reportBrokenLink(shop.member, { slug, link: 'logs', url: logs });
    expect((await getOwnership(pay.member, slug)).reports).toMatchObject([{ link: 'logs' }]);
  });

  test('a link that was mended has no reports, and confirming clears them where asked to', async () => {
    const slug = await makeService(pay, { links: { runbook: url } });
    await reportBrokenLink(shop.member, { slug, link: 'runbook', url });
    const { version } = await db.service.findUniqueOrThrow({ where: { slug } });
    await updateService(pay.member, { slug, version, links: { runbook: `${url}/new` } });
    expect((await getOwnership(pay.member, slug)).reports).toEqual([]);
    await reportBrokenLink(shop.member, { slug, link: 'runbook', url: `${url}/new` });
    await confirmServices(pay.member, { services: [slug] });
    expect((await getOwnership(pay.member, slug)).reports).toHaveLength(1);
    await confirmServices(pay.member, { services: [slug], clearReports: true });
    expect((await getOwnership(pay.member, slug)).reports).toEqual([]);
  });
});

describe('a service that changes hands', () => {
  test('takes its namespaces along: the old team’s people are out of the desired state, the new team’s are in', async () => {
    const slug = await makeService(pay);
    const guest = `${unique('guest')}@elsewhere.example`;
    const name = await place(pay, slug, {
      access: [
        { kind: 'group', name: pay.team.maintainers, role: 'maintainer' },
        { kind: 'user', name: pay.member.email, role: 'developer' },
        { kind: 'user', name: guest, role: 'viewer' },
      ],
    });
    const before = await row(name);
    expect(await give(slug)).toMatchObject({ service: slug, namespaces: 1 });
    const after = await row(name);
    expect(await owner(slug)).toBe(shop.team.slug);
    expect(after.team.slug).toBe(shop.team.slug);
    // The worker makes the RoleBindings what this says, since the generation has risen.
    expect(after.generation).toBe(before.generation + 1n);
    expect((after.spec as { access: unknown }).access).toEqual([
      { kind: 'group', name: shop.team.maintainers, role: 'maintainer' },
      { kind: 'group', name: shop.team.members, role: 'developer' },
      { kind: 'user', name: guest, role: 'viewer' },
    ]);
    expect((after.spec as { contact: unknown }).contact).toBe(`${shop.team.slug}@harbor.example`);
    expect((await getNamespace(pay.maintainer, cluster.name, name)).details).toBeNull();
    expect((await getNamespace(shop.member, cluster.name, name)).details).not.toBeNull();
    await expect(
      changeNamespace(pay.maintainer, { cluster: cluster.name, name, purpose: 'Mine still?' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  test('is told in both teams’ audit log, and is up for its new team’s word', async () => {
    const slug = await makeService(pay);
    await confirmServices(pay.member, { services: [slug] });
    await give(slug);
    for (const crew of [pay, shop]) {
      const { rows } = await listAudit(crew.member, {
        team: crew.team.slug,
        action: 'service.transferred',
        limit: 200,
      });
      expect(rows.map(({ targetName }) => targetName)).toContain(slug);
    }
    expect((await getOwnership(shop.member, slug)).confirmedAt).toBeNull();
  });

  test('of two who accept at once one wins, and the namespace moves once', async () => {
    const slug = await makeService(pay);
    const name = await place(pay, slug);
    const { id } = await disownService(pay.member, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
    const other = await somebody([shop.team.maintainers]);
    const outcomes = await Promise.allSettled(
      [shop.maintainer, other, administrator].map((actor) => acceptTransfer(actor, { id })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 });
    }
    expect((await row(name)).generation).toBe(2n);
  });

  test('while it is accepted, a change by the old team loses or comes first, and never lands on the new team’s', async () => {
    for (let round = 0; round < 5; round += 1) {
      const slug = await makeService(pay);
      const name = await place(pay, slug);
      const { id } = await disownService(pay.member, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
      const access = [{ kind: 'user', name: pay.maintainer.email, role: 'maintainer' }];
      const [accepted, changed] = await Promise.allSettled([
        acceptTransfer(shop.maintainer, { id }),
        changeNamespace(pay.maintainer, { cluster: cluster.name, name, access }),
      ]);
      expect(accepted.status).toBe('fulfilled');
      // Too late for what was read, or for being of the team that owns it.
      if (changed.status === 'rejected')
        expect([403, 409]).toContain((changed.reason as { status: number }).status);
      const { spec } = await row(name);
      expect(JSON.stringify((spec as { access: unknown }).access)).not.toContain(pay.maintainer.email);
    }
  });

  test('while it is accepted, a namespace that is asked for is the old team’s no more', async () => {
    const slug = await makeService(pay);
    const { id } = await disownService(pay.member, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
    const [accepted, asked] = await Promise.allSettled([
      acceptTransfer(shop.maintainer, { id }),
      askForNamespace(pay.maintainer, ask(pay.team, cluster, { service: { slug } })),
    ]);
    expect(accepted.status).toBe('fulfilled');
    if (asked.status === 'fulfilled') expect((await row(asked.value.name)).team.slug).toBe(shop.team.slug);
  });

  test('open requests about it lapse and give back what they held', async () => {
    const slug = await makeService(pay);
    const name = await place(pay, slug);
    const change = await changeNamespace(pay.member, { cluster: cluster.name, name, purpose: 'Other' });
    const deletion = await deleteNamespace(pay.member, {
      cluster: cluster.name,
      name,
      confirmName: name,
    });
    const create = await askForNamespace(
      pay.member,
      ask(pay.team, cluster, { service: { slug }, environment: 'production' }),
    );
    const elsewhere = await askForNamespace(
      pay.member,
      ask(pay.team, cluster, { environment: 'production' }),
    );
    await give(slug);
    const states = await db.request.findMany({
      where: {
        number: { in: [change, deletion, create, elsewhere].map(({ number }) => BigInt(number)) },
      },
      orderBy: { number: 'asc' },
      select: { state: true },
    });
    expect(states.map(({ state }) => state)).toEqual(['lapsed', 'lapsed', 'lapsed', 'pending']);
    expect(await db.nameReservation.findFirst({ where: { name: create.name } })).toBeNull();
  });

  test('keeps its connections: they were agreed with the service', async () => {
    const slug = await makeService(pay);
    const peer = await place(pay, await makeService(pay));
    const name = await place(pay, slug, {
      connections: [{ peer, direction: 'to', ports: [{ port: 8080 }] }],
    });
    await give(slug);
    expect(await db.connection.count({ where: { from: { name }, endedAt: null } })).toBe(1);
  });

  test('stays within the receiver’s budget, or is refused with the figures and nothing moves', async () => {
    const small = await makeCrew({ budget: { 'requests.cpu': '100m' } });
    const slug = await makeService(pay);
    const name = await place(pay, slug);
    await expect(give(slug, small)).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/would hold .* of its budget of 0.1 CPU/) as string,
    });
    expect([await owner(slug), (await row(name)).team.slug]).toEqual([pay.team.slug, pay.team.slug]);
    await db.team.update({ where: { id: small.team.id }, data: { budget: { 'requests.cpu': '100' } } });
    const open = await db.ownershipTransfer.findFirstOrThrow({ where: { service: { slug }, state: 'open' } });
    await acceptTransfer(small.maintainer, { id: open.id });
    expect(await owner(slug)).toBe(small.team.slug);
  });

  test('goes to nobody who could not look after it', async () => {
    const slug = await makeService(pay);
    const empty = await makeCrew();
    const { id } = await disownService(pay.member, { slug, toTeam: empty.team.slug, reason: 'Not ours.' });
    await db.teamGroup.deleteMany({ where: { teamId: empty.team.id, role: 'maintainer' } });
    await expect(acceptTransfer(administrator, { id })).rejects.toMatchObject({
      message: expect.stringContaining('no group of maintainers') as string,
    });
    await db.team.update({ where: { id: empty.team.id }, data: { archivedAt: new Date() } });
    await expect(acceptTransfer(administrator, { id })).rejects.toMatchObject({ status: 409 });
    expect(await owner(slug)).toBe(pay.team.slug);
  });
});

describe('hosts of a service that changes hands', () => {
  let zone: string;
  beforeAll(async () => {
    zone = await makeZone(administrator, [cluster]);
  });

  async function publish(hosts: string[]): Promise<{ slug: string; name: string }> {
    const slug = await makeService(pay);
    const name = await place(pay, slug);
    await takeHosts(pay.maintainer, { cluster: cluster.name, name, hosts });
    return { slug, name };
  }
  const holder = async (host: string): Promise<{ team: string; delegation: string }> => {
    const grant = await db.hostGrant.findFirstOrThrow({
      where: { host, state: 'active' },
      include: { team: true, delegation: { include: { team: true } } },
    });
    return { team: grant.team.slug, delegation: grant.delegation?.team.slug ?? '' };
  };

  test('a name that was delegated by itself goes along with its delegation', async () => {
    const host = `${unique('own')}.${zone}`;
    const old = await giveHost(administrator, pay.team, host);
    const { slug, name } = await publish([host, `${host}/cart`]);
    await give(slug);
    expect(await holder(host)).toEqual({ team: shop.team.slug, delegation: shop.team.slug });
    // Who had it until when stays on record.
    expect((await db.delegation.findUniqueOrThrow({ where: { id: old } })).revokedAt).not.toBeNull();
    expect(((await row(name)).spec as { hosts: string[] }).hosts).toContain(host);
  });

  test('a name below a wider delegation is refused with the remedy; once it is delegated by itself, it goes', async () => {
    const below = unique('wide');
    const host = `refunds.${below}.${zone}`;
    const wide = await giveHost(administrator, pay.team, `*.${below}.${zone}`);
    const { slug } = await publish([host]);
    await publish([`other.${below}.${zone}`]);
    const { id } = await disownService(pay.member, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
    for (const actor of [shop.maintainer, administrator]) {
      await expect(acceptTransfer(actor, { id })).rejects.toMatchObject({
        status: 409,
        errors: [{ field: 'hosts', message: expect.stringContaining(`*.${below}.${zone}`) as string }],
      });
    }
    expect(await owner(slug)).toBe(pay.team.slug);
    // The remedy that the refusal names.
    await giveHost(administrator, pay.team, host);
    await giveHost(administrator, pay.team, `other.${below}.${zone}`);
    const lost = await revokeDelegation(administrator, {
      id: wide,
      confirmHost: `*.${below}.${zone}`,
      reason: 'Split.',
    });
    expect(lost.revokedHosts).toEqual([]);
    await acceptTransfer(shop.maintainer, { id });
    expect(await holder(host)).toEqual({ team: shop.team.slug, delegation: shop.team.slug });
  });

  test('a wider delegation that nothing else uses goes along only when an administrator accepts', async () => {
    const below = unique('sole');
    const host = `www.${below}.${zone}`;
    await giveHost(administrator, pay.team, `*.${below}.${zone}`);
    const { slug } = await publish([host]);
    const { id } = await disownService(pay.member, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
    await expect(acceptTransfer(shop.maintainer, { id })).rejects.toMatchObject({
      message: expect.stringContaining('an administrator who accepts gives it along') as string,
    });
    await acceptTransfer(administrator, { id });
    expect(await holder(host)).toEqual({ team: shop.team.slug, delegation: shop.team.slug });
  });

  test('a name and the tree above it, both the service’s alone, go together', async () => {
    const below = `${unique('tree')}.${zone}`;
    await giveHost(administrator, pay.team, `*.${below}`);
    await giveHost(administrator, pay.team, `a.${below}`);
    const { slug } = await publish([`a.${below}`, `b.${below}`]);
    const { id } = await disownService(pay.member, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
    await acceptTransfer(administrator, { id });
    for (const host of [`a.${below}`, `b.${below}`]) {
      expect(await holder(host)).toEqual({ team: shop.team.slug, delegation: shop.team.slug });
    }
  });
});

describe('deciding a transfer', () => {
  test('nobody speaks for both sides, not even a maintainer of both, nor an administrator', async () => {
    const both = await somebody([pay.team.maintainers, shop.team.maintainers]);
    const slug = await makeService(pay);
    const { id } = await disownService(both, { slug, toTeam: shop.team.slug, reason: 'Not ours.' });
    await expect(acceptTransfer(both, { id })).rejects.toMatchObject({ status: 403 });
    const orphan = await makeService(pay);
    const routed = await routeTransfer(administrator, { slug: orphan, toTeam: shop.team.slug });
    await expect(acceptTransfer(administrator, { id: routed.id })).rejects.toMatchObject({ status: 403 });
    await acceptTransfer(shop.maintainer, { id: routed.id });
    expect(await owner(orphan)).toBe(shop.team.slug);
  });

  test('one transfer of a service at a time; after a no there may be another', async () => {
    const { id, slug } = await makeTransfer(pay, shop.team);
    const again = { slug, toTeam: shop.team.slug, reason: 'Again.' };
    await expect(disownService(pay.member, again)).rejects.toMatchObject({ status: 409 });
    await declineTransfer(shop.maintainer, { id, comment: 'Not ours either.' });
    expect(await owner(slug)).toBe(pay.team.slug);
    for (const verb of [
      () => acceptTransfer(shop.maintainer, { id }),
      () => declineTransfer(shop.maintainer, { id, comment: 'No.' }),
      () => withdrawTransfer(pay.member, { id }),
    ]) {
      await expect(verb()).rejects.toMatchObject({ status: 409 });
    }
    await disownService(pay.member, again);
  });

  test('of two who open one at once one wins', async () => {
    const slug = await makeService(pay);
    const outcomes = await Promise.allSettled(
      [pay.member, pay.maintainer].map((actor) => disownService(actor, { slug, reason: 'Not ours.' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('nobody named: an administrator names the team, and only then it can be accepted', async () => {
    const { id, slug } = await makeTransfer(pay, null);
    expect((await transfersToTake(administrator)).map((transfer) => transfer.id)).toContain(id);
    await expect(acceptTransfer(administrator, { id })).rejects.toMatchObject({ status: 409 });
    await routeTransfer(administrator, { slug, toTeam: shop.team.slug });
    expect((await transfersToTake(shop.member)).map((transfer) => transfer.id)).toContain(id);
    await acceptTransfer(shop.maintainer, { id });
    expect(await owner(slug)).toBe(shop.team.slug);
  });

  test('the giving team keeps it while nothing is decided, and may take the question back', async () => {
    const { id, slug } = await makeTransfer(pay, shop.team);
    expect(await owner(slug)).toBe(pay.team.slug);
    await expect(withdrawTransfer(shop.maintainer, { id })).rejects.toMatchObject({ status: 403 });
    await withdrawTransfer(pay.maintainer, { id });
    expect((await getOwnership(pay.member, slug)).transfer).toBeNull();
  });

  test('that it is in question everybody sees; why, both teams and those who oversee the house', async () => {
    const { id, slug } = await makeTransfer(pay, shop.team);
    const reasonFor = async (actor: Actor) => (await getOwnership(actor, slug)).transfer?.reason;
    expect(await reasonFor(await somebody())).toBeNull();
    for (const actor of [pay.member, shop.member, administrator, auditor]) {
      expect(await reasonFor(actor)).toBe('For a test.');
    }
    expect((await listTransfers(shop.member)).rows.map((transfer) => transfer.id)).toContain(id);
    expect((await listTransfers(await somebody())).rows).toEqual([]);
  });
});

describe('orphans', () => {
  test('the services of a team that is gone, has no maintainer left, or was not seen, with the reasons', async () => {
    const [gone, headless, silent, cared] = [
      await makeCrew(),
      await makeCrew(),
      await makeCrew(),
      await makeCrew(),
    ];
    const slugs = new Map<Crew, string>();
    for (const crew of [gone, headless, silent, cared]) slugs.set(crew, await makeService(crew));
    const teams = [gone, headless, silent, cared].map(({ team }) => team.id);
    await db.team.updateMany({ where: { id: { in: teams } }, data: { createdAt: daysAgo(400) } });
    await db.team.update({ where: { id: gone.team.id }, data: { archivedAt: new Date() } });
    await db.person.updateMany({ data: { lastSeenAt: new Date() } });
    await db.person.update({
      where: { id: headless.maintainer.personId },
      data: { disabledAt: new Date() },
    });
    await db.person.updateMany({
      where: { id: { in: [silent.maintainer.personId, silent.member.personId] } },
      data: { lastSeenAt: daysAgo(100) },
    });
    const { rows } = await listOrphans(auditor, { limit: 200 });
    const reasons = (crew: Crew) =>
      rows.find(({ service }) => service.slug === slugs.get(crew))?.reasons.map(({ key }) => key);
    expect([gone, headless, silent, cared].map(reasons)).toEqual([
      ['team-archived'],
      ['no-maintainer'],
      ['nobody-seen'],
      undefined,
    ]);
    // A parent's maintainers see their children's, and route them; nobody else knows of the list.
    const parent = await makeCrew();
    await db.team.update({ where: { id: silent.team.id }, data: { parentTeamId: parent.team.id } });
    const theirs = await listOrphans(parent.maintainer);
    expect(theirs.rows.map(({ service }) => service.slug)).toEqual([slugs.get(silent)]);
    expect(theirs.rows[0]?.may.route).toBe(true);
    for (const actor of [parent.member, silent.maintainer, await somebody()]) {
      await expect(listOrphans(actor)).rejects.toMatchObject({ status: 404 });
    }
    const slug = slugs.get(silent) ?? '';
    const { id } = await routeTransfer(parent.maintainer, { slug, toTeam: shop.team.slug });
    await acceptTransfer(shop.maintainer, { id });
    expect(await owner(slug)).toBe(shop.team.slug);
    expect((await listOrphans(parent.maintainer)).rows).toEqual([]);
  });
});
