import { expect, test } from 'vitest';
import { BUNDLE_VERSION, bundleVersionAccepted } from './index.ts';

test('the bundle that this Berth prints is one that it accepts', () => {
  expect(bundleVersionAccepted(BUNDLE_VERSION)).toBe(true);
});

test.each([
  ['1.0.0', true],
  ['1.0.7', true],
  ['1.4.0', true],
  ['0.9.9', false],
  ['0.1.0', false],
  ['2.0.0', false],
  ['1.0', false],
  ['1.0.0-rc.1', false],
  ['v1.0.0', false],
  ['', false],
  ['1.0.0\n', false],
])('%j is accepted: %s', (version, accepted) => {
  expect(bundleVersionAccepted(version)).toBe(accepted);
});
