import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergePatch } from './merge-patch.ts';

/** RFC 7386, section 2. */
function applied(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const base =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? Object.entries(target) : [];
  const result = new Map<string, unknown>(base);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applied(result.get(key), value));
  }
  return Object.fromEntries(result);
}

// JSON without null: in a merge patch null means "take it away", and Kubernetes drops it anyway.
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tree, { maxKeys: 4 });

test('the patch makes the live object exactly the wanted one', () => {
  fc.assert(
    fc.property(record, record, (live, wanted) => {
      const patch = mergePatch(live, wanted);
      expect(patch === undefined ? live : applied(live, patch)).toEqual(wanted);
    }),
  );
});

test('no difference, no patch', () => {
  fc.assert(
    fc.property(record, (value) => {
      expect(mergePatch(value, structuredClone(value))).toBeUndefined();
    }),
  );
});
