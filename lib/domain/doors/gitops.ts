// What Argo CD's ApplicationSets and flux-operator's ResourceSets are given of a namespace: the same words for both, each always there,
// so that a template with `missingkey=error` never stumbles over a service without a tier.
import { hostTexts, linkUrl } from './facts.ts';
import type { Place } from './facts.ts';
import { jointName } from './names.ts';

/** Helm refuses a release's name that is longer. */
const MOST_NAME = 53;

/** Flux refuses an answer that is larger, bytes. */
export const FLUX_LIMIT = 900 * 1024;

/** The parameters of one namespace. What isn't known is ''. */
export type GitopsParameters = {
  /** Stays the same when anything is renamed. */
  id: string;
  /** Cluster and namespace as one name, good for an Application, a Kustomization and a Helm release. */
  name: string;
  cluster: string;
  clusterName: string;
  /** The address of its API server, as kubeconfigs have it. */
  server: string;
  namespace: string;
  environment: string;
  team: string;
  teamName: string;
  service: string;
  serviceName: string;
  tier: string;
  lifecycle: string;
  /** Of the link "repository". */
  repository: string;
  /** The first host that is no wildcard. */
  host: string;
  hosts: string[];
};

/** The parameters of a namespace. */
export function gitopsParameters(place: Place): GitopsParameters {
  const hosts = hostTexts(place.hosts);
  return {
    id: place.id,
    name: jointName([place.cluster.name, place.namespace], MOST_NAME),
    cluster: place.cluster.name,
    clusterName: place.cluster.displayName,
    server: place.cluster.apiServer,
    namespace: place.namespace,
    environment: place.environment,
    team: place.team.slug,
    teamName: place.team.name,
    service: place.service.slug,
    serviceName: place.service.name,
    tier: place.service.tier === null ? '' : String(place.service.tier),
    lifecycle: place.service.lifecycle,
    repository: linkUrl(place.links, 'repository') ?? '',
    host: hosts.exact[0] ?? '',
    hosts: hosts.all,
  };
}
