import type { GrantState } from '../../lib/domain/hosts/index.ts';
import type { Tone } from '../ui/badge.tsx';

/** A host as lists show it. */
export type HostListRow = {
  id: string;
  name: string;
  state: Exclude<GrantState, 'free'>;
  team: { slug: string; name: string };
  cluster: { name: string; displayName: string };
  service: string;
  environment: string;
  namespace: string | null;
  delegation: string | null;
  freeAt: string | null;
  revokeReason: string | null;
};

/** A name that is delegated to a team. */
export type DelegationListRow = {
  id: string;
  host: string;
  zone: string;
  team: { slug: string; name: string };
  hosts: number;
  createdAt: string;
  reason: string | null;
  createdBy: { name: string } | null;
};

/** An object that carries a host; `command` where its owner can run it to end that. */
export type HostUseRow = {
  cluster: string;
  namespace: string | null;
  kind: string;
  name: string | null;
  host: string;
  path: string;
  command?: string;
};

/** The words for the states of a grant. */
export const GRANT_WORDS: Record<HostListRow['state'], { tone: Tone; word: string; busy?: boolean }> = {
  reserved: { tone: 'warn', word: 'Asked for' },
  active: { tone: 'ok', word: 'Granted' },
  revoking: { tone: 'warn', word: 'Being taken away', busy: true },
  quarantined: { tone: 'neutral', word: 'In quarantine' },
};

/** "All names below payments.example.com", for a wildcard; the name itself else. */
export function delegationWords(host: string): string {
  return host.startsWith('*.') ? `All names below ${host.slice(2)}` : 'This name alone';
}
