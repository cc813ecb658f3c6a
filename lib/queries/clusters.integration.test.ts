/** What a cluster's page knows of its guardrails, and who sees how much of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCluster, openHouse, somebody, somebodyWithRole, type House } from '../actions/testing/house.ts';
import { db, type Prisma } from '../db/client.ts';
import { BUNDLE_COMMAND, type ClusterCondition } from '../domain/cluster/index.ts';
import { getCluster } from './clusters.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(async () => {
  await house.close();
});

const UNPROVED: ClusterCondition = {
  type: 'GuardrailsProved',
  status: 'False',
  reason: 'NotInstalled',
  message: 'berth-ingresses: The policy is missing.',
  lastTransitionTime: '2026-01-01T00:00:00.000Z',
  observedGeneration: 0,
  items: [
    { name: 'berth-ingresses', state: 'failed', reason: 'NotInstalled', message: 'The policy is missing.' },
  ],
};

test('nothing is said of guardrails that nobody has looked at', async () => {
  const { name } = await makeCluster();
  expect((await getCluster(await somebody(), name)).guardrails).toBeNull();
});

test('who runs the house sees policy by policy what is wrong, and the command; others see only that it is so', async () => {
  const { id, name } = await makeCluster();
  await db.clusterStatus.create({
    data: {
      clusterId: id,
      reachable: true,
      reason: 'Ready',
      conditions: [UNPROVED] as unknown as Prisma.InputJsonArray,
    },
  });
  const operator = await getCluster(await somebodyWithRole('administrator'), name);
  expect(operator.guardrails).toEqual({
    status: 'False',
    reason: 'NotInstalled',
    message: UNPROVED.message,
    since: UNPROVED.lastTransitionTime,
    checks: UNPROVED.items,
    command: BUNDLE_COMMAND,
  });
  const { items: _, ...condition } = UNPROVED;
  expect(operator.conditions).toEqual([condition]);
  const stranger = await getCluster(await somebody(), name);
  expect(stranger.guardrails).toEqual({
    status: 'False',
    reason: 'NotInstalled',
    message: '',
    since: UNPROVED.lastTransitionTime,
    checks: [],
    command: '',
  });
  expect(stranger.conditions).toEqual([]);
});
