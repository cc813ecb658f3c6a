// The catalog for Prometheus: targets for its HTTP service discovery, and an info metric to join any alert to its owner with.
import type { LinkKind } from '../catalog/links.ts';
import { isWildcard } from '../hosts/index.ts';
import { linkUrl } from './facts.ts';
import type { Place } from './facts.ts';

/** A group of HTTP service discovery: targets that share their labels. */
export type TargetGroup = { targets: string[]; labels: Record<string, string> };

/** Links that relabelling can keep, as `__meta_berth_<name>_url`. */
const LINKS = [
  'runbook',
  'dashboards',
  'documentation',
  'chat',
  'oncall',
] as const satisfies readonly LinkKind[];

/** Who and what: labels of every target, and of the info metric. An empty one is left out, as Prometheus would. */
function identity(place: Place): Record<string, string> {
  const labels = {
    cluster: place.cluster.name,
    namespace: place.namespace,
    team: place.team.slug,
    service: place.service.slug,
    environment: place.environment,
    tier: place.service.tier === null ? '' : String(place.service.tier),
    lifecycle: place.service.lifecycle,
  };
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

/**
 * The hosts of a namespace as targets: one group for each path. Wildcards name no host that can be asked. Labels that begin with `__`
 * live until relabelling is done: addresses would otherwise be part of every series.
 */
export function targetGroups(place: Place, portalUrl: string): TargetGroup[] {
  const byPath = new Map<string, string[]>();
  for (const { host, path } of place.hosts) {
    if (!isWildcard(host)) byPath.set(path, [...(byPath.get(path) ?? []), host]);
  }
  const labels = { ...identity(place), ...passing(place, portalUrl) };
  return [...byPath].map(([path, targets]) => ({
    targets,
    labels: path === '' ? labels : { ...labels, __meta_berth_path: path },
  }));
}

function passing(place: Place, portalUrl: string): Record<string, string> {
  const labels: Record<string, string> = {
    __meta_berth_id: place.id,
    __meta_berth_portal_url: `${portalUrl}/namespaces/${place.cluster.name}/${place.namespace}`,
    __meta_berth_team_name: place.team.name,
    __meta_berth_service_name: place.service.name,
  };
  // As Prometheus' own discoveries do it: a separator at both ends, so that a pattern can ask for one whole tag.
  if (place.service.tags.length > 0) labels['__meta_berth_tags'] = `,${place.service.tags.join(',')},`;
  for (const kind of LINKS) {
    const url = linkUrl(place.links, kind);
    if (url !== null) labels[`__meta_berth_${kind}_url`] = url;
  }
  return labels;
}

/** What comes before the lines of the info metric, in OpenMetrics' text format. */
export const INFO_HEAD = `# TYPE berth_namespace info
# HELP berth_namespace Whose a namespace is: join on cluster and namespace.
`;
/** What comes last: without it, Prometheus takes the answer for one that was cut off. */
export const INFO_END = '# EOF\n';

/** The line of a namespace. */
export function infoLine(place: Place): string {
  const labels = Object.entries(identity(place)).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `berth_namespace_info{${labels.join(',')}} 1\n`;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
