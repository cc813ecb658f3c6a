import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from './kubernetes-vectors.json' with { type: 'json' };
import {
  QuantityError,
  addQuantities,
  compareQuantities,
  formatQuantity,
  isQuantity,
  parseQuantity,
  quantityToString,
  quotaRatio,
  sameQuantity,
  scaleQuantity,
  subtractQuantities,
} from './index.ts';

const quantityText = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.bigInt({ min: 0n, max: 10n ** 15n }),
    fc.option(fc.stringMatching(/^[0-9]{1,6}$/)),
    fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-3', 'e0'),
  )
  .map(
    ([sign, whole, fraction, suffix]) =>
      `${sign}${String(whole)}${fraction === null ? '' : `.${fraction}`}${suffix}`,
  );

// Decimal suffixes have no largest: sums of these stay exact.
const smallText = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom('', 'm', 'k', 'M', 'Ki', 'Mi', 'Gi'))
  .map(([whole, suffix]) => `${String(whole)}${suffix}`);

describe('a quantity is what Kubernetes makes of it', () => {
  test.each(Object.entries(vectors.parse))(
    '%j is read and written as Kubernetes does: %j',
    (text, canonical) => {
      expect(isQuantity(text)).toBe(canonical !== null);
      if (canonical !== null) expect(quantityToString(text)).toBe(canonical);
    },
  );

  test.each(vectors.arithmetic as [string, string, string, string, number][])(
    '%s and %s add, subtract and compare as in Kubernetes',
    (a, b, sum, difference, order) => {
      expect(quantityToString(addQuantities(a, b))).toBe(sum);
      expect(quantityToString(subtractQuantities(a, b))).toBe(difference);
      expect(compareQuantities(a, b)).toBe(order);
    },
  );

  test('writing and reading again gives the same amount, and the written text is final', () => {
    fc.assert(
      fc.property(quantityText, (text) => {
        const written = quantityToString(text);
        expect(sameQuantity(written, text)).toBe(true);
        expect(quantityToString(written)).toBe(written);
      }),
    );
  });

  test('comparing is an order: reflexive, antisymmetric, and kept by addition', () => {
    fc.assert(
      fc.property(smallText, smallText, smallText, (a, b, c) => {
        expect(compareQuantities(a, a)).toBe(0);
        expect(compareQuantities(a, b) + compareQuantities(b, a)).toBe(0);
        expect(compareQuantities(addQuantities(a, c), addQuantities(b, c))).toBe(compareQuantities(a, b));
      }),
    );
  });

  test('adding is commutative and associative, and subtracting undoes it', () => {
    fc.assert(
      fc.property(smallText, smallText, smallText, (a, b, c) => {
        expect(sameQuantity(addQuantities(a, b), addQuantities(b, a))).toBe(true);
        expect(
          sameQuantity(addQuantities(addQuantities(a, b), c), addQuantities(a, addQuantities(b, c))),
        ).toBe(true);
        expect(sameQuantity(subtractQuantities(addQuantities(a, b), b), a)).toBe(true);
      }),
    );
  });

  test('whatever is not a quantity is refused with a QuantityError, never with another error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseQuantity(text);
        } catch (error) {
          expect(error).toBeInstanceOf(QuantityError);
        }
      }),
    );
    for (const text of ['.', '+', '-', 'Gi', '1e99999999999', '1'.repeat(200)]) {
      expect(() => parseQuantity(text)).toThrow(QuantityError);
    }
  });
});

describe('scaling takes the factor as the decimal number it is written as', () => {
  test('a whole factor is repeated addition', () => {
    fc.assert(
      fc.property(smallText, fc.integer({ min: 1, max: 9 }), (text, factor) => {
        let sum = parseQuantity(text);
        for (let i = 1; i < factor; i++) sum = addQuantities(sum, text);
        expect(sameQuantity(scaleQuantity(text, factor), sum)).toBe(true);
      }),
    );
  });

  test('fractions are exact and what is finer than a nano is rounded up', () => {
    expect(quantityToString(scaleQuantity('10', 1.1))).toBe('11');
    expect(quantityToString(scaleQuantity('4Gi', 1.5))).toBe('6Gi');
    expect(quantityToString(scaleQuantity('1n', 0.5))).toBe('1n');
    expect(quantityToString(scaleQuantity('3', 1e21))).toBe('3000E');
    expect(quantityToString(scaleQuantity('-3', 0.5))).toBe('-1500m');
    expect(() => scaleQuantity('1', Number.NaN)).toThrow(QuantityError);
  });
});

describe('figures for people', () => {
  test.each([
    ['500m', 'cpu', '0.5 CPU'],
    ['16', 'cpu', '16 CPU'],
    ['1234567n', 'cpu', '0.002 CPU'],
    ['-1500m', 'cpu', '-1.5 CPU'],
    ['512Mi', 'memory', '512 MiB'],
    ['1536Mi', 'memory', '1.5 GiB'],
    ['1000M', 'memory', '953.7 MiB'],
    ['0', 'memory', '0 B'],
    ['-2Gi', 'memory', '-2 GiB'],
    ['20', 'count', '20'],
    ['1k', 'count', '1000'],
  ] as const)('%s as %s is "%s"', (text, unit, said) => {
    expect(formatQuantity(text, unit)).toBe(said);
  });

  test('a ratio is used against hard, and a zero quota is full as soon as something is used', () => {
    expect(quotaRatio('500m', '2')).toBe(0.25);
    expect(quotaRatio('3Gi', '2Gi')).toBe(1.5);
    expect(quotaRatio('0', '0')).toBe(0);
    expect(quotaRatio('1', '0')).toBe(1);
  });
});
