import { expect, test } from 'vitest';
import { completenessOf } from './completeness.ts';
import type { ServiceFacts } from './completeness.ts';

const whole: ServiceFacts = {
  description: 'Pays money back.',
  tier: 1,
  lifecycle: 'production',
  environments: ['development', 'production'],
  reachable: true,
  onCall: true,
  documentation: true,
  dashboards: true,
  runbook: true,
  repository: true,
  objective: true,
  confirmed: true,
  brokenLinks: 0,
};
const nothing: ServiceFacts = {
  description: ' ',
  tier: null,
  lifecycle: 'production',
  environments: [],
  reachable: false,
  onCall: false,
  documentation: false,
  dashboards: false,
  runbook: false,
  repository: false,
  objective: false,
  confirmed: false,
  brokenLinks: 2,
};

test('a service that answers everything is whole', () => {
  expect(completenessOf(whole)).toEqual({ score: 100, missing: [] });
});

test('one that says nothing still has a true lifecycle', () => {
  const { score, missing } = completenessOf(nothing);
  expect(score).toBe(5);
  expect(missing.map(({ key }) => key)).toEqual([
    'reachable',
    'description',
    'on-call',
    'documentation',
    'dashboards',
    'runbook',
    'objective',
    'tier',
    'repository',
    'confirmed',
    'links',
  ]);
});

test.each([
  [{ reachable: false }, 85, 'reachable'],
  [{ description: '' }, 90, 'description'],
  [{ onCall: false }, 90, 'on-call'],
  [{ documentation: false }, 90, 'documentation'],
  [{ dashboards: false }, 90, 'dashboards'],
  [{ runbook: false }, 90, 'runbook'],
  [{ objective: false }, 90, 'objective'],
  [{ tier: null }, 95, 'tier'],
  [{ repository: false }, 95, 'repository'],
  [{ confirmed: false }, 95, 'confirmed'],
  [{ brokenLinks: 1 }, 95, 'links'],
] as const)('%j costs what it weighs, and says its remedy', (lacking, score, key) => {
  const found = completenessOf({ ...whole, ...lacking });
  expect(found.score).toBe(score);
  expect(found.missing.map((missing) => missing.key)).toEqual([key]);
  expect(found.missing[0]?.remedy).toMatch(/\.$/);
});

test('what is only tried out owes no runbook, no promise and nobody on call', () => {
  const trial = { ...whole, lifecycle: 'experimental', environments: ['sandbox'] };
  expect(completenessOf({ ...trial, onCall: false, runbook: false, objective: false })).toEqual({
    score: 100,
    missing: [],
  });
});

test('what runs in production is not only tried out', () => {
  const { missing } = completenessOf({ ...whole, lifecycle: 'experimental' });
  expect(missing.map(({ key }) => key)).toEqual(['lifecycle']);
});
