import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, parseNotification } from './frame.ts';

test('whatever is in an event, it stays one event', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'binary' }), (id, key) => {
      const text = frame({ id, name: 'x', data: { topic: 'namespace', key } });
      expect(text.endsWith('\n\n')).toBe(true);
      expect(text.slice(0, -2).split('\n')).toHaveLength(3);
      expect(text).not.toMatch(/\r/);
    }),
  );
});

test('a notification is id, topic and key, or nothing', () => {
  expect(parseNotification('12 namespace abc')).toEqual({ id: 12n, topic: 'namespace', key: 'abc' });
  for (const bad of ['', 'x namespace abc', '12 namespace', '12 Name abc', '12 namespace a b']) {
    expect(parseNotification(bad)).toBeNull();
  }
});
