// The catalog as Backstage's entities (descriptor format v1alpha1): teams are Groups, services Components, namespaces Resources, and a
// service that links to the definition of its API has an API too. All in Backstage's namespace "default"; names are slugs.
import type { CatalogLink } from '../catalog/links.ts';
import { isWildcard } from '../hosts/index.ts';
import { linkUrl } from './facts.ts';
import type { Place, ServiceFacts, TeamFacts } from './facts.ts';
import { backstageTag, jointName } from './names.ts';

/** Hosts that a Resource links to; the rest is on its page in Berth. */
const MOST_HOST_LINKS = 20;

type EntityLink = {
  url: string;
  title?: string | undefined;
  icon?: string | undefined;
  type?: string | undefined;
};

/** An entity as plain data, ready for YAML or JSON. */
export type BackstageEntity = {
  apiVersion: 'backstage.io/v1alpha1';
  kind: 'Group' | 'Component' | 'API' | 'Resource';
  metadata: {
    name: string;
    title?: string | undefined;
    description?: string | undefined;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    tags?: string[] | undefined;
    links?: EntityLink[] | undefined;
  };
  spec: Record<string, unknown>;
};

const groupRef = (slug: string): string => `group:default/${slug}`;
const componentRef = (slug: string): string => `component:default/${slug}`;

/** A team: parent and children are other teams. Who is in it isn't told: people are for their own team to see. */
export function groupEntity(team: TeamFacts, portalUrl: string): BackstageEntity {
  const page = `${portalUrl}/teams/${team.slug}`;
  return entity('Group', team.slug, {
    title: team.name,
    description: team.description,
    annotations: { ...ownedBy(page), 'berth.dev/id': team.id },
    tags: team.archived ? ['archived'] : [],
    links: entityLinks(team.links),
    spec: {
      type: 'team',
      profile: {
        ...(team.name.trim() === '' ? {} : { displayName: team.name }),
        ...(team.contactEmail === null || team.contactEmail === '' ? {} : { email: team.contactEmail }),
      },
      ...(team.parent === null ? {} : { parent: groupRef(team.parent) }),
      children: team.children.map(groupRef),
    },
  });
}

/** A service: its Component and, where it links to the definition of its API, that API. */
export function serviceEntities(service: ServiceFacts, portalUrl: string): BackstageEntity[] {
  const definition = linkUrl(service.links, 'api');
  return definition === null
    ? [componentEntity(service, portalUrl, false)]
    : [componentEntity(service, portalUrl, true), apiEntity(service, portalUrl, definition)];
}

function componentEntity(service: ServiceFacts, portalUrl: string, hasApi: boolean): BackstageEntity {
  const page = `${portalUrl}/services/${service.slug}`;
  return entity('Component', service.slug, {
    title: service.name,
    description: service.description,
    labels: service.tier === null ? {} : { 'berth.dev/tier': String(service.tier) },
    annotations: {
      ...ownedBy(page),
      ...sourceAnnotations(linkUrl(service.links, 'repository')),
      // The label of the same value is on each of its Namespaces.
      'backstage.io/kubernetes-id': service.slug,
      'berth.dev/id': service.id,
    },
    tags: service.tags,
    links: entityLinks(service.links),
    spec: {
      type: 'service',
      lifecycle: service.lifecycle,
      owner: groupRef(service.team),
      dependsOn: service.dependsOn.map(componentRef),
      ...(hasApi ? { providesApis: [`api:default/${service.slug}`] } : {}),
    },
  });
}

/**
 * Berth knows where the definition is, and not what it says: nobody fetches it, so it's named, of the type "link". Backstage would
 * try to draw one of the type "openapi" and fail.
 */
function apiEntity(service: ServiceFacts, portalUrl: string, url: string): BackstageEntity {
  return entity('API', service.slug, {
    title: service.name.trim() === '' ? '' : `${service.name} API`,
    description: service.description,
    annotations: { ...ownedBy(`${portalUrl}/services/${service.slug}`), 'berth.dev/id': service.id },
    tags: service.tags,
    links: entityLinks(service.links.filter((link) => link.kind === 'api')),
    spec: {
      type: 'link',
      lifecycle: service.lifecycle,
      owner: groupRef(service.team),
      definition: `The definition of this API is at ${url}`,
    },
  });
}

/** A namespace: a Resource that its service's Component depends on. */
export function resourceEntity(place: Place, portalUrl: string): BackstageEntity {
  const page = `${portalUrl}/namespaces/${place.cluster.name}/${place.namespace}`;
  const hosts = place.hosts.filter(({ host }) => !isWildcard(host)).slice(0, MOST_HOST_LINKS);
  return entity('Resource', jointName([place.cluster.name, place.namespace]), {
    title: `${place.namespace} on ${place.cluster.displayName}`,
    description: place.purpose,
    labels: { 'berth.dev/environment': place.environment, 'berth.dev/cluster': place.cluster.name },
    annotations: {
      ...ownedBy(page),
      'backstage.io/kubernetes-cluster': place.cluster.name,
      'backstage.io/kubernetes-namespace': place.namespace,
      'berth.dev/id': place.id,
    },
    tags: [place.environment],
    links: [
      ...entityLinks(place.links),
      ...hosts.map(({ host, path }) => ({
        url: `https://${host}${path}`,
        title: `${host}${path}`,
        type: 'host',
      })),
    ],
    spec: {
      type: 'kubernetes-namespace',
      owner: groupRef(place.team.slug),
      dependencyOf: [componentRef(place.service.slug)],
    },
  });
}

type Parts = {
  title: string;
  description: string;
  labels?: Record<string, string>;
  annotations: Record<string, string>;
  tags: readonly string[];
  links: EntityLink[];
  spec: Record<string, unknown>;
};

function entity(kind: BackstageEntity['kind'], name: string, parts: Parts): BackstageEntity {
  const tags = [...new Set(parts.tags.map(backstageTag).filter((tag) => tag !== null))];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      ...(parts.title.trim() === '' ? {} : { title: parts.title }),
      ...(parts.description.trim() === '' ? {} : { description: parts.description }),
      labels: parts.labels ?? {},
      annotations: parts.annotations,
      ...(tags.length === 0 ? {} : { tags }),
      ...(parts.links.length === 0 ? {} : { links: parts.links }),
    },
    spec: parts.spec,
  };
}

// An entity provider must say where an entity comes from; what reads a file sets these two itself.
function ownedBy(page: string): Record<string, string> {
  return {
    'backstage.io/managed-by-location': `url:${page}`,
    'backstage.io/managed-by-origin-location': `url:${page}`,
    'backstage.io/view-url': page,
    'backstage.io/edit-url': page,
  };
}

function sourceAnnotations(repository: string | null): Record<string, string> {
  if (repository === null || !URL.canParse(repository)) return {};
  const slug = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(\.git)?\/?$/.exec(repository)?.[1];
  return {
    'backstage.io/source-location': `url:${repository.replace(/\/*$/, '/')}`,
    ...(slug === undefined ? {} : { 'github.com/project-slug': slug }),
  };
}

/** Icons that every Backstage app has, by well-known link. */
const ICONS: Readonly<Record<string, string>> = {
  chat: 'chat',
  oncall: 'user',
  runbook: 'docs',
  documentation: 'docs',
  dashboards: 'dashboard',
  metrics: 'dashboard',
  uptime: 'dashboard',
  incidents: 'warning',
  support: 'help',
};

function entityLinks(links: readonly CatalogLink[]): EntityLink[] {
  return links
    .filter((link) => /^https?:/i.test(link.url) && URL.canParse(link.url))
    .map((link) => {
      const icon = link.kind === null ? undefined : ICONS[link.kind];
      return {
        url: link.url,
        ...(link.label.trim() === '' ? {} : { title: link.label }),
        ...(icon === undefined ? {} : { icon }),
        type: link.kind ?? link.name,
      };
    });
}
