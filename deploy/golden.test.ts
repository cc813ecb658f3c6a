// Whoever widens a role sees it in a diff of deploy/golden, and so does whoever reviews it.
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ACCESS_ROLES } from '../lib/domain/desired-state/schema.ts';
import { renderBundle } from '../lib/domain/bundle/index.ts';
import type { PolicyRule } from '../lib/domain/bundle/types.ts';
import { effectiveRules, goldenText } from './effective.ts';

const roles = [...ACCESS_ROLES, 'worker'];

function rulesOf(kind: 'ClusterRole' | 'Role', name: string): PolicyRule[] {
  const role = renderBundle().find((object) => object.kind === kind && object.metadata.name === name);
  if (role === undefined) throw new Error(`no ${kind} ${name}`);
  return role['rules'] as PolicyRule[];
}

test.each(roles)('the rules of berth:%s are the golden ones', async (role) => {
  const text = goldenText(`berth:${role}`, effectiveRules(rulesOf('ClusterRole', `berth:${role}`)));
  await expect(text).toMatchFileSnapshot(path.join(import.meta.dirname, 'golden', `${role}.yaml`));
});

test.each(['berth-prober-beyond', 'berth-worker-probes'])(
  'the rules of %s in the canary namespace are the golden ones',
  async (role) => {
    const text = goldenText(`Role ${role} of berth-canary`, effectiveRules(rulesOf('Role', role)));
    await expect(text).toMatchFileSnapshot(path.join(import.meta.dirname, 'golden', `${role}.yaml`));
  },
);

test('a golden file reads back as the rules it was made of', () => {
  const rules = effectiveRules(rulesOf('ClusterRole', 'berth:worker'));
  expect(parse(goldenText('berth:worker', rules))).toEqual(rules);
});

test('rules that overlap are told once', () => {
  expect(
    effectiveRules([
      { apiGroups: ['', 'apps'], resources: ['pods'], verbs: ['list', 'get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'watch'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['delete'], resourceNames: ['one'] },
    ]),
  ).toEqual({ pods: ['get', 'list', 'watch'], 'pods [one]': ['delete'], 'pods.apps': ['get', 'list'] });
});
