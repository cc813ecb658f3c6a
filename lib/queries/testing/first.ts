/** The first result of a search, as relevance.ts writes it. */
import type { CatalogAnswer, Hit } from '../catalog-types.ts';

/** The best find, or the first row where there is none; "nothing" where there is neither. */
export function firstOf({ best, rows }: CatalogAnswer): string {
  const [hit, row] = [best[0], rows[0]];
  if (hit) return nameOf(hit);
  return row ? `namespace:${row.cluster.name}/${row.name}` : 'nothing';
}

function nameOf({ kind, slug, title, hint, href }: Hit): string {
  switch (kind) {
    case 'team':
    case 'service':
    case 'cluster':
      return `${kind}:${slug ?? ''}`;
    case 'host':
      return `host:${title}`;
    case 'person':
      return `person:${hint.split(' ')[0] ?? ''}`;
    case 'namespace':
      return `namespace:${href.slice('/namespaces/'.length)}`;
  }
}
