// What each role may do according to the API server itself, against the golden files: RBAC adds up all bindings, so a role that some
// chart had widened, or a rule that reads differently than it was meant, shows here.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CANARY_NAMESPACE } from '../lib/domain/bundle/index.ts';
import { ACCESS_ROLES } from '../lib/domain/desired-state/schema.ts';
import type { PolicyRule } from '../lib/domain/bundle/types.ts';
import { effectiveRules, type EffectiveRules } from './effective.ts';
import {
  adminCredential,
  call,
  provision,
  tenantCredential,
  tenantNamespace,
  uniqueName,
  workerCredential,
  type Credential,
} from './testing.ts';

const name = uniqueName('roles');
beforeAll(async () => {
  await provision(tenantNamespace(name));
});
afterAll(async () => {
  await call(adminCredential(), 'DELETE', `/api/v1/namespaces/${name}`);
});

const golden = (role: string): EffectiveRules =>
  parse(readFileSync(path.join(import.meta.dirname, 'golden', `${role}.yaml`), 'utf8')) as EffectiveRules;

// Kubernetes' own role system:basic-user, which everybody has: to ask about oneself.
const EVERYBODYS = /^selfsubject(access|rules)?reviews\.(authorization|authentication)\.k8s\.io$/;

async function rulesIn(namespace: string, who: Credential): Promise<EffectiveRules> {
  const { body } = await call(who, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace },
  });
  const { incomplete, resourceRules } = body['status'] as {
    incomplete: boolean;
    resourceRules: PolicyRule[];
  };
  expect(incomplete).toBe(false);
  return Object.fromEntries(
    Object.entries(effectiveRules(resourceRules)).filter(([key]) => !EVERYBODYS.test(key)),
  );
}

test.each(ACCESS_ROLES)(
  'a %s has exactly the golden rights in their namespace, and none elsewhere',
  async (role) => {
    expect(await rulesIn(name, tenantCredential(role))).toEqual(golden(role));
    expect(await rulesIn('default', tenantCredential(role))).toEqual({});
    expect(await rulesIn(CANARY_NAMESPACE, tenantCredential(role))).toEqual({});
  },
);

describe('the worker', () => {
  test('has exactly the golden rights, everywhere', async () => {
    for (const namespace of ['default', name])
      expect(await rulesIn(namespace, workerCredential())).toEqual(golden('worker'));
  });

  test('has beyond them a token of the prober, in the canary namespace', async () => {
    expect(await rulesIn(CANARY_NAMESPACE, workerCredential())).toEqual({
      ...golden('worker'),
      ...golden('berth-worker-probes'),
    });
  });
});
