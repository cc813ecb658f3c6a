// What a Namespace tells people and other tools of its service and team: annotations by the names of
// https://ambassadorlabs.github.io/k8s-for-humans/ where it has one, else Berth's own. No policy reads any of these.
import { catalogLinks, teamLinks, type CatalogLink, type LinkKind } from '../catalog/links.ts';
import { promiseOnCluster } from '../catalog/promise-words.ts';
import { filledLinks } from '../catalog/templates.ts';
import { canonicalJson } from '../hash/index.ts';
import { labelValue } from '../names/index.ts';
import type { RenderInput } from './types.ts';

// Kubernetes allows 262,144 bytes of annotations on one object. What the policies read is bounded by the spec's schema far below
// that; what is meant for people is cut, so that no description can keep a namespace from being made.
const FREE_TEXT_BYTES = 4096;
const FREE_TEXT_TOTAL = 64 * 1024;

/** Well-known links -> the annotation that says the same. Where there are no dashboards, metrics show how it performs. */
const A8R: Readonly<Partial<Record<LinkKind, string>>> = {
  documentation: 'a8r.io/documentation',
  repository: 'a8r.io/repository',
  bugs: 'a8r.io/bugs',
  chat: 'a8r.io/chat',
  logs: 'a8r.io/logs',
  support: 'a8r.io/support',
  runbook: 'a8r.io/runbook',
  incidents: 'a8r.io/incidents',
  uptime: 'a8r.io/uptime',
  dashboards: 'a8r.io/performance',
  dependencies: 'a8r.io/dependencies',
};

/** Annotations for people. `labels` are an administrator's, with their values in full: one that a label can't hold is told here. */
export function toldAnnotations(
  input: RenderInput,
  labels: Readonly<Record<string, string>>,
): Record<string, string> {
  const { spec, team, service } = input;
  const told: Record<string, string | null> = {};
  for (const [key, text] of Object.entries(labels)) if (labelValue(text) !== text) told[key] = text;
  for (const link of linksOf(input)) {
    const known = link.kind === null ? undefined : A8R[link.kind];
    if (known !== undefined && told[known] === undefined) told[known] = link.url;
    else told[linkKey(link.name)] ??= link.url;
  }
  told['a8r.io/performance'] ??= told[linkKey('metrics')] ?? null;
  told['a8r.io/support'] ??= spec.contact ?? team.onCallUrl ?? team.contactEmail;
  told['a8r.io/dependencies'] ??= service.dependsOn.join(', ');
  return bounded({
    ...told,
    'a8r.io/description': input.purpose || service.description,
    'a8r.io/owner': team.contactEmail === null ? team.name : `${team.name} <${team.contactEmail}>`,
    'berth.dev/sla': promised(service),
    'berth.dev/service-name': service.name,
    'berth.dev/tags': service.tags.join(','),
  });
}

function linksOf({ spec, team, service, cluster, name, environment }: RenderInput): CatalogLink[] {
  return catalogLinks({
    namespace: spec.links,
    service: service.links,
    team: teamLinks(team),
    cluster: filledLinks(cluster.config.linkTemplates, {
      namespace: name,
      cluster: cluster.name,
      service: service.slug,
      team: team.slug,
      environment,
    }),
  });
}

function promised({ sla, tier }: RenderInput['service']): string | null {
  const all = { ...promiseOnCluster(sla), ...(tier === null ? {} : { tier }) };
  return Object.keys(all).length === 0 ? null : canonicalJson(all);
}

const linkKey = (name: string): string => `berth.dev/${labelValue(`link-${name}`)}`;

// Cuts each free text to its share, then leaves out what no longer fits, in the order of keys: the same input, the same cut.
function bounded(texts: Readonly<Record<string, string | null>>): Record<string, string> {
  const kept: Record<string, string> = {};
  let total = 0;
  for (const key of Object.keys(texts).sort()) {
    const text = texts[key];
    if (text == null || text === '') continue;
    const short = cut(text, FREE_TEXT_BYTES);
    const bytes = byteLength(key) + byteLength(short);
    if (total + bytes > FREE_TEXT_TOTAL) continue;
    total += bytes;
    kept[key] = short;
  }
  return kept;
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

function cut(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  const encoded = new TextEncoder().encode(text).slice(0, bytes - 3);
  // A character cut in half becomes U+FFFD at the end; an ellipsis says that there was more.
  return `${new TextDecoder().decode(encoded).replace(/\ufffd+$/, '')}\u2026`;
}
