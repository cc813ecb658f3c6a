import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantityToString, scaleQuantity } from '../quantity/index.ts';
import { renderInputWith } from '../testing.ts';
import { renderNamespace, type KubernetesObject } from '../render/index.ts';
import { differs } from './index.ts';

const rendered = renderNamespace(
  renderInputWith(
    {},
    {
      connections: [{ peer: 'billing', direction: 'to', ports: [{ port: 8443, protocol: 'TCP' }] }],
      egress: [{ name: 'all', cidr: '0.0.0.0/0', ports: [{ port: 443, protocol: 'TCP' }] }],
    },
  ),
).map(({ object }) => object);

// Edits of a live object by the path of a field; keys with dots are one element: ['spec', 'hard', 'requests.cpu'].
type Path = readonly (string | number)[];
type Edit = (live: KubernetesObject) => void;

const get = (root: unknown, path: Path): unknown =>
  path.reduce((node, key) => (node as Record<string | number, unknown>)[key], root);

const set =
  (path: Path, value: unknown): Edit =>
  (live) => {
    Reflect.set(get(live, path.slice(0, -1)) as object, path.at(-1) ?? '', value);
  };
const add =
  (path: Path, value: unknown): Edit =>
  (live) => {
    (get(live, path) as unknown[]).push(value);
  };
const reverse =
  (path: Path): Edit =>
  (live) => {
    (get(live, path) as unknown[]).reverse();
  };
const remove =
  (path: Path): Edit =>
  (live) => {
    const parent = get(live, path.slice(0, -1)) as object;
    if (Array.isArray(parent)) parent.splice(Number(path.at(-1)), 1);
    else Reflect.deleteProperty(parent, path.at(-1) ?? '');
  };

const find = (kind: string, name: string): KubernetesObject => {
  const object = rendered.find((one) => one.kind === kind && one.metadata.name === name);
  if (!object) throw new Error(`no ${kind} ${name}`);
  return object;
};

/** An object as an API server would give it back, after edits. */
function live(wanted: KubernetesObject, ...edits: Edit[]): KubernetesObject {
  const object = structuredClone(wanted);
  Object.assign(object.metadata, {
    uid: 'd3b0',
    resourceVersion: '12',
    creationTimestamp: '2026-11-21T00:00:00Z',
    managedFields: [{ manager: 'berth' }],
  });
  for (const edit of edits) edit(object);
  return object;
}

const paths = (kind: string, name: string, ...edits: Edit[]): string[] => {
  const wanted = find(kind, name);
  return differs(wanted, live(wanted, ...edits)).map(({ path }) => path);
};
const quota = (...edits: Edit[]): string[] => paths('ResourceQuota', 'berth', ...edits);
const policy = (name: string, ...edits: Edit[]): string[] => paths('NetworkPolicy', name, ...edits);
const binding = (...edits: Edit[]): string[] => paths('RoleBinding', 'berth-developer', ...edits);

describe('no difference', () => {
  test('what the API server adds to an object', () => {
    for (const { kind, metadata } of rendered) expect(paths(kind, metadata.name)).toEqual([]);
    expect(
      paths(
        'Namespace',
        'checkout-dev',
        set(['spec'], { finalizers: ['kubernetes'] }),
        set(['status'], { phase: 'Active' }),
        set(['metadata', 'labels', 'kubernetes.io/metadata.name'], 'checkout-dev'),
      ),
    ).toEqual([]);
    expect(quota(set(['status'], { hard: { pods: '50' }, used: { pods: '1' } }))).toEqual([]);
    expect(paths('ServiceAccount', 'berth-deployer', set(['secrets'], [{ name: 'x' }]))).toEqual([]);
  });

  test('labels and annotations of others are theirs', () => {
    for (const { kind, metadata } of rendered) {
      const annotations = { ...metadata.annotations, 'kubectl.kubernetes.io/restartedAt': 'now' };
      const edits = [
        set(['metadata', 'labels', 'example.com/by'], 'somebody'),
        set(['metadata', 'annotations'], annotations),
      ];
      expect(paths(kind, metadata.name, ...edits)).toEqual([]);
    }
  });

  test('an item of a list, which has no kind', () => {
    expect(binding(remove(['apiVersion']), remove(['kind']))).toEqual([]);
  });

  test('the same amounts in other words', () => {
    expect(
      quota(
        set(['spec', 'hard', 'requests.cpu'], '4000m'),
        set(['spec', 'hard', 'requests.memory'], '8192Mi'),
        set(['spec', 'hard', 'pods'], 50),
      ),
    ).toEqual([]);
    expect(paths('LimitRange', 'berth', set(['spec', 'limits', 0, 'default', 'cpu'], '0.5'))).toEqual([]);
  });

  test('the same directions, peers and ports in another order', () => {
    expect(policy('berth-default-deny', reverse(['spec', 'policyTypes']))).toEqual([]);
    expect(policy('berth-dns', reverse(['spec', 'egress', 0, 'ports']))).toEqual([]);
  });

  test('a default protocol that was not written', () => {
    const wanted = find('NetworkPolicy', 'berth-dns');
    const bare = structuredClone(wanted);
    remove(['spec', 'egress', 0, 'ports', 1, 'protocol'])(bare);
    expect(differs(bare, live(wanted))).toEqual([]);
  });
});

describe('a difference', () => {
  test('a missing object, in one word', () => {
    expect(differs(find('ResourceQuota', 'berth'), undefined)).toEqual([
      { path: '', wanted: 'ResourceQuota berth', live: undefined },
    ]);
  });

  test('a subject somebody added, removed or changed', () => {
    const extra = { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' };
    const wanted = find('RoleBinding', 'berth-developer');
    expect(differs(wanted, live(wanted, add(['subjects'], extra)))).toEqual([
      { path: 'subjects[1]', wanted: undefined, live: extra },
    ]);
    expect(binding(remove(['subjects']))).toEqual(['subjects[0]']);
    expect(binding(set(['subjects', 0, 'name'], 'x'))).toEqual(['subjects[0].name']);
  });

  test('another role', () => {
    expect(binding(set(['roleRef', 'name'], 'cluster-admin'))).toEqual(['roleRef.name']);
  });

  test('a quota that was raised, lost a key, or got another', () => {
    expect(quota(set(['spec', 'hard', 'pods'], '999'))).toEqual(['spec.hard.pods']);
    expect(quota(remove(['spec', 'hard', 'requests.cpu']))).toEqual(['spec.hard[requests.cpu]']);
    expect(quota(set(['spec', 'hard', 'count/pods'], '1'))).toEqual(['spec.hard[count/pods]']);
    expect(quota(set(['spec', 'scopes'], ['Terminating']))).toEqual(['spec.scopes[0]']);
  });

  test('a policy that was opened, narrowed or turned', () => {
    expect(policy('berth-default-deny', set(['spec', 'ingress'], [{}]))).toEqual(['spec.ingress[0]']);
    expect(policy('berth-default-deny', set(['spec', 'podSelector'], { matchLabels: { a: 'b' } }))).toEqual([
      'spec.podSelector.matchLabels',
    ]);
    expect(policy('berth-default-deny', remove(['spec', 'policyTypes', 1]))).toEqual(['spec.policyTypes[1]']);
    const same = (edit: Edit): string[] => policy('berth-same-namespace', edit);
    expect(same(add(['spec', 'ingress', 0, 'from'], { namespaceSelector: {} }))).not.toEqual([]);
    expect(same(set(['spec', 'ingress', 0, 'from', 0, 'namespaceSelector'], {}))).not.toEqual([]);
    expect(policy('berth-dns', remove(['spec', 'egress', 0, 'ports']))).not.toEqual([]);
    expect(policy('berth-dns', remove(['spec', 'egress', 0, 'to', 0, 'podSelector']))).not.toEqual([]);
    expect(policy('berth-dns', add(['spec', 'egress'], {}))).toEqual(['spec.egress[1]']);
    expect(
      policy('berth-egress-all', remove(['spec', 'egress', 0, 'to', 0, 'ipBlock', 'except'])),
    ).not.toEqual([]);
    expect(
      policy('berth-connection-to-billing', set(['spec', 'egress', 0, 'ports', 0, 'endPort'], 9000)),
    ).not.toEqual([]);
  });

  test('a label or annotation of ours that was removed or changed', () => {
    for (const { kind, metadata } of rendered) {
      for (const part of ['labels', 'annotations'] as const) {
        for (const key of Object.keys(metadata[part] ?? {})) {
          expect(paths(kind, metadata.name, remove(['metadata', part, key]))).toHaveLength(1);
          expect(paths(kind, metadata.name, set(['metadata', part, key], 'other'))).toHaveLength(1);
        }
      }
    }
  });

  test('a token mounted where none should be', () => {
    expect(paths('ServiceAccount', 'berth-deployer', remove(['automountServiceAccountToken']))).toEqual([
      'automountServiceAccountToken',
    ]);
  });

  test('any change of any amount', () => {
    const hard = get(find('ResourceQuota', 'berth'), ['spec', 'hard']) as Record<string, string>;
    fc.assert(
      fc.property(
        fc.constantFrom('pods', 'requests.cpu', 'limits.memory'),
        fc.integer({ min: 2, max: 99 }),
        (key, factor) => {
          const raised = quantityToString(scaleQuantity(hard[key] ?? '', factor));
          expect(quota(set(['spec', 'hard', key], raised))).toHaveLength(1);
        },
      ),
    );
  });

  test('any leaf of a spec, when it is removed', () => {
    const leaves = (value: unknown, path: Path = []): Path[] =>
      typeof value === 'object' && value !== null && Object.keys(value).length > 0
        ? Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]))
        : [path];
    for (const object of rendered) {
      if (['Namespace', 'ServiceAccount'].includes(object.kind)) continue;
      for (const leaf of leaves(object)) {
        // An empty selector of the policy itself means the same as none.
        if (
          ['apiVersion', 'kind', 'metadata'].includes(String(leaf[0])) ||
          leaf.join('.') === 'spec.podSelector'
        )
          continue;
        expect(paths(object.kind, object.metadata.name, remove(leaf)), leaf.join('.')).not.toEqual([]);
      }
    }
  });
});
