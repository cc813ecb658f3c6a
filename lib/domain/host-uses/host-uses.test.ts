import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../render/index.ts';
import { hostUses } from './index.ts';

function object(
  kind: string,
  spec: unknown,
  more: { annotations?: Record<string, string>; status?: unknown } = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name: 'x',
      namespace: 'n',
      ...(more.annotations === undefined ? {} : { annotations: more.annotations }),
    },
    spec,
    ...(more.status === undefined ? {} : { status: more.status }),
  };
}

const said = (uses: readonly { host: string; path: string }[]): string[] =>
  uses.map(({ host, path }) => `${host}${path}`);

const rule = (host: string | undefined, ...paths: string[]): object => ({
  ...(host === undefined ? {} : { host }),
  http: { paths: paths.map((path) => ({ path, pathType: 'Prefix' })) },
});

describe('an Ingress', () => {
  test('carries each host with each of its paths, and its TLS hosts whole', () => {
    const spec = {
      rules: [rule('shop.example.com', '/cart', '/pay/'), rule('Api.Example.com', '/')],
      tls: [{ hosts: ['shop.example.com'] }],
    };
    expect(said(hostUses(object('Ingress', spec)))).toEqual([
      'shop.example.com/cart',
      'shop.example.com/pay',
      'api.example.com',
      'shop.example.com',
    ]);
  });

  test('without a host, or with a default backend, carries every host', () => {
    expect(said(hostUses(object('Ingress', { rules: [rule(undefined, '/')] })))).toEqual(['']);
    expect(said(hostUses(object('Ingress', { defaultBackend: { service: { name: 's' } } })))).toEqual(['']);
    expect(said(hostUses(object('Ingress', { rules: [{ host: 'a.example.com' }] })))).toEqual([
      'a.example.com',
    ]);
  });

  test('carries what its annotations publish', () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/server-alias': 'b.example.com, c.example.com',
      'external-dns.alpha.kubernetes.io/hostname': 'd.example.com.',
    };
    expect(said(hostUses(object('Ingress', {}, { annotations })))).toEqual([
      'b.example.com',
      'c.example.com',
      'd.example.com',
    ]);
  });
});

describe('routes', () => {
  test('an HTTPRoute carries each hostname with each path it matches', () => {
    const spec = {
      hostnames: ['a.example.com', '*.b.example.com'],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/cart' } }, { path: { value: '/' } }] },
        { matches: [{ path: { type: 'Exact', value: '/cart' } }] },
      ],
    };
    expect(said(hostUses(object('HTTPRoute', spec)))).toEqual([
      'a.example.com/cart',
      'a.example.com',
      '*.b.example.com/cart',
      '*.b.example.com',
    ]);
  });

  test('a regular expression, or no match at all, is the whole host', () => {
    const regex = { matches: [{ path: { type: 'RegularExpression', value: '/a.*' } }] };
    expect(said(hostUses(object('HTTPRoute', { hostnames: ['a.example.com'], rules: [regex, {}] })))).toEqual(
      ['a.example.com'],
    );
  });

  test.each(['HTTPRoute', 'GRPCRoute', 'TLSRoute'])('a %s without hostnames carries every host', (kind) => {
    expect(hostUses(object(kind, {}))).toEqual([{ host: '', path: '' }]);
    expect(said(hostUses(object(kind, { hostnames: ['g.example.com'] })))).toEqual(['g.example.com']);
  });

  test('a route may publish a name by annotation alone', () => {
    const annotations = { 'external-dns.alpha.kubernetes.io/internal-hostname': 'in.example.com' };
    expect(said(hostUses(object('GRPCRoute', { hostnames: ['g.example.com'] }, { annotations })))).toEqual([
      'g.example.com',
      'in.example.com',
    ]);
  });

  test('an OpenShift Route carries its host and path; one that the router named is read from its status', () => {
    expect(said(hostUses(object('Route', { host: 'r.example.com', path: '/x' })))).toEqual([
      'r.example.com/x',
    ]);
    const status = { ingress: [{ host: 'x-n.apps.example.com' }] };
    expect(said(hostUses(object('Route', {}, { status })))).toEqual(['x-n.apps.example.com']);
    expect(
      said(hostUses(object('Route', { host: 'w.apps.example.com', wildcardPolicy: 'Subdomain' }))),
    ).toEqual(['w.apps.example.com', '*.apps.example.com']);
  });
});

test.each(['Gateway', 'ListenerSet'])('a %s carries the host of each listener, or every host', (kind) => {
  const spec = { listeners: [{ name: 'a', hostname: '*.example.com' }, { name: 'b' }] };
  expect(said(hostUses(object(kind, spec)))).toEqual(['*.example.com', '']);
});

test('a Certificate carries its DNS names and its common name, once each', () => {
  const spec = { dnsNames: ['a.example.com', '*.a.example.com'], commonName: 'a.example.com' };
  expect(said(hostUses(object('Certificate', spec)))).toEqual(['a.example.com', '*.a.example.com']);
});

test('a DNSEndpoint carries the names it publishes', () => {
  expect(said(hostUses(object('DNSEndpoint', { endpoints: [{ dnsName: 'e.example.com' }, {}] })))).toEqual([
    'e.example.com',
  ]);
});

test('a Service carries only what it asks external-dns for', () => {
  expect(hostUses(object('Service', { externalName: 'db.example.com' }))).toEqual([]);
  const annotations = { 'external-dns.alpha.kubernetes.io/hostname': 's.example.com,t.example.com' };
  expect(said(hostUses(object('Service', {}, { annotations })))).toEqual(['s.example.com', 't.example.com']);
});

test.each(['/cart/../admin', '/cart/%2e%2e/admin', '/a b', '//cart', '/cart(.*)', '/./x', 'cart'])(
  'the path %j may be anything to a proxy: it is told as the whole host',
  (path) => {
    expect(hostUses(object('Ingress', { rules: [rule('a.example.com', path)] }))).toEqual([
      { host: 'a.example.com', path: '' },
    ]);
  },
);

test('kinds that carry no host carry none', () => {
  expect(hostUses(object('TCPRoute', { hostnames: ['a.example.com'] }))).toEqual([]);
  expect(hostUses(object('constructor', { hostnames: ['a.example.com'] }))).toEqual([]);
});

test('an object of an unknown shape breaks nothing', () => {
  for (const spec of [null, 7, 'x', [], { rules: {}, hostnames: 'a', listeners: [null, 4], tls: [[]] }]) {
    for (const kind of ['Ingress', 'HTTPRoute', 'Gateway', 'Certificate', 'DNSEndpoint', 'Route']) {
      expect(Array.isArray(hostUses(object(kind, spec)))).toBe(true);
    }
  }
});

test('one object with thousands of paths is told by its hosts alone', () => {
  const paths = Array.from({ length: 2_000 }, (_, index) => `/p${String(index)}`);
  expect(hostUses(object('Ingress', { rules: [rule('big.example.com', ...paths)] }))).toEqual([
    { host: 'big.example.com', path: '' },
  ]);
});
