import { describe, expect, test } from 'vitest';
import {
  askOf,
  isEnough,
  NEW_SERVICE,
  suggest,
  withChange,
  type AskFormOptions,
  type AskValues,
} from './values.ts';

const options: AskFormOptions = {
  clusters: [
    { name: 'dev', displayName: 'Development', environments: ['development', 'sandbox'], reachable: true },
    { name: 'prod', displayName: 'Production', environments: ['production'], reachable: true },
  ],
  teams: [
    { slug: 'payments', name: 'Payments', groups: ['payments-developers'] },
    { slug: 'search', name: 'Search', groups: [] },
  ],
  services: [
    { slug: 'refunds', name: 'Refunds', team: 'payments' },
    { slug: 'ranking', name: 'Ranking', team: 'search' },
  ],
  sizes: [],
  environments: ['sandbox', 'development', 'production'],
  accessRoles: ['developer'],
};
const values: AskValues = {
  team: 'payments',
  service: 'refunds',
  serviceName: '',
  environment: 'development',
  cluster: 'dev',
  name: '',
  size: 'S',
  purpose: '',
  expiresAt: '',
  reason: '',
  quota: {},
  access: [{ kind: 'group', name: 'payments-developers', role: 'developer' }],
};
const today = '2026-11-21';

describe('what follows from a choice', () => {
  test('a service brings its team, and the list of the other team’s people goes', () => {
    expect(withChange(values, { service: 'ranking' }, options, today)).toMatchObject({
      team: 'search',
      access: null,
    });
  });
  test('an environment that the cluster does not offer brings one that does', () => {
    expect(withChange(values, { environment: 'production' }, options, today).cluster).toBe('prod');
  });
  test('a sandbox ends by itself after two weeks, and other environments do not', () => {
    const sandbox = withChange(values, { environment: 'sandbox' }, options, today);
    expect(sandbox.expiresAt).toBe('2026-12-05');
    expect(withChange(sandbox, { environment: 'development' }, options, today).expiresAt).toBe('');
  });
  test('a new service stays with the team that was chosen', () => {
    expect(withChange(values, { service: NEW_SERVICE, team: 'search' }, options, today).team).toBe('search');
  });
});

describe('suggestions', () => {
  test('name and purpose follow from service and environment', () => {
    expect(suggest(values, options, { name: false, purpose: false })).toMatchObject({
      name: 'refunds-dev',
      purpose: 'Refunds, development',
    });
  });
  test('what was written by hand stays', () => {
    const own = { ...values, name: 'mine', purpose: 'Mine.' };
    expect(suggest(own, options, { name: true, purpose: true })).toMatchObject({
      name: 'mine',
      purpose: 'Mine.',
    });
  });
});

test('there is nothing to look at before a service and a name', () => {
  expect(isEnough(values)).toBe(false);
  expect(isEnough({ ...values, name: 'refunds-dev' })).toBe(true);
  expect(isEnough({ ...values, name: 'x', service: NEW_SERVICE })).toBe(false);
});

test('an ask leaves out what was left empty', () => {
  expect(askOf({ ...values, access: null, name: ' refunds-dev ' })).toEqual({
    team: 'payments',
    cluster: 'dev',
    service: { slug: 'refunds' },
    environment: 'development',
    name: 'refunds-dev',
    purpose: '',
    size: 'S',
  });
});
