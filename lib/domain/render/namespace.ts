// The Namespace itself: every label and annotation is in the create, because one added later leaves a window.
import { labelValue } from '../names/index.ts';
import * as own from './labels.ts';
import { toldAnnotations } from './told.ts';
import type { KubernetesObject, RenderInput } from './types.ts';

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
    [own.LIFECYCLE_LABEL]: input.service.lifecycle,
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
  return Object.fromEntries(
    Object.entries(filledLabels(input)).map(([key, text]) => [key, labelValue(text)]),
  );
}

/** An administrator's label templates with their values, whatever these hold. */
function filledLabels(input: RenderInput): Record<string, string> {
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
    return [key, text] as const;
  });
  return Object.fromEntries(filled.filter(([, text]) => text !== ''));
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
  return sortedRecord({ ...toldAnnotations(input, filledLabels(input)), ...relied });
}

// Policies take an empty list for "no image at all". A cluster that names no registry doesn't ask where images come from, and says so.
function registries({ spec, cluster }: RenderInput): string {
  if (spec.registries.length === 0 && cluster.config.registries.length === 0) return '*';
  return joined(spec.registries);
}

const joined = (items: readonly string[]): string => [...items].sort().join(',');

/** A record with its keys in order, so that the same labels print the same. */
function sortedRecord(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
