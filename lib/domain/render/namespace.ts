// The Namespace itself: every label and annotation is in the create, because one added later leaves a window.
import { canonicalJson } from '../hash/index.ts';
import { labelValue } from '../names/index.ts';
import * as own from './labels.ts';
import type { KubernetesObject, RenderInput } from './types.ts';

// Kubernetes allows 262,144 bytes of annotations on one object. What the policies read is bounded by the spec's schema far below
// that; what is meant for people is cut, so that no description can keep a namespace from being made.
const FREE_TEXT_BYTES = 4096;
const FREE_TEXT_TOTAL = 64 * 1024;

/** Links by the name Berth's forms use -> the annotation of https://ambassadorlabs.github.io/k8s-for-humans/ that says the same. */
const A8R: Readonly<Record<string, string>> = {
  documentation: 'a8r.io/documentation',
  docs: 'a8r.io/documentation',
  repository: 'a8r.io/repository',
  bugs: 'a8r.io/bugs',
  chat: 'a8r.io/chat',
  logs: 'a8r.io/logs',
  support: 'a8r.io/support',
  runbook: 'a8r.io/runbook',
  incidents: 'a8r.io/incidents',
  uptime: 'a8r.io/uptime',
  performance: 'a8r.io/performance',
  dashboards: 'a8r.io/performance',
  dashboard: 'a8r.io/performance',
  dependencies: 'a8r.io/dependencies',
};

/** The Namespace of a desired state. */
export function namespaceObject(input: RenderInput): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: input.name, labels: namespaceLabels(input), annotations: namespaceAnnotations(input) },
  };
}

function namespaceLabels(input: RenderInput): Record<string, string> {
  const { spec } = input;
  const service = labelValue(input.service.slug);
  return sortedRecord({
    ...templateLabels(input),
    [own.MANAGED_LABEL]: 'true',
    [own.TEAM_LABEL]: labelValue(input.team.slug),
    [own.SERVICE_LABEL]: service,
    [own.ENVIRONMENT_LABEL]: input.environment,
    [own.MANAGED_BY_LABEL]: own.MANAGED_BY_VALUE,
    [own.PART_OF_LABEL]: service,
    [own.BACKSTAGE_LABEL]: service,
    'pod-security.kubernetes.io/enforce': spec.podSecurity,
    'pod-security.kubernetes.io/enforce-version': 'latest',
    // Baseline is let in, but what restricted would refuse is still said.
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'latest',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'latest',
  });
}

// An administrator's labels for this cluster; Berth's own keys win, and an empty value is left out.
function templateLabels(input: RenderInput): Record<string, string> {
  const values: Readonly<Record<string, string>> = {
    team: input.team.slug,
    service: input.service.slug,
    environment: input.environment,
    namespace: input.name,
    cluster: input.cluster.name,
    costCentre: input.team.costCentre ?? '',
  };
  const filled = Object.entries(input.cluster.config.labelTemplates).map(([key, template]) => {
    const text = template.replace(/\{([^}]*)\}/g, (_, name: string) => values[name] ?? '');
    return [key, labelValue(text)] as const;
  });
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

function namespaceAnnotations(input: RenderInput): Record<string, string> {
  const { spec, team, service } = input;
  // What policies and people with kubectl rely on. Always there, empty too: so that a value somebody else put in shows as drift.
  const relied: Record<string, string> = {
    [own.ID_ANNOTATION]: input.id,
    [own.PORTAL_ANNOTATION]: `${input.portalUrl.replace(/\/+$/, '')}/namespaces/${input.cluster.name}/${input.name}`,
    'berth.dev/hosts': joined(spec.hosts),
    'berth.dev/gateways': joined(spec.gateways),
    'berth.dev/gateway-classes': joined(input.cluster.config.gatewayClasses),
    'berth.dev/ingress-classes': joined(spec.ingressClasses),
    'berth.dev/issuers': joined(input.cluster.config.issuers),
    'berth.dev/peers': joined([...new Set(spec.connections.map((connection) => connection.peer))]),
    'berth.dev/registries': registries(input),
    'berth.dev/allow': joined(spec.allow),
    ...(input.expiresAt === null ? {} : { [own.EXPIRES_ANNOTATION]: input.expiresAt }),
  };
  // A label that had to be shortened keeps its full value here.
  for (const [key, value] of [
    [own.TEAM_LABEL, team.slug],
    [own.SERVICE_LABEL, service.slug],
  ] as const) {
    if (labelValue(value) !== value) relied[key] = value;
  }
  const sla = { ...service.sla, ...(service.tier === null ? {} : { tier: service.tier }) };
  const links: Record<string, string> = { ...service.links, ...spec.links };
  const told: Record<string, string | null> = {
    'a8r.io/description': input.purpose || service.description,
    'a8r.io/owner': team.contactEmail === null ? team.name : `${team.name} <${team.contactEmail}>`,
    'a8r.io/chat': team.chatUrl,
    'a8r.io/support': spec.contact ?? team.onCallUrl ?? team.contactEmail,
    'berth.dev/sla': Object.keys(sla).length === 0 ? null : canonicalJson(sla),
  };
  for (const name of Object.keys(links).sort()) {
    const key = A8R[name] ?? linkKey(name);
    told[key] ??= links[name] ?? null;
  }
  return sortedRecord({ ...bounded(told), ...relied });
}

// Policies take an empty list for "no image at all". A cluster that names no registry doesn't ask where images come from, and says so.
function registries({ spec, cluster }: RenderInput): string {
  if (spec.registries.length === 0 && cluster.config.registries.length === 0) return '*';
  return joined(spec.registries);
}

const linkKey = (name: string): string => `berth.dev/${labelValue(`link-${name}`)}`;

const joined = (items: readonly string[]): string => [...items].sort().join(',');

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

/** A record with its keys in order, so that the same labels print the same. */
function sortedRecord(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
