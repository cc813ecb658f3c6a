import { describe, expect, test } from 'vitest';
import type { NamespaceSpec } from '../desired-state/schema.ts';
import { contextWith, desiredWith } from '../testing.ts';
import { evaluate, partiesOf, type Finding, type Peer } from './index.ts';

type Connection = NamespaceSpec['connections'][number];
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' as const }));
const to = (peer: string, ...ports: number[]): Connection => ({
  peer,
  direction: 'to',
  ports: tcp(...ports),
});
const from = (peer: string, ...ports: number[]): Connection => ({ ...to(peer, ...ports), direction: 'from' });
const here = (team: string, teamName: string, connections = 0): Peer => ({
  state: 'here',
  team,
  teamName,
  connections,
});

const peers = new Map<string, Peer>([
  ['ledger-dev', here('payments', 'Payments')],
  ['invoices-dev', here('payments', 'Payments')],
  ['basket-dev', here('shop', 'Shop')],
  ['full-dev', here('payments', 'Payments', 100)],
  ['ledger-prod', { state: 'elsewhere', clusters: ['harbor-prod'] }],
  ['old-dev', { state: 'deleting' }],
]);

function judged(connections: Connection[], before: Connection[] | null = null) {
  const context = contextWith({ peers, before: before && desiredWith({}, { connections: before }) });
  return evaluate(desiredWith({}, { connections }), context);
}
const findings = (connections: Connection[], before: Connection[] | null = null): Finding[] =>
  judged(connections, before).findings.filter(({ rule }) => rule === 'connections');

describe('a connection', () => {
  test('with a namespace of another team needs that team, whichever way traffic flows', () => {
    for (const side of [to('ledger-dev', 8080), from('ledger-dev', 8080)]) {
      const [finding] = findings([side]);
      expect(finding).toMatchObject({
        outcome: 'needs-approval',
        party: { kind: 'team', team: 'payments' },
        field: `connections.${side.direction}.ledger-dev`,
      });
    }
    expect(findings([to('ledger-dev', 8080, 53)])[0]?.message).toBe(
      'Opens TCP 53 and TCP 8080 from checkout-dev to ledger-dev; ledger-dev belongs to Payments. A maintainer of Payments can approve it.',
    );
  });

  test('within one team is granted at once', () => {
    expect(judged([to('basket-dev', 80), from('basket-dev', 80)]).outcome).toBe('granted');
  });

  test('needs each team once, however many of its namespaces are named', () => {
    const verdict = judged([to('ledger-dev', 1), from('invoices-dev', 2), to('basket-dev', 3)]);
    expect(partiesOf(verdict)).toEqual([{ kind: 'team', team: 'payments', rules: ['connections'] }]);
  });

  test('that is agreed asks for nothing again; only what widens it does', () => {
    const agreed = [to('ledger-dev', 80)];
    expect(judged(agreed, agreed).outcome).toBe('granted');
    expect(findings([to('ledger-dev', 80, 81)], agreed)).toMatchObject([
      {
        outcome: 'needs-approval',
        message: expect.stringContaining('Widens the connection by TCP 81 from') as string,
      },
    ]);
    expect(findings([to('ledger-dev', 80), from('ledger-dev', 80)], agreed)).toHaveLength(1);
  });

  test('is narrowed and ended without asking anybody, also towards a namespace that is going', () => {
    const agreed = [to('ledger-dev', 80, 81), from('old-dev', 1, 2)];
    expect(judged([to('ledger-dev', 80), from('old-dev', 1)], agreed).outcome).toBe('granted');
    expect(judged([], agreed).outcome).toBe('granted');
  });

  test.each([
    ['nowhere-dev', 'There is no namespace "nowhere-dev" on harbor-dev.'],
    ['ledger-prod', '"ledger-prod" is on harbor-prod, not on harbor-dev'],
    ['old-dev', '"old-dev" is being deleted.'],
    ['checkout-dev', 'Traffic inside a namespace is open already.'],
    ['full-dev', '"full-dev" has 100 connections already'],
    ['constructor', 'There is no namespace "constructor" on harbor-dev.'],
  ])('with %s is refused, with the remedy', (peer, message) => {
    expect(findings([to(peer, 80)])).toMatchObject([
      {
        outcome: 'refused',
        field: `connections.to.${peer}`,
        message: expect.stringContaining(message) as string,
      },
    ]);
  });

  test('with too many ports is refused, counting those that are agreed', () => {
    const ports = Array.from({ length: 60 }, (_, index) => index + 1);
    expect(findings([to('basket-dev', ...ports)], [to('basket-dev', ...ports.slice(0, 40))])).toMatchObject([
      { outcome: 'refused', message: expect.stringContaining('at most 50 ports') as string },
    ]);
  });
});

describe('a destination outside the cluster', () => {
  const destination = (name: string, cidr: string, ...ports: number[]) => ({
    name,
    cidr,
    ports: tcp(...ports),
  });
  const egress = (asked: NamespaceSpec['egress'], had: NamespaceSpec['egress'] = []): Finding[] =>
    evaluate(
      desiredWith({}, { egress: asked }),
      contextWith({ before: desiredWith({}, { egress: had }) }),
    ).findings.filter(({ rule }) => rule === 'egress');

  test('that is granted asks for nothing again; more addresses or ports do', () => {
    const had = [destination('bank', '203.0.113.0/24', 443)];
    expect(egress(had, had)).toMatchObject([{ outcome: 'pass' }]);
    expect(egress([destination('bank-two', '203.0.113.0/25', 443)], had)).toMatchObject([
      { outcome: 'pass' },
    ]);
    expect(egress([destination('bank', '203.0.112.0/23', 443)], had)).toMatchObject([
      { outcome: 'needs-approval' },
    ]);
    expect(egress([destination('bank', '203.0.113.0/24', 443, 22)], had)).toMatchObject([
      { outcome: 'needs-approval', field: 'egress.bank', party: { kind: 'platform' } },
    ]);
  });

  test("never lies where clouds keep a node's credentials", () => {
    for (const cidr of ['169.254.169.254/32', '169.254.0.0/16', 'fd00:ec2::254/128', 'fe80::/64']) {
      expect(egress([destination('metadata', cidr, 80)])).toMatchObject([
        { outcome: 'refused', field: 'egress.metadata' },
      ]);
    }
  });
});
