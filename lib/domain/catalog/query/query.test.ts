import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  KEYS,
  addFilter,
  complete,
  hasFilter,
  parseQuery,
  printQuery,
  readExpiry,
  readQuotaUse,
  removeFilter,
  typingAt,
} from './index.ts';

/** Texts with what makes a grammar stumble: known and unknown keys, quotes, commas, blanks, letters from everywhere. */
const piece = fc.oneof(
  fc.constantFrom(...KEYS.flatMap(({ key, aliases }) => [key, ...aliases]).map((key) => `${key}:`)),
  fc.constantFrom('-', '"', '""', ',', ':', ' ', '\t', '\u0000', '://', 'nothing:', '<30d', '>80%', 'never'),
  fc.constantFrom('prod', 'Ready', 'runbook', '2026-12-31', 'café', 'Größe', 'a-b', '👩‍🚀', 'tag:a,b', '1'),
  fc.string({ maxLength: 5 }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

describe('a query is one text', () => {
  test('what is printed reads as the same query', () => {
    fc.assert(
      fc.property(text, (written) => {
        const query = parseQuery(written);
        expect(parseQuery(printQuery(query))).toEqual(query);
      }),
      { numRuns: 2_000 },
    );
  });

  test('words, filters and their spellings', () => {
    const query = parseQuery('checkout owner:payments ENV:prod,dev -has:runbook tier:1 "two words"');
    expect(query).toEqual({
      words: ['checkout', 'two words'],
      filters: [
        { key: 'team', not: false, values: ['payments'] },
        { key: 'env', not: false, values: ['development', 'production'] },
        { key: 'tier', not: false, values: ['1'] },
        { key: 'has', not: true, values: ['runbook'] },
      ],
      problems: [],
    });
    expect(printQuery(query)).toBe(
      'checkout "two words" team:payments env:development,production tier:1 -has:runbook',
    );
  });

  test('one value of a kind widens, several of a thing narrow down', () => {
    expect(parseQuery('env:test env:prod').filters).toHaveLength(1);
    expect(parseQuery('tag:pci tag:public').filters).toHaveLength(2);
    expect(parseQuery('-tag:pci -tag:public').filters).toHaveLength(1);
    expect(parseQuery('tag:pci tag:pci').filters).toHaveLength(1);
  });

  test('what is wrong with a part is said, and the rest holds', () => {
    const query = parseQuery('team:payments env:prdo colour:red expires:soon expires:<2026-02-30');
    expect(query.filters).toEqual([{ key: 'team', not: false, values: ['payments'] }]);
    expect(query.problems.map(({ part }) => part)).toEqual([
      'env:prdo',
      'colour:red',
      'expires:soon',
      'expires:<2026-02-30',
    ]);
    expect(query.problems[0]?.message).toContain('production');
  });

  test('addresses and times are words, not filters', () => {
    expect(parseQuery('https://shop.example.com/cart 10:30')).toEqual({
      words: ['https://shop.example.com/cart', '10:30'],
      filters: [],
      problems: [],
    });
  });

  test('a filter that was added is there, and gone when removed', () => {
    const value = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, value, fc.boolean(), (written, name, not) => {
        const before = parseQuery(written);
        const after = addFilter(before, 'team', name, not);
        fc.pre(after !== before);
        expect(hasFilter(after, 'team', name, not)).toBe(true);
        expect(hasFilter(after, 'team', name, !not)).toBe(false);
        expect(hasFilter(removeFilter(after, 'team', name, not), 'team', name, not)).toBe(false);
        expect(after.words).toEqual(before.words);
      }),
    );
    expect(printQuery(removeFilter(parseQuery('shop env:prod,test'), 'env', 'prod'))).toBe('shop env:test');
    expect(printQuery(removeFilter(parseQuery('shop env:prod,test -env:dev'), 'env'))).toBe(
      'shop -env:development',
    );
  });
});

describe('figures', () => {
  test.each([
    ['<30d', { kind: 'days', less: true, days: 30 }],
    ['>2w', { kind: 'days', less: false, days: 14 }],
    ['<2026-12-31', { kind: 'date', less: true, date: '2026-12-31' }],
    ['never', { kind: 'never' }],
    ['30d', null],
  ])('expires:%s', (value, expected) => expect(readExpiry(value)).toEqual(expected));

  test('quota in percent', () => {
    expect(readQuotaUse('>80%')).toEqual({ less: false, ratio: 0.8 });
    expect(readQuotaUse('<5')).toEqual({ less: true, ratio: 0.05 });
    expect(readQuotaUse('80%')).toBeNull();
  });
});

describe('what is being typed', () => {
  test('never fails, and lies within the text', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: -5, max: 200 }), (written, caret) => {
        const typing = typingAt(written, caret);
        expect(typing.start).toBeGreaterThanOrEqual(0);
        expect(typing.end).toBeLessThanOrEqual(written.length);
      }),
    );
  });

  test.each([
    ['che', 3, 'checkout', 'checkout '],
    ['te', 2, 'team:', 'team:'],
    ['-te', 3, 'team:', '-team:'],
    ['shop env:test,pro x', 17, 'production', 'shop env:test,production x'],
    ['team:pay', 8, 'a b', 'team:"a b" '],
    ['a ', 2, 'env:', 'a env:'],
  ])('%j at %i finished with %j', (written, caret, whole, expected) =>
    expect(complete(written, typingAt(written, caret), whole)).toBe(expected),
  );
});
