import { describe, expect, test } from 'vitest';
import { contextWith, desiredWith, plainConfig } from '../../testing.ts';
import { evaluate, guardrailLimitsSchema, partiesOf } from '../index.ts';
import type { Finding, GuardrailContext, HostFact, HostHolder, Verdict } from '../index.ts';

const ZONE = { suffix: 'example.test', owner: null };
const free: HostFact = { own: false, zone: ZONE, delegations: [], holders: [], servedBy: [] };
const delegated: HostFact = {
  ...free,
  delegations: [{ host: '*.shop.example.test', team: 'shop', teamName: 'Shop', covers: true }],
};
const holder: HostHolder = {
  host: 'a.shop.example.test',
  path: '',
  state: 'active',
  teamName: 'Billing',
  namespace: 'billing-dev',
  cluster: 'harbor-dev',
  freeAt: null,
};

function judged(host: string, fact: HostFact, change: Partial<GuardrailContext> = {}): Verdict {
  const context = contextWith({ hosts: { zones: ['example.test'], facts: { [host]: fact } }, ...change });
  return evaluate(desiredWith({}, { hosts: [host] }), context);
}
const of = (verdict: Verdict, rule = 'hosts'): Finding[] =>
  verdict.findings.filter((one) => one.rule === rule);

describe('a host', () => {
  const host = 'a.shop.example.test';

  test('below what is delegated to the team is granted at once', () => {
    const verdict = judged(host, delegated);
    expect(verdict.outcome).toBe('granted');
    expect(of(verdict)[0]?.message).toContain('*.shop.example.test');
  });

  test('in a zone only, asks its party, once; a zone of the team itself asks nobody', () => {
    expect(partiesOf(judged(host, free))).toEqual([{ kind: 'zone', zone: 'example.test', rules: ['hosts'] }]);
    expect(judged(host, { ...free, zone: { ...ZONE, owner: 'shop' } }).outcome).toBe('granted');
    expect(judged(host, { ...free, zone: { ...ZONE, owner: 'billing' } }).outcome).toBe('needs-approval');
  });

  test('that nothing is known of is refused, with the zones', () => {
    const context = contextWith({ hosts: { zones: ['example.test', 'example.org'], facts: {} } });
    const [finding] = of(evaluate(desiredWith({}, { hosts: [host] }), context));
    expect(finding).toMatchObject({ outcome: 'refused', field: 'hosts' });
    expect(finding?.message).toContain('example.test and example.org');
  });

  test.each([
    ['active', 'billing-dev on harbor-dev (team Billing) holds'],
    ['revoking', 'has not confirmed'],
    ['quarantined', 'kept from others until 2026-12-01'],
  ] as const)('that is %s elsewhere is refused with its holder', (state, words) => {
    const taken = { ...holder, state, freeAt: '2026-12-01T00:00:00.000Z' };
    const [finding] = of(judged(host, { ...delegated, holders: [taken] }));
    expect(finding?.outcome).toBe('refused');
    expect(finding?.message).toContain(words);
  });

  test('that an open request has reserved is refused without a word about whose it is', () => {
    const [finding] = of(judged(host, { ...delegated, holders: [{ ...holder, state: 'reserved' }] }));
    expect(finding?.message).toContain('an open request has reserved');
    expect(finding?.message).not.toMatch(/Billing|billing/);
  });

  test('that is delegated to another team is refused, naming the team', () => {
    const theirs = [{ host: '*.example.test', team: 'billing', teamName: 'Billing', covers: true }];
    const [finding] = of(judged(host, { ...free, delegations: theirs }));
    expect(finding).toMatchObject({ outcome: 'refused' });
    expect(finding?.message).toContain('*.example.test is delegated to team Billing');
  });

  test('that somebody else serves needs the zone, that the team itself serves is a warning', () => {
    const legacy = { namespace: 'legacy', kind: 'Ingress', name: 'web', team: null };
    const own = { namespace: 'shop-old', kind: 'Ingress', name: 'web', team: 'shop' };
    const foreign = judged(host, { ...delegated, servedBy: [own, legacy] });
    expect(foreign.outcome).toBe('needs-approval');
    expect(of(foreign)[1]?.message).toContain('Ingress legacy/web');
    expect(of(foreign)[1]?.message).not.toContain('shop-old');
    const moved = judged(host, { ...delegated, servedBy: [own] });
    expect(moved.outcome).toBe('granted');
    expect(of(moved)[1]?.message).toContain('Take it off there');
  });

  test('names three objects at most, and how many more', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      namespace: 'legacy',
      kind: 'Ingress',
      name: `web-${String(index)}`,
      team: null,
    }));
    expect(of(judged(host, { ...delegated, servedBy: many }))[1]?.message).toContain(
      'legacy/web-2 and 6 more',
    );
  });

  test('that it holds already is not judged again', () => {
    const verdict = judged(host, { ...free, own: true, zone: null });
    expect(verdict.outcome).toBe('granted');
  });
});

describe('a wildcard', () => {
  const host = '*.shop.example.test';
  test('asks the zone, also below what is delegated, unless a limit grants it', () => {
    const asked = judged(host, delegated);
    expect(of(asked, 'wildcard-hosts')).toMatchObject([{ party: { kind: 'zone', zone: 'example.test' } }]);
    const limits = guardrailLimitsSchema.parse({ environments: { development: { wildcardHosts: true } } });
    expect(judged(host, delegated, { limits }).outcome).toBe('granted');
    expect(judged(host, { ...delegated, own: true }).outcome).toBe('granted');
  });

  test('over names of another team is refused, naming what lies below it', () => {
    const below = [{ host: 'pay.shop.example.test', team: 'billing', teamName: 'Billing', covers: false }];
    expect(of(judged(host, { ...free, delegations: below }))[0]?.message).toContain(
      'pay.shop.example.test below it is delegated to team Billing',
    );
  });
});

describe('gateways and classes', () => {
  const config = { ...plainConfig, gateways: ['gateway-system/public'], ingressClasses: ['public'] };
  const cluster = { ...contextWith().cluster, config };

  test('are those that the cluster offers, and no others', () => {
    const offered = desiredWith({}, { gateways: ['gateway-system/public'], ingressClasses: ['public'] });
    expect(evaluate(offered, contextWith({ cluster })).outcome).toBe('granted');
    const others = desiredWith({}, { gateways: ['shop/own'], ingressClasses: ['internal'] });
    expect(of(evaluate(others, contextWith({ cluster })), 'gateways')).toMatchObject([
      {
        outcome: 'refused',
        field: 'gateways',
        message: expect.stringContaining('gateway-system/public') as string,
      },
      { outcome: 'refused', field: 'ingressClasses' },
    ]);
  });

  test('that are held stay, also when they are offered no more', () => {
    const held = desiredWith({}, { gateways: ['gateway-system/old'] });
    expect(evaluate(held, contextWith({ cluster, before: held })).outcome).toBe('granted');
  });
});
