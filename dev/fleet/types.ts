/** A made-up company, as the loader takes it. Things name each other by slug or name, so that more can be added by hand. */
import type { Environment } from '../../lib/domain/desired-state/schema.ts';

export interface FleetTeam {
  slug: string;
  name: string;
  description?: string;
  contactEmail?: string | null;
  chatUrl?: string | null;
  onCallUrl?: string | null;
  costCentre?: string | null;
  /** Slug of the team above it. */
  parent?: string | null;
  archived?: boolean;
}

export interface FleetService {
  slug: string;
  name: string;
  /** Slug. */
  team: string;
  description?: string;
  tier?: number | null;
  lifecycle?: 'experimental' | 'production' | 'deprecated';
  tags?: string[];
  links?: Record<string, string>;
  /** Days since its team confirmed it; null: never. */
  confirmedDaysAgo?: number | null;
}

export type FleetPhase = 'Pending' | 'Provisioning' | 'Ready' | 'Degraded' | 'Deleting';

export interface FleetNamespace {
  name: string;
  cluster: string;
  /** Slug. */
  service: string;
  environment: Environment;
  purpose?: string;
  size?: 'S' | 'M' | 'L';
  phase?: FleetPhase;
  /** Days from now, below zero for the past; null: never. */
  expiresInDays?: number | null;
  /** Part of the quota in use (0..1 and above); null: the cluster hasn't said. */
  used?: number | null;
  /** Hosts that it publishes. */
  hosts?: string[];
}

export interface FleetPerson {
  name: string;
  email: string;
  /** Slugs of teams that they are a member of. */
  teams: string[];
  /** Days since they were seen. */
  seenDaysAgo?: number;
}

export interface FleetCluster {
  name: string;
  displayName: string;
  environments: Environment[];
}

/** A slug that a team or service had before. */
export interface FleetAlias {
  kind: 'team' | 'service';
  slug: string;
  /** The slug it has now. */
  target: string;
}

/** Things added by hand to what is generated. */
export interface Planted {
  teams?: FleetTeam[];
  services?: FleetService[];
  namespaces?: FleetNamespace[];
  people?: FleetPerson[];
  aliases?: FleetAlias[];
}

export interface Fleet {
  clusters: FleetCluster[];
  teams: FleetTeam[];
  services: FleetService[];
  people: FleetPerson[];
  aliases: FleetAlias[];
  /** How many `namespaces` gives. */
  namespaceCount: number;
  /** The same ones, in the same order, at each call. */
  namespaces: () => Generator<FleetNamespace>;
}
