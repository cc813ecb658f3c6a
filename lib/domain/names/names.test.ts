import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDnsLabel, isLabelKey, isSlug, labelValue, namespaceNameProblem, slugify } from './index.ts';

const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

describe('a namespace name', () => {
  test.each(['shop', 'shop-dev', '3d', 'a', 'a'.repeat(63), 'kubernetes', 'defaults'])(
    '%s can be used',
    (name) => {
      expect(namespaceNameProblem(name)).toBeNull();
    },
  );

  test.each([
    ['', 'Give the namespace a name'],
    ['Shop', 'lower-case'],
    ['shop_dev', '"shop-dev"'],
    ['-shop', 'letter or digit at both ends'],
    ['shop-', 'letter or digit at both ends'],
    ['shop.dev', 'lower-case'],
    ['a'.repeat(64), '64 characters'],
    ['kube-system', '"kube-" are reserved'],
    ['openshift-x', '"openshift-" are reserved'],
    ['default', '"default" is reserved'],
    ['berth-system', '"berth-" are reserved'],
  ])('%j is refused with a reason that names the fault', (name, reason) => {
    expect(namespaceNameProblem(name)).toContain(reason);
  });

  test("a cluster's own list counts, exact names and prefixes", () => {
    const reserved = ['istio-*', 'monitoring'];
    expect(namespaceNameProblem('istio-system', { reserved })).toContain('"istio-"');
    expect(namespaceNameProblem('monitoring', { reserved })).toContain('"monitoring"');
    expect(namespaceNameProblem('monitoring-2', { reserved })).toBeNull();
  });

  test('every name that is taken is a DNS label', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', 'z', '0', '9', '-', '.', '_', 'A', ' ') }),
        (name) => {
          if (namespaceNameProblem(name) === null) expect(isDnsLabel(name)).toBe(true);
        },
      ),
    );
  });
});

describe('a slug', () => {
  test.each([
    ['Checkout API', 'checkout-api'],
    ['Größe & Übermaß', 'grosse-ubermass'],
    ['  --x--  ', 'x'],
    ['3D viewer', 'x-3d-viewer'],
    ['Łódź Ærø', 'lodz-aero'],
    ['日本', ''],
  ])('of %j is %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  test('of anything is empty or valid, and slugging it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const slug = slugify(text);
        expect(slug === '' || isSlug(slug)).toBe(true);
        expect(slugify(slug)).toBe(slug);
      }),
    );
  });
});

describe('a label value', () => {
  test('of any text is valid for Kubernetes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const value = labelValue(text);
        expect(value.length).toBeLessThanOrEqual(63);
        expect(value).toMatch(LABEL_VALUE);
      }),
    );
  });

  test('is the text itself where that is valid', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,20}[A-Za-z0-9])?$/), (text) => {
        expect(labelValue(text)).toBe(text);
      }),
    );
  });

  test('keeps two texts apart, however long their common beginning', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const head = 'x'.repeat(80);
        if (a !== b) expect(labelValue(head + a)).not.toBe(labelValue(head + b));
      }),
    );
  });
});

test('a label key is a name, or a DNS subdomain and a name', () => {
  for (const key of ['team', 'finops.example.com/team', 'A_b.c-d']) expect(isLabelKey(key)).toBe(true);
  for (const key of ['', '/team', 'x/', 'a/b/c', 'Ex ample/team', 'x'.repeat(64)])
    expect(isLabelKey(key)).toBe(false);
});
