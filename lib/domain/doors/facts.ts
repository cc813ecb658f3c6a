// What the doors are told of the catalog, and what each of them needs of it.
import type { CatalogLink, LinkKind } from '../catalog/links.ts';
import type { Lifecycle } from '../catalog/service.ts';
import { hostText, isWildcard } from '../hosts/index.ts';
import type { HostName } from '../hosts/index.ts';
import type { Environment } from '../desired-state/words.ts';

/** A team, as it is shown to everybody who is signed in. */
export type TeamFacts = {
  id: string;
  slug: string;
  name: string;
  description: string;
  contactEmail: string | null;
  links: CatalogLink[];
  /** Slugs. */
  parent: string | null;
  children: string[];
  archived: boolean;
};

/** A service. */
export type ServiceFacts = {
  id: string;
  slug: string;
  name: string;
  description: string;
  /** Slug of the team whose it is. */
  team: string;
  tier: number | null;
  lifecycle: Lifecycle;
  tags: string[];
  links: CatalogLink[];
  /** Slugs of other services. */
  dependsOn: string[];
};

/** A namespace with whose it is and where it is found. */
export type Place = {
  id: string;
  namespace: string;
  environment: Environment;
  purpose: string;
  cluster: { name: string; displayName: string; apiServer: string };
  /** The cost centre is null where the reader isn't to know it. */
  team: { slug: string; name: string; costCentre: string | null };
  service: { slug: string; name: string; tier: number | null; lifecycle: Lifecycle; tags: string[] };
  /** Of the namespace, its service, its team and the cluster's templates, the nearest winning. */
  links: CatalogLink[];
  /** The hosts that it holds, wildcards among them. */
  hosts: HostName[];
};

/** The address of the first link that answers for this kind; null when there is none. */
export function linkUrl(links: readonly CatalogLink[], kind: LinkKind): string | null {
  return links.find((link) => link.kind === kind)?.url ?? null;
}

/** The hosts as one text each, and those among them that can be called as they are. */
export function hostTexts(hosts: readonly HostName[]): { all: string[]; exact: string[] } {
  return {
    all: hosts.map(hostText),
    exact: hosts.filter(({ host }) => !isWildcard(host)).map(hostText),
  };
}
