/** Contrast as WCAG 2.2 defines it, and the pairs of tokens in which Berth uses its colours. Pure: the test and /design share it. */

export type Theme = 'light' | 'dark';
/** Hex colours of a token by theme. */
export type Tokens = ReadonlyMap<string, Record<Theme, string>>;

/** The tokens that a style sheet declares as `--name: light-dark(#…, #…)`. */
export function tokensOf(css: string): Tokens {
  return new Map(
    [...css.matchAll(/--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
      name ?? '',
      { light: light ?? '', dark: dark ?? '' },
    ]),
  );
}

/** Relative luminance of a hex colour, 0 to 1. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two tokens in a theme, 1 to 21; 0 where one of them is not declared. */
export function contrast(tokens: Tokens, front: string, back: string, theme: Theme): number {
  const [a, b] = [front, back].map((name) => {
    const hex = tokens.get(name)?.[theme];
    return hex === undefined ? undefined : luminance(hex);
  });
  if (a === undefined || b === undefined) return 0;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const SURFACES = ['canvas', 'surface', 'sunken', 'raised'];
const WASHES = ['tide-wash', 'ok-wash', 'warn-wash', 'bad-wash'];

/** Text colours, and everything that they are put on: at least 4.5 to 1. */
export const TEXT_PAIRS: readonly (readonly [front: string, backs: readonly string[]])[] = [
  ['ink', [...SURFACES, ...WASHES]],
  ['soft', [...SURFACES, ...WASHES]],
  ['faint', SURFACES],
  ['tide', [...SURFACES, 'tide-wash']],
  ['tide-strong', [...SURFACES, 'tide-wash']],
  ['ok', [...SURFACES, 'ok-wash']],
  ['warn', [...SURFACES, 'warn-wash']],
  ['bad', [...SURFACES, 'bad-wash']],
  ['on-tide', ['tide', 'tide-strong']],
  ['on-bad', ['bad']],
  ['on-buoy', ['buoy']],
  ['canvas', ['ink']],
];

/** Outlines of controls and fills of meters, and what they stand out from: at least 3 to 1. */
export const SHAPE_PAIRS: readonly (readonly [front: string, backs: readonly string[]])[] = [
  ['control', SURFACES],
  ['tide', ['surface']],
  ['buoy', ['surface']],
  ['warn-fill', ['surface']],
  ['bad-fill', ['surface']],
];
