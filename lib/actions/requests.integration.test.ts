import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../auth/actor.ts';
import { db } from '../db/client.ts';
import { getRequest, listRequests } from '../queries/requests.ts';
import { getNamespace, getNamespaceYaml, listNamespaces } from '../queries/namespaces.ts';
import { everyRow } from '../queries/testing/every-row.ts';
import { answerRequest } from './answer-request.ts';
import { approveRequest } from './approve-request.ts';
import { askForAnswer } from './ask-for-answer.ts';
import { askForNamespace } from './ask-for-namespace.ts';
import { changeNamespace } from './change-namespace.ts';
import { commentOnRequest } from './comment-on-request.ts';
import { deleteNamespace } from './delete-namespace.ts';
import { previewNamespace } from './preview-namespace.ts';
import { rejectRequest } from './reject-request.ts';
import { retryNamespace } from './retry-namespace.ts';
import { again, ask, makeCluster, makeTeam, openHouse, somebody, somebodyWithRole } from './testing/house.ts';
import type { House, TestTeam } from './testing/house.ts';
import { withdrawRequest } from './withdraw-request.ts';

let house: House;
let cluster: { id: string; name: string };
let team: TestTeam;
let member: Actor;
let maintainer: Actor;
let approver: Actor;
let stranger: Actor;
let auditor: Actor;

beforeAll(async () => {
  house = await openHouse();
  cluster = await makeCluster();
  team = await makeTeam();
  member = await somebody([team.members]);
  maintainer = await somebody([team.maintainers]);
  approver = await somebodyWithRole('approver');
  auditor = await somebodyWithRole('auditor');
  stranger = await somebody([(await makeTeam()).maintainers]);
});
afterAll(() => house.close());

const production = { environment: 'production' };

async function pending(actor: Actor = member, more: Record<string, unknown> = production): Promise<number> {
  const { number, state } = await askForNamespace(actor, ask(team, cluster, more));
  expect(state).toBe('pending');
  return number;
}

async function shown(actor: Actor, number: number): Promise<{ number: number; resultHash: string }> {
  return { number, resultHash: (await getRequest(actor, number)).resultHash };
}

test('an ask inside the guardrails is granted at once, with its service, its name and its audit events', async () => {
  const wanted = ask(team, cluster);
  const result = await askForNamespace(member, wanted);
  expect(result).toMatchObject({ state: 'applied', name: wanted.name, verdict: { outcome: 'granted' } });
  const namespace = await db.namespace.findFirstOrThrow({ where: { name: wanted.name } });
  const reservation = await db.nameReservation.findUniqueOrThrow({
    where: { clusterId_name: { clusterId: cluster.id, name: wanted.name } },
  });
  expect(reservation.namespaceId).toBe(namespace.id);
  const view = await getNamespace(member, cluster.name, wanted.name);
  expect(view.details?.yaml).toContain(namespace.id);
  expect(view.details?.requests.map((row) => row.number)).toEqual([result.number]);
  expect(view.details?.audit.map((event) => event.action)).toEqual(['namespace.granted']);
  expect(await db.outbox.count({ where: { topic: 'namespace', key: namespace.id } })).toBe(1);
});

test('one outside waits for the party that its verdict names, and is applied in the transaction of the last yes', async () => {
  const number = await pending();
  const before = await getRequest(approver, number);
  expect(before.waitingFor).toEqual(['Platform']);
  expect(before.verbs).toContain('approve');
  const result = await approveRequest(approver, { number, resultHash: before.resultHash, comment: 'fine' });
  expect(result.state).toBe('applied');
  const after = await getRequest(member, number);
  expect(after).toMatchObject({ state: 'applied', verbs: [], namespace: { cluster: cluster.name } });
  expect(after.parties[0]).toMatchObject({
    state: 'yes',
    decidedBy: { id: approver.personId },
    comment: 'fine',
  });
});

test('of twenty approvals at once exactly one wins, and the others are told what happened', async () => {
  const number = await pending();
  const approvers = await Promise.all(Array.from({ length: 20 }, () => somebodyWithRole('approver')));
  const { resultHash } = await shown(approver, number);
  const results = await Promise.allSettled(
    approvers.map((each) => approveRequest(each, { number, resultHash })),
  );
  const won = results.filter((result) => result.status === 'fulfilled');
  const lost = results.filter((result) => result.status === 'rejected');
  expect(won).toHaveLength(1);
  for (const { reason } of lost) {
    expect(reason).toMatchObject({ code: 'conflict', message: expect.stringMatching(/already/) as string });
  }
  const view = await getRequest(approver, number);
  expect(await db.namespace.count({ where: { name: view.namespaceName } })).toBe(1);
  expect(await db.approval.count({ where: { request: { number: BigInt(number) } } })).toBe(1);
});

test('nobody approves their own request, whatever their role', async () => {
  const administrator = await somebodyWithRole('administrator');
  const { number } = await askForNamespace(administrator, ask(team, cluster, production));
  const view = await getRequest(administrator, number);
  expect(view.verbs).not.toContain('approve');
  expect(view.verbNote).toMatch(/yourself/);
  await expect(approveRequest(administrator, { number, resultHash: view.resultHash })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(
    db.$executeRaw`
      INSERT INTO approval (request_id, party_id, person_id, decision, result_hash, guardrail_version)
      SELECT r.id, p.id, r.requester_id, 'yes', r.result_hash, r.guardrail_version
      FROM request r JOIN party p ON p.request_id = r.id WHERE r.number = ${number}`,
  ).rejects.toThrow(/nobody approves their own/);
});

test('of twenty asks for one name exactly one wins, and the others hear it at the field', async () => {
  const wanted = ask(team, cluster);
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => askForNamespace(member, ask(team, cluster, { name: wanted.name }))),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') {
      expect(result.reason).toMatchObject({ code: 'invalid', errors: [{ field: 'name' }] });
    }
  }
  expect(await db.namespace.count({ where: { name: wanted.name } })).toBe(1);
});

test('a budget is never overdrawn at once, however many ask at the same time', async () => {
  const small = await makeTeam({ budget: { 'requests.cpu': '3' } });
  const asker = await somebody([small.members]);
  const results = await Promise.all(
    Array.from({ length: 12 }, () => askForNamespace(asker, ask(small, cluster))),
  );
  expect(results.filter((result) => result.state === 'applied')).toHaveLength(3);
  expect(results.filter((result) => result.state === 'pending')).toHaveLength(9);
});

test('an open create request holds its name; rejected or withdrawn, it gives it back', async () => {
  for (const end of [
    (number: number) => rejectRequest(approver, { number, comment: 'not now' }),
    (number: number) => withdrawRequest(member, { number }),
  ]) {
    const wanted = ask(team, cluster, production);
    const { number } = await askForNamespace(member, wanted);
    await expect(askForNamespace(member, ask(team, cluster, { name: wanted.name }))).rejects.toMatchObject({
      errors: [{ field: 'name' }],
    });
    await end(number);
    await expect(end(number)).rejects.toMatchObject({ code: 'conflict' });
    const next = await askForNamespace(member, ask(team, cluster, { name: wanted.name }));
    expect(next.state).toBe('applied');
  }
});

test('a name that the cluster has already is refused, before anything is written', async () => {
  const wanted = ask(team, cluster);
  await db.clusterNamespace.create({
    data: { clusterId: cluster.id, name: wanted.name, uid: 'u', phase: 'Active' },
  });
  const preview = await previewNamespace(member, wanted);
  expect(preview.errors).toMatchObject([{ field: 'name' }]);
  const before = await db.request.count();
  await expect(askForNamespace(member, wanted)).rejects.toMatchObject({ errors: [{ field: 'name' }] });
  expect(await db.request.count()).toBe(before);
});

test('a preview shows the YAML and the verdict, and writes nothing', async () => {
  const before = await db.request.count();
  const preview = await previewNamespace(member, ask(team, cluster, production));
  expect(preview).toMatchObject({ errors: [], verdict: { outcome: 'needs-approval' } });
  expect(preview.yaml).toContain('kind: NetworkPolicy');
  expect(await previewNamespace(member, { cluster: cluster.name })).toMatchObject({
    verdict: null,
    yaml: null,
  });
  expect(await db.request.count()).toBe(before);
});

test('to a stranger a request, its decision and the YAML are 404, and it is in no list or count', async () => {
  const number = await pending();
  const { resultHash } = await shown(approver, number);
  const before = (await listRequests(stranger, {})).total;
  await pending();
  expect((await listRequests(stranger, {})).total).toBe(before);
  for (const attempt of [
    () => getRequest(stranger, number),
    () => approveRequest(stranger, { number, resultHash }),
    () => rejectRequest(stranger, { number, comment: 'no' }),
    () => withdrawRequest(stranger, { number }),
    () => commentOnRequest(stranger, { number, body: 'hello' }),
    () => askForAnswer(stranger, { number, question: 'why' }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
  }
  const granted = await askForNamespace(member, ask(team, cluster));
  expect((await getNamespace(stranger, cluster.name, granted.name)).details).toBeNull();
  await expect(getNamespaceYaml(stranger, cluster.name, granted.name)).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(retryNamespace(stranger, { cluster: cluster.name, name: granted.name })).rejects.toMatchObject(
    {
      code: 'forbidden',
    },
  );
});

test('one asks only for teams that one is in', async () => {
  await expect(askForNamespace(stranger, ask(team, cluster))).rejects.toMatchObject({ code: 'forbidden' });
});

test('a removed mapping counts at the next look, for seeing and for deciding', async () => {
  const gone = await makeTeam();
  const person = await somebody([gone.maintainers]);
  const { name } = await askForNamespace(person, ask(gone, cluster));
  expect((await getNamespace(person, cluster.name, name)).details).not.toBeNull();
  await db.teamGroup.deleteMany({ where: { groupName: gone.maintainers } });
  const now = await again(person);
  expect(now.teams).toEqual([]);
  expect((await getNamespace(now, cluster.name, name)).details).toBeNull();
  await expect(
    deleteNamespace(now, { cluster: cluster.name, name, confirmName: name }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('an auditor sees every request and decides none', async () => {
  const number = await pending();
  const view = await getRequest(auditor, number);
  expect(view.verbs).toEqual([]);
  await expect(approveRequest(auditor, { number, resultHash: view.resultHash })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(commentOnRequest(auditor, { number, body: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
});

test('an approval binds to what was shown: a result that has changed since is refused and written down anew', async () => {
  const number = await pending();
  const { resultHash } = await shown(approver, number);
  await expect(approveRequest(approver, { number, resultHash: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'conflict',
  });
  await db.guardrailVersion.create({ data: { limits: {}, note: 'newer' } });
  await expect(approveRequest(approver, { number, resultHash })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/changed since you looked/) as string,
  });
  const now = await getRequest(approver, number);
  expect(now.state).toBe('pending');
  expect(now.resultHash).not.toBe(resultHash);
  expect((await approveRequest(approver, { number, resultHash: now.resultHash })).state).toBe('applied');
});

test('a question holds a request up until it is answered', async () => {
  const number = await pending();
  expect((await askForAnswer(approver, { number, question: 'For how long?' })).state).toBe('answer-needed');
  await expect(askForAnswer(approver, { number, question: 'And?' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await answerRequest(member, { number, answer: 'A year.' })).state).toBe('pending');
  expect((await getRequest(member, number)).comments.map((comment) => comment.body)).toEqual([
    'For how long?',
    'A year.',
  ]);
});

test('a maintainer deletes at once, with the name typed; a member needs a maintainer', async () => {
  const first = await askForNamespace(member, ask(team, cluster));
  const where = { cluster: cluster.name, name: first.name };
  await expect(deleteNamespace(maintainer, { ...where, confirmName: 'else' })).rejects.toMatchObject({
    errors: [{ field: 'confirmName' }],
  });
  expect((await deleteNamespace(maintainer, { ...where, confirmName: first.name })).state).toBe('applied');
  expect((await getNamespace(member, cluster.name, first.name)).phase).toBe('Deleting');
  await expect(deleteNamespace(maintainer, { ...where, confirmName: first.name })).rejects.toMatchObject({
    code: 'conflict',
  });

  const second = await askForNamespace(member, ask(team, cluster));
  const asked = await deleteNamespace(member, {
    cluster: cluster.name,
    name: second.name,
    confirmName: second.name,
  });
  expect(asked.state).toBe('pending');
  const { resultHash } = await shown(maintainer, asked.number);
  await expect(approveRequest(member, { number: asked.number, resultHash })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await approveRequest(maintainer, { number: asked.number, resultHash })).state).toBe('applied');
});

test('a change raises the generation; what crosses a limit waits, and is rebased on what is true when it is decided', async () => {
  const { name } = await askForNamespace(member, ask(team, cluster));
  const where = { cluster: cluster.name, name };
  expect((await changeNamespace(maintainer, { ...where, purpose: 'Another' })).state).toBe('applied');
  expect(await getNamespace(member, cluster.name, name)).toMatchObject({ generation: 2, purpose: 'Another' });
  await expect(changeNamespace(maintainer, { ...where, purpose: 'Another' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(
    changeNamespace(maintainer, { ...where, version: '1', purpose: 'Late' }),
  ).rejects.toMatchObject({
    code: 'precondition-failed',
  });

  const large = await changeNamespace(maintainer, { ...where, size: 'L' });
  expect(large.state).toBe('pending');
  const { resultHash } = await shown(approver, large.number);
  await changeNamespace(maintainer, { ...where, purpose: 'Meanwhile' });
  await expect(approveRequest(approver, { number: large.number, resultHash })).rejects.toMatchObject({
    code: 'conflict',
  });
  const rebased = await getRequest(approver, large.number);
  expect(rebased.desired.purpose).toBe('Meanwhile');
  await approveRequest(approver, { number: large.number, resultHash: rebased.resultHash });
  const view = await getNamespace(member, cluster.name, name);
  expect(view).toMatchObject({ generation: 4, purpose: 'Meanwhile' });
  expect(view.details?.spec.quota['requests.cpu']).toBe('16');
});

test('a sentence put right in production needs no new approval; more quota does', async () => {
  const number = await pending();
  await approveRequest(approver, await shown(approver, number));
  const { namespaceName: name } = await getRequest(member, number);
  const where = { cluster: cluster.name, name };
  expect((await changeNamespace(maintainer, { ...where, purpose: 'Better said' })).state).toBe('applied');
  expect((await changeNamespace(maintainer, { ...where, size: 'M' })).state).toBe('pending');
});

test('a lowered quota is given back to the budget only when the cluster has observed it', async () => {
  const small = await makeTeam({ budget: { 'requests.cpu': '4' } });
  const boss = await somebody([small.maintainers]);
  const { name } = await askForNamespace(boss, ask(small, cluster, { size: 'M' }));
  const { id } = await db.namespace.findFirstOrThrow({ where: { name } });
  await db.namespaceUsage.create({ data: { namespaceId: id, hard: { 'requests.cpu': '4' }, used: {} } });
  await db.namespaceStatus.update({ where: { namespaceId: id }, data: { observedGeneration: 1 } });
  expect((await changeNamespace(boss, { cluster: cluster.name, name, size: 'S' })).state).toBe('applied');
  expect((await askForNamespace(boss, ask(small, cluster))).state).toBe('pending');
  await db.namespaceStatus.update({ where: { namespaceId: id }, data: { observedGeneration: 2 } });
  expect((await askForNamespace(boss, ask(small, cluster))).state).toBe('applied');
});

test('pages of a list join without a gap or a double, and a cursor that was tampered with is refused', async () => {
  await Promise.all(Array.from({ length: 5 }, () => askForNamespace(member, ask(team, cluster))));
  const all = await listNamespaces(member, { team: team.slug, limit: 200 });
  const seen = await everyRow((cursor) => listNamespaces(member, { team: team.slug, limit: 3, cursor }));
  expect(seen.map((row) => row.id)).toEqual(all.rows.map((row) => row.id));
  expect(seen).toHaveLength(all.total);
  await expect(listNamespaces(member, { cursor: 'x' })).rejects.toMatchObject({
    errors: [{ field: 'cursor' }],
  });
});
