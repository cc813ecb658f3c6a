import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDnsLabel } from '../names/index.ts';
import {
  covers,
  hostListSchema,
  hostParts,
  hostPaths,
  hostText,
  hostsSchema,
  inZone,
  isWildcard,
  overlapping,
  overlaps,
  readDelegation,
  readHost,
  readSuffix,
  rebaseHosts,
  removalCommand,
  settle,
  type HostName,
} from './index.ts';

// A small alphabet, so that names often lie below each other.
const label = fc.constantFrom('a', 'b', 'shop', 'shop-b', 'x0');
const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const path = fc
  .array(fc.constantFrom('cart', 'cart-b', 'Cart', 'c', '~'), { maxLength: 3 })
  .map((elements) => elements.map((element) => `/${element}`).join(''));
const anyHost: fc.Arbitrary<HostName> = fc.oneof(
  name.map((host) => ({ host: `*.${host}`, path: '' })),
  fc.record({ host: name, path }),
);

describe('a host has one canonical form', () => {
  test.each([
    ['shop.example.com', 'shop.example.com'],
    ['Shop.EXAMPLE.com.', 'shop.example.com'],
    ['  shop.example.com  ', 'shop.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['shop\u3002example.com', 'shop.example.com'],
    ['*.Shop.example.com', '*.shop.example.com'],
    ['shop.example.com/', 'shop.example.com'],
    ['shop.example.com/cart/', 'shop.example.com/cart'],
    ['Shop.example.com/Cart/items', 'shop.example.com/Cart/items'],
    ['a--b.example.com', 'a--b.example.com'],
    ['1and1.example.com', '1and1.example.com'],
  ])('%s -> %s', (written, canonical) => {
    const read = readHost(written);
    expect(read).toEqual({ ...hostParts(canonical), problem: null });
  });

  test.each([
    [''],
    ['shop'],
    ['*'],
    ['*.com'],
    ['*.*.example.com'],
    ['a.*.example.com'],
    ['*shop.example.com'],
    ['.example.com'],
    ['shop..example.com'],
    ['shop.example.com..'],
    ['-shop.example.com'],
    ['shop-.example.com'],
    ['sh_op.example.com'],
    ['sh op.example.com'],
    ['shop.example.com,evil.example.com'],
    ['shop.example.com:8080'],
    ['user@shop.example.com'],
    ['https://shop.example.com'],
    ['shop%2eexample.com'],
    ['10.1.2.3'],
    ['１０.1.2.3'],
    ['0x7f.0.0.1'],
    ['1.2.3.0x4'],
    ['[2001:db8::1]'],
    ['shop.example.1'],
    ['xn--a.example.com\u0000'],
    ['xn--zzzzzzzz-.example'],
    [`${'a'.repeat(64)}.example.com`],
    [`${'a.'.repeat(127)}example.com`],
    ['*.shop.example.com/cart'],
    ['shop.example.com//cart'],
    ['shop.example.com/../admin'],
    ['shop.example.com/cart/.'],
    ['shop.example.com/ca%72t'],
    ['shop.example.com/cart?x=1'],
    ['shop.example.com/cart,evil.example.com'],
    [`shop.example.com/${'a'.repeat(257)}`],
  ])('"%s" is none, and the sentence says what to write', (written) => {
    const read = readHost(written);
    expect(read.problem).toMatch(/\.$/);
    expect(read).not.toHaveProperty('host');
  });

  test('whatever is taken is canonical: reading it again gives the same, and every label is a DNS label', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.domain(),
      anyHost.map(hostText),
      fc.tuple(fc.domain(), fc.webPath()).map((parts) => parts.join('')),
      fc
        .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), name)
        .map((parts) => parts.join('.')),
    );
    let taken = 0;
    fc.assert(
      fc.property(text, (written) => {
        const read = readHost(written);
        if (read.problem !== null) return;
        taken += 1;
        const canonical = hostText(read);
        expect(readHost(canonical)).toEqual(read);
        expect(hostParts(canonical)).toEqual({ host: read.host, path: read.path });
        const bare = isWildcard(read.host) ? read.host.slice(2) : read.host;
        expect(bare.split('.').every(isDnsLabel)).toBe(true);
        expect(bare).toBe(bare.toLowerCase());
        // Neither can end the annotation's list early, nor stand for more than it says.
        expect(canonical).toMatch(/^(\*\.)?[a-z0-9.-]+(\/[A-Za-z0-9_.~-]+)*$/);
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  test('a delegation has no path, a zone neither path nor star', () => {
    expect(readDelegation('*.shop.example.com').problem).toBeNull();
    expect(readDelegation('shop.example.com/cart').problem).toMatch(/whole/);
    expect(readSuffix('Example.com.')).toMatchObject({ host: 'example.com', problem: null });
    expect(readSuffix('*.example.com').problem).toMatch(/without/);
    expect(readSuffix('example.com/x').problem).toMatch(/\.$/);
  });

  test('more than 200 are refused with the figure, and two ways of writing one name are one name', () => {
    const many = Array.from({ length: 201 }, (_, index) => `h${String(index)}.example.com`);
    expect(hostListSchema.safeParse(many.slice(1)).success).toBe(true);
    expect(hostListSchema.safeParse(many).error?.issues[0]?.message).toContain('asks for 201');
    expect(
      hostListSchema.safeParse(['Shop.example.com', 'shop.example.com.']).error?.issues[0]?.message,
    ).toContain('twice');
    expect(hostsSchema.safeParse(['Shop.example.com']).error?.issues[0]?.message).toContain(
      '"shop.example.com"',
    );
  });
});

describe('overlap', () => {
  const host = (text: string): HostName => hostParts(text);
  test.each([
    ['shop.example.com', 'shop.example.com', true],
    ['shop.example.com', '*.example.com', true],
    ['a.b.example.com', '*.example.com', true],
    ['*.b.example.com', '*.example.com', true],
    ['example.com', '*.example.com', false],
    ['shop-b.example.com', '*.shop.example.com', false],
    ['a.shop-b.example.com', '*.shop.example.com', false],
    ['shop.example.com/cart', 'shop.example.com', true],
    ['shop.example.com/cart', '*.example.com', true],
    ['shop.example.com/cart', 'shop.example.com/cart/items', true],
    ['shop.example.com/cart', 'shop.example.com/cart-b', false],
    ['shop.example.com/cart', 'shop.example.com/Cart', false],
    ['shop.example.com/cart', 'www.example.com/cart', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(overlaps(host(a), host(b))).toBe(expected);
    expect(overlaps(host(b), host(a))).toBe(expected);
  });

  test('is what one says of single names: two overlap when some name and path lies in both', () => {
    // Said again without ranges: a wildcard holds what ends with it, a path what begins with its elements.
    const says = (outer: HostName, inner: HostName): boolean => {
      const bare = outer.host.slice(1);
      const fits = isWildcard(outer.host)
        ? inner.host.replace('*', 'any').endsWith(bare) && inner.host !== bare.slice(1)
        : outer.host === inner.host;
      return (
        fits && (outer.path === '' || inner.path === outer.path || inner.path.startsWith(`${outer.path}/`))
      );
    };
    fc.assert(
      fc.property(anyHost, anyHost, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        expect(overlaps(a, a)).toBe(true);
        if (covers(a, b)) expect(overlaps(a, b)).toBe(true);
        if (covers(a, b) && covers(b, a)) expect(a).toEqual(b);
        expect(covers(a, b)).toBe(says(a, b));
        // Of hosts without their paths, and of paths of one host, one of two that overlap holds the other.
        const [hostA, hostB] = [
          { host: a.host, path: '' },
          { host: b.host, path: '' },
        ];
        expect(overlaps(hostA, hostB)).toBe(says(hostA, hostB) || says(hostB, hostA));
      }),
      { numRuns: 2_000 },
    );
  });

  test('the names that an index is asked for are just those that overlap', () => {
    fc.assert(
      fc.property(anyHost, anyHost, (a, b) => {
        const { names, below } = overlapping(a.host);
        const found = names.includes(b.host) || (below !== null && b.host.endsWith(below));
        expect(found).toBe(overlaps({ host: a.host, path: '' }, { host: b.host, path: '' }));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a zone holds its suffix and all below it, and no lookalike', () => {
    expect(inZone('example.com', 'example.com')).toBe(true);
    expect(inZone('example.com', '*.example.com')).toBe(true);
    expect(inZone('example.com', 'a.b.example.com')).toBe(true);
    expect(inZone('example.com', 'badexample.com')).toBe(false);
    expect(inZone('shop.example.com', '*.example.com')).toBe(false);
  });
});

describe('a change of hosts', () => {
  const hosts = fc.uniqueArray(anyHost.map(hostText), { maxLength: 6 }).map((list) => list.sort());

  test('leads to what was wanted, when nothing else has happened', () => {
    fc.assert(
      fc.property(hosts, hosts, (before, wanted) => {
        expect(rebaseHosts(before, wanted, hostPaths(before, wanted))).toEqual(wanted);
        expect(hostPaths(before, before)).toEqual([]);
      }),
    );
  });

  test('brings back nothing that was taken away since, and takes nothing that was added since', () => {
    const asked = hostPaths(['a.example.com', 'b.example.com'], ['a.example.com', 'c.example.com']);
    const wanted = ['a.example.com', 'c.example.com'];
    expect(rebaseHosts(['b.example.com', 'd.example.com'], wanted, asked)).toEqual([
      'c.example.com',
      'd.example.com',
    ]);
  });
});

describe('a grant that was taken away', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const seen = { observedGeneration: 4n, released: false, now, quarantineDays: 7 };
  const revoking = { state: 'revoking', revokedGeneration: 5n, freeAt: null } as const;

  test('stays taken until the cluster has confirmed, however long that takes', () => {
    expect(settle(revoking, seen)).toBeNull();
    expect(settle({ ...revoking, revokedGeneration: null }, { ...seen, observedGeneration: 99n })).toBeNull();
  });

  test('is quarantined from the confirmation on: of its generation, or of the end of its namespace', () => {
    const freeAt = new Date('2026-11-28T12:00:00Z');
    expect(settle(revoking, { ...seen, observedGeneration: 5n })).toEqual({ state: 'quarantined', freeAt });
    expect(settle({ ...revoking, revokedGeneration: null }, { ...seen, released: true })).toEqual({
      state: 'quarantined',
      freeAt,
    });
  });

  test('is free when its day has come, and not before', () => {
    const quarantined = { state: 'quarantined', revokedGeneration: 5n, freeAt: now } as const;
    expect(settle(quarantined, seen)).toEqual({ state: 'free' });
    expect(settle(quarantined, { ...seen, now: new Date(now.getTime() - 1) })).toBeNull();
  });

  test('one that was not taken away is left alone', () => {
    for (const state of ['reserved', 'active', 'free'] as const) {
      expect(settle({ ...revoking, state }, { ...seen, observedGeneration: 9n, released: true })).toBeNull();
    }
  });
});

describe('the command that takes a host off an object', () => {
  const user = { namespace: 'shop-dev', kind: 'HTTPRoute', name: 'shop' };
  test('deletes what carries nothing else, and opens what does', () => {
    expect(removalCommand(user, true)).toBe(
      'kubectl --namespace shop-dev delete httproutes.gateway.networking.k8s.io shop',
    );
    expect(removalCommand({ ...user, kind: 'Ingress' }, false)).toBe(
      'kubectl --namespace shop-dev edit ingresses.networking.k8s.io shop',
    );
    expect(removalCommand({ ...user, kind: 'Service' }, true)).toBe(
      'kubectl --namespace shop-dev annotate services shop external-dns.alpha.kubernetes.io/hostname- external-dns.alpha.kubernetes.io/internal-hostname-',
    );
  });
  test('is one command, whatever an object is called', () => {
    expect(removalCommand({ ...user, kind: 'Ingress', name: "a; rm -rf '/'" }, true)).toBe(
      "kubectl --namespace shop-dev delete ingresses.networking.k8s.io 'a; rm -rf '\\''/'\\'''",
    );
  });
});
