/** What pictures there are of a scene, and what they are called. */
import type { Scene } from './scenes.ts';

/** Sizes of windows, CSS pixels. */
export const DEVICES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export const SCHEMES = ['light', 'dark'] as const;
/** The pictures of a scene, in this order. */
export const VARIANTS = Object.keys(DEVICES).flatMap((device) =>
  SCHEMES.map((scheme) => `${device}-${scheme}`),
);

/** `namespaces.no-match.phone-dark.png` */
export function pictureName(scene: Pick<Scene, 'page' | 'state'>, variant: string): string {
  return `${scene.page}.${scene.state}.${variant}.png`;
}
