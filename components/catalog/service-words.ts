import type { Lifecycle } from '../../lib/domain/catalog/service.ts';
import type { Tone } from '../ui/badge.tsx';

/** How far a service has come, in words. `badge` is null for what is ordinary and needs no saying. */
export const LIFECYCLE_WORDS: Record<
  Lifecycle,
  { choice: string; badge: { word: string; tone: Tone } | null }
> = {
  experimental: { choice: 'Experimental: may change or go', badge: { word: 'experimental', tone: 'warn' } },
  production: { choice: 'Production: relied on', badge: null },
  deprecated: { choice: 'Deprecated: on its way out', badge: { word: 'deprecated', tone: 'bad' } },
};
