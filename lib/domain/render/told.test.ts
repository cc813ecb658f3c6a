// What a Namespace says of its service and team: to people by annotation, in full; to selectors by label, always valid.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLabelKey } from '../names/index.ts';
import { plainConfig, renderInputWith } from '../testing.ts';
import { renderNamespace, type RenderInput } from './index.ts';

const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

type Told = { labels: Record<string, string>; annotations: Record<string, string> };

function told(input: RenderInput): Told {
  const { labels = {}, annotations = {} } = renderNamespace(input)[0]?.object.metadata ?? {};
  return { labels, annotations };
}

/** The ordinary input with some of its service, team and cluster replaced. */
function input(
  change: {
    service?: Partial<RenderInput['service']>;
    team?: Partial<RenderInput['team']>;
    config?: Partial<RenderInput['cluster']['config']>;
  },
  spec: Parameters<typeof renderInputWith>[1] = {},
): RenderInput {
  const base = renderInputWith({}, spec);
  return {
    ...base,
    service: { ...base.service, ...change.service },
    team: { ...base.team, ...change.team },
    cluster: { name: 'harbor-dev', config: { ...plainConfig, ...change.config } },
  };
}

const templates = [
  { name: 'dashboards', url: 'https://grafana.example/d/ns?var-ns={namespace}' },
  { name: 'logs', url: 'https://logs.example/{cluster}/{namespace}' },
];

describe('links', () => {
  test('come from the cluster’s templates where nobody typed them', () => {
    const { annotations } = told(input({ config: { linkTemplates: templates } }));
    expect(annotations).toMatchObject({
      'a8r.io/performance': 'https://grafana.example/d/ns?var-ns=checkout-dev',
      'a8r.io/logs': 'https://logs.example/harbor-dev/checkout-dev',
    });
  });

  test('that somebody typed stay, by whatever word; the template fills in the rest', () => {
    const { annotations } = told(
      input({
        service: { links: { dashboard: 'https://typed.example/board' } },
        config: { linkTemplates: templates },
      }),
    );
    expect(annotations['a8r.io/performance']).toBe('https://typed.example/board');
    expect(annotations['a8r.io/logs']).toBe('https://logs.example/harbor-dev/checkout-dev');
  });

  test('of the namespace go before those of its service, and those before its team’s', () => {
    const team = { chatUrl: 'https://chat.example/team', onCallUrl: 'https://oncall.example/team' };
    const service = { links: { chat: 'https://chat.example/service' } };
    expect(told(input({ team })).annotations['a8r.io/chat']).toBe('https://chat.example/team');
    expect(told(input({ team, service })).annotations['a8r.io/chat']).toBe('https://chat.example/service');
    const own = told(input({ team, service }, { links: { chat: 'https://chat.example/ns' } })).annotations;
    expect(own['a8r.io/chat']).toBe('https://chat.example/ns');
    expect(own['berth.dev/link-oncall']).toBe('https://oncall.example/team');
  });

  test('of metrics stand for how it performs where there are no dashboards', () => {
    const { annotations } = told(input({ service: { links: { metrics: 'https://m.example' } } }));
    expect(annotations['a8r.io/performance']).toBe('https://m.example');
    expect(annotations['berth.dev/link-metrics']).toBe('https://m.example');
  });
});

test('the promise is there as data, with its units; lifecycle by label; tags and what it needs in full', () => {
  const { labels, annotations } = told(
    input({
      service: {
        tier: 1,
        lifecycle: 'deprecated',
        tags: ['on-premises', 'payments'],
        dependsOn: ['card-gateway', 'ledger'],
        sla: { availability: 99.95, response: { 1: 15 }, support: 'always', rto: 240 },
      },
    }),
  );
  expect(JSON.parse(annotations['berth.dev/sla'] ?? '')).toEqual({
    availability: 99.95,
    response: { 1: 'PT15M' },
    rto: 'PT4H',
    support: 'always',
    tier: 1,
  });
  expect(labels['berth.dev/lifecycle']).toBe('deprecated');
  expect(annotations).toMatchObject({
    'berth.dev/tags': 'on-premises,payments',
    'a8r.io/dependencies': 'card-gateway, ledger',
    'berth.dev/service-name': 'Checkout',
  });
});

test('a new display name, slug, link or promise changes what is said', () => {
  const before = JSON.stringify(told(input({})));
  for (const change of [
    { service: { name: 'Kasse' } },
    { service: { slug: 'kasse' } },
    { service: { sla: { availability: 99.5 } } },
    { service: { links: { runbook: 'https://r.example' } } },
    { team: { name: 'Laden' } },
    { team: { slug: 'laden' } },
    { team: { chatUrl: 'https://chat.example' } },
  ]) {
    expect(JSON.stringify(told(input(change))), JSON.stringify(change)).not.toBe(before);
  }
});

// Umlauts, emoji, `@`, blanks, slashes; up to 200 characters.
const odd = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).map((text) => text.slice(0, 200));
const slug = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
const labelTemplates = { 'cost-centre': '{costCentre}', owner: '{team}' };

describe('long and odd values', () => {
  test('give valid labels, and annotations that hold them in full', () => {
    fc.assert(
      fc.property(odd, odd, slug, slug, (name, costCentre, team, service) => {
        const { labels, annotations } = told(
          input({
            team: { slug: team, name, costCentre },
            service: { slug: service, name },
            config: { labelTemplates },
          }),
        );
        for (const [key, value] of Object.entries(labels)) {
          expect(isLabelKey(key) && value.length <= 63 && LABEL_VALUE.test(value), `${key}=${value}`).toBe(
            true,
          );
        }
        expect(annotations['a8r.io/owner']).toBe(`${name} <shop@example.test>`);
        expect(annotations['berth.dev/service-name']).toBe(name);
        expect(labels['berth.dev/team']).toBe(team);
        if (labels['cost-centre'] !== costCentre) expect(annotations['cost-centre']).toBe(costCentre);
        for (const key of Object.keys(annotations)) expect(isLabelKey(key), key).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['Köln/4711 @ Überseestraße', '🚢'.repeat(40), 'x'.repeat(200), 'ops@harbor.example', '…'])(
    '%s as a cost centre',
    (costCentre) => {
      const { labels, annotations } = told(input({ team: { costCentre }, config: { labelTemplates } }));
      expect(labels['cost-centre']).toMatch(LABEL_VALUE);
      expect(labels['cost-centre']).not.toBe('');
      expect(annotations['cost-centre']).toBe(costCentre);
    },
  );

  test('two that differ never collide, also where they differ only at their end', () => {
    const labelOf = (costCentre: string): string | undefined =>
      told(input({ team: { costCentre }, config: { labelTemplates } })).labels['cost-centre'];
    fc.assert(
      fc.property(odd, odd, (a, b) => {
        if (a !== b) expect(labelOf(a)).not.toBe(labelOf(b));
        expect(labelOf(`${'long '.repeat(30)}${a}`) === labelOf(`${'long '.repeat(30)}${b}`)).toBe(a === b);
      }),
    );
  });
});
