import { expect, test } from 'vitest';
import { collectionPath, objectPath } from './kinds.ts';

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
