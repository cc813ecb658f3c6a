import { describe, expect, test } from 'vitest';
import { catalogLinks } from '../catalog/links.ts';
import { clusterConfigSchema } from '../cluster/index.ts';
import { labelValue } from '../names/index.ts';
import { namespaceObject } from '../render/namespace.ts';
import { renderInputWith } from '../testing.ts';
import { gitopsParameters } from './gitops.ts';
import { OPENCOST_LABELS, OPENCOST_TEMPLATES, costRow } from './opencost.ts';
import { INFO_END, INFO_HEAD, infoLine, targetGroups } from './prometheus.ts';
import { somePlace } from './testing.ts';

const PORTAL = 'https://berth.example';

describe('Prometheus', () => {
  const links = catalogLinks({
    service: { runbook: 'https://wiki.example/run' },
    cluster: { dashboards: 'https://grafana.example/d/ns?var-ns=checkout-prod' },
  });

  test('has the hosts of a namespace as targets, with its owner as labels', () => {
    expect(targetGroups(somePlace({ links }), PORTAL)).toEqual([
      {
        targets: ['shop.example.com'],
        labels: {
          cluster: 'harbor-prod',
          namespace: 'checkout-prod',
          team: 'payments',
          service: 'checkout',
          environment: 'production',
          tier: '1',
          lifecycle: 'production',
          __meta_berth_id: somePlace().id,
          __meta_berth_portal_url: 'https://berth.example/namespaces/harbor-prod/checkout-prod',
          __meta_berth_team_name: 'Payments',
          __meta_berth_service_name: 'Checkout',
          __meta_berth_tags: ',cards,c++,',
          __meta_berth_runbook_url: 'https://wiki.example/run',
          __meta_berth_dashboards_url: 'https://grafana.example/d/ns?var-ns=checkout-prod',
        },
      },
    ]);
  });

  test('gets one group for each path, and no wildcard, which names no host', () => {
    const hosts = [
      { host: '*.shop.example.com', path: '' },
      { host: 'a.example.com', path: '/cart' },
      { host: 'b.example.com', path: '' },
      { host: 'c.example.com', path: '/cart' },
    ];
    const groups = targetGroups(somePlace({ hosts }), PORTAL);
    expect(groups.map(({ targets, labels }) => [labels['__meta_berth_path'] ?? '', targets])).toEqual([
      ['/cart', ['a.example.com', 'c.example.com']],
      ['', ['b.example.com']],
    ]);
    expect(targetGroups(somePlace({ hosts: [] }), PORTAL)).toEqual([]);
  });

  test('gets label names that it takes, each with a text', () => {
    for (const { labels } of targetGroups(somePlace({ links }), PORTAL)) {
      for (const [name, value] of Object.entries(labels)) {
        expect(name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
        expect(value).not.toBe('');
      }
    }
  });

  test('gets the info metric as OpenMetrics, a service without a tier having no such label', () => {
    const service = { ...somePlace().service, tier: null };
    const text = INFO_HEAD + infoLine(somePlace()) + infoLine(somePlace({ service })) + INFO_END;
    expect(text.split('\n')).toEqual([
      '# TYPE berth_namespace info',
      expect.stringMatching(/^# HELP berth_namespace \S/),
      'berth_namespace_info{cluster="harbor-prod",namespace="checkout-prod",team="payments",service="checkout",environment="production",tier="1",lifecycle="production"} 1',
      'berth_namespace_info{cluster="harbor-prod",namespace="checkout-prod",team="payments",service="checkout",environment="production",lifecycle="production"} 1',
      '# EOF',
      '',
    ]);
  });
});

describe('OpenCost', () => {
  test('counts a namespace under what its labels say', () => {
    expect(costRow(somePlace())).toEqual({
      cluster: 'harbor-prod',
      namespace: 'checkout-prod',
      team: 'payments',
      owner: 'payments',
      department: labelValue('CC 4711'),
      environment: 'production',
      product: 'checkout',
    });
    expect(costRow(somePlace({ team: { ...somePlace().team, costCentre: null } })).department).toBeNull();
  });

  test('finds those very labels on the Namespace of a cluster with our templates', () => {
    const input = renderInputWith();
    const config = clusterConfigSchema.parse({ labelTemplates: OPENCOST_TEMPLATES });
    const team = { ...input.team, costCentre: 'CC 4711' };
    const { metadata } = namespaceObject({ ...input, team, cluster: { ...input.cluster, config } });
    const {
      cluster: _,
      namespace: __,
      ...told
    } = costRow(
      somePlace({
        environment: input.environment,
        team: { ...team, costCentre: team.costCentre },
        service: { ...somePlace().service, slug: input.service.slug },
      }),
    );
    const labels = Object.fromEntries(
      Object.entries(OPENCOST_LABELS).map(([word, label]) => [word, metadata.labels?.[label]]),
    );
    expect(labels).toEqual(told);
  });
});

describe('GitOps parameters', () => {
  test('are all there, also of a service that says little: templates stumble over a missing one', () => {
    const bare = gitopsParameters(
      somePlace({ hosts: [], service: { ...somePlace().service, tier: null }, links: [] }),
    );
    expect(Object.keys(bare)).toEqual(Object.keys(gitopsParameters(somePlace())));
    for (const value of Object.values(bare)) expect(value).not.toBeNull();
    expect(bare).toMatchObject({ tier: '', repository: '', host: '', hosts: [] });
  });

  test('have names that templates can say, and none that Argo CD and flux keep for themselves', () => {
    for (const name of Object.keys(gitopsParameters(somePlace()))) {
      expect(name).toMatch(/^[a-z][A-Za-z]*$/);
      expect(['generator', 'values', 'provider']).not.toContain(name);
    }
  });

  test('name a release that Helm takes, and two long namespaces two of them', () => {
    const names = ['a', 'b'].map(
      (end) => gitopsParameters(somePlace({ namespace: `${'n'.repeat(62)}${end}` })).name,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9.-]{0,51}[a-z0-9])?$/);
  });

  test('say the first host that can be called', () => {
    const hosts = [
      { host: '*.shop.example.com', path: '' },
      { host: 'shop.example.com', path: '/cart' },
    ];
    expect(gitopsParameters(somePlace({ hosts }))).toMatchObject({
      host: 'shop.example.com/cart',
      hosts: ['*.shop.example.com', 'shop.example.com/cart'],
    });
  });
});
