import { expect, test } from 'vitest';
import { lastForeignManager, ownedKeys } from './managed-fields.ts';
import type { KubeObject } from './types.ts';

const object = (managedFields: object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'x', managedFields },
});

test('the newest writer other than Berth is named, status writers aside', () => {
  const live = object([
    { manager: 'berth', time: '2026-11-21T10:00:09Z' },
    { manager: 'kubectl-edit', time: '2026-11-21T10:00:05Z' },
    { manager: 'helm', time: '2026-11-21T10:00:01Z' },
    { manager: 'kube-controller-manager', time: '2026-11-21T10:00:08Z', subresource: 'status' },
  ]);
  expect(lastForeignManager(live, 'berth')).toBe('kubectl-edit');
});

test('where nobody else wrote, nobody is named', () => {
  expect(lastForeignManager(object([{ manager: 'berth' }]), 'berth')).toBeNull();
  expect(lastForeignManager(object([]), 'berth')).toBeNull();
});

test('the keys a manager owns are read from all its entries', () => {
  const live = object([
    {
      manager: 'berth',
      operation: 'Update',
      fieldsV1: { 'f:metadata': { 'f:labels': { '.': {}, 'f:a/b': {} } } },
    },
    { manager: 'berth', operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:c': {} } } } },
    { manager: 'other', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:d': {} } } } },
  ]);
  expect(ownedKeys(live, 'berth', 'labels').sort()).toEqual(['a/b', 'c']);
});
