// The whole suite.
import { exemptionsOf } from '../exemptions.ts';
import type { Family } from '../family.ts';
import type { Attempt, Given, Passage } from '../types.ts';
import { certificates, dnsendpoints, openshiftRoutes } from './certificates-and-names.ts';
import { proberFence, workerFence } from './fences.ts';
import { deniedKinds, gateways, listenersets } from './gateways.ts';
import { cronjobs, pods, workloads } from './images.ts';
import { ingresses } from './ingresses.ts';
import { managedObjects, reservedLabel } from './managed-objects.ts';
import { namespaces } from './namespaces.ts';
import { networkpolicies } from './network-policies.ts';
import { rolebindings, roles, secrets, tokens } from './rbac.ts';
import { grpcroutes, httproutes, tlsroutes } from './routes.ts';
import { services } from './services.ts';

const FAMILIES: readonly Family[] = [
  namespaces,
  managedObjects,
  reservedLabel,
  ingresses,
  httproutes,
  grpcroutes,
  tlsroutes,
  deniedKinds,
  gateways,
  listenersets,
  services,
  networkpolicies,
  rolebindings,
  roles,
  secrets,
  tokens,
  certificates,
  dnsendpoints,
  openshiftRoutes,
  pods,
  workloads,
  cronjobs,
  workerFence,
  proberFence,
];

/** Everything that must be refused. */
export const ATTEMPTS: readonly Attempt[] = FAMILIES.flatMap(({ attempts }) => attempts);

/** Everything beside the twins that must go on working. */
export const PASSAGES: readonly Passage[] = FAMILIES.flatMap((family) => [
  ...family.passages,
  ...exemptionsOf(family),
]);

/** What all of them want to find, each object once. */
export function givenOf(suite: readonly { given: readonly Given[] }[]): Given[] {
  const objects = new Map<unknown, Given>();
  for (const { given } of suite) for (const one of given) objects.set(one.object, one);
  return [...objects.values()];
}
