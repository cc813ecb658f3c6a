/** Connections between namespaces, from the ask to the end: who is asked, what is written for both sides, and who sees it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { db } from '../db/client.ts';
import type { NamespaceSpec } from '../domain/desired-state/schema.ts';
import { getNamespace, getNamespaceYaml } from '../queries/namespaces.ts';
import { getNamespaceNetwork, getTeamNetwork } from '../queries/network.ts';
import { getRequest, listRequests } from '../queries/requests.ts';
import { approveRequest } from './approve-request.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { changeNamespace } from './change-namespace.ts';
import { deleteNamespace } from './delete-namespace.ts';
import { endConnection } from './end-connection.ts';
import { rejectRequest } from './reject-request.ts';
import { ask, makeCluster, makeTeam, openHouse, somebody, somebodyWithRole } from './testing/house.ts';
import type { House, TestTeam } from './testing/house.ts';

type Side = { team: TestTeam; member: Actor; maintainer: Actor };
type Connection = {
  peer: string;
  direction: 'to' | 'from';
  ports: { port: number; protocol?: 'TCP' | 'UDP' }[];
};

let house: House;
let cluster: { id: string; name: string };
let elsewhere: { id: string; name: string };
let shop: Side;
let payments: Side;
let stranger: Actor;
let approver: Actor;

async function makeSide(): Promise<Side> {
  const team = await makeTeam();
  return { team, member: await somebody([team.members]), maintainer: await somebody([team.maintainers]) };
}

beforeAll(async () => {
  house = await openHouse();
  [cluster, elsewhere] = [await makeCluster(), await makeCluster()];
  [shop, payments] = [await makeSide(), await makeSide()];
  stranger = (await makeSide()).maintainer;
  approver = await somebodyWithRole('approver');
});
afterAll(() => house.close());

async function namespace(side: Side, more: Record<string, unknown> = {}): Promise<string> {
  const { name, state } = await askForNamespace(side.maintainer, ask(side.team, cluster, more));
  expect(state).toBe('applied');
  return name;
}

const to = (peer: string, ...ports: number[]): Connection => ({
  peer,
  direction: 'to',
  ports: ports.map((port) => ({ port })),
});
const from = (peer: string, ...ports: number[]): Connection => ({ ...to(peer, ...ports), direction: 'from' });
const connect = (actor: Actor, name: string, ...connections: Connection[]) =>
  changeNamespace(actor, { cluster: cluster.name, name, connections });
const agree = async (actor: Actor, number: number) =>
  approveRequest(actor, { number, resultHash: (await getRequest(actor, number)).resultHash });

/** Live rows between namespaces, as "a > b: 80 443". */
async function rows(...names: string[]): Promise<string[]> {
  const found = await db.connection.findMany({
    where: { endedAt: null, from: { name: { in: names } }, to: { name: { in: names } } },
    include: { from: true, to: true },
    orderBy: { createdAt: 'asc' },
  });
  return found.map(
    (row) =>
      `${row.from.name} > ${row.to.name}: ${(row.ports as { port: number }[]).map(({ port }) => port).join(' ')}`,
  );
}

async function connectionsOf(actor: Actor, name: string): Promise<NamespaceSpec['connections']> {
  return (await getNamespace(actor, cluster.name, name)).details?.spec.connections ?? [];
}
const stateOf = (name: string) => db.namespace.findFirstOrThrow({ where: { name } });
const auditOf = async (name: string) => {
  const { id } = await stateOf(name);
  const events = await db.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } });
  return events.filter(({ action }) => action.startsWith('connection.'));
};

/** Two namespaces with an agreed connection from the first, of Shop, to the second, of Payments. */
async function connected(...ports: number[]): Promise<{ a: string; b: string; id: string; number: number }> {
  const [a, b] = [await namespace(shop), await namespace(payments)];
  const { number } = await connect(shop.maintainer, a, to(b, ...ports));
  await agree(payments.maintainer, number);
  const row = await db.connection.findFirstOrThrow({ where: { from: { name: a } } });
  return { a, b, id: row.id, number };
}

describe('a connection with a namespace of another team', () => {
  test('waits for that team, and is one row that both sides see as theirs', async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const asked = await connect(shop.maintainer, a, to(b, 8080, 443));
    expect(asked.state).toBe('pending');
    expect(await rows(a, b)).toEqual([]);
    expect((await getRequest(shop.member, asked.number)).parties).toMatchObject([
      { kind: 'team', team: { slug: payments.team.slug }, rules: ['connections'], state: 'waiting' },
    ]);
    const before = { a: await stateOf(a), b: await stateOf(b) };
    expect((await agree(payments.maintainer, asked.number)).state).toBe('applied');
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 443 8080`]);
    const ports = [443, 8080].map((port) => ({ port, protocol: 'TCP' }));
    expect(await connectionsOf(shop.member, a)).toEqual([{ peer: b, direction: 'to', ports }]);
    expect(await connectionsOf(payments.member, b)).toEqual([{ peer: a, direction: 'from', ports }]);
    expect(await getNamespaceYaml(shop.member, cluster.name, a)).toContain(`name: berth-connection-to-${b}`);
    expect(await getNamespaceYaml(payments.member, cluster.name, b)).toContain(
      `name: berth-connection-from-${a}`,
    );
    const after = { a: await stateOf(a), b: await stateOf(b) };
    // It is part of what both should be: both are due, each once.
    expect(after.a.generation).toBe(before.a.generation + 1n);
    expect(after.b.generation).toBe(before.b.generation + 1n);
    // The stored specs know nothing of it: there is no second truth.
    for (const { spec } of [after.a, after.b]) expect((spec as NamespaceSpec).connections).toEqual([]);
  });

  test('tells both sides in the audit log, with the request', async () => {
    const { a, b, number } = await connected(8080);
    expect(await auditOf(a)).toMatchObject([
      {
        action: 'connection.opened',
        teamId: shop.team.id,
        detail: { direction: 'to', peer: b, request: number },
      },
    ]);
    expect(await auditOf(b)).toMatchObject([
      {
        action: 'connection.opened',
        teamId: payments.team.id,
        detail: { direction: 'from', peer: a, request: number },
      },
    ]);
  });

  test('is asked for by a member with the word of their own maintainer too', async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const { number } = await connect(shop.member, a, from(b, 5432));
    expect((await getRequest(shop.member, number)).waitingFor.sort()).toEqual(
      [`Team ${payments.team.slug}`, `Team ${shop.team.slug}`].sort(),
    );
    expect((await agree(payments.maintainer, number)).state).toBe('pending');
    expect(await rows(a, b)).toEqual([]);
    expect((await agree(shop.maintainer, number)).state).toBe('applied');
    expect(await rows(a, b)).toEqual([`${b} > ${a}: 5432`]);
  });

  test('is decided by nobody but that team: not by the asking side, not by the platform, not by its members', async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const { number } = await connect(shop.member, a, to(b, 80));
    const { resultHash } = await getRequest(shop.member, number);
    await agree(shop.maintainer, number);
    for (const actor of [shop.maintainer, shop.member]) {
      await expect(approveRequest(actor, { number, resultHash })).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|conflict/) as string,
      });
    }
    for (const actor of [payments.member, approver, stranger]) {
      await expect(approveRequest(actor, { number, resultHash })).rejects.toMatchObject({
        code: 'not-found',
      });
    }
    expect(await rows(a, b)).toEqual([]);
    expect((await agree(payments.maintainer, number)).state).toBe('applied');
  });

  test('asked for by somebody who maintains both teams still needs somebody else of the other', async () => {
    const both = await somebody([shop.team.maintainers, payments.team.maintainers]);
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const { number } = await connect(both, a, to(b, 80));
    await expect(agree(both, number)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await agree(payments.maintainer, number)).state).toBe('applied');
  });

  test('one person who maintains both teams speaks for one of them', async () => {
    const both = await somebody([shop.team.maintainers, payments.team.maintainers]);
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const { number } = await connect(shop.member, a, to(b, 80));
    expect((await agree(both, number)).state).toBe('pending');
    await expect(agree(both, number)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rows(a, b)).toEqual([]);
  });

  test("is in the other team's list of what to decide, and in no stranger's", async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const { number } = await connect(shop.maintainer, a, to(b, 80));
    const toDecide = async (actor: Actor) =>
      (await listRequests(actor, { view: 'to-decide', limit: 200 })).rows.map((row) => row.number);
    expect(await toDecide(payments.maintainer)).toContain(number);
    for (const actor of [payments.member, stranger, approver, shop.maintainer]) {
      expect(await toDecide(actor)).not.toContain(number);
    }
    await rejectRequest(payments.maintainer, { number, comment: 'Use the queue.' });
    expect(await rows(a, b)).toEqual([]);
    expect((await getRequest(shop.member, number)).parties).toMatchObject([{ state: 'no' }]);
  });

  test('can be part of the ask for a new namespace', async () => {
    const b = await namespace(payments);
    const wanted = ask(shop.team, cluster, { connections: [to(b, 9000)] });
    const { number, state } = await askForNamespace(shop.member, wanted);
    expect(state).toBe('pending');
    expect((await agree(payments.maintainer, number)).state).toBe('applied');
    expect(await rows(wanted.name, b)).toEqual([`${wanted.name} > ${b}: 9000`]);
  });
});

test('a connection within one team is made at once', async () => {
  const b = await namespace(shop);
  const a = await namespace(shop, { connections: [to(b, 80)] });
  expect(await rows(a, b)).toEqual([`${a} > ${b}: 80`]);
});

test.each<[string, (peers: { b: string }) => Connection[] | Promise<Connection[]>, RegExp]>([
  ['nobody', () => [to('nowhere', 80)], /There is no namespace "nowhere"/],
  [
    'a namespace of another cluster',
    async () => {
      const { name } = await askForNamespace(payments.member, ask(payments.team, elsewhere));
      return [to(name, 80)];
    },
    /a connection stays within one cluster/,
  ],
  [
    'a namespace that is being deleted',
    async ({ b }) => {
      await deleteNamespace(payments.maintainer, { cluster: cluster.name, name: b, confirmName: b });
      return [to(b, 80)];
    },
    /is being deleted/,
  ],
])(
  'with %s there is no connection, and the field and the remedy are told',
  async (_, connections, message) => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const wanted = await connections({ b });
    await expect(connect(shop.maintainer, a, ...wanted)).rejects.toMatchObject({
      code: 'invalid',
      errors: [
        {
          field: `connections.to.${wanted[0]?.peer ?? ''}`,
          message: expect.stringMatching(message) as string,
        },
      ],
    });
  },
);

describe('an agreed connection', () => {
  test('is widened only with the other side, and narrowed by either without', async () => {
    const { a, b } = await connected(80);
    const wider = await connect(shop.maintainer, a, to(b, 80, 81, 82));
    expect(wider.state).toBe('pending');
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 80`]);
    await agree(payments.maintainer, wider.number);
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 80 81 82`]);
    expect((await connect(payments.maintainer, b, from(a, 80, 82))).state).toBe('applied');
    expect((await connect(shop.maintainer, a, to(b, 82))).state).toBe('applied');
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 82`]);
    expect((await auditOf(a)).map(({ action }) => action)).toEqual([
      'connection.opened',
      'connection.changed',
      'connection.changed',
      'connection.changed',
    ]);
  });

  test.each(['the side that asked', 'the other side'])('is ended by %s at once, for both', async (who) => {
    const { a, b, id } = await connected(80);
    const side = who === 'the other side' ? payments : shop;
    const before = { a: await stateOf(a), b: await stateOf(b) };
    await expect(endConnection(side.member, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await endConnection(side.maintainer, { id, reason: 'Moved to the queue.' });
    expect(await rows(a, b)).toEqual([]);
    expect(await connectionsOf(shop.member, a)).toEqual([]);
    expect(await connectionsOf(payments.member, b)).toEqual([]);
    for (const name of [a, b]) {
      expect((await auditOf(name)).at(-1)).toMatchObject({
        action: 'connection.ended',
        actorName: side.maintainer.email,
        detail: { reason: 'Moved to the queue.' },
      });
    }
    expect((await stateOf(a)).generation).toBe(before.a.generation + 1n);
    expect((await stateOf(b)).generation).toBe(before.b.generation + 1n);
    await expect(endConnection(side.maintainer, { id })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is ended by leaving it out of the list', async () => {
    const { a, b } = await connected(80);
    expect((await connect(payments.maintainer, b)).state).toBe('applied');
    expect(await rows(a, b)).toEqual([]);
  });

  test("isn't ended by a list that was written before it was agreed", async () => {
    const [a, b, c] = [await namespace(shop), await namespace(payments), await namespace(payments)];
    const { version } = await getNamespace(payments.member, cluster.name, b);
    const { number } = await connect(shop.maintainer, a, to(b, 80));
    await agree(payments.maintainer, number);
    const stale = { cluster: cluster.name, name: b, version, connections: [to(c, 443)] };
    await expect(changeNamespace(payments.maintainer, stale)).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    expect(await rows(a, b, c)).toEqual([`${a} > ${b}: 80`]);
  });

  test('is agreed anew after it was ended: an old yes is spent', async () => {
    const { a, b, id } = await connected(80);
    await endConnection(payments.maintainer, { id });
    expect((await connect(shop.maintainer, a, to(b, 80))).state).toBe('pending');
  });

  test('ends with either of its namespaces, and the one that stays is due', async () => {
    const { a, b } = await connected(80);
    const before = await stateOf(a);
    await deleteNamespace(payments.maintainer, { cluster: cluster.name, name: b, confirmName: b });
    expect(await rows(a, b)).toEqual([]);
    expect((await stateOf(a)).generation).toBe(before.generation + 1n);
    expect((await auditOf(a)).at(-1)).toMatchObject({ action: 'connection.ended', detail: { peer: b } });
    expect(await getNamespaceYaml(shop.member, cluster.name, a)).not.toContain(b);
  });
});

describe('two requests that cross', () => {
  test('end in one row with what both asked for', async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const mine = await connect(shop.maintainer, a, to(b, 80));
    const theirs = await connect(payments.maintainer, b, from(a, 90));
    await agree(payments.maintainer, mine.number);
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 80`]);
    // What theirs leads to has changed since it was shown: one looks again, and agrees to both ports.
    await expect(agree(shop.maintainer, theirs.number)).rejects.toMatchObject({ code: 'conflict' });
    await agree(shop.maintainer, theirs.number);
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 80 90`]);
  });

  test('for the same ports end in one row, however they meet', async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const mine = await connect(shop.maintainer, a, to(b, 80));
    const theirs = await connect(payments.maintainer, b, from(a, 80));
    const outcomes = await Promise.allSettled([
      agree(payments.maintainer, mine.number),
      agree(shop.maintainer, theirs.number),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await rows(a, b)).toEqual([`${a} > ${b}: 80`]);
    expect((await getRequest(shop.member, mine.number)).state).toBe('applied');
    expect((await getRequest(payments.member, theirs.number)).state).toBe('applied');
  });

  test("don't undo what was agreed meanwhile", async () => {
    const [a, b, c] = [await namespace(shop), await namespace(payments), await namespace(payments)];
    const first = await connect(shop.maintainer, a, to(b, 80));
    const second = await connect(payments.maintainer, c, from(a, 443));
    await agree(shop.maintainer, second.number);
    await expect(agree(payments.maintainer, first.number)).rejects.toMatchObject({ code: 'conflict' });
    await agree(payments.maintainer, first.number);
    expect((await rows(a, b, c)).sort()).toEqual([`${a} > ${b}: 80`, `${a} > ${c}: 443`].sort());
  });
});

test('a request whose peer has gone meanwhile is granted by nobody', async () => {
  const [a, b] = [await namespace(shop), await namespace(payments)];
  const { number } = await connect(shop.maintainer, a, to(b, 80));
  await deleteNamespace(payments.maintainer, { cluster: cluster.name, name: b, confirmName: b });
  await expect(agree(payments.maintainer, number)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/can't be granted any more.*is being deleted/) as string,
  });
  expect(await rows(a, b)).toEqual([]);
});

test('egress is asked for by name, judged by the platform, and rebased on what is true when it is granted', async () => {
  const a = await namespace(shop);
  const where = { cluster: cluster.name, name: a };
  const bank = { name: 'bank', cidr: '203.0.113.0/24', ports: [{ port: 443 }] };
  const mail = { name: 'mail', cidr: '198.51.100.7/32', ports: [{ port: 25 }] };
  const first = await changeNamespace(shop.maintainer, { ...where, egress: [bank] });
  const second = await changeNamespace(shop.maintainer, { ...where, egress: [mail] });
  expect([first.state, second.state]).toEqual(['pending', 'pending']);
  await agree(approver, first.number);
  await expect(agree(approver, second.number)).rejects.toMatchObject({ code: 'conflict' });
  await agree(approver, second.number);
  const view = await getNamespace(shop.member, cluster.name, a);
  expect(view.details?.spec.egress.map(({ name }) => name)).toEqual(['bank', 'mail']);
  expect((await changeNamespace(shop.maintainer, { ...where, egress: [mail] })).state).toBe('applied');
  await expect(
    changeNamespace(shop.maintainer, { ...where, egress: [{ ...bank, cidr: '169.254.169.254/32' }] }),
  ).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'egress.bank' }] });
});

describe('who sees the network', () => {
  test('the team sees all of its namespace, the other side what joins the two, a stranger that there is nothing', async () => {
    const { a, b, id, number } = await connected(8080);
    const third = await namespace(shop, { connections: [to(a, 1)] });
    const full = await getNamespaceNetwork(shop.member, cluster.name, a);
    expect(full).toMatchObject({ complete: true, enforced: false, mayEnd: [] });
    expect(full.nodes.map(({ title }) => title)).toEqual(
      expect.arrayContaining([a, b, third, 'DNS', 'The internet']),
    );
    expect(full.edges.find(({ connectionId }) => connectionId === id)).toMatchObject({
      source: 'connection',
      state: 'open',
      request: number,
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
    expect((await getNamespaceNetwork(shop.maintainer, cluster.name, a)).mayEnd).toContain(id);

    const theirs = await getNamespaceNetwork(payments.member, cluster.name, a);
    expect(theirs.complete).toBe(false);
    expect(theirs.nodes.map(({ title }) => title).sort()).toEqual([a, b].sort());
    // A member of the other side doesn't see the request: its maintainers do, as a party of it.
    expect(theirs.edges).toMatchObject([{ connectionId: id, request: null }]);
    expect((await getNamespaceNetwork(payments.maintainer, cluster.name, a)).edges).toMatchObject([
      { request: number },
    ]);

    for (const actor of [stranger, approver]) {
      await expect(getNamespaceNetwork(actor, cluster.name, a)).rejects.toMatchObject({ code: 'not-found' });
      await expect(endConnection(actor, { id })).rejects.toMatchObject({ code: 'not-found' });
    }
    expect((await getNamespaceNetwork(await somebodyWithRole('auditor'), cluster.name, a)).complete).toBe(
      true,
    );
    await endConnection(shop.maintainer, { id });
    await expect(getNamespaceNetwork(payments.member, cluster.name, a)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('what is only asked for is drawn as asked for, for those who see the request', async () => {
    const [a, b] = [await namespace(shop), await namespace(payments)];
    const { number } = await connect(shop.maintainer, a, to(b, 80));
    for (const [actor, name] of [
      [shop.member, a],
      [payments.maintainer, b],
      [payments.maintainer, a],
    ] as const) {
      const { edges } = await getNamespaceNetwork(actor, cluster.name, name);
      expect(edges.filter(({ source }) => source === 'connection')).toMatchObject([
        { state: 'asked', request: number },
      ]);
    }
    const { edges } = await getNamespaceNetwork(payments.member, cluster.name, b);
    expect(edges.filter(({ source }) => source === 'connection')).toEqual([]);
  });

  test("a team's picture shows its connections and destinations; the other side's members see those with them", async () => {
    const [mine, theirs, another] = [await makeSide(), await makeSide(), await makeSide()];
    const [b, c] = [await namespace(theirs), await namespace(another)];
    const a = await namespace(mine);
    const { number } = await connect(mine.maintainer, a, to(b, 80), to(c, 81));
    await agree(theirs.maintainer, number);
    await agree(another.maintainer, number);
    const egress = await changeNamespace(mine.maintainer, {
      cluster: cluster.name,
      name: a,
      egress: [{ name: 'bank', cidr: '203.0.113.0/24', ports: [{ port: 443 }] }],
    });
    await agree(approver, egress.number);
    const full = await getTeamNetwork(mine.member, mine.team.slug);
    expect(full).toMatchObject({ complete: true, namespaceTotal: 1, truncated: false });
    expect(full.nodes.map(({ title }) => title).sort()).toEqual([a, b, 'bank', c].sort());
    const part = await getTeamNetwork(theirs.member, mine.team.slug);
    expect(part.nodes.map(({ title }) => title).sort()).toEqual([a, b].sort());
    await expect(getTeamNetwork(stranger, mine.team.slug)).rejects.toMatchObject({ code: 'not-found' });
    await expect(getTeamNetwork(mine.member, 'no-such-team')).rejects.toMatchObject({ code: 'not-found' });
  });
});
