import { expect, test } from 'vitest';
import { fieldErrors } from '../desired-state/schema.ts';
import { tagsSchema } from './service.ts';

test('tags are in lower case, each once, in order', () => {
  expect(tagsSchema.parse(['Payments', 'c++', 'on-premises', ' payments '])).toEqual([
    'c++',
    'on-premises',
    'payments',
  ]);
});

test.each([['two words'], ['-x'], ['x--y'], ['ümlaut'], ['x'.repeat(64)], ['']])(
  'a list with "%s" in it is refused as a whole, since a form has one field for it',
  (odd) => {
    const result = tagsSchema.safeParse(['fine', odd]);
    expect(result.success ? [] : fieldErrors(result.error)).toEqual([
      { field: '', message: expect.stringContaining('is no tag') as string },
    ]);
  },
);

test('at most twenty', () => {
  const tags = Array.from({ length: 21 }, (_, index) => `t${String(index)}`);
  expect(tagsSchema.safeParse(tags).success).toBe(false);
  expect(tagsSchema.safeParse(tags.slice(1)).success).toBe(true);
});
