import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterConfigSchema } from '../cluster/index.ts';
import { renderNamespace } from '../render/index.ts';
import { arbitrarySpec, renderInputWith } from '../testing.ts';
import { layoutNetwork, namespacePicture, partialPicture, portsText, teamPicture } from './index.ts';
import type { NetworkPicture, PicturedConnection } from './index.ts';

const shop = { slug: 'shop', name: 'Shop' };
const payments = { slug: 'payments', name: 'Payments' };
const checkout = { name: 'checkout-dev', team: shop };
const ledger = { name: 'ledger-dev', team: payments };
const config = clusterConfigSchema.parse({ apiServerCidrs: ['10.96.0.1/32'] });
const spec = renderInputWith().spec;
const tcp = (port: number) => ({ port, protocol: 'TCP' as const });

const connection = (change: Partial<PicturedConnection> = {}): PicturedConnection => ({
  cluster: 'dev',
  from: checkout,
  to: ledger,
  ports: [tcp(8080)],
  state: 'open',
  connectionId: 'c1',
  request: 7,
  ...change,
});
const picture = (change: Partial<Parameters<typeof namespacePicture>[0]> = {}): NetworkPicture =>
  namespacePicture({ namespace: checkout, cluster: 'dev', spec, config, connections: [], ...change });
const told = ({ edges }: NetworkPicture): string[] =>
  edges.map(({ from, to, ports }) => `${from} > ${to}: ${portsText(ports)}`);

describe('the picture of a namespace', () => {
  test('shows what every namespace has, and what it has not as a node without an edge', () => {
    const drawn = picture();
    expect(told(drawn)).toEqual([
      'ingress > namespace dev/checkout-dev: every port',
      'monitoring > namespace dev/checkout-dev: every port',
      'namespace dev/checkout-dev > dns: TCP 53, UDP 53',
      'namespace dev/checkout-dev > namespace dev/checkout-dev: every port',
    ]);
    expect(drawn.nodes.map(({ kind }) => kind)).toEqual([
      'namespace',
      'ingress',
      'monitoring',
      'dns',
      'api-server',
      'internet',
    ]);
    expect(drawn.enforced).toBe(false);
  });

  test('shows the API server, destinations and the internet where they may be reached', () => {
    const drawn = picture({
      spec: {
        ...spec,
        apiServerAccess: true,
        egress: [
          { name: 'bank', cidr: '203.0.113.0/24', ports: [tcp(443)] },
          { name: 'web', cidr: '0.0.0.0/0', ports: [tcp(443)] },
        ],
      },
      config: { ...config, cniEnforces: true },
    });
    expect(told(drawn)).toEqual(
      expect.arrayContaining([
        'namespace dev/checkout-dev > api-server: TCP 443, TCP 6443',
        'namespace dev/checkout-dev > destination dev/bank 203.0.113.0/24: TCP 443',
        'namespace dev/checkout-dev > internet: TCP 443',
      ]),
    );
    expect(drawn.enforced).toBe(true);
  });

  test('tells what is agreed from what is only asked for', () => {
    const drawn = picture({
      connections: [
        connection(),
        connection({ ports: [tcp(9090)], state: 'asked', connectionId: null, request: 9 }),
        connection({ from: ledger, to: checkout, connectionId: 'c2' }),
      ],
    });
    const agreed = drawn.edges.filter(({ source }) => source === 'connection');
    expect(agreed.map(({ state, connectionId, request }) => [state, connectionId, request])).toEqual([
      ['open', 'c1', 7],
      ['asked', null, 9],
      ['open', 'c2', 7],
    ]);
  });

  test('has an edge for each policy that Berth applies, and none besides', () => {
    fc.assert(
      fc.property(arbitrarySpec, (any) => {
        const input = renderInputWith({ name: 'self', cluster: { name: 'dev', config } }, any);
        const policies = renderNamespace(input)
          .map(({ object }) => object)
          .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name !== 'berth-default-deny');
        const drawn = namespacePicture({
          namespace: { name: 'self', team: shop },
          cluster: 'dev',
          spec: any,
          config,
          connections: any.connections
            .filter(({ peer }) => peer !== 'self')
            .map(({ peer, direction, ports }) => {
              const [self, other] = [
                { name: 'self', team: shop },
                { name: peer, team: payments },
              ];
              const [from, to] = direction === 'to' ? [self, other] : [other, self];
              return connection({ from, to, ports });
            }),
        });
        expect(drawn.edges).toHaveLength(policies.length);
        for (const { ports } of drawn.edges) expect(ports?.length).not.toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

test('what the other side sees of a namespace is the connections alone', () => {
  const drawn = partialPicture({
    namespace: checkout,
    cluster: 'dev',
    connections: [connection()],
    enforced: true,
  });
  expect(drawn.nodes.map(({ title, own }) => [title, own])).toEqual([
    ['checkout-dev', true],
    ['ledger-dev', false],
  ]);
  expect(drawn.edges).toHaveLength(1);
});

describe('the picture of a team', () => {
  const namespace = (name: string, egress: (typeof spec)['egress'] = []) => ({
    cluster: 'dev',
    name,
    team: shop,
    egress,
  });
  test('shows its namespaces that talk to others, and whom they talk to', () => {
    const drawn = teamPicture({
      team: 'shop',
      namespaces: [
        namespace('quiet-dev'),
        namespace('mail-dev', [{ name: 'smtp', cidr: '198.51.100.7/32', ports: [tcp(25)] }]),
      ],
      connections: [connection(), connection({ to: { name: 'basket-dev', team: shop }, connectionId: 'c2' })],
      enforced: true,
    });
    expect(drawn.nodes.map(({ title, own }) => [title, own])).toEqual([
      ['basket-dev', true],
      ['checkout-dev', true],
      ['ledger-dev', false],
      ['mail-dev', true],
      ['smtp', false],
    ]);
  });
});

describe('a layout', () => {
  const both = picture({
    connections: [connection(), connection({ from: ledger, to: checkout, connectionId: 'c2' })],
  });

  test('puts who reaches us left, us in the middle, whom we reach right; who does both stands on both sides', () => {
    const layout = layoutNetwork(both);
    const at = (column: string) =>
      layout.boxes.filter((box) => box.column === column).map(({ node }) => node.title);
    expect(at('left').sort()).toEqual(['Gateways and ingress', 'Monitoring', 'ledger-dev']);
    expect(at('own')).toEqual(['checkout-dev']);
    expect(at('right').sort()).toEqual(['API server', 'DNS', 'The internet', 'ledger-dev']);
  });

  test('is the same for the same picture, keeps boxes apart and inside, and gives every edge between two nodes a line', () => {
    const team = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), {
        selector: (pair) => pair.join(),
        maxLength: 30,
      })
      .map((pairs) =>
        teamPicture({
          team: 'shop',
          namespaces: [],
          connections: pairs
            .filter(([a, b]) => a !== b)
            .map(([a, b], index) => {
              const end = (n: number) => ({ name: `n${String(n)}`, team: n < 6 ? shop : payments });
              const [from, to] = index % 2 === 0 ? [end(a), end(b)] : [end(b), end(a)];
              return connection({ from, to, connectionId: String(index) });
            }),
          enforced: true,
        }),
      );
    fc.assert(
      fc.property(team, (drawn) => {
        const layout = layoutNetwork(drawn);
        expect(layoutNetwork(structuredClone(drawn))).toEqual(layout);
        expect(layout.lines).toHaveLength(drawn.edges.filter(({ from, to }) => from !== to).length);
        for (const [index, a] of layout.boxes.entries()) {
          expect(
            a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height,
          ).toBe(true);
          for (const b of layout.boxes.slice(index + 1)) {
            expect(
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
            ).toBe(true);
          }
        }
        const ends = layout.lines.flatMap(({ from, to }) => [
          `${String(from.x)} ${String(from.y)}`,
          `${String(to.x)} ${String(to.y)}`,
        ]);
        expect(new Set(ends).size).toBe(ends.length);
      }),
      { numRuns: 60 },
    );
  });
});
