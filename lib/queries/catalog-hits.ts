/** The best finds over all kinds, as cards. */
import { REASONS, hits, sought, type RawHit, type RawKind } from '../db/catalog/hits.ts';
import type { Scope } from '../db/catalog/scope.ts';
import { catalogLinks } from '../domain/catalog/links.ts';
import type { CatalogLink, LinkKind } from '../domain/catalog/links.ts';
import type { Query } from '../domain/catalog/query/index.ts';
import { filledLinks } from '../domain/catalog/templates.ts';
import { clusterConfigSchema } from '../domain/cluster/index.ts';
import type { Hit } from './catalog-types.ts';
import type { Resolved } from './catalog-scope.ts';
import { texts } from './service-card.ts';

const MOST_BEST = 8;
/** When only some kinds are asked for, they are all that is looked at. */
const MOST_OF_KIND = 50;

const ALL: readonly RawKind[] = ['team', 'service', 'host', 'person', 'cluster', 'namespace'];
const KINDS: readonly RawKind[] = ['team', 'service', 'namespace', 'host', 'cluster', 'person'];

/**
 * What the words of a query mean, within its filters, the best first. Without words nothing is better than anything else: then there are
 * finds only where kinds are asked for, by name.
 */
export async function bestHits({ query, scope }: Resolved): Promise<Hit[]> {
  const { asked, kinds } = kindsOf(query, scope);
  if (scope.words.length === 0 && !asked) return [];
  const most = asked ? MOST_OF_KIND : MOST_BEST;
  const found = await hits(sought(scope.words, scope.conditions, most), kinds);
  const seen = new Set<string>();
  const each = found.toSorted(better).filter(({ kind, id }) => !seen.has(kind + id) && seen.add(kind + id));
  return each.slice(0, most).map(toHit);
}

function kindsOf({ filters }: Query, { words }: Scope): { asked: boolean; kinds: ReadonlySet<RawKind> } {
  const [is, not] = [false, true].map(
    (no) => filters.find((one) => one.key === 'kind' && one.not === no)?.values,
  );
  // A host that somebody holds means that host, and not the teams whose names have a part of it.
  if (!is && !not && words.length === 1 && words[0]?.held) return { asked: false, kinds: new Set(['host']) };
  const kinds = ALL.filter((kind) => (is?.includes(kind) ?? true) && !not?.includes(kind));
  return { asked: is !== undefined, kinds: new Set(kinds) };
}

function better(a: RawHit, b: RawHit): number {
  return (
    REASONS.indexOf(a.why) - REASONS.indexOf(b.why) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    (a.why === 'filter' ? a.title.localeCompare(b.title) : 0) ||
    b.size - a.size ||
    a.title.length - b.title.length ||
    (a.title < b.title ? -1 : 1)
  );
}

function toHit(raw: RawHit): Hit {
  const { kind, id, title, slug, why } = raw;
  const links = linksOf(raw);
  const url = (of: LinkKind): string | null => links.find((link) => link.kind === of)?.url ?? null;
  const owner =
    kind === 'team' ? null : (raw.team ?? (raw.teams?.length === 1 ? (raw.teams[0] ?? null) : null));
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
    onCallUrl: url('oncall'),
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
