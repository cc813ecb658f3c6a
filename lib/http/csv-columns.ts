/** The columns of each list's CSV: what its JSON holds, flat. */
import type {
  AuditRow,
  DelegationRow,
  HostRow,
  NamespaceRow,
  OrphanRow,
  RequestRow,
  ServiceRow,
  TeamRow,
  ZoneRow,
} from '../queries/types.ts';
import type { Column } from './csv.ts';

const quota = (key: string, what: 'used' | 'hard') => (row: NamespaceRow) =>
  row.quota.lines.find((line) => line.key === key)?.[what] ?? null;

export const namespaceColumns: Column<NamespaceRow>[] = [
  { title: 'cluster', value: (row) => row.cluster.name },
  { title: 'name', value: (row) => row.name },
  { title: 'team', value: (row) => row.team.slug },
  { title: 'service', value: (row) => row.service.slug },
  { title: 'environment', value: (row) => row.environment },
  { title: 'purpose', value: (row) => row.purpose },
  { title: 'phase', value: (row) => row.phase },
  { title: 'cpu used', value: quota('requests.cpu', 'used') },
  { title: 'cpu quota', value: quota('requests.cpu', 'hard') },
  { title: 'memory used', value: quota('requests.memory', 'used') },
  { title: 'memory quota', value: quota('requests.memory', 'hard') },
  { title: 'quota observed at', value: (row) => row.quota.observedAt },
  { title: 'expires at', value: (row) => row.expiresAt },
  { title: 'created at', value: (row) => row.createdAt },
];

export const requestColumns: Column<RequestRow>[] = [
  { title: 'number', value: (row) => row.number },
  { title: 'kind', value: (row) => row.kind },
  { title: 'state', value: (row) => row.state },
  { title: 'cluster', value: (row) => row.cluster.name },
  { title: 'namespace', value: (row) => row.namespaceName },
  { title: 'environment', value: (row) => row.environment },
  { title: 'team', value: (row) => row.team.slug },
  { title: 'requester', value: (row) => row.requester.email },
  { title: 'reason', value: (row) => row.reason },
  { title: 'waiting for', value: (row) => row.waitingFor.join('; ') },
  { title: 'created at', value: (row) => row.createdAt },
  { title: 'decided at', value: (row) => row.decidedAt },
];

export const teamColumns: Column<TeamRow>[] = [
  { title: 'slug', value: (row) => row.slug },
  { title: 'name', value: (row) => row.name },
  { title: 'description', value: (row) => row.description },
  { title: 'contact', value: (row) => row.contactEmail },
  { title: 'namespaces', value: (row) => row.namespaces },
  { title: 'services', value: (row) => row.services },
];

export const serviceColumns: Column<ServiceRow>[] = [
  { title: 'slug', value: (row) => row.slug },
  { title: 'name', value: (row) => row.name },
  { title: 'team', value: (row) => row.team.slug },
  { title: 'tier', value: (row) => row.tier },
  { title: 'lifecycle', value: (row) => row.lifecycle },
  { title: 'tags', value: (row) => row.tags.join('; ') },
  { title: 'confirmed at', value: (row) => row.confirmedAt },
  { title: 'description', value: (row) => row.description },
  { title: 'namespaces', value: (row) => row.namespaces },
];

export const hostColumns: Column<HostRow>[] = [
  { title: 'name', value: (row) => row.name },
  { title: 'state', value: (row) => row.state },
  { title: 'team', value: (row) => row.team.slug },
  { title: 'cluster', value: (row) => row.cluster.name },
  { title: 'namespace', value: (row) => row.namespace },
  { title: 'service', value: (row) => row.service },
  { title: 'environment', value: (row) => row.environment },
  { title: 'delegation', value: (row) => row.delegation },
  { title: 'free at', value: (row) => row.freeAt },
];

export const zoneColumns: Column<ZoneRow>[] = [
  { title: 'suffix', value: (row) => row.suffix },
  { title: 'owner', value: (row) => row.owner?.slug ?? null },
  { title: 'clusters', value: (row) => row.clusters.map(({ name }) => name).join('; ') },
  { title: 'delegations', value: (row) => row.delegations },
  { title: 'hosts', value: (row) => row.hosts },
  { title: 'description', value: (row) => row.description },
];

export const delegationColumns: Column<DelegationRow>[] = [
  { title: 'host', value: (row) => row.host },
  { title: 'zone', value: (row) => row.zone },
  { title: 'team', value: (row) => row.team.slug },
  { title: 'hosts', value: (row) => row.hosts },
  { title: 'reason', value: (row) => row.reason },
  { title: 'created at', value: (row) => row.createdAt },
];

export const auditColumns: Column<AuditRow>[] = [
  { title: 'id', value: (row) => row.id },
  { title: 'at', value: (row) => row.at },
  { title: 'actor', value: (row) => row.actorName },
  { title: 'actor kind', value: (row) => row.actorKind },
  { title: 'action', value: (row) => row.action },
  { title: 'target kind', value: (row) => row.targetKind },
  { title: 'target', value: (row) => row.targetName },
  { title: 'team', value: (row) => row.team?.slug ?? null },
  { title: 'detail', value: (row) => JSON.stringify(row.detail) },
];

export const orphanColumns: Column<OrphanRow>[] = [
  { title: 'service', value: (row) => row.service.slug },
  { title: 'name', value: (row) => row.service.name },
  { title: 'team', value: (row) => row.team.slug },
  { title: 'tier', value: (row) => row.tier },
  { title: 'namespaces', value: (row) => row.namespaces },
  { title: 'reasons', value: (row) => row.reasons.map(({ words }) => words).join(' ') },
  { title: 'asked to take it', value: (row) => row.transfer?.to?.slug ?? null },
];
