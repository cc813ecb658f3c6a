import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../domain/render/index.ts';
import { narrowBinding, narrowNamespace } from './guardrails.ts';

function namespace(
  annotations: Record<string, string>,
  enforce: string | null = 'restricted',
): KubernetesObject {
  const labels: Record<string, string> = { 'berth.dev/managed': 'true' };
  if (enforce !== null) labels['pod-security.kubernetes.io/enforce'] = enforce;
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', labels, annotations } };
}

test('of each list of rights only what is wanted and there already is kept', () => {
  const wanted = namespace({
    'berth.dev/hosts': 'b.example.com,c.example.com',
    'berth.dev/peers': 'other',
    'berth.dev/allow': '',
    'berth.dev/portal': 'https://new',
  });
  const live = namespace({
    'berth.dev/hosts': 'a.example.com,b.example.com',
    'berth.dev/allow': 'NodePort',
    'berth.dev/portal': 'https://old',
  });
  const { object, held } = narrowNamespace(wanted, live);
  expect(object.metadata.annotations).toEqual({
    'berth.dev/hosts': 'b.example.com',
    'berth.dev/peers': '',
    'berth.dev/allow': '',
    'berth.dev/portal': 'https://new',
  });
  expect(held).toEqual(['hosts c.example.com', 'peers other']);
});

test('from any registry to a few is no widening, the other way round is', () => {
  const any = namespace({ 'berth.dev/registries': '*' });
  const few = namespace({ 'berth.dev/registries': 'a.example.com,b.example.com' });
  expect(narrowNamespace(few, any)).toEqual({ object: few, held: [] });
  expect(narrowNamespace(any, few)).toMatchObject({
    object: { metadata: { annotations: { 'berth.dev/registries': '' } } },
    held: ['registries *'],
  });
});

test.each([
  ['restricted', 'baseline', 'restricted', ['pod security baseline']],
  ['baseline', 'restricted', 'restricted', []],
  ['baseline', 'privileged', 'baseline', ['pod security privileged']],
  [null, 'restricted', 'restricted', []],
])('pod security from %s to %s is %s', (live, wanted, enforced, held) => {
  const narrow = narrowNamespace(namespace({}, wanted), namespace({}, live));
  expect(narrow.object.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe(enforced);
  expect(narrow.held).toEqual(held);
});

const subject = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name });
const binding = (role: string, ...names: string[]): KubernetesObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'berth-viewer', namespace: 'n' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: names.map(subject),
});

test('who is in a binding stays, who leaves goes, who is new waits', () => {
  expect(narrowBinding(binding('v', 'b', 'c'), binding('v', 'a', 'b'))).toEqual({
    object: binding('v', 'b'),
    held: ['Group c in berth-viewer'],
  });
  expect(narrowBinding(binding('v', 'a'), binding('v', 'a', 'b'))).toEqual({
    object: binding('v', 'a'),
    held: [],
  });
});

test('no binding is made, and none gets another role', () => {
  expect(narrowBinding(binding('v', 'a'), undefined)).toEqual({
    object: null,
    held: ['Group a in berth-viewer'],
  });
  expect(narrowBinding(binding('v', 'a'), binding('w', 'a')).object).toBeNull();
});
