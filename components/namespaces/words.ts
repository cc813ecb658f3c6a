import type { NamespacePhase } from '../../lib/domain/lifecycle/index.ts';
import type { Tone } from '../ui/badge.tsx';

/** Tone and activity of each phase of a namespace. */
export const PHASES: Record<NamespacePhase, { tone: Tone; busy: boolean }> = {
  Pending: { tone: 'info', busy: true },
  Provisioning: { tone: 'info', busy: true },
  Ready: { tone: 'ok', busy: false },
  Degraded: { tone: 'bad', busy: false },
  Deleting: { tone: 'warn', busy: true },
  Deleted: { tone: 'neutral', busy: false },
};

/** What a namespace's list says of it. */
export type NamespaceListRow = {
  id: string;
  cluster: { name: string; displayName: string };
  name: string;
  team: { slug: string; name: string };
  service: { slug: string; name: string };
  environment: string;
  phase: NamespacePhase;
  phaseMessage: string;
  quota: QuotaFigures;
  expiresAt: string | null;
};

/** Quota as queries give it: Kubernetes quantities as texts. */
export type QuotaFigures = {
  lines: { key: string; hard: string; used: string | null; ratio: number | null }[];
  observedAt: string | null;
};

/** The page of a namespace. */
export function namespaceHref(cluster: string, name: string): string {
  return `/namespaces/${encodeURIComponent(cluster)}/${encodeURIComponent(name)}`;
}

/** A namespace's environment with a capital, for people. */
export function environmentWord(environment: string): string {
  return environment.charAt(0).toUpperCase() + environment.slice(1);
}
