import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cell, csvResponse, line } from './csv.ts';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
  'a cell that a spreadsheet would run (%j) is defused',
  (text) => {
    expect(cell(text).replace(/^"/, '').startsWith("'")).toBe(true);
  },
);

test('quotes, commas and line breaks stay inside their cell', () => {
  expect(cell('a,b')).toBe('"a,b"');
  expect(cell('say "hi"')).toBe('"say ""hi"""');
  expect(line(['a', 1, null])).toBe('a,1,\r\n');
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      const out = cell(text);
      const inner = out.startsWith('"') ? out.slice(1, -1).replaceAll('""', '') : out;
      expect(inner.includes('"')).toBe(false);
      if (/[\r\n,]/.test(text)) expect(out.startsWith('"')).toBe(true);
    }),
  );
});

test('a list is streamed page by page, to its end', async () => {
  const pages: Record<string, { rows: number[]; nextCursor: string | null }> = {
    first: { rows: [1, 2], nextCursor: 'second' },
    second: { rows: [3], nextCursor: null },
  };
  const response = await csvResponse('numbers', [{ title: 'n', value: (row: number) => row }], (cursor) =>
    Promise.resolve(pages[cursor ?? 'first'] ?? { rows: [], nextCursor: null }),
  );
  expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('\ufeffn\r\n1\r\n2\r\n3\r\n');
});

test('a refusal of the first page is an answer of its own, not a broken stream', async () => {
  const refused = csvResponse('numbers', [{ title: 'n', value: (row: number) => row }], () =>
    Promise.reject(new Error('not for you')),
  );
  await expect(refused).rejects.toThrow('not for you');
});
