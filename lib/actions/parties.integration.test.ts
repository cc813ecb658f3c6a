/** Parties of requests beyond the platform: other teams, and whoever owns a zone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { db, withTransaction } from '../db/client.ts';
import type { Finding } from '../domain/guardrails/index.ts';
import { getRequest, listRequests } from '../queries/requests.ts';
import { approveRequest } from './approve-request.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { settleParties } from './machine/parties.ts';
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

let house: House;
let team: TestTeam;
let owner: TestTeam;
let number: number;
let requestId: string;
let suffix: string;

beforeAll(async () => {
  house = await openHouse();
  [team, owner] = [await makeTeam(), await makeTeam()];
  const asked = await askForNamespace(
    await somebody([team.members]),
    ask(team, await makeCluster(), { environment: 'production' }),
  );
  number = asked.number;
  requestId = (await db.request.findUniqueOrThrow({ where: { number: BigInt(number) } })).id;
  suffix = `${unique('zone')}.example`;
  await db.$executeRaw`INSERT INTO zone (suffix, owner_team_id) VALUES (${suffix}, ${owner.id}::uuid)`;
});
afterAll(() => house.close());

const needs = (party: NonNullable<Finding['party']>, rule: string): Finding => ({
  rule,
  outcome: 'needs-approval',
  party,
  field: '',
  message: 'It needs a yes.',
});
const settle = (...findings: Finding[]) =>
  withTransaction((tx) => settleParties(tx, requestId, { outcome: 'needs-approval', findings }));
const ids = async () =>
  (await db.party.findMany({ where: { requestId }, orderBy: { id: 'asc' } })).map(({ id }) => id);

test("a zone's party is its owner team's while it has one, and the platform's while it has none", async () => {
  await settle(needs({ kind: 'zone', zone: suffix }, 'hosts'));
  const [maintainer, member] = [await somebody([owner.maintainers]), await somebody([owner.members])];
  const approver = await somebodyWithRole('approver');
  expect(await getRequest(maintainer, number)).toMatchObject({
    waitingFor: [`Team ${owner.slug} for ${suffix}`],
    parties: [{ kind: 'zone', title: `Team ${owner.slug} for ${suffix}`, team: { slug: owner.slug } }],
    verbs: expect.arrayContaining(['approve', 'reject']) as string[],
  });
  const toDecide = async (actor: typeof maintainer) =>
    (await listRequests(actor, { view: 'to-decide' })).total;
  expect([await toDecide(maintainer), await toDecide(member), await toDecide(approver)]).toEqual([1, 0, 0]);
  for (const actor of [member, approver]) {
    await expect(getRequest(actor, number)).rejects.toMatchObject({ code: 'not-found' });
  }
  await db.$executeRaw`UPDATE zone SET owner_team_id = NULL WHERE suffix = ${suffix}`;
  expect(await getRequest(approver, number)).toMatchObject({ waitingFor: [`Platform for ${suffix}`] });
  expect([await toDecide(maintainer), await toDecide(approver)]).toEqual([0, 1]);
  await expect(approveRequest(maintainer, { number, resultHash: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a party that stays keeps its row; each team and zone is a party of its own, once', async () => {
  await settle(needs({ kind: 'platform' }, 'environment'));
  const [platform] = await ids();
  await settle(
    needs({ kind: 'platform' }, 'environment'),
    needs({ kind: 'team', team: owner.slug }, 'connections'),
    needs({ kind: 'team', team: owner.slug }, 'other'),
    needs({ kind: 'team', team: team.slug }, 'maintainer'),
    needs({ kind: 'zone', zone: suffix }, 'hosts'),
  );
  const parties = await db.party.findMany({ where: { requestId } });
  expect(parties).toHaveLength(4);
  expect(parties.find(({ id }) => id === platform)).toMatchObject({
    kind: 'platform',
    rules: ['environment'],
  });
  expect(parties.find(({ teamId }) => teamId === owner.id)).toMatchObject({
    rules: ['connections', 'other'],
  });
  await settle(needs({ kind: 'team', team: team.slug }, 'maintainer'));
  expect(await db.party.findMany({ where: { requestId } })).toMatchObject([
    { kind: 'team', teamId: team.id },
  ]);
});
