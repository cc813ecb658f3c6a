import { describe, expect, test } from 'vitest';
import { ACCESS_ROLES } from '../desired-state/schema.ts';
import type { KubernetesObject } from '../render/index.ts';
import { BUNDLE_VERSION, POLICY_NAMES, renderBundle, tenantRules } from './index.ts';
import type { PolicyRule } from './types.ts';

const bundle = renderBundle();

function rulesOf(name: string): PolicyRule[] {
  const role = bundle.find((object) => object.kind === 'ClusterRole' && object.metadata.name === name);
  if (!role) throw new Error(`no ClusterRole ${name}`);
  return role['rules'] as PolicyRule[];
}

/** Whether rules allow a verb on "group/resource", as the API server's authorizer decides. */
function may(rules: readonly PolicyRule[], verb: string, target: string, name?: string): boolean {
  const [group = '', ...rest] = target.split(':');
  const resource = rest.join(':');
  return rules.some(
    (rule) =>
      (rule.verbs.includes(verb) || rule.verbs.includes('*')) &&
      (rule.apiGroups.includes(group) || rule.apiGroups.includes('*')) &&
      (rule.resources.includes(resource) || rule.resources.includes('*')) &&
      (rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name))),
  );
}

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const RBAC = 'rbac.authorization.k8s.io';
const GATEWAY = 'gateway.networking.k8s.io';

test('the bundle comes in an order in which nothing is given before its fence stands', () => {
  const keys = bundle.map((object: KubernetesObject) => `${object.kind} ${object.metadata.name}`);
  expect(keys.filter((key) => !key.startsWith('ValidatingAdmissionPolicy'))).toEqual([
    'Namespace berth-system',
    'ServiceAccount berth',
    'ClusterRole berth:worker',
    'ClusterRoleBinding berth:worker',
    'MutatingAdmissionPolicy berth-pod-defaults',
    'MutatingAdmissionPolicyBinding berth-pod-defaults',
    'ClusterRole berth:viewer',
    'ClusterRole berth:developer',
    'ClusterRole berth:maintainer',
    'FlowSchema berth-worker',
    'Namespace berth-canary',
    'ServiceAccount prober',
    'ResourceQuota berth',
    'NetworkPolicy berth-default-deny',
    'RoleBinding berth-prober',
    'Role berth-prober-beyond',
    'RoleBinding berth-prober-beyond',
    'Role berth-worker-probes',
    'RoleBinding berth-worker-probes',
  ]);
  expect(keys.filter((key) => key.startsWith('ValidatingAdmissionPolicy'))).toEqual(
    POLICY_NAMES.flatMap((name) => [
      `ValidatingAdmissionPolicy ${name}`,
      `ValidatingAdmissionPolicyBinding ${name}`,
    ]),
  );
  expect(keys.indexOf('ValidatingAdmissionPolicyBinding berth-managed-objects')).toBeLessThan(
    keys.indexOf('ClusterRole berth:maintainer'),
  );
});

test('each object carries the version, and none the label of what the worker prunes', () => {
  for (const { metadata } of bundle) {
    expect(metadata.labels?.['berth.dev/bundle-version']).toBe(BUNDLE_VERSION);
    expect(metadata.labels).not.toHaveProperty('app.kubernetes.io/managed-by');
  }
});

test('no role has a wildcard, is aggregated, or aggregates', () => {
  for (const object of bundle.filter(({ kind }) => kind === 'ClusterRole')) {
    expect(object).not.toHaveProperty('aggregationRule');
    for (const key of Object.keys(object.metadata.labels ?? {})) expect(key).not.toContain('aggregate');
    expect(JSON.stringify(object['rules'])).not.toContain('*');
  }
});

describe('the worker', () => {
  const rules = rulesOf('berth:worker');
  const every = (verb: string): [string, PolicyRule][] =>
    rules
      .filter((rule) => rule.verbs.includes(verb))
      .flatMap((rule) => rule.resources.map((r): [string, PolicyRule] => [r, rule]));

  test('writes its six kinds, asks one kind of question, and nothing else', () => {
    for (const verb of ['create', 'update', 'patch', 'delete']) {
      const kinds = every(verb)
        .map(([resource]) => resource)
        .filter((resource) => resource !== 'subjectaccessreviews');
      expect(kinds.sort()).toEqual([
        'limitranges',
        'namespaces',
        'networkpolicies',
        'resourcequotas',
        'rolebindings',
        'serviceaccounts',
      ]);
    }
    expect(every('deletecollection')).toEqual([]);
    expect(may(rules, 'create', 'authorization.k8s.io:subjectaccessreviews')).toBe(true);
  });

  test('can bind the three tenant roles by name and no other', () => {
    expect(every('bind').map(([, rule]) => rule.resourceNames)).toEqual([
      ACCESS_ROLES.map((role) => `berth:${role}`),
    ]);
    expect(may(rules, 'bind', `${RBAC}:clusterroles`, 'cluster-admin')).toBe(false);
    expect(may(rules, 'bind', `${RBAC}:clusterroles`, 'berth:worker')).toBe(false);
    expect(may(rules, 'get', `${RBAC}:clusterroles`, 'berth:viewer')).toBe(true);
    expect(may(rules, 'get', `${RBAC}:clusterroles`, 'cluster-admin')).toBe(false);
  });

  test.each(['escalate', 'impersonate', 'approve', 'sign', 'adopt', 'break-glass', 'deletecollection'])(
    'has no right to %s',
    (verb) => {
      expect(every(verb)).toEqual([]);
    },
  );

  test.each([
    ':secrets',
    ':pods',
    ':pods/exec',
    ':pods/log',
    ':configmaps',
    ':serviceaccounts/token',
    ':namespaces/finalize',
    ':namespaces/status',
    ':resourcequotas/status',
    ':nodes/proxy',
    `${RBAC}:roles`,
    `${RBAC}:clusterrolebindings`,
    'apiextensions.k8s.io:customresourcedefinitions',
  ])('has no right at all to %s', (target) => {
    for (const verb of ['get', 'list', 'watch', 'bind', ...WRITES])
      expect(may(rules, verb, target)).toBe(false);
  });

  test('only reads admission policies', () => {
    for (const kind of ['validating', 'mutating']) {
      for (const part of ['policies', 'policybindings']) {
        const target = `admissionregistration.k8s.io:${kind}admission${part}`;
        expect(may(rules, 'list', target)).toBe(true);
        for (const verb of WRITES) expect(may(rules, verb, target)).toBe(false);
      }
    }
  });
});

describe('tenant roles', () => {
  test('hold what the role below holds', () => {
    const allows = (role: (typeof ACCESS_ROLES)[number], below: (typeof ACCESS_ROLES)[number]): boolean =>
      tenantRules(below).every((rule) =>
        rule.verbs.every((verb) =>
          rule.apiGroups.every((g) => rule.resources.every((r) => may(tenantRules(role), verb, `${g}:${r}`))),
        ),
      );
    expect(allows('developer', 'viewer')).toBe(true);
    expect(allows('maintainer', 'developer')).toBe(true);
  });

  test.each(ACCESS_ROLES)('%s reads its namespace, quota, limits, policies and bindings', (role) => {
    expect(may(tenantRules(role), 'get', ':namespaces')).toBe(true);
    expect(may(tenantRules(role), 'list', ':namespaces')).toBe(false);
    for (const target of [
      ':resourcequotas',
      ':limitranges',
      'networking.k8s.io:networkpolicies',
      `${RBAC}:rolebindings`,
    ]) {
      expect(may(tenantRules(role), 'list', target)).toBe(true);
    }
  });

  const forbidden = [
    ':namespaces',
    ':namespaces/status',
    ':namespaces/finalize',
    ':resourcequotas',
    ':resourcequotas/status',
    ':limitranges',
    `${RBAC}:clusterroles`,
    `${RBAC}:clusterrolebindings`,
    ':endpoints',
    'discovery.k8s.io:endpointslices',
    ':pods/ephemeralcontainers',
    'apps:daemonsets',
    `${GATEWAY}:referencegrants`,
    `${GATEWAY}:backendtlspolicies`,
    `${GATEWAY}:tcproutes`,
    `${GATEWAY}:udproutes`,
    'cert-manager.io:certificaterequests',
    'cert-manager.io:issuers',
    'acme.cert-manager.io:orders',
    'acme.cert-manager.io:challenges',
    'networking.k8s.io:ingresses/status',
    ':services/status',
    ':nodes',
    ':persistentvolumes',
    'networking.k8s.io:ingressclasses',
    ':events',
    ':pods/proxy',
    ':services/proxy',
  ];
  test.each(ACCESS_ROLES.flatMap((role) => forbidden.map((target) => [role, target] as const)))(
    '%s never writes %s',
    (role, target) => {
      for (const verb of [...WRITES, 'bind', 'escalate', 'impersonate']) {
        expect(may(tenantRules(role), verb, target, 'berth-deployer')).toBe(false);
      }
    },
  );

  test('a viewer writes nothing, opens no pod and reads no Secret', () => {
    for (const rule of tenantRules('viewer')) {
      expect(rule.verbs.filter((verb) => !['get', 'list', 'watch'].includes(verb))).toEqual([]);
      for (const hidden of ['secrets', 'pods/exec', 'pods/attach', 'pods/portforward'])
        expect(rule.resources).not.toContain(hidden);
    }
  });

  test('a developer runs and publishes', () => {
    for (const target of [
      'apps:deployments',
      'apps:statefulsets',
      'batch:cronjobs',
      'batch:jobs',
      ':pods',
      ':services',
      ':configmaps',
      ':secrets',
      ':persistentvolumeclaims',
      'networking.k8s.io:ingresses',
      `${GATEWAY}:httproutes`,
      `${GATEWAY}:grpcroutes`,
      `${GATEWAY}:tlsroutes`,
      'autoscaling:horizontalpodautoscalers',
      'policy:poddisruptionbudgets',
      'cert-manager.io:certificates',
    ]) {
      for (const verb of ['get', 'list', 'watch', ...WRITES])
        expect(may(tenantRules('developer'), verb, target), `${verb} ${target}`).toBe(true);
    }
    for (const target of [':pods/exec', ':pods/attach', ':pods/portforward'])
      expect(may(tenantRules('developer'), 'create', target)).toBe(true);
    expect(may(tenantRules('developer'), 'get', ':pods/log')).toBe(true);
  });

  test.each([
    ':serviceaccounts',
    'networking.k8s.io:networkpolicies',
    `${RBAC}:roles`,
    `${RBAC}:rolebindings`,
    `${GATEWAY}:gateways`,
    `${GATEWAY}:listenersets`,
  ])('a maintainer writes %s, which policies bound, and a developer does not', (target) => {
    for (const verb of WRITES) {
      expect(may(tenantRules('developer'), verb, target)).toBe(false);
      expect(may(tenantRules('maintainer'), verb, target)).toBe(true);
    }
    for (const verb of ['bind', 'escalate', 'impersonate'])
      expect(may(tenantRules('maintainer'), verb, target)).toBe(false);
  });

  test('a maintainer makes tokens for berth-deployer alone, a developer none', () => {
    expect(may(tenantRules('developer'), 'create', ':serviceaccounts/token', 'berth-deployer')).toBe(false);
    expect(may(tenantRules('maintainer'), 'create', ':serviceaccounts/token', 'berth-deployer')).toBe(true);
    expect(may(tenantRules('maintainer'), 'create', ':serviceaccounts/token', 'default')).toBe(false);
  });
});

describe("a cluster's own choices", () => {
  test('kinds of operators are written by developers and read by viewers', () => {
    const extra = [{ apiGroup: 'monitoring.coreos.com', resources: ['servicemonitors'] }];
    expect(
      may(
        tenantRules('developer', { extraTenantKinds: extra }),
        'create',
        'monitoring.coreos.com:servicemonitors',
      ),
    ).toBe(true);
    expect(
      may(
        tenantRules('viewer', { extraTenantKinds: extra }),
        'create',
        'monitoring.coreos.com:servicemonitors',
      ),
    ).toBe(false);
    expect(
      may(
        tenantRules('viewer', { extraTenantKinds: extra }),
        'list',
        'monitoring.coreos.com:servicemonitors',
      ),
    ).toBe(true);
    expect(JSON.stringify(renderBundle({ extraTenantKinds: extra }))).toContain('servicemonitors');
  });

  test.each(['', '*', RBAC, GATEWAY, 'networking.k8s.io', 'admissionregistration.k8s.io', 'apps'])(
    'the API group %j is not theirs to add',
    (apiGroup) => {
      expect(() => renderBundle({ extraTenantKinds: [{ apiGroup, resources: ['x'] }] })).toThrow();
    },
  );

  test('a resource is named in full: no wildcard, no subresource', () => {
    for (const resource of ['*', 'pods/exec', '']) {
      expect(() =>
        renderBundle({ extraTenantKinds: [{ apiGroup: 'a.example.com', resources: [resource] }] }),
      ).toThrow();
    }
  });
});
