/** A namespace's row as desired state, and what lies between two of them. Pure but for the row's shape. */
import {
  QUOTA_KEYS,
  SIZES,
  desiredNamespaceSchema,
  namespaceSpecSchema,
} from '../domain/desired-state/schema.ts';
import { connectionPaths, rebaseConnections } from '../domain/connections/index.ts';
import type { DesiredNamespace, Quota, SizeName } from '../domain/desired-state/schema.ts';
import { hostPaths, rebaseHosts } from '../domain/hosts/index.ts';
import { canonicalJson } from '../domain/hash/index.ts';
import { egressPaths, rebaseEgress, sortedEgress } from '../domain/network/egress.ts';
import { compareQuantities, sameQuantity } from '../domain/quantity/index.ts';
import { connectionsOf, type ConnectionColumns } from './connections.ts';

/** The columns that a desired state is made of. */
export type NamespaceColumns = {
  name: string;
  environment: string;
  purpose: string;
  spec: unknown;
  expiresAt: Date | null;
  cluster: { name: string };
  team: { slug: string };
  service: { slug: string };
} & ConnectionColumns;

/** The size whose figures a quota has, or custom. */
export function sizeOf(quota: Quota): SizeName {
  for (const size of ['S', 'M', 'L'] as const) {
    if (QUOTA_KEYS.every((key) => sameQuantity(quota[key], SIZES[size].quota[key]))) return size;
  }
  return 'custom';
}

/** What the row says should be. Throws when the row holds what no schema allows, which is a defect. */
export function desiredOf(row: NamespaceColumns): DesiredNamespace {
  // Connections are rows of their own, one for both sides; the stored spec has none.
  const stored = namespaceSpecSchema.parse(row.spec);
  const spec = { ...stored, connections: connectionsOf(row), egress: sortedEgress(stored.egress) };
  return desiredNamespaceSchema.parse({
    name: row.name,
    cluster: row.cluster.name,
    team: row.team.slug,
    service: { slug: row.service.slug },
    environment: row.environment,
    purpose: row.purpose,
    size: sizeOf(spec.quota),
    spec,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  });
}

/** The parts of a desired state that a change can touch, as paths. */
const PARTS: Record<string, (state: DesiredNamespace) => unknown> = {
  purpose: (state) => state.purpose,
  expiresAt: (state) => state.expiresAt,
  access: (state) => state.spec.access,
  contact: (state) => state.spec.contact,
  links: (state) => state.spec.links,
  registries: (state) => state.spec.registries,
  allow: (state) => state.spec.allow,
  gateways: (state) => state.spec.gateways,
  ingressClasses: (state) => state.spec.ingressClasses,
  apiServerAccess: (state) => state.spec.apiServerAccess,
  ...Object.fromEntries(
    QUOTA_KEYS.map((key) => [`quota.${key}`, (state: DesiredNamespace) => state.spec.quota[key]] as const),
  ),
};

/** Which parts differ. */
export function changedPaths(before: DesiredNamespace, after: DesiredNamespace): string[] {
  return [
    ...Object.entries(PARTS)
      .filter(([, part]) => canonicalJson(part(before)) !== canonicalJson(part(after)))
      .map(([path]) => path),
    ...hostPaths(before.spec.hosts, after.spec.hosts),
    ...connectionPaths(before.spec.connections, after.spec.connections),
    ...egressPaths(before.spec.egress, after.spec.egress),
  ];
}

/** `wanted`'s values at `paths`, laid over `current`: what the change leads to now, whatever else has changed since. */
export function rebase(
  current: DesiredNamespace,
  wanted: DesiredNamespace,
  paths: string[],
): DesiredNamespace {
  const touches = (path: string) => paths.includes(path);
  const quota = { ...current.spec.quota };
  for (const key of QUOTA_KEYS) if (touches(`quota.${key}`)) quota[key] = wanted.spec.quota[key];
  return {
    ...current,
    purpose: touches('purpose') ? wanted.purpose : current.purpose,
    expiresAt: touches('expiresAt') ? wanted.expiresAt : current.expiresAt,
    size: sizeOf(quota),
    spec: {
      ...current.spec,
      quota,
      access: touches('access') ? wanted.spec.access : current.spec.access,
      contact: touches('contact') ? wanted.spec.contact : current.spec.contact,
      links: touches('links') ? wanted.spec.links : current.spec.links,
      registries: touches('registries') ? wanted.spec.registries : current.spec.registries,
      allow: touches('allow') ? wanted.spec.allow : current.spec.allow,
      gateways: touches('gateways') ? wanted.spec.gateways : current.spec.gateways,
      ingressClasses: touches('ingressClasses') ? wanted.spec.ingressClasses : current.spec.ingressClasses,
      apiServerAccess: touches('apiServerAccess')
        ? wanted.spec.apiServerAccess
        : current.spec.apiServerAccess,
      hosts: rebaseHosts(current.spec.hosts, wanted.spec.hosts, paths),
      connections: rebaseConnections(current.spec.connections, wanted.spec.connections, paths),
      egress: rebaseEgress(current.spec.egress, wanted.spec.egress, paths),
    },
  };
}

/** Quota keys that ask for more than before. */
export function raisedKeys(before: DesiredNamespace, after: DesiredNamespace): string[] {
  return QUOTA_KEYS.filter((key) => compareQuantities(after.spec.quota[key], before.spec.quota[key]) > 0);
}
