import { describe, expect, test } from 'vitest';
import { BUNDLE_VERSION, renderBundle } from '../domain/bundle/index.ts';
import type { KubernetesObject } from '../domain/render/index.ts';
import { inspectPolicies, type Inspection, type Installed } from './guardrail-checks.ts';

/** The bundle as an API server holds it, every policy type-checked without a warning. */
function installed(): { policies: KubernetesObject[]; bindings: KubernetesObject[] } {
  const objects = structuredClone(renderBundle());
  const of = (kind: string): KubernetesObject[] => objects.filter((object) => object.kind === kind);
  const policies = of('ValidatingAdmissionPolicy').map((policy) => ({
    ...policy,
    metadata: { ...policy.metadata, generation: 1 },
    status: { observedGeneration: 1, typeChecking: {} },
  }));
  return { policies, bindings: of('ValidatingAdmissionPolicyBinding') };
}

const NAME = 'berth-ingresses';
type Body = Record<string, unknown> & { spec: Record<string, unknown> };

/** The whole bundle after one change to one policy or its binding. */
function after(change: (policy: Body, binding: Body) => void): Inspection {
  const cluster = installed();
  const find = (list: KubernetesObject[]): Body =>
    list.find(({ metadata }) => metadata.name === NAME) as unknown as Body;
  change(find(cluster.policies), find(cluster.bindings));
  return of(cluster);
}

function of(cluster: Installed): Inspection {
  const found = inspectPolicies(cluster).find(({ name }) => name === NAME);
  if (found === undefined) throw new Error(`${NAME} was not looked at`);
  return found;
}

test('the bundle as it is printed has no problem in any policy', () => {
  const found = inspectPolicies(installed());
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter(({ problem }) => problem !== null)).toEqual([]);
});

test("what a cluster's values change is no difference", () => {
  const values = {
    extraAnnotations: ['team.example.com/note'],
    exemptControllers: { 'berth-pods': ['system:serviceaccount:builds:kaniko'] },
    systemNamespaces: ['platform-*'],
    maxLimitRequestRatio: { cpu: 4, memory: 2 },
    extraTenantKinds: [{ apiGroup: 'monitoring.coreos.com', resources: ['servicemonitors'] }],
  };
  const cluster = installed();
  const chosen = renderBundle(values);
  for (const policy of cluster.policies) {
    const other = chosen.find(
      ({ kind, metadata }) => kind === policy.kind && metadata.name === policy.metadata.name,
    );
    policy['spec'] = other?.['spec'];
  }
  expect(inspectPolicies(cluster).filter(({ problem }) => problem !== null)).toEqual([]);
});

describe('a policy that is missing or changed is not installed', () => {
  test.each<[string, (policy: Body, binding: Body) => void, string]>([
    [
      'paramKind',
      (policy) => (policy.spec['paramKind'] = { apiVersion: 'v1', kind: 'ConfigMap' }),
      'takes parameters',
    ],
    ['failurePolicy', (policy) => (policy.spec['failurePolicy'] = 'Ignore'), 'failurePolicy Ignore'],
    [
      'fewer requests',
      (policy) => ((policy.spec['matchConstraints'] as { resourceRules: unknown[] }).resourceRules = []),
      'matchConstraints was changed',
    ],
    ['paramRef', (_, binding) => (binding.spec['paramRef'] = { name: 'x' }), 'has a paramRef'],
    ['no actions', (_, binding) => delete binding.spec['validationActions'], 'validationActions is empty'],
    [
      'a warning only',
      (_, binding) => (binding.spec['validationActions'] = ['Warn']),
      'validationActions is Warn',
    ],
    ['fewer namespaces', (_, binding) => (binding.spec['matchResources'] = {}), 'matchResources was changed'],
    ['another policy', (_, binding) => (binding.spec['policyName'] = 'other'), 'Its binding is missing'],
  ])('%s', (_, change, message) => {
    expect(after(change).problem).toMatchObject({
      reason: 'NotInstalled',
      message: expect.stringContaining(message) as string,
    });
  });

  test('the policy itself', () => {
    const cluster = installed();
    const policies = cluster.policies.filter(({ metadata }) => metadata.name !== NAME);
    expect(of({ ...cluster, policies })).toMatchObject({
      present: false,
      problem: { reason: 'NotInstalled' },
    });
  });

  test('an action beside Deny is fine', () => {
    expect(after((_, binding) => (binding.spec['validationActions'] = ['Deny'])).problem).toBeNull();
  });
});

test.each(['0.1.0', '2.0.0', 'unknown', '1.0'])('the version %s is not relied on', (version) => {
  const labels = (policy: Body): Record<string, string> =>
    (policy['metadata'] as { labels: Record<string, string> }).labels;
  const found = after((policy) => (labels(policy)['berth.dev/bundle-version'] = version));
  expect(found.problem).toMatchObject({
    reason: 'WrongVersion',
    message: `It is of version ${version}; this Berth prints ${BUNDLE_VERSION} and needs one it can rely on.`,
  });
});

test('what this Berth does not know by heart, of a newer minor version, is left to the probes', () => {
  const found = after((policy) => {
    (policy['metadata'] as { labels: Record<string, string> }).labels['berth.dev/bundle-version'] = '1.999.0';
    (policy.spec['matchConstraints'] as { resourceRules: unknown[] }).resourceRules.push({ more: true });
  });
  expect(found.problem).toBeNull();
});

test('an expression that the type checker warns of, or has not seen yet, is told', () => {
  const warned = after((policy) => {
    policy['status'] = {
      observedGeneration: 1,
      typeChecking: {
        expressionWarnings: [
          { fieldRef: 'spec.validations[0].expression', warning: "undefined field\n 'ruels'" },
        ],
      },
    };
  });
  expect(warned.problem).toEqual({
    reason: 'TypeCheckWarnings',
    message: "The API server doubts spec.validations[0].expression: undefined field 'ruels'",
  });
  for (const status of [{}, { observedGeneration: 0, typeChecking: {} }]) {
    expect(after((policy) => (policy['status'] = status)).problem?.reason).toBe('ProbeFailed');
  }
});
