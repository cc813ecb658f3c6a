import { expect, test } from 'vitest';
import { clusterConfigSchema } from '../../lib/domain/cluster/index.ts';
import { defaultSpec, desiredNamespaceSchema } from '../../lib/domain/desired-state/schema.ts';
import { changes } from './desired.tsx';

const spec = defaultSpec({
  size: 'M',
  maintainerGroups: [],
  memberGroups: ['payments-developers'],
  clusterConfig: clusterConfigSchema.parse({}),
  contact: 'payments@harbor.example',
});
const before = desiredNamespaceSchema.parse({
  name: 'refunds-dev',
  cluster: 'harbor-dev',
  team: 'payments',
  service: { slug: 'refunds' },
  environment: 'development',
  purpose: 'Every merge lands here first.',
  size: 'M',
  spec,
  expiresAt: null,
});
const after = (part: Partial<typeof spec>) => ({ ...before, spec: { ...before.spec, ...part } });

test('what a change is about is told, whatever it is', () => {
  expect(changes(before, before)).toEqual([]);
  expect(changes(before, after({ hosts: ['gifts.harbor.example'] }))).toEqual([
    { title: 'Hosts', before: 'none', after: 'gifts.harbor.example' },
  ]);
  expect(changes(before, after({ allow: ['NodePort'], registries: ['ghcr.io/acme/'] }))).toEqual([
    { title: 'Image registries', before: 'any', after: 'ghcr.io/acme/' },
    { title: 'Service types', before: 'none', after: 'NodePort' },
  ]);
  expect(changes(before, after({ podSecurity: 'baseline' }))).toEqual([
    { title: 'Pod security', before: 'restricted', after: 'baseline' },
  ]);
});
