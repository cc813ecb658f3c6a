import { expect, test } from 'vitest';
import type { KubernetesObject } from '../render/index.ts';
import { MOST_OVERLAPS, selectingService, serviceOverlaps } from './index.ts';

const service = (name: string, spec: Record<string, unknown>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'n' },
  spec,
});

const found = (...services: [name: string, spec: Record<string, unknown>][]) =>
  serviceOverlaps(services.flatMap(([name, spec]) => selectingService(service(name, spec)) ?? []));

test('two Services with the same selector overlap', () => {
  expect(
    found(
      ['web', { selector: { app: 'shop', tier: 'front' } }],
      ['copy', { selector: { tier: 'front', app: 'shop' } }],
    ),
  ).toEqual([
    {
      subject: 'copy, web',
      message:
        "The Services copy and web select the same pods (app=shop, tier=front): each takes the other's traffic.",
    },
  ]);
});

test('a selector within another overlaps, whichever comes first', () => {
  const told = [
    {
      subject: 'all, front',
      message:
        'Every pod of the Service front (app=shop, tier=front) also gets traffic of the Service all (app=shop).',
    },
  ];
  const all: [string, Record<string, unknown>] = ['all', { selector: { app: 'shop' } }];
  const front: [string, Record<string, unknown>] = ['front', { selector: { app: 'shop', tier: 'front' } }];
  expect(found(all, front)).toEqual(told);
  expect(found(front, all)).toEqual(told);
});

test('selectors that share a label and contradict each other in none can meet in one pod', () => {
  const [overlap] = found(
    ['a', { selector: { app: 'shop', tier: 'front' } }],
    ['b', { selector: { app: 'shop', role: 'api' } }],
  );
  expect(overlap?.message).toContain('a pod with app=shop, role=api, tier=front gets the traffic of both');
});

test.each([
  ['another value of a label', { selector: { app: 'a' } }, { selector: { app: 'b' } }],
  [
    'one contradiction among agreements',
    { selector: { app: 'a', t: 'x' } },
    { selector: { app: 'a', t: 'y' } },
  ],
  ['no label in common', { selector: { app: 'a' } }, { selector: { tier: 'b' } }],
  ['no selector', { selector: { app: 'a' } }, {}],
  ['an empty selector', { selector: { app: 'a' } }, { selector: {} }],
  ['an ExternalName', { selector: { app: 'a' } }, { type: 'ExternalName', selector: { app: 'a' } }],
  ['a headless one beside it', { selector: { app: 'a' } }, { clusterIP: 'None', selector: { app: 'a' } }],
])('no overlap: %s', (_, one, other) => {
  expect(found(['one', one], ['other', other])).toEqual([]);
});

test('a namespace full of copies is told up to a bound', () => {
  const many = Array.from({ length: 40 }, (_, index): [string, Record<string, unknown>] => [
    `s${String(index)}`,
    { selector: { app: 'a' } },
  ]);
  expect(found(...many)).toHaveLength(MOST_OVERLAPS);
});
