import { expect, test } from 'vitest';
import type { KubernetesObject } from '../domain/render/index.ts';
import { driftStatement, foreignBinding, problemOf } from './drift-statement.ts';

const binding = (subjects: object[], labels: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'x', namespace: 'shop', labels },
  roleRef: { kind: 'ClusterRole', name: 'edit' },
  subjects,
});

test('a binding for people or for another namespace is foreign', () => {
  expect(foreignBinding(binding([{ kind: 'User', name: 'eve' }]))?.grants).toBe(
    'User eve the ClusterRole edit',
  );
  expect(foreignBinding(binding([{ kind: 'ServiceAccount', name: 'ci', namespace: 'tools' }]))?.grants).toBe(
    'ServiceAccount tools/ci the ClusterRole edit',
  );
});

test("a binding for the namespace's own ServiceAccounts, or of Berth's, is not", () => {
  expect(foreignBinding(binding([{ kind: 'ServiceAccount', name: 'ci', namespace: 'shop' }]))).toBeNull();
  expect(
    foreignBinding(binding([{ kind: 'User', name: 'ada' }], { 'app.kubernetes.io/managed-by': 'berth' })),
  ).toBeNull();
});

test('the same facts in any order make the same statement', () => {
  const a = { kind: 'NetworkPolicy', name: 'a', what: 'is missing' };
  const b = { kind: 'LimitRange', name: 'b', what: 'differs in spec.limits' };
  expect(driftStatement([a, b], [])).toEqual(driftStatement([b, a], []));
});

test('nothing wrong is said too, and a long list is cut', () => {
  expect(driftStatement([], [])).toMatchObject({ status: 'False', reason: 'AsWanted' });
  const many = Array.from({ length: 9 }, (_, index) => ({
    kind: 'NetworkPolicy',
    name: `p${String(index)}`,
    what: 'is missing',
  }));
  expect(driftStatement(many, []).message).toMatch(/And 4 more\.$/);
});

test('problems of an object: missing, dying, different, not wanted', () => {
  const wanted = binding([{ kind: 'User', name: 'ada', apiGroup: 'rbac.authorization.k8s.io' }]);
  expect(problemOf(wanted, null)).toBe('is missing');
  expect(problemOf(undefined, wanted)).toBe('is not wanted');
  expect(problemOf(wanted, structuredClone(wanted))).toBeNull();
  expect(problemOf(wanted, { ...wanted, subjects: [] })).toMatch(/^differs in subjects/);
  expect(problemOf(wanted, { ...wanted, metadata: { ...wanted.metadata, deletionTimestamp: 'now' } })).toBe(
    'is being deleted',
  );
});
