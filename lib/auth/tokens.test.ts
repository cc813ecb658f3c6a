import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { mintToken, parseToken, secretMatches, tokenPrefix } from './tokens.ts';

test('a token leads back to its row, and only its own secret matches the stored hash', () => {
  const id = randomUUID();
  const { token, hash } = mintToken(id);
  const parsed = parseToken(token);
  expect(parsed?.id).toBe(id);
  expect(secretMatches(parsed?.secret ?? '', hash)).toBe(true);
  expect(secretMatches(mintToken(id).token, hash)).toBe(false);
  expect(hash.toString('hex')).not.toContain(parsed?.secret);
  expect(tokenPrefix(id)).not.toContain(parsed?.secret);
});

test.each(['', 'berth_', 'berth_x_y', 'ghp_abc', `berth_${'0'.repeat(32)}_short`])(
  '%j is no token',
  (text) => {
    expect(parseToken(text)).toBeNull();
  },
);
