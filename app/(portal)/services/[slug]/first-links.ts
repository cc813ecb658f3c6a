import type { CatalogLink } from '../../../../lib/domain/catalog/links.ts';
import type { ServiceView } from '../../../../lib/queries/types.ts';

/** A service's links, and for what it doesn't name itself those of its first namespace: production, where there is one. */
export function firstLinks(service: Pick<ServiceView, 'catalogLinks' | 'placeLinks'>): CatalogLink[] {
  const place = service.placeLinks[0]?.links ?? [];
  const named = new Set(service.catalogLinks.map(({ kind }) => kind));
  return [...service.catalogLinks, ...place.filter(({ kind }) => kind !== null && !named.has(kind))];
}
