// Every attempt and its twin on a real API server, with real tokens. README.md says who attacks and how to read a failure.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLE_ATTEMPTS } from './attempts/by-role.ts';
import { ATTEMPTS, PASSAGES, givenOf } from './attempts/index.ts';
import { startLab, type Lab } from './lab.ts';
import { remove } from './calls.ts';
import { OLD_JOB } from './old-job.ts';
import { attack, pass, send } from './run.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab([...givenOf([...ATTEMPTS, ...PASSAGES]), ...OLD_JOB.given], OLD_JOB.stands);
}, 120_000);
afterAll(async () => {
  await lab.stop();
});

async function allowed(passage: Parameters<typeof pass>[1]): Promise<void> {
  const complaint = await pass(lab, passage);
  expect(complaint, complaint ?? '').toBeNull();
}

test('there are at least 150 attempts, no two of one name', () => {
  expect(ATTEMPTS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(ATTEMPTS.map(({ name }) => name)).size).toBe(ATTEMPTS.length);
});

describe('refused by its policy and with its reason, its legitimate twin allowed:', () => {
  for (const attempt of ATTEMPTS) {
    test(`${attempt.refusedBy}: ${attempt.name}`, async () => {
      const verdict = await attack(lab, attempt);
      expect(verdict, verdict.message).toMatchObject({ outcome: 'refused' });
      await allowed(attempt.twin);
    });
  }
});

describe('refused by the tenant roles, before any policy:', () => {
  for (const { name, actor, request, message, twin } of ROLE_ATTEMPTS) {
    test(name, async () => {
      const { status, body } = await send(lab, actor, request);
      expect(status).toBe(403);
      expect(body.message).toContain(message);
      await allowed({ actor, request: twin });
    });
  }
});

// What a controller does in its own time; the rest of them are in deploy/controllers.integration.test.ts.
test('the Job controller lets go of the Pods of a registry that was withdrawn', async () => {
  const { job, pods } = OLD_JOB;
  const found = async (): Promise<unknown[]> => (await lab.admin.get(pods)).body['items'] as unknown[];
  // The controller has put its finalizer on the Pod before the guardrails came.
  expect(JSON.stringify(await found())).toContain('batch.kubernetes.io/job-tracking');
  const { path } = remove(job);
  const gone = await lab
    .as('erin')
    .send({ verb: 'delete', path, query: { propagationPolicy: 'Background' } });
  expect(gone.status, gone.body.message).toBe(200);
  await expect.poll(found, { timeout: 30_000 }).toEqual([]);
});

describe('goes on working:', () => {
  for (const passage of PASSAGES) {
    test(`${passage.passes}: ${passage.name}`, async () => {
      await allowed(passage);
    });
  }
});
