/** Light, dark, or as the system says: kept in a cookie, so that the first paint is right. */
const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'berth-theme';

/** The theme that a cookie's value names; 'system' for anything else. */
export function themeOf(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}
