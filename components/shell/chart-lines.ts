/** The lines of the chart on the sign-in page: a coast, its depth contours, hulls and soundings. Pure; always the same picture. */

export type Point = readonly [x: number, y: number];

const text = (value: number) => String(Math.round(value * 10) / 10);

/** A smooth open line through points (Catmull-Rom, as cubic Béziers). */
export function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${text(first[0])} ${text(first[1])}`;
  rest.forEach((end, at) => {
    const before = points[at - 1] ?? points[at] ?? end;
    const start = points[at] ?? end;
    const after = points[at + 2] ?? end;
    const bend = (a: number, b: number, c: number) => a + (c - b) / 6;
    path +=
      `C${text(bend(start[0], before[0], end[0]))} ${text(bend(start[1], before[1], end[1]))} ` +
      `${text(bend(end[0], after[0], start[0]))} ${text(bend(end[1], after[1], start[1]))} ` +
      `${text(end[0])} ${text(end[1])}`;
  });
  return path;
}

/** How far from the left the coast is at height `y`; between `QUAY` it is the quay, and straight. */
export const QUAY = { x: 190, top: 200, bottom: 700 } as const;
function coast(y: number): number {
  const wild = QUAY.x + 46 * Math.sin(y / 97 + 1.1) + 24 * Math.sin(y / 41) + 14 * Math.sin(y / 23 + 2);
  const reach = y < QUAY.top ? QUAY.top - y : y > QUAY.bottom ? y - QUAY.bottom : 0;
  const share = Math.min(1, reach / 120);
  return QUAY.x + (wild - QUAY.x) * share + (y > QUAY.bottom ? reach * 0.55 : reach * 0.32) * share;
}

/** The depth contour that lies `offset` off the coast; the farther out, the calmer. */
export function contour(offset: number): Point[] {
  const points: Point[] = [];
  for (let y = -40; y <= 940; y += 35) {
    const wave =
      Math.sin(y / 83 + offset / 61) * (10 + offset * 0.09) +
      Math.sin(y / 37 + offset / 29) * (4 + offset * 0.03);
    points.push([coast(y) + offset + (offset === 0 ? 0 : wave), y]);
  }
  return points;
}

/** The area between the left edge and a line. */
export function leftOf(points: readonly Point[]): string {
  return `${smooth(points)}L-10 940L-10 -40Z`;
}

/** The hull of a ship seen from above, its stern at x = 0 and its bow at `length`. */
export function hull(length: number, beam: number): string {
  const half = beam / 2;
  const shoulder = length - beam * 1.2;
  const l = text;
  return (
    `M5 ${l(-half)}H${l(shoulder)}C${l(shoulder + beam * 0.55)} ${l(-half)} ${l(length - beam * 0.22)} ${l(-half * 0.4)} ${l(length)} 0` +
    `C${l(length - beam * 0.22)} ${l(half * 0.4)} ${l(shoulder + beam * 0.55)} ${l(half)} ${l(shoulder)} ${l(half)}H5` +
    `a5 5 0 0 1-5-5V${l(-half + 5)}a5 5 0 0 1 5-5z`
  );
}

/** A depth in metres where it was sounded: charts write the tenths small and low. */
export type Sounding = { x: number; y: number; metres: number; tenths: number };

/** Soundings over the water east of `from`, denser near the coast, none where `busy` says there is something. */
export function soundings(from: number, busy: (x: number, y: number) => boolean): Sounding[] {
  const found: Sounding[] = [];
  for (let row = 0; row < 17; row += 1) {
    for (let column = 0; column < 9; column += 1) {
      const jitter = Math.sin(row * 12.9898 + column * 78.233) * 43758.5453;
      const part = jitter - Math.floor(jitter);
      const x = from + column * 92 + (row % 2) * 46 + part * 30;
      const y = 24 + row * 54 + part * 22;
      if (busy(x, y)) continue;
      const depth = 3 + (x - coast(y)) / 26 + part * 3;
      found.push({ x, y, metres: Math.floor(depth), tenths: Math.floor((depth % 1) * 10) });
    }
  }
  return found;
}
