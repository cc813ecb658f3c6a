import { expect, test } from 'vitest';
import { clusterConfigSchema } from './index.ts';

test('an empty configuration is a working cluster', () => {
  expect(clusterConfigSchema.parse({})).toMatchObject({
    usernamePrefix: 'oidc:',
    groupPrefix: 'oidc:',
    dns: { namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' } },
    ingressNamespaces: ['gateway-system'],
    monitoringNamespaces: ['monitoring'],
    cniEnforces: false,
    overcommit: 2,
  });
});

test.each(['system:', 's', 'SYS', 'system', 'systematic:'])(
  'the prefix %j could complete a name of Kubernetes and is refused',
  (prefix) => {
    expect(clusterConfigSchema.safeParse({ groupPrefix: prefix }).success).toBe(false);
  },
);

test.each([
  [{ 'berth.dev/team': '{team}' }],
  [{ 'pod-security.kubernetes.io/enforce': 'privileged' }],
  [{ 'app.kubernetes.io/managed-by': 'me' }],
  [{ 'x.k8s.io/y': 'z' }],
  [{ team: '{owner}' }],
  [{ 'not a key': 'x' }],
])('the label template %j is refused', (labelTemplates) => {
  expect(clusterConfigSchema.safeParse({ labelTemplates }).success).toBe(false);
});

test('a label template may name what Berth knows', () => {
  const labelTemplates = {
    team: '{team}',
    'finops.example.com/cost-centre': '{costCentre}',
    env: 'e-{environment}',
  };
  expect(clusterConfigSchema.parse({ labelTemplates }).labelTemplates).toEqual(labelTemplates);
});
