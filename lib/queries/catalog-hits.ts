/** The best finds over all kinds, as cards. */
import { hits, sought, type RawHit, type RawKind } from '../db/catalog/hits.ts';
import { catalogLinks } from '../domain/catalog/links.ts';
import type { CatalogLink, LinkKind } from '../domain/catalog/links.ts';
import { filledLinks } from '../domain/catalog/templates.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import type { Hit } from './catalog-types.ts';
import type { Resolved } from './catalog-scope.ts';
import { texts } from './service-card.ts';

const MOST_BEST = 8;
/** When only some kinds are asked for, they are all that is looked at. */
const MOST_OF_KIND = 50;

const ALL: readonly RawKind[] = ['team', 'service', 'host', 'person', 'cluster', 'namespace'];
const REASONS = ['exact', 'alias', 'prefix', 'word', 'middle'] as const;
const KINDS: readonly RawKind[] = ['team', 'service', 'namespace', 'host', 'cluster', 'person'];

/** What the words of a query mean, the best first. Filters narrow namespaces; here only `kind:` counts. */
export async function bestHits({ query, scope }: Resolved): Promise<Hit[]> {
  if (scope.words.length === 0) return [];
  const asked = query.filters.find(({ key, not }) => key === 'kind' && !not)?.values;
  const not = query.filters.find((filter) => filter.key === 'kind' && filter.not)?.values ?? [];
  const kinds = new Set(ALL.filter((kind) => (asked?.includes(kind) ?? true) && !not.includes(kind)));
  const found = await hits(sought(scope.words), kinds);
  return found.toSorted(better).slice(0, asked ? MOST_OF_KIND : MOST_BEST).map(toHit);
}

function better(a: RawHit, b: RawHit): number {
  return (
    REASONS.indexOf(a.why) - REASONS.indexOf(b.why) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    b.size - a.size ||
    a.title.length - b.title.length ||
    (a.title < b.title ? -1 : 1)
  );
}

function toHit(raw: RawHit): Hit {
  const { kind, id, title, slug, why } = raw;
  const links = linksOf(raw);
  const url = (of: LinkKind): string | null => links.find((link) => link.kind === of)?.url ?? null;
  const owner = kind === 'team' ? null : (raw.team ?? (raw.teams?.length === 1 ? (raw.teams[0] ?? null) : null));
  return {
    kind,
    id,
    title,
    slug,
    hint: hintOf(raw),
    href: hrefOf(raw),
    why,
    owner: owner && { slug: owner.slug, name: owner.name },
    chatUrl: url('chat'),
    runbookUrl: url('runbook'),
    dashboardUrl: url('dashboards'),
  };
}

/** Links of the nearest that says one: the namespace, its service, its team, then its cluster's template. */
function linksOf({ place, service, team }: RawHit): CatalogLink[] {
  const { chatUrl, onCallUrl } = team ?? { chatUrl: null, onCallUrl: null };
  return catalogLinks({
    ...(place ? { namespace: texts(place.links) } : {}),
    ...(service ? { service: texts(service.links) } : {}),
    team: { chat: chatUrl, oncall: onCallUrl },
    ...(place && service && team
      ? {
          cluster: filledLinks(clusterConfigSchema.parse(place.config).linkTemplates, {
            namespace: place.name,
            cluster: place.cluster,
            service: service.slug,
            team: team.slug,
            environment: place.environment,
          }),
        }
      : {}),
  });
}

function hintOf({ kind, place, service, email, teams, team, slug }: RawHit): string {
  switch (kind) {
    case 'host':
      return `Served by ${place?.name ?? ''} on ${place?.clusterTitle ?? ''}, for ${service?.name ?? ''}`;
    case 'namespace':
      return `${place?.environment ?? ''} on ${place?.clusterTitle ?? ''}, for ${service?.name ?? ''}`;
    case 'person':
      return [email ?? '', ...(teams ?? []).map(({ name }) => name)].join(' · ');
    case 'service':
      return `Service of ${team?.name ?? ''}`;
    case 'team':
    case 'cluster':
      return slug ?? '';
  }
}

function hrefOf({ kind, id, slug, place }: RawHit): string {
  switch (kind) {
    case 'team':
      return `/teams/${slug ?? ''}`;
    case 'service':
      return `/services/${slug ?? ''}`;
    case 'cluster':
      return `/clusters/${slug ?? ''}`;
    case 'person':
      return `/people/${id}`;
    case 'host':
    case 'namespace':
      return `/namespaces/${place?.cluster ?? ''}/${place?.name ?? ''}`;
  }
}
