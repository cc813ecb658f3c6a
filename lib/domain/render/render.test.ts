import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { clusterConfigSchema } from '../cluster/index.ts';
import { differs } from '../diff/index.ts';
import { isLabelKey } from '../names/index.ts';
import { arbitrarySpec, plainConfig, renderInputWith } from '../testing.ts';
import { STAGES, renderNamespace, toYaml, type KubernetesObject, type RenderInput } from './index.ts';

const objects = (input: RenderInput): KubernetesObject[] =>
  renderNamespace(input).map(({ object }) => object);

function one(input: RenderInput, kind: string, name: string): KubernetesObject {
  const found = objects(input).find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

const names = (input: RenderInput, kind: string): string[] =>
  objects(input)
    .filter((object) => object.kind === kind)
    .map((object) => object.metadata.name);

const config = (change: object) => ({
  cluster: { name: 'harbor-dev', config: clusterConfigSchema.parse(change) },
});
const namespaceOf = (input: RenderInput) => one(input, 'Namespace', input.name).metadata;

describe('the order closes every race', () => {
  test('the namespace comes first, then the fences, and access last', () => {
    const rendered = renderNamespace(renderInputWith());
    const stages = rendered.map(({ stage }) => STAGES.indexOf(stage));
    expect(stages).toEqual([...stages].sort());
    expect(rendered.map(({ stage, object }) => `${stage} ${object.kind} ${object.metadata.name}`)).toEqual([
      'namespace Namespace checkout-dev',
      'fences ResourceQuota berth',
      'fences LimitRange berth',
      'fences NetworkPolicy berth-default-deny',
      'fences NetworkPolicy berth-same-namespace',
      'fences NetworkPolicy berth-dns',
      'fences NetworkPolicy berth-from-ingress',
      'fences NetworkPolicy berth-from-monitoring',
      'access ServiceAccount berth-deployer',
      'access RoleBinding berth-developer',
      'access RoleBinding berth-maintainer',
      'access RoleBinding berth-deployer',
    ]);
  });
});

describe('for any spec that can be asked for', () => {
  const anyInput = fc
    .tuple(
      arbitrarySpec,
      fc.string({ unit: 'binary', maxLength: 20_000 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
    )
    .map(([spec, purpose, teamName]) => {
      const input = renderInputWith({ purpose: purpose.slice(0, 500) }, spec);
      return {
        ...input,
        service: { ...input.service, description: purpose, links: spec.links },
        team: { ...input.team, name: teamName },
      };
    });

  test('every object is unique, says whose it is, has valid names and labels, and few enough annotations', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const all = objects(input);
        const keys = all.map((object) => `${object.kind} ${object.metadata.name}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { metadata } of all) {
          expect(metadata.name.length).toBeLessThanOrEqual(253);
          expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
          expect(metadata.labels?.['app.kubernetes.io/managed-by']).toBe('berth');
          for (const [key, value] of Object.entries(metadata.labels ?? {})) {
            expect(isLabelKey(key)).toBe(true);
            expect(value).toMatch(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/);
            expect(value.length).toBeLessThanOrEqual(63);
          }
          const annotations = Object.entries(metadata.annotations ?? {});
          for (const [key] of annotations) expect(isLabelKey(key)).toBe(true);
          const bytes = annotations.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
          expect(bytes).toBeLessThan(262_144);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the same state gives the same bytes, and what was rendered does not differ from itself', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(toYaml(objects(input))).toBe(toYaml(objects(structuredClone(input))));
        for (const object of objects(input)) expect(differs(object, structuredClone(object))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('the order in which access, connections and egress were given does not matter', () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        const turned = {
          ...spec,
          access: [...spec.access].reverse(),
          connections: [...spec.connections].reverse(),
          egress: [...spec.egress].reverse(),
          hosts: [...spec.hosts].reverse(),
        };
        expect(objects(renderInputWith({}, turned))).toEqual(objects(renderInputWith({}, spec)));
      }),
      { numRuns: 20 },
    );
  });

  test('no policy has an empty list of peers or ports, which would mean all', () => {
    fc.assert(
      fc.property(arbitrarySpec, (spec) => {
        for (const object of objects(renderInputWith(config({ apiServerCidrs: ['10.0.0.0/24'] }), spec))) {
          if (object.kind !== 'NetworkPolicy') continue;
          const rules = object['spec'] as Record<string, Record<string, unknown[]>[]>;
          for (const rule of [...(rules['ingress'] ?? []), ...(rules['egress'] ?? [])]) {
            for (const list of Object.values(rule)) expect(list.length).toBeGreaterThan(0);
            expect(rule['from'] ?? rule['to']).toBeDefined();
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('YAML reads back as the same objects, by the rules of YAML 1.1 that kubectl uses', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const documents = parseAllDocuments(toYaml(objects(input)), { version: '1.1' });
        expect(documents.map((document) => document.toJS() as unknown)).toEqual(objects(input));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the namespace', () => {
  test('answers the five questions, by label and annotation, in its create', () => {
    const { labels, annotations } = namespaceOf(
      renderInputWith(
        {},
        {
          links: {
            dashboards: 'https://graphs.example.test',
            documentation: 'https://docs.example.test',
            'status-page': 'https://s.example.test',
          },
        },
      ),
    );
    expect(labels).toMatchObject({
      'berth.dev/managed': 'true',
      'berth.dev/team': 'shop',
      'berth.dev/service': 'checkout',
      'berth.dev/environment': 'development',
      'app.kubernetes.io/managed-by': 'berth',
      'app.kubernetes.io/part-of': 'checkout',
      'backstage.io/kubernetes-id': 'checkout',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(annotations).toMatchObject({
      'berth.dev/id': '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
      'berth.dev/portal': 'https://berth.example.test/namespaces/harbor-dev/checkout-dev',
      'berth.dev/sla': '{"availability":99.9,"tier":1}',
      'a8r.io/owner': 'Shop <shop@example.test>',
      'a8r.io/description': 'Where we try the checkout.',
      'a8r.io/performance': 'https://graphs.example.test',
      'a8r.io/documentation': 'https://docs.example.test',
      'berth.dev/link-status-page': 'https://s.example.test',
    });
  });

  test('what policies read is always there, empty too, so that a foreign value is seen', () => {
    const { annotations } = namespaceOf(renderInputWith());
    for (const key of [
      'hosts',
      'gateways',
      'gateway-classes',
      'ingress-classes',
      'issuers',
      'peers',
      'allow',
    ]) {
      expect(annotations?.[`berth.dev/${key}`]).toBe('');
    }
    expect(annotations).not.toHaveProperty('berth.dev/expires');
  });

  test('images come from anywhere only where the cluster names no registry; else none named is none allowed', () => {
    const registriesOf = (input: RenderInput): string | undefined =>
      namespaceOf(input).annotations?.['berth.dev/registries'];
    const offering = config({ registries: ['registry.example.test/shop'] });
    expect(registriesOf(renderInputWith(config({ registries: [] })))).toBe('*');
    expect(registriesOf(renderInputWith(offering))).toBe('');
    expect(registriesOf(renderInputWith(offering, { registries: ['registry.example.test/shop'] }))).toBe(
      'registry.example.test/shop',
    );
  });

  test('gateway classes and issuers are what the cluster offers', () => {
    const { annotations } = namespaceOf(
      renderInputWith(
        config({ gatewayClasses: ['team-owned'], issuers: ['ClusterIssuer/acme', 'ClusterIssuer/a'] }),
      ),
    );
    expect(annotations).toMatchObject({
      'berth.dev/gateway-classes': 'team-owned',
      'berth.dev/issuers': 'ClusterIssuer/a,ClusterIssuer/acme',
    });
  });

  test('a long free text is cut, what policies read is not', () => {
    const hosts = Array.from(
      { length: 200 },
      (_, index) => `${'h'.repeat(60)}.${'x'.repeat(60)}${String(index)}.example.com`,
    );
    const { annotations } = namespaceOf(renderInputWith({ purpose: 'é'.repeat(100_000) }, { hosts }));
    expect(annotations?.['berth.dev/hosts']?.split(',')).toHaveLength(200);
    expect(Buffer.byteLength(annotations?.['a8r.io/description'] ?? '')).toBeLessThanOrEqual(4096);
    expect(annotations?.['a8r.io/description']).toMatch(/^é+…$/);
  });

  test("an administrator's labels are filled in, and can't replace Berth's", () => {
    const input = renderInputWith({
      cluster: {
        name: 'harbor-dev',
        config: {
          ...plainConfig,
          labelTemplates: {
            team: '{team}',
            env: 'e-{environment}',
            cc: '{costCentre}',
            'berth.dev/managed': 'false',
          },
        },
      },
    });
    const { labels } = namespaceOf(input);
    expect(labels).toMatchObject({ team: 'shop', env: 'e-development', 'berth.dev/managed': 'true' });
    expect(labels).not.toHaveProperty('cc');
  });

  test('baseline is enforced where it was granted, and restricted still warned of', () => {
    expect(namespaceOf(renderInputWith({}, { podSecurity: 'baseline' })).labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/warn': 'restricted',
    });
  });
});

describe('fences', () => {
  test('default deny names both directions and no rule', () => {
    expect(one(renderInputWith(), 'NetworkPolicy', 'berth-default-deny')['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('DNS is the one service outside the namespace that is open, by namespace and selector', () => {
    expect(one(renderInputWith(), 'NetworkPolicy', 'berth-dns')['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    });
  });

  test('gateways enter from their namespaces and their CIDRs; without either there is no policy', () => {
    const both = renderInputWith(config({ ingressNamespaces: ['edge'], ingressCidrs: ['10.1.0.0/16'] }));
    expect(one(both, 'NetworkPolicy', 'berth-from-ingress')['spec']).toMatchObject({
      ingress: [
        {
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } },
            { ipBlock: { cidr: '10.1.0.0/16' } },
          ],
        },
      ],
    });
    const neither = renderInputWith(config({ ingressNamespaces: [], monitoringNamespaces: [] }));
    expect(names(neither, 'NetworkPolicy')).toEqual([
      'berth-default-deny',
      'berth-same-namespace',
      'berth-dns',
    ]);
  });

  test('the API server is reached only where a team asks and the cluster says where it is', () => {
    const where = config({ apiServerCidrs: ['10.96.0.1/32'] });
    expect(names(renderInputWith(where), 'NetworkPolicy')).not.toContain('berth-to-api-server');
    expect(names(renderInputWith({}, { apiServerAccess: true }), 'NetworkPolicy')).not.toContain(
      'berth-to-api-server',
    );
    expect(names(renderInputWith(where, { apiServerAccess: true }), 'NetworkPolicy')).toContain(
      'berth-to-api-server',
    );
  });

  test('there is one policy per connection and per destination, with its ports alone', () => {
    const input = renderInputWith(
      {},
      {
        connections: [
          { peer: 'billing', direction: 'to', ports: [{ port: 8443, protocol: 'TCP' }] },
          { peer: 'billing', direction: 'from', ports: [{ port: 80, protocol: 'TCP' }] },
        ],
        egress: [{ name: 'payments', cidr: '203.0.113.0/24', ports: [{ port: 443, protocol: 'TCP' }] }],
      },
    );
    expect(names(input, 'NetworkPolicy').slice(-3)).toEqual([
      'berth-connection-from-billing',
      'berth-connection-to-billing',
      'berth-egress-payments',
    ]);
    expect(one(input, 'NetworkPolicy', 'berth-egress-payments')['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
    });
    expect(namespaceOf(input).annotations?.['berth.dev/peers']).toBe('billing');
  });

  test("a destination as wide as the world leaves out the cloud's metadata addresses", () => {
    const ports = [{ port: 443, protocol: 'TCP' as const }];
    const input = renderInputWith(
      {},
      {
        egress: [
          { name: 'all', cidr: '0.0.0.0/0', ports },
          { name: 'six', cidr: '::/0', ports },
        ],
      },
    );
    expect(one(input, 'NetworkPolicy', 'berth-egress-all')['spec']).toMatchObject({
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }] }],
    });
    expect(one(input, 'NetworkPolicy', 'berth-egress-six')['spec']).toMatchObject({
      egress: [{ to: [{ ipBlock: { except: ['fe80::/10', 'fd00:ec2::/32'] } }] }],
    });
  });

  test('a container that asks for nothing is below the minimum', () => {
    const [range] = (
      one(renderInputWith(), 'LimitRange', 'berth')['spec'] as {
        limits: Record<string, Record<string, string>>[];
      }
    ).limits;
    for (const amount of Object.values(range?.['min'] ?? {})) expect(amount).not.toBe('0');
    expect(Object.keys(range?.['min'] ?? {})).toEqual(['cpu', 'memory', 'ephemeral-storage']);
  });
});

describe('access', () => {
  test('a role has one binding with all its people, prefixed as the cluster names them; a role without people has none', () => {
    const input = renderInputWith(config({ usernamePrefix: 'u:', groupPrefix: 'g:' }), {
      access: [
        { kind: 'user', name: 'ada@example.test', role: 'viewer' },
        { kind: 'group', name: 'shop', role: 'viewer' },
      ],
    });
    expect(names(input, 'RoleBinding')).toEqual(['berth-viewer', 'berth-deployer']);
    const binding = one(input, 'RoleBinding', 'berth-viewer');
    expect(binding['roleRef']).toEqual({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'berth:viewer',
    });
    expect(binding['subjects']).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'g:shop' },
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'u:ada@example.test' },
    ]);
  });

  test('pipelines have the ServiceAccount berth-deployer of the same namespace, as a developer, without a mounted token', () => {
    const input = renderInputWith();
    expect(one(input, 'ServiceAccount', 'berth-deployer')['automountServiceAccountToken']).toBe(false);
    expect(one(input, 'RoleBinding', 'berth-deployer')).toMatchObject({
      roleRef: { name: 'berth:developer' },
      subjects: [{ kind: 'ServiceAccount', name: 'berth-deployer', namespace: 'checkout-dev' }],
    });
  });

  test('a row written around the schemas never becomes a grant to a group of Kubernetes', () => {
    const input = renderInputWith(
      { cluster: { name: 'c', config: { ...plainConfig, groupPrefix: '' } } },
      { access: [{ kind: 'group', name: 'system:masters', role: 'maintainer' }] },
    );
    expect(() => renderNamespace(input)).toThrow('system:masters');
  });
});
