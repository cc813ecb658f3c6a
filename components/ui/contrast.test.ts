import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const tokens = new Map<string, [light: string, dark: string]>();
for (const match of css.matchAll(/--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
  tokens.set(match[1] ?? '', [match[2] ?? '', match[3] ?? '']);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(front: string, back: string, theme: 0 | 1): number {
  const [a, b] = [front, back].map((name) => luminance(tokens.get(name)?.[theme] ?? ''));
  if (a === undefined || b === undefined) return 0;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const surfaces = ['canvas', 'surface', 'sunken', 'raised'];
const washes = ['tide-wash', 'ok-wash', 'warn-wash', 'bad-wash'];
const text: [front: string, backs: string[]][] = [
  ['ink', [...surfaces, ...washes]],
  ['soft', [...surfaces, ...washes]],
  ['faint', surfaces],
  ['tide', [...surfaces, 'tide-wash']],
  ['tide-strong', [...surfaces, 'tide-wash']],
  ['ok', [...surfaces, 'ok-wash']],
  ['warn', [...surfaces, 'warn-wash']],
  ['bad', [...surfaces, 'bad-wash']],
  ['on-tide', ['tide', 'tide-strong']],
  ['on-bad', ['bad']],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s theme', (_name, theme) => {
  test('text reaches 4.5:1 on everything it is put on', () => {
    for (const [front, backs] of text)
      for (const back of backs)
        expect(contrast(front, back, theme), `${front} on ${back}`).toBeGreaterThanOrEqual(4.5);
  });
  test('outlines of controls and fills of meters reach 3:1', () => {
    for (const fill of ['tide', 'warn-fill', 'bad-fill'])
      expect(contrast(fill, 'surface', theme), fill).toBeGreaterThanOrEqual(3);
    for (const back of surfaces)
      expect(contrast('control', back, theme), `control on ${back}`).toBeGreaterThanOrEqual(3);
  });
});
