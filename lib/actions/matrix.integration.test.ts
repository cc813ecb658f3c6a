/**
 * The matrix of use cases: each action as each kind of person, with somebody else's id, and with fields that nobody
 * asked for. An action without a row fails here. Who sees what: design.md section 10.
 */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { actorFromRequest } from '../auth/request.ts';
import { actorOf, makePerson, mintApiToken, mintSessionCookie } from '../auth/testing.ts';
import { Prisma, db } from '../db/client.ts';
import { isBerthError } from '../domain/errors.ts';
import type { FieldError } from '../domain/errors.ts';
import { getRequest } from '../queries/requests.ts';
import { acceptTransfer } from './accept-transfer.ts';
import { answerRequest } from './answer-request.ts';
import { approveRequest } from './approve-request.ts';
import { archiveZone } from './archive-zone.ts';
import { askForAnswer } from './ask-for-answer.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { changeNamespace } from './change-namespace.ts';
import { clearLinkReport } from './clear-link-report.ts';
import { commentOnRequest } from './comment-on-request.ts';
import { confirmServices } from './confirm-services.ts';
import { createApiToken } from './create-api-token.ts';
import { createService } from './create-service.ts';
import { createTeam } from './create-team.ts';
import { createZone } from './create-zone.ts';
import { declineTransfer } from './decline-transfer.ts';
import { delegateHost } from './delegate-host.ts';
import { deleteNamespace } from './delete-namespace.ts';
import { deleteSearch } from './delete-search.ts';
import { disablePerson } from './disable-person.ts';
import { disownService } from './disown-service.ts';
import { enablePerson } from './enable-person.ts';
import { endConnection } from './end-connection.ts';
import { endSession } from './end-session.ts';
import { grantRole } from './grant-role.ts';
import { mapGroup } from './map-group.ts';
import { previewNamespace } from './preview-namespace.ts';
import { registerCluster } from './register-cluster.ts';
import { rejectRequest } from './reject-request.ts';
import { releaseHost } from './release-host.ts';
import { reportBrokenLink } from './report-broken-link.ts';
import { retryNamespace } from './retry-namespace.ts';
import { revokeApiToken } from './revoke-api-token.ts';
import { revokeDelegation } from './revoke-delegation.ts';
import { revokeHost } from './revoke-host.ts';
import { revokeRole } from './revoke-role.ts';
import { routeTransfer } from './route-transfer.ts';
import { saveSearch } from './save-search.ts';
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
import { makeCrew, makeTransfer } from './testing/ownership.ts';
import type { Crew } from './testing/ownership.ts';
import { giveHost, makeZone } from './testing/zones.ts';
import { unmapGroup } from './unmap-group.ts';
import { updateCluster } from './update-cluster.ts';
import { updateService } from './update-service.ts';
import { updateTeam } from './update-team.ts';
import { updateZone } from './update-zone.ts';
import { withdrawRequest } from './withdraw-request.ts';
import { withdrawTransfer } from './withdraw-transfer.ts';

/** Files of the folder that hold no action. One that is neither here nor in the table fails. */
const NO_ACTIONS = ['given.ts', 'input.ts', 'schemas.ts', 'types.ts'];

const PERSONAS = [
  'stranger',
  'member',
  'maintainer',
  'approver',
  'auditor',
  'administrator',
  'read token',
  'disabled',
] as const;
type Persona = (typeof PERSONAS)[number];

/** What comes of it; numbers are the HTTP status of the refusal. */
type Outcome = 'ok' | 401 | 403 | 404 | 422;

/** A team with somebody who asks for things in it. */
type Side = { team: TestTeam; requester: Actor };
type Input = Record<string, unknown>;

type Row = {
  file: string;
  /** What about the action, where a file has more than one row. */
  about?: string;
  verb: (actor: Actor, input: unknown) => Promise<unknown>;
  /** Makes a thing of the side's team, fresh, and the input of a call that is good for it. */
  input: (side: Side) => Promise<Input> | Input;
  /** In the order of PERSONAS, on a thing of team A (whose member the requester is). */
  expect: [Outcome, Outcome, Outcome, Outcome, Outcome, Outcome, Outcome];
  /** The same input for something that does not exist, where strangers are told that there is nothing. */
  missing?: Input;
  /** Members that the input may have, deeper down, and one more there. */
  nested?: Input;
};

let house: House;
let cluster: { id: string; name: string };
let a: Side;
let b: Side;
let administrator: Actor;
let approver: Actor;
/** A team of neither side, which gives services away and takes them. */
let third: Crew;
const people = new Map<Persona, () => Actor | Promise<Actor>>();

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  const [teamA, teamB] = [await makeTeam(), await makeTeam()];
  a = { team: teamA, requester: await somebody([teamA.members]) };
  b = { team: teamB, requester: await somebody([teamB.members]) };
  administrator = await somebodyWithRole('administrator');
  approver = await somebodyWithRole('approver');
  third = await makeCrew();
  const [maintainer, auditor, stranger] = [
    await somebody([teamA.maintainers]),
    await somebodyWithRole('auditor'),
    await somebody([teamB.maintainers]),
  ];
  const { token } = await mintApiToken(a.requester.personId, ['read']);
  const bearer = await actorFromRequest(
    new Request('https://berth.example', { headers: { authorization: `Bearer ${token}` } }),
  );
  if (!bearer) throw new Error('the token was not recognised');
  const disabled = await makePerson({
    email: `${unique('disabled')}@harbor.example`,
    groups: [teamA.maintainers],
  });
  await db.roleGrant.create({ data: { role: 'administrator', personId: disabled.id } });
  const { header } = await mintSessionCookie(disabled.id);
  await db.person.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });

  const fixed: [Persona, Actor][] = [
    ['stranger', stranger],
    ['member', a.requester],
    ['maintainer', maintainer],
    ['approver', approver],
    ['auditor', auditor],
    ['administrator', administrator],
    ['read token', bearer],
  ];
  for (const [persona, actor] of fixed) people.set(persona, () => actor);
  // An administrator and maintainer once: what they could do must end with the look-up of their session.
  people.set('disabled', async () => {
    const actor = await actorFromRequest(
      new Request('https://berth.example', { headers: { cookie: header } }),
    );
    if (!actor) throw new Error('the cookie was not recognised');
    return actor;
  });
});
afterAll(() => house.close());

async function pending({ team, requester }: Side): Promise<number> {
  const { number, state } = await askForNamespace(
    requester,
    ask(team, cluster, { environment: 'production' }),
  );
  expect(state).toBe('pending');
  return number;
}

async function namespace({ team, requester }: Side): Promise<{ cluster: string; name: string }> {
  const { name, state } = await askForNamespace(requester, ask(team, cluster));
  expect(state).toBe('applied');
  return { cluster: cluster.name, name };
}

/** A live connection between two namespaces of the side's team. */
async function connection(side: Side): Promise<string> {
  const { name: peer } = await namespace(side);
  const connections = [{ peer, direction: 'to', ports: [{ port: 8080 }] }];
  const { name } = await askForNamespace(side.requester, ask(side.team, cluster, { connections }));
  return (await db.connection.findFirstOrThrow({ where: { from: { name }, endedAt: null } })).id;
}

async function shown(side: Side): Promise<{ number: number; resultHash: string }> {
  const number = await pending(side);
  return { number, resultHash: (await getRequest(side.requester, number)).resultHash };
}

async function service({ team }: Side): Promise<string> {
  return (await createService(administrator, { team: team.slug, slug: unique('svc'), name: 'Service' })).slug;
}

/** A service that says where its runbook is. */
async function linked(side: Side): Promise<{ slug: string; link: string; url: string }> {
  const url = 'https://runbooks.example/one';
  const made = { team: side.team.slug, slug: unique('svc'), name: 'Service', links: { runbook: url } };
  return { slug: (await createService(administrator, made)).slug, link: 'runbook', url };
}

/** A service of the side that somebody of it, who is nobody of the table, wants to be another team's. */
async function offered(side: Side, to: { slug: string } | null): Promise<{ id: string; slug: string }> {
  const opener = await somebody([side.team.members]);
  return makeTransfer({ team: side.team, maintainer: opener, member: opener }, to);
}

/** A zone, and everything in it given to the side's team. */
async function zone({ team }: Side): Promise<{ suffix: string; delegation: string }> {
  const suffix = await makeZone(administrator, [cluster]);
  return { suffix, delegation: await giveHost(administrator, team, `*.${suffix}`) };
}

/** A namespace of the side's team that holds a host. */
async function published(side: Side): Promise<{ cluster: string; name: string; host: string }> {
  const { suffix } = await zone(side);
  const where = await namespace(side);
  const host = `www.${suffix}`;
  await takeHosts(administrator, { ...where, hosts: [host] });
  return { ...where, host };
}

const somePerson = async (): Promise<string> =>
  (await makePerson({ email: `${unique('person')}@harbor.example` })).id;
const inAWeek = (): string => new Date(Date.now() + 7 * 86_400_000).toISOString();
const NO_NUMBER = { number: 999_999_999 };
const NO_ID = { id: randomUUID() };

/** Columns: stranger, member (who asked), maintainer, approver, auditor, administrator, the member's read token. */
const DECIDERS: Row['expect'] = [404, 403, 403, 'ok', 403, 'ok', 403];
const MEMBERS: Row['expect'] = [403, 'ok', 'ok', 403, 403, 'ok', 403];
const ADMINISTRATORS: Row['expect'] = [403, 403, 403, 403, 403, 'ok', 403];
/** The screen of people and roles is hidden but to administrators and auditors. */
const PEOPLE: Row['expect'] = [404, 404, 404, 404, 403, 'ok', 404];

/** Those who take a service for their team; the stranger is a maintainer of another. */
const RECEIVERS: Row['expect'] = [403, 403, 'ok', 403, 403, 'ok', 403];

/** A search that would find the side's namespaces. */
const search = ({ team }: Side): Input => ({ name: unique('search'), query: `team:${team.slug}` });

const ROWS: Row[] = [
  {
    file: 'accept-transfer.ts',
    verb: acceptTransfer,
    input: async (side) => ({ id: (await makeTransfer(third, side.team)).id }),
    expect: RECEIVERS,
  },
  {
    file: 'clear-link-report.ts',
    verb: clearLinkReport,
    input: async (side) => {
      const report = await linked(side);
      await reportBrokenLink(await somebody(), report);
      return db.linkReport.findFirstOrThrow({
        where: { service: { slug: report.slug } },
        select: { id: true },
      });
    },
    expect: [403, 'ok', 'ok', 403, 403, 403, 403],
  },
  {
    file: 'confirm-services.ts',
    verb: confirmServices,
    input: async (side) => ({ services: [await service(side)], clearReports: true }),
    expect: [403, 'ok', 'ok', 403, 403, 403, 403],
  },
  {
    file: 'decline-transfer.ts',
    verb: declineTransfer,
    input: async (side) => ({ id: (await makeTransfer(third, side.team)).id, comment: 'Not ours.' }),
    expect: RECEIVERS,
  },
  {
    file: 'delete-search.ts',
    verb: deleteSearch,
    input: async (side) => {
      const { id } = await saveSearch(side.requester, { ...search(side), team: side.team.slug });
      return { id };
    },
    expect: [404, 'ok', 'ok', 404, 404, 404, 403],
    missing: NO_ID,
  },
  {
    file: 'disown-service.ts',
    verb: disownService,
    input: async (side) => ({
      slug: await service(side),
      toTeam: third.team.slug,
      reason: 'Not ours.',
    }),
    expect: [403, 'ok', 'ok', 403, 403, 403, 403],
  },
  {
    file: 'report-broken-link.ts',
    verb: reportBrokenLink,
    input: linked,
    expect: ['ok', 'ok', 'ok', 'ok', 403, 'ok', 403],
  },
  {
    file: 'route-transfer.ts',
    verb: routeTransfer,
    input: async (side) => ({ slug: (await offered(side, null)).slug, toTeam: third.team.slug }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'save-search.ts',
    verb: saveSearch,
    input: search,
    expect: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 403],
  },
  {
    file: 'save-search.ts',
    about: 'shared with a team',
    verb: saveSearch,
    input: (side) => ({ ...search(side), team: side.team.slug }),
    expect: [403, 'ok', 'ok', 403, 403, 403, 403],
  },
  {
    file: 'withdraw-transfer.ts',
    verb: withdrawTransfer,
    input: async (side) => ({ id: (await offered(side, third.team)).id }),
    expect: [403, 403, 'ok', 403, 403, 'ok', 403],
  },
  {
    file: 'answer-request.ts',
    verb: answerRequest,
    input: async (side) => {
      const number = await pending(side);
      await askForAnswer(approver, { number, question: 'What for?' });
      return { number, answer: 'For a test.' };
    },
    expect: [404, 'ok', 'ok', 403, 403, 403, 403],
    missing: NO_NUMBER,
  },
  {
    file: 'approve-request.ts',
    verb: approveRequest,
    input: shown,
    expect: DECIDERS,
    missing: NO_NUMBER,
  },
  {
    file: 'archive-zone.ts',
    verb: archiveZone,
    input: async () => {
      const suffix = await makeZone(administrator, [cluster]);
      return { suffix, confirmSuffix: suffix };
    },
    expect: ADMINISTRATORS,
  },
  {
    file: 'ask-for-answer.ts',
    verb: askForAnswer,
    input: async (side) => ({ number: await pending(side), question: 'What for?' }),
    expect: DECIDERS,
    missing: NO_NUMBER,
  },
  {
    file: 'ask-for-namespace.ts',
    verb: askForNamespace,
    input: ({ team }) => ask(team, cluster),
    expect: MEMBERS,
    nested: {
      access: [{ kind: 'group', name: 'somebody', role: 'viewer', clusterRole: 'cluster-admin' }],
      service: { name: 'Service', teamId: randomUUID() },
    },
  },
  {
    file: 'change-namespace.ts',
    verb: changeNamespace,
    input: async (side) => ({ ...(await namespace(side)), purpose: unique('Another') }),
    expect: MEMBERS,
    nested: {
      access: [{ kind: 'group', name: 'somebody', role: 'viewer', namespace: 'kube-system' }],
      connections: [{ peer: 'other', direction: 'to', ports: [{ port: 80 }], state: 'open' }],
      egress: [{ name: 'bank', cidr: '203.0.113.0/24', ports: [{ port: 443 }], except: [] }],
    },
  },
  {
    file: 'comment-on-request.ts',
    verb: commentOnRequest,
    input: async (side) => ({ number: await pending(side), body: 'A word.' }),
    expect: [404, 'ok', 'ok', 'ok', 403, 'ok', 403],
    missing: NO_NUMBER,
  },
  {
    file: 'create-api-token.ts',
    verb: createApiToken,
    input: () => ({ name: 'A token', scopes: ['read'], expiresAt: inAWeek() }),
    expect: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 403],
  },
  {
    file: 'create-service.ts',
    verb: createService,
    input: ({ team }) => ({ team: team.slug, slug: unique('svc'), name: 'Service' }),
    expect: MEMBERS,
    nested: { sla: { availability: '99', owner: 'me' } },
  },
  {
    file: 'create-team.ts',
    verb: createTeam,
    input: () => ({ slug: unique('team'), name: 'Team' }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'create-zone.ts',
    verb: createZone,
    input: () => ({ suffix: `${unique('zone')}.example`, clusters: [cluster.name] }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'delegate-host.ts',
    verb: delegateHost,
    input: async ({ team }) => ({
      team: team.slug,
      host: `*.${await makeZone(administrator, [cluster])}`,
    }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'delete-namespace.ts',
    verb: deleteNamespace,
    input: async (side) => {
      const where = await namespace(side);
      return { ...where, confirmName: where.name };
    },
    expect: MEMBERS,
  },
  {
    file: 'disable-person.ts',
    verb: disablePerson,
    input: async () => ({ id: await somePerson() }),
    expect: PEOPLE,
    missing: NO_ID,
  },
  {
    file: 'enable-person.ts',
    verb: enablePerson,
    input: async () => {
      const id = await somePerson();
      await disablePerson(administrator, { id });
      return { id };
    },
    expect: PEOPLE,
    missing: NO_ID,
  },
  {
    file: 'end-connection.ts',
    verb: endConnection,
    input: async (side) => ({ id: await connection(side) }),
    expect: [404, 403, 'ok', 404, 403, 'ok', 403],
    missing: NO_ID,
  },
  {
    file: 'end-session.ts',
    verb: endSession,
    input: async ({ requester }) => ({ id: (await actorOf(requester.personId)).credentialId }),
    expect: [404, 'ok', 404, 404, 403, 'ok', 403],
    missing: NO_ID,
  },
  {
    file: 'grant-role.ts',
    verb: grantRole,
    input: () => ({ role: 'auditor', group: unique('group') }),
    expect: PEOPLE,
  },
  {
    file: 'grant-role.ts',
    about: 'to oneself',
    verb: grantRole,
    input: ({ requester }) => ({ role: 'administrator', email: requester.email }),
    expect: PEOPLE,
  },
  {
    file: 'map-group.ts',
    verb: mapGroup,
    input: ({ team }) => ({ team: team.slug, group: unique('group'), role: 'maintainer' }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'preview-namespace.ts',
    verb: previewNamespace,
    input: ({ team }) => ask(team, cluster),
    expect: MEMBERS,
  },
  {
    file: 'register-cluster.ts',
    verb: registerCluster,
    input: () => ({
      name: unique('cluster'),
      displayName: 'Cluster',
      apiServer: 'https://api.example:6443',
      environments: ['test'],
    }),
    expect: ADMINISTRATORS,
    nested: { config: { token: 'not here' } },
  },
  {
    file: 'reject-request.ts',
    verb: rejectRequest,
    input: async (side) => ({ number: await pending(side), comment: 'Not now.' }),
    expect: DECIDERS,
    missing: NO_NUMBER,
  },
  {
    file: 'release-host.ts',
    verb: releaseHost,
    input: published,
    expect: MEMBERS,
  },
  {
    file: 'retry-namespace.ts',
    verb: retryNamespace,
    input: namespace,
    expect: MEMBERS,
  },
  {
    file: 'revoke-api-token.ts',
    verb: revokeApiToken,
    input: async ({ requester }) => ({ id: (await mintApiToken(requester.personId, ['read'])).id }),
    expect: [404, 'ok', 404, 404, 404, 404, 403],
    missing: NO_ID,
  },
  {
    file: 'revoke-delegation.ts',
    verb: revokeDelegation,
    input: async (side) => {
      const { suffix, delegation } = await zone(side);
      return { id: delegation, confirmHost: `*.${suffix}`, reason: 'For a test.' };
    },
    expect: ADMINISTRATORS,
  },
  {
    file: 'revoke-host.ts',
    verb: revokeHost,
    input: async (side) => {
      const where = await published(side);
      return { ...where, confirmHost: where.host, reason: 'For a test.' };
    },
    expect: ADMINISTRATORS,
  },
  {
    file: 'revoke-role.ts',
    verb: revokeRole,
    input: async () => grantRole(administrator, { role: 'auditor', group: unique('group') }),
    expect: PEOPLE,
    missing: NO_ID,
  },
  {
    file: 'take-hosts.ts',
    verb: takeHosts,
    input: async (side) => {
      const { suffix } = await zone(side);
      return { ...(await namespace(side)), hosts: [`www.${suffix}`] };
    },
    expect: MEMBERS,
  },
  {
    file: 'unmap-group.ts',
    verb: unmapGroup,
    input: async ({ team }) => ({
      team: team.slug,
      ...(await mapGroup(administrator, { team: team.slug, group: unique('group'), role: 'member' })),
    }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'update-cluster.ts',
    verb: updateCluster,
    input: async () => {
      const { id, name } = await makeCluster();
      const { version } = await db.cluster.findUniqueOrThrow({ where: { id } });
      return { name, version, displayName: 'Another' };
    },
    expect: ADMINISTRATORS,
    nested: { config: { token: 'not here' } },
  },
  {
    file: 'update-service.ts',
    verb: updateService,
    input: async (side) => ({ slug: await service(side), version: 1, name: 'Another' }),
    expect: MEMBERS,
    nested: { sla: { availability: '99', owner: 'me' } },
  },
  {
    file: 'update-team.ts',
    verb: updateTeam,
    input: async ({ team }) => ({
      slug: team.slug,
      version: await versionOf(team),
      description: unique('d'),
    }),
    expect: [403, 403, 'ok', 403, 403, 'ok', 403],
  },
  {
    file: 'update-team.ts',
    about: 'its budget',
    verb: updateTeam,
    input: async ({ team }) => ({
      slug: team.slug,
      version: await versionOf(team),
      budget: { 'requests.cpu': '1000' },
    }),
    expect: ADMINISTRATORS,
    nested: { budget: { 'requests.cpu': '1', gold: '1' } },
  },
  {
    file: 'update-zone.ts',
    verb: updateZone,
    input: async () => ({
      suffix: await makeZone(administrator, [cluster]),
      version: 1,
      description: unique('d'),
    }),
    expect: ADMINISTRATORS,
  },
  {
    file: 'withdraw-request.ts',
    verb: withdrawRequest,
    input: async (side) => ({ number: await pending(side) }),
    expect: [404, 'ok', 403, 403, 403, 403, 403],
    missing: NO_NUMBER,
  },
];

async function versionOf(team: TestTeam): Promise<number> {
  return (await db.team.findUniqueOrThrow({ where: { id: team.id } })).version;
}

/** A fingerprint of every row of every table. */
async function fingerprint(): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const parts = tables.map(({ name }) =>
    Prisma.raw(
      `(SELECT '${name} ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM "${name}" t)`,
    ),
  );
  const rows = await db.$queryRaw<{ hash: string }[]>`SELECT concat_ws(E'\n', ${Prisma.join(parts)}) AS hash`;
  return rows[0]?.hash ?? '';
}

/** Calls, and says what came of it with the refusal's words; a refused call must leave every row as it was. */
async function attempt(
  who: string,
  actor: () => Actor | Promise<Actor>,
  row: Row,
  input: Input,
): Promise<{ outcome: Outcome; message: string; errors: FieldError[] }> {
  const before = await fingerprint();
  try {
    const result = await row.verb(await actor(), input);
    // A preview answers with the problems that an ask would be refused for.
    const errors = row.verb === previewNamespace ? (result as { errors: FieldError[] }).errors : [];
    if (errors.length === 0) {
      // Nor is the fingerprint blind: what is done shows in it, and a preview does nothing.
      expect((await fingerprint()) === before, `${row.file}: nothing has changed`).toBe(
        row.verb === previewNamespace,
      );
      return { outcome: 'ok', message: '', errors };
    }
    return { outcome: 422, message: '', errors };
  } catch (error) {
    if (!isBerthError(error)) throw error;
    expect(await fingerprint(), `${row.file}: refused to ${who}, the database has changed`).toBe(before);
    return { outcome: error.status as Outcome, message: error.message, errors: error.errors };
  }
}

function actorOfPersona(persona: Persona): () => Actor | Promise<Actor> {
  const actor = people.get(persona);
  if (!actor) throw new Error(`nobody plays the ${persona}`);
  return actor;
}

const title = (row: Row): string => `${row.file}${row.about === undefined ? '' : ` (${row.about})`}`;

test('every action has a row, and every file that is none is named', async () => {
  const files = await readdir(fileURLToPath(new URL('.', import.meta.url)), { withFileTypes: true });
  const sources = files
    .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.test.ts'))
    .map((file) => file.name);
  expect([...new Set(ROWS.map((row) => row.file)), ...NO_ACTIONS].sort()).toEqual(sources.sort());
});

test('a disabled person is refused with their cookie and with their token', async () => {
  const person = await makePerson({ email: `${unique('gone')}@harbor.example`, groups: [a.team.members] });
  const { header } = await mintSessionCookie(person.id);
  const { token } = await mintApiToken(person.id, ['read', 'write', 'approve']);
  await disablePerson(administrator, { id: person.id });
  for (const headers of [{ cookie: header }, { authorization: `Bearer ${token}` }]) {
    await expect(actorFromRequest(new Request('https://berth.example', { headers }))).rejects.toMatchObject({
      status: 401,
    });
  }
});

describe.each(ROWS.map((row) => ({ row, name: title(row) })))('$name', ({ row, name }) => {
  test(`${name}: each persona gets what the table says, and a refusal changes nothing`, async () => {
    const outcomes: Record<string, Outcome> = {};
    const expected: Record<string, Outcome> = {};
    for (const [index, persona] of PERSONAS.entries()) {
      const { outcome } = await attempt(persona, actorOfPersona(persona), row, await row.input(a));
      outcomes[persona] = outcome;
      expected[persona] = row.expect[index] ?? 401;
      if (row.about === 'to oneself')
        await db.roleGrant.deleteMany({ where: { personId: a.requester.personId } });
    }
    expect(outcomes).toEqual(expected);
  });

  test(`${name}: with an id of another team a member is a stranger, and what is hidden looks like what is not there`, async () => {
    const { outcome, message } = await attempt(
      "team A's member",
      actorOfPersona('member'),
      row,
      await row.input(b),
    );
    expect(outcome).toBe(row.expect[0]);
    // Where the whole verb is hidden and no id is sent, there is nothing else to compare with.
    if (row.missing === undefined) return;
    const nothing = await attempt("team A's member", actorOfPersona('member'), row, {
      ...(await row.input(b)),
      ...row.missing,
    });
    expect(nothing).toMatchObject({ outcome: 404, message });
  });

  test(`${name}: a field that nobody asked for is refused by its name, and changes nothing`, async () => {
    const index = row.expect.indexOf('ok');
    const persona = PERSONAS[index] ?? 'administrator';
    const extras = {
      role: 'administrator',
      teamId: b.team.id,
      state: 'approved',
      personId: administrator.personId,
      requesterId: b.requester.personId,
      scopes: ['read', 'write', 'approve'],
    };
    const input = await row.input(a);
    const unasked = { ...extras, ...row.nested };
    for (const [field, value] of Object.entries(unasked)) {
      if (field in input && !(field in (row.nested ?? {}))) continue;
      const { outcome, errors } = await attempt(persona, actorOfPersona(persona), row, {
        ...input,
        [field]: value,
      });
      // At the field, or where the object itself is at fault, in its words.
      const named = errors.filter((error) => `${error.field} ${error.message}`.includes(field));
      expect({ field, outcome, named: named.length }).toEqual({ field, outcome: 422, named: errors.length });
      expect(errors.length, `${field}: the errors`).toBeGreaterThan(0);
    }
    // The same without them is good: it was the extra field, and nothing else, that was refused.
    expect((await attempt(persona, actorOfPersona(persona), row, input)).outcome).toBe('ok');
  });
});

test('ids of two teams are not mixed: a mapping of one team is not there under the other', async () => {
  const mapping = await mapGroup(administrator, {
    team: b.team.slug,
    group: unique('group'),
    role: 'member',
  });
  await expect(unmapGroup(administrator, { team: a.team.slug, id: mapping.id })).rejects.toMatchObject({
    status: 404,
  });
  expect(await db.teamGroup.count({ where: { id: mapping.id } })).toBe(1);
});

test("ids of two teams are not mixed: another team's service takes no namespace of one's own", async () => {
  const slug = await service(b);
  const before = await fingerprint();
  await expect(
    askForNamespace(a.requester, ask(a.team, cluster, { service: { slug } })),
  ).rejects.toMatchObject({ status: 422 });
  expect(await fingerprint()).toBe(before);
});

test("a name that another team's hidden request holds is refused without a word about that request", async () => {
  const number = await pending(b);
  const { namespaceName, reason, requester } = await getRequest(b.requester, number);
  const refusal = await askForNamespace(a.requester, ask(a.team, cluster, { name: namespaceName })).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ status: 422, errors: [{ field: 'name' }] });
  const said = JSON.stringify({ refusal, text: String(refusal) });
  for (const secret of [requester.email, requester.name, b.team.slug, `#${String(number)}`, reason]) {
    if (secret !== '') expect(said).not.toContain(secret);
  }
});
