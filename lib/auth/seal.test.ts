import fc from 'fast-check';
import { expect, test } from 'vitest';
import { open, seal } from './seal.ts';

const SECRET = 'a secret of at least thirty-two characters';

test('what is sealed opens with the same secret for the same session, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), fc.string(), (text, context) => {
      expect(open(seal(text, SECRET, context), SECRET, context)).toBe(text);
    }),
  );
});

test('it opens with no other secret, for no other session, and not when a single bit was touched', () => {
  const sealed = seal('refresh', SECRET, 'session-1');
  expect(open(sealed, `${SECRET}!`, 'session-1')).toBeNull();
  expect(open(sealed, SECRET, 'session-2')).toBeNull();
  for (let at = 0; at < sealed.length; at += 1) {
    const touched = Buffer.from(sealed);
    touched.writeUInt8((touched[at] ?? 0) ^ 1, at);
    expect(open(touched, SECRET, 'session-1')).toBeNull();
  }
  expect(open(Buffer.alloc(3), SECRET, 'session-1')).toBeNull();
});

test('the same text never seals to the same bytes', () => {
  expect(seal('x', SECRET, 's').equals(seal('x', SECRET, 's'))).toBe(false);
});
