// What holds for every policy of the bundle, whatever it judges. What each one judges is shown on a real API server: deploy/attacks.
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../render/index.ts';
import {
  expectedPolicies,
  POLICY_NAMES,
  PROBES,
  PROBER_USER,
  refusingPolicy,
  renderBundle,
} from './index.ts';
import { bundleValuesSchema } from './values.ts';
import { policiesOf } from './policies/index.ts';
import { list, text } from './policies/cel.ts';

interface PolicySpec {
  failurePolicy: string;
  matchConstraints: {
    matchPolicy: string;
    resourceRules: { operations: string[]; resources: string[] }[];
    excludeResourceRules?: object[];
  };
  matchConditions?: { expression: string }[];
  variables: { name: string; expression: string }[];
  validations: { expression: string; message: string; messageExpression?: string; reason: string }[];
}
const bundle = renderBundle();
const ofKind = (kind: string): KubernetesObject[] => bundle.filter((object) => object.kind === kind);
const policies = ofKind('ValidatingAdmissionPolicy').map(
  (object) => [object.metadata.name, object['spec'] as PolicySpec] as const,
);

describe.each(policies)('%s', (name, spec) => {
  const expressions = [
    ...spec.variables.map(({ expression }) => expression),
    ...(spec.matchConditions ?? []).map(({ expression }) => expression),
    ...spec.validations.flatMap(({ expression, messageExpression }) => [expression, messageExpression ?? '']),
  ];

  test('fails closed, and is a decision (403), not a mistake (422)', () => {
    expect(spec.failurePolicy).toBe('Fail');
    expect(spec.matchConstraints.matchPolicy).toBe('Equivalent');
    for (const { reason } of spec.validations) expect(reason).toBe('Forbidden');
  });

  test('has one binding, of its own name, that denies', () => {
    const bindings = ofKind('ValidatingAdmissionPolicyBinding').filter(
      (object) => (object['spec'] as { policyName: string }).policyName === name,
    );
    expect(bindings.map(({ metadata }) => metadata.name)).toEqual([name]);
    expect(bindings[0]?.['spec']).toMatchObject({ validationActions: ['Deny', 'Audit'] });
  });

  test('writes no escaped field names: such a name compiles and is silently absent at run time', () => {
    for (const expression of expressions) expect(expression).not.toContain('__');
  });

  test('never reads a key of the request that may be absent without asking for it', () => {
    for (const expression of expressions) {
      if (expression.includes('request.subResource'))
        expect(expression).toContain('has(request.subResource)');
    }
  });

  test('uses no variable that it does not have, and has none that it does not use', () => {
    const known = spec.variables.map((variable) => variable.name);
    const used = new Set(
      expressions.flatMap((e) => [...e.matchAll(/variables\.([A-Za-z]+)/g)].map(([, v]) => v)),
    );
    expect([...used].filter((variable) => !known.includes(variable ?? ''))).toEqual([]);
    expect(
      known.filter((variable) => !used.has(variable) && !['hosts', 'wild', 'paths'].includes(variable)),
    ).toEqual([]);
  });

  test('asks the authorizer in no message: the API server has none there', () => {
    for (const { messageExpression } of spec.validations) {
      expect(messageExpression ?? '').not.toContain('variables.trusted');
      expect(messageExpression ?? '').not.toContain('authorizer');
    }
  });

  test('knows no variables and no namespace in its condition', () => {
    for (const { expression } of spec.matchConditions ?? []) {
      expect(expression).not.toMatch(/variables\.|namespaceObject|object\./);
    }
  });

  test('has texts that the API server takes: one line, at most 5 KiB', () => {
    for (const { message } of spec.validations) {
      expect(message).not.toContain('\n');
      expect(message.length).toBeLessThan(1024);
    }
  });
});

test('all bindings but three select managed namespaces, and one of them the canary', () => {
  const selected = ofKind('ValidatingAdmissionPolicyBinding').map(({ metadata, spec }) => {
    const { matchResources } = spec as { matchResources?: { namespaceSelector: { matchLabels: object } } };
    return [metadata.name, matchResources?.namespaceSelector.matchLabels] as const;
  });
  expect(selected.filter(([, labels]) => !Object.hasOwn(labels ?? {}, 'berth.dev/managed'))).toEqual([
    ['berth-namespaces', undefined],
    ['berth-worker-fence', undefined],
    ['berth-prober-fence', { 'kubernetes.io/metadata.name': 'berth-canary' }],
  ]);
});

test('one policy alone sees the writes of every kind in every namespace, and not the count of a quota', () => {
  const everywhere = policies.filter(([name, { matchConstraints }]) => {
    const binding = ofKind('ValidatingAdmissionPolicyBinding').find(({ metadata }) => metadata.name === name);
    return (
      matchConstraints.resourceRules.some(({ resources }) => resources.includes('*/*')) &&
      (binding?.['spec'] as { matchResources?: object }).matchResources === undefined
    );
  });
  expect(everywhere.map(([name]) => name)).toEqual(['berth-worker-fence']);
  expect(everywhere[0]?.[1].matchConstraints.excludeResourceRules).toEqual([
    expect.objectContaining({ resources: ['resourcequotas/status'], resourceNames: ['berth'] }),
  ]);
});

test('every name has its policy, and without the optional API groups theirs are left out', () => {
  const names = (values: Parameters<typeof expectedPolicies>[0]): string[] =>
    expectedPolicies(values).map(({ name }) => name);
  expect(names({})).toEqual([...POLICY_NAMES, 'berth-pod-defaults']);
  expect(names({ mutating: false })).toEqual([...POLICY_NAMES]);
  expect(names({ optionalApiGroups: [], mutating: false })).toEqual(
    POLICY_NAMES.filter(
      (name) => !['berth-certificates', 'berth-dnsendpoints', 'berth-openshift-routes'].includes(name),
    ),
  );
});

describe('probes', () => {
  test('there is one for each policy', () => {
    expect([...new Set(PROBES.map(({ policy }) => policy))].sort()).toEqual([...POLICY_NAMES].sort());
  });

  test('leave nothing behind: all but the one that proves the fence of the prober are dry runs', () => {
    expect(PROBES.filter(({ dryRun }) => !dryRun).map(({ policy }) => policy)).toEqual([
      'berth-prober-fence',
    ]);
    expect(PROBES.filter(({ as }) => as === 'worker').map(({ policy }) => policy)).toEqual([
      'berth-worker-fence',
    ]);
  });

  test('name an optional API group exactly where their kind is not served everywhere', () => {
    for (const { request, optional } of PROBES) {
      const [group = ''] = request.apiVersion.split('/');
      const crds = [
        'gateway.networking.k8s.io',
        'cert-manager.io',
        'externaldns.k8s.io',
        'route.openshift.io',
      ];
      expect(optional).toBe(crds.includes(group) ? group : undefined);
    }
  });

  test('a refusal is recognised by the name of its policy', () => {
    const said = `pods "p" is forbidden: ValidatingAdmissionPolicy 'berth-pods' with binding 'berth-pods' denied request: no`;
    expect(refusingPolicy(said)).toBe('berth-pods');
    expect(refusingPolicy('pods is forbidden: User "x" cannot create resource "pods"')).toBeNull();
  });
});

describe('values', () => {
  const problem = (values: unknown): string | undefined =>
    bundleValuesSchema.safeParse(values).error?.issues[0]?.message;

  test.each([
    'external-dns.alpha.kubernetes.io/hostname',
    'external-dns.alpha.kubernetes.io/',
    'nginx.ingress.kubernetes.io/server-alias',
    'nginx.ingress.kubernetes.io/server-snippet',
    'nginx.ingress.kubernetes.io/canary',
    'nginx.ingress.kubernetes.io/auth-url',
    'nginx.ingress.kubernetes.io/mirror-target',
    'nginx.ingress.kubernetes.io/from-to-www-redirect',
    'nginx.ingress.kubernetes.io/upstream-vhost',
    'nginx.ingress.kubernetes.io/',
    'kubernetes.io/ingress.class',
    'kubernetes.io/',
    'cert-manager.io/',
    'cert-manager.io/common-name',
    'cert-manager.io/alt-names',
    'alb.ingress.kubernetes.io/group.name',
    'alb.ingress.kubernetes.io/conditions.web',
    'berth.dev/hosts',
    'berth.dev/',
    'plain',
    '*',
    "a.example/x'y",
  ])('the annotation %s is never allowed', (key) => {
    expect(problem({ extraAnnotations: [key] })).toBeDefined();
  });

  test.each([
    'cert-manager.io/cluster-issuer',
    'nginx.ingress.kubernetes.io/proxy-body-size',
    'nginx.ingress.kubernetes.io/proxy-read-timeout',
    'service.beta.kubernetes.io/aws-load-balancer-type',
    'example.com/',
  ])('the annotation %s can be allowed', (key) => {
    expect(problem({ extraAnnotations: [key] })).toBeUndefined();
    expect(JSON.stringify(renderBundle({ extraAnnotations: [key] }))).toContain(`'${key}'`);
  });

  test.each(['traefik.io', 'networking.istio.io', 'projectcontour.io', 'cilium.io', 'cert-manager.io'])(
    'kinds of %s carry a host or open a fence, and are not a value',
    (apiGroup) => {
      expect(problem({ extraTenantKinds: [{ apiGroup, resources: ['x'] }] })).toBeDefined();
    },
  );

  test.each([
    [{ 'berth-ingresses': ['system:serviceaccount:*:x'] }],
    [{ 'berth-ingresses': ["o'brien"] }],
    [{ 'berth-ingresses': ['system:serviceaccount:only-a-namespace'] }],
    [{ 'berth-ingresses': [PROBER_USER] }],
    [{ 'berth-namespaces': ['somebody'] }],
    [{ 'berth-worker-fence': ['somebody'] }],
    [{ 'berth-unknown': ['somebody'] }],
  ])('the exemption %j is refused', (exemptControllers) => {
    expect(problem({ exemptControllers })).toBeDefined();
  });

  test('a controller is exempt from the policy that is named and no other, in place of the default', () => {
    const user = 'system:serviceaccount:edge:controller';
    const values = bundleValuesSchema.parse({ exemptControllers: { 'berth-ingresses': [user] } });
    const trusting = policiesOf(values).filter(({ variables }) =>
      variables.some(({ name, expression }) => name === 'trusted' && expression.includes(user)),
    );
    expect(trusting.map(({ name }) => name)).toEqual(['berth-ingresses']);
    const ingress = trusting[0]?.variables.find(({ name }) => name === 'trusted')?.expression;
    expect(ingress).not.toContain('cert-manager');
  });

  test('a namespace in which an exempt account lives is out of reach of the worker', () => {
    const fence = (values: object): string =>
      JSON.stringify(
        policiesOf(bundleValuesSchema.parse(values)).find(({ name }) => name === 'berth-worker-fence'),
      );
    expect(fence({})).toContain("'cert-manager'");
    expect(fence({ exemptControllers: { 'berth-pods': ['system:serviceaccount:edge:c'] } })).toContain(
      "'edge'",
    );
    expect(fence({ systemNamespaces: ['infra-*'] })).toContain("'infra-'");
  });

  test('a text that would end a literal never gets into an expression', () => {
    expect(() => text("a'b")).toThrow();
    expect(() => list(['a\\b'])).toThrow();
    expect(list(['a', 'b'])).toBe("['a', 'b']");
  });
});
