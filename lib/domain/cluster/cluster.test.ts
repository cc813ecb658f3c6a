import { expect, test } from 'vitest';
import { clusterConfigSchema, datedFindings, type ClusterCondition } from './index.ts';

test('an empty configuration is a working cluster', () => {
  expect(clusterConfigSchema.parse({})).toMatchObject({
    usernamePrefix: 'oidc:',
    groupPrefix: 'oidc:',
    dns: { namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' } },
    ingressNamespaces: ['gateway-system'],
    monitoringNamespaces: ['monitoring'],
    cniEnforces: false,
    overcommit: 2,
    gatewayClasses: [],
    issuers: [],
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

test.each([
  [{ issuers: ['letsencrypt'] }],
  [{ issuers: ['Vault/x'] }],
  [{ issuers: ['ClusterIssuer/'] }],
  [{ gatewayClasses: ['Cilium'] }],
  [{ gatewayClasses: ['a,b'] }],
])('%j is refused: an annotation that policies read is made of it', (config) => {
  expect(clusterConfigSchema.safeParse(config).success).toBe(false);
});

test('an offer of issuers and gateway classes is kept as it is', () => {
  const config = { issuers: ['ClusterIssuer/letsencrypt', 'Issuer/own'], gatewayClasses: ['cilium'] };
  expect(clusterConfigSchema.parse(config)).toMatchObject(config);
});

test('what nobody has looked at anew stays said', () => {
  const before: ClusterCondition[] = [
    {
      type: 'GuardrailsProved',
      status: 'True',
      reason: 'Proved',
      message: 'a',
      lastTransitionTime: '2026-01-01T00:00:00.000Z',
      observedGeneration: 0,
    },
  ];
  expect(datedFindings([], before, new Date())).toEqual(before);
});

test('a statement about a cluster keeps its time while its status does, in a fixed order', () => {
  const before: ClusterCondition[] = [
    {
      type: 'GuardrailsProved',
      status: 'False',
      reason: 'NotInstalled',
      message: 'a',
      lastTransitionTime: '2026-01-01T00:00:00.000Z',
      observedGeneration: 0,
    },
  ];
  const now = new Date('2026-02-02T00:00:00.000Z');
  const finding = {
    type: 'GuardrailsProved',
    status: 'False',
    reason: 'WrongVersion',
    message: 'b',
  } as const;
  const installed = { type: 'BundleInstalled', status: 'True', reason: 'Installed', message: 'c' } as const;
  expect(datedFindings([finding, installed], before, now)).toEqual([
    { ...installed, lastTransitionTime: now.toISOString(), observedGeneration: 0 },
    { ...finding, lastTransitionTime: '2026-01-01T00:00:00.000Z', observedGeneration: 0 },
  ]);
  expect(datedFindings([{ ...finding, status: 'True' }], before, now)[0]?.lastTransitionTime).toBe(
    now.toISOString(),
  );
});
