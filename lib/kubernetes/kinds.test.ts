import { expect, test } from 'vitest';
import { assertWritable, collectionPath, objectPath } from './kinds.ts';

test('a kind that is not on the list has no path', () => {
  for (const kind of ['Secret', 'Pod', 'ClusterRoleBinding', 'constructor']) {
    expect(() => collectionPath(kind)).toThrow(`no business with objects of kind ${kind}`);
  }
});

test('a namespaced object without its namespace has no path', () => {
  expect(() => objectPath('RoleBinding', 'x')).toThrow('needs a namespace');
});

test('names are escaped, so that none can climb out of its place', () => {
  expect(objectPath('ResourceQuota', '../../secrets/x', 'a')).toBe(
    '/api/v1/namespaces/a/resourcequotas/..%2F..%2Fsecrets%2Fx',
  );
});

test('what carries hosts and what proves the guardrails is looked at, never written', () => {
  for (const kind of [
    'Ingress',
    'HTTPRoute',
    'Certificate',
    'Service',
    'ValidatingAdmissionPolicy',
    'Secret',
  ]) {
    expect(() => {
      assertWritable(kind);
    }).toThrow(kind);
  }
  for (const kind of ['Namespace', 'ResourceQuota', 'NetworkPolicy', 'RoleBinding']) {
    expect(() => {
      assertWritable(kind);
    }).not.toThrow();
  }
});

test('kinds of the core group have the core path', () => {
  expect(collectionPath('Service', 'a')).toBe('/api/v1/namespaces/a/services');
  expect(collectionPath('Route')).toBe('/apis/route.openshift.io/v1/routes');
  expect(collectionPath('ValidatingAdmissionPolicy', 'ignored')).toBe(
    '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  );
});
