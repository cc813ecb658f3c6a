import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderNamespace, type KubernetesObject } from '../render/index.ts';
import { renderInputWith } from '../testing.ts';
import {
  addedConnections,
  connectionPaths,
  factOf,
  rebaseConnections,
  sidesOf,
  sortedConnections,
  type Connection,
  type ConnectionFact,
} from './index.ts';

const tcp = (port: number) => ({ port, protocol: 'TCP' as const });
const to = (peer: string, ...ports: number[]): Connection => ({
  peer,
  direction: 'to',
  ports: ports.map(tcp),
});
const from = (peer: string, ...ports: number[]): Connection => ({ ...to(peer, ...ports), direction: 'from' });

const names = fc.constantFrom('a', 'b', 'c', 'd');
const port = fc.record({
  port: fc.integer({ min: 1, max: 5 }),
  protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
});
const connections = fc.uniqueArray(
  fc.record({
    peer: names,
    direction: fc.constantFrom('from' as const, 'to' as const),
    ports: fc.array(port, { minLength: 1, maxLength: 4 }),
  }),
  { selector: ({ peer, direction }) => `${direction} ${peer}`, maxLength: 6 },
);
const facts: fc.Arbitrary<ConnectionFact[]> = fc
  .uniqueArray(fc.record({ from: names, to: names, ports: fc.array(port, { minLength: 1, maxLength: 4 }) }), {
    selector: (fact) => `${fact.from} ${fact.to}`,
    maxLength: 8,
  })
  .map((list) => list.filter((fact) => fact.from !== fact.to));

/** The rules that a namespace's connection policies hold, as "ingress from b TCP/80". */
function rulesOf(name: string, sides: Connection[]): string[] {
  const objects = renderNamespace(renderInputWith({ name }, { connections: sides })).map(
    ({ object }) => object,
  );
  return objects.filter(({ metadata }) => metadata.name.startsWith('berth-connection-')).flatMap(rulesIn);
}

function rulesIn(policy: KubernetesObject): string[] {
  type Ref = { namespaceSelector: { matchLabels: Record<string, string> } };
  type Rule = { from?: Ref[]; to?: Ref[]; ports?: { port: number; protocol: string }[] };
  const spec = policy['spec'] as { ingress?: Rule[]; egress?: Rule[] };
  const said = (way: string, rule: Rule): string[] =>
    (rule.from ?? rule.to ?? []).flatMap((peer) =>
      (rule.ports ?? [{ port: NaN, protocol: 'EVERY' }]).map(
        ({ port: number, protocol }) =>
          `${way} ${peer.namespaceSelector.matchLabels['kubernetes.io/metadata.name'] ?? '?'} ${protocol}/${String(number)}`,
      ),
    );
  return [
    ...(spec.ingress ?? []).flatMap((rule) => said('ingress from', rule)),
    ...(spec.egress ?? []).flatMap((rule) => said('egress to', rule)),
  ];
}

describe('one row is an egress rule where traffic comes from and an ingress rule where it goes to', () => {
  test('and nothing anywhere else, for any rows', () => {
    fc.assert(
      fc.property(facts, (rows) => {
        const everywhere = ['a', 'b', 'c', 'd'].flatMap((name) =>
          rulesOf(name, sidesOf(name, rows)).map((rule) => `${name}: ${rule}`),
        );
        const expected = rows.flatMap((row) =>
          new Set(row.ports.map(({ port: number, protocol }) => `${protocol}/${String(number)}`))
            .values()
            .flatMap((text) => [
              `${row.from}: egress to ${row.to} ${text}`,
              `${row.to}: ingress from ${row.from} ${text}`,
            ])
            .toArray(),
        );
        expect(everywhere.sort()).toEqual(expected.sort());
      }),
    );
  });

  test('and each side knows the same row', () => {
    fc.assert(
      fc.property(facts, (rows) => {
        for (const name of ['a', 'b', 'c', 'd']) {
          const mine = rows.filter((row) => row.from === name || row.to === name);
          const said = sidesOf(name, rows).map((side) => factOf(name, side));
          expect(said.map((row) => `${row.from}>${row.to}`).sort()).toEqual(
            mine.map((row) => `${row.from}>${row.to}`).sort(),
          );
        }
      }),
    );
  });

  test('a row without ports opens nothing, instead of everything', () => {
    expect(rulesOf('a', [{ peer: 'b', direction: 'to', ports: [] }])).toEqual([]);
  });
});

describe('what is asked for', () => {
  test('is what goes beyond what there is: new connections, and new ports of others', () => {
    const now = [to('b', 80), from('c', 443)];
    expect(addedConnections(now, [to('b', 80, 81), from('c', 443), from('d', 1)])).toEqual([
      from('d', 1),
      to('b', 81),
    ]);
    expect(addedConnections(now, [to('b', 80)])).toEqual([]);
  });

  test('differs port by port, whatever the order', () => {
    expect(connectionPaths([to('b', 80)], [to('b', 81), from('c', 1)])).toEqual([
      'connections.from.c.TCP 1',
      'connections.to.b.TCP 80',
      'connections.to.b.TCP 81',
    ]);
    fc.assert(
      fc.property(connections, (list) => {
        expect(connectionPaths(list, [...list].reverse())).toEqual([]);
      }),
    );
  });

  test('laid over the state it was asked in gives what was asked for', () => {
    fc.assert(
      fc.property(connections, connections, (before, wanted) => {
        expect(rebaseConnections(before, wanted, connectionPaths(before, wanted))).toEqual(
          sortedConnections(wanted),
        );
      }),
    );
  });

  test("laid over another state undoes nothing that it didn't ask for", () => {
    fc.assert(
      fc.property(connections, connections, connections, (before, wanted, now) => {
        const paths = connectionPaths(before, wanted);
        const then = rebaseConnections(now, wanted, paths);
        expect(connectionPaths(now, then).filter((path) => !paths.includes(path))).toEqual([]);
        expect(rebaseConnections(then, wanted, paths)).toEqual(then);
        for (const { ports } of then) expect(ports.length).toBeGreaterThan(0);
      }),
    );
  });

  test('by two requests that cross ends in one connection with the ports of both', () => {
    const asked = connectionPaths([], [to('b', 80)]);
    expect(rebaseConnections([to('b', 90)], [to('b', 80)], asked)).toEqual([to('b', 80, 90)]);
  });
});
