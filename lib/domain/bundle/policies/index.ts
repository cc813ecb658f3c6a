// All policies of the bundle, in the order they are applied.
import { POLICY_NAMES } from '../names.ts';
import type { FullBundleValues } from '../values.ts';
import { managedObjectsPolicy, reservedLabelPolicy } from './berths-own.ts';
import { proberFencePolicy, workerFencePolicy } from './fences.ts';
import { gatewaysPolicy, listenerSetsPolicy } from './gateways.ts';
import { secretsPolicy, serviceAccountTokensPolicy } from './identities.ts';
import { cronJobsPolicy, podsPolicy, workloadsPolicy } from './images.ts';
import { ingressesPolicy } from './ingresses.ts';
import { certificatesPolicy, dnsEndpointsPolicy, openshiftRoutesPolicy } from './names-elsewhere.ts';
import { namespacesPolicy } from './namespaces.ts';
import { networkPoliciesPolicy } from './networkpolicies.ts';
import type { Policy } from './policy.ts';
import { roleBindingsPolicy, rolesPolicy } from './rbac.ts';
import { deniedKindsPolicy, routePolicies } from './routes.ts';
import { servicesPolicy } from './services.ts';

/** The policies for a cluster's values; those of optional API groups only where the group is wanted. */
export function policiesOf(values: FullBundleValues): Policy[] {
  const all = [
    namespacesPolicy(),
    managedObjectsPolicy(values),
    reservedLabelPolicy(values),
    ingressesPolicy(values),
    ...routePolicies(values),
    deniedKindsPolicy(values),
    gatewaysPolicy(values),
    listenerSetsPolicy(values),
    servicesPolicy(values),
    networkPoliciesPolicy(values),
    roleBindingsPolicy(values),
    rolesPolicy(values),
    secretsPolicy(values),
    serviceAccountTokensPolicy(values),
    certificatesPolicy(values),
    dnsEndpointsPolicy(values),
    openshiftRoutesPolicy(values),
    podsPolicy(values),
    workloadsPolicy(values),
    cronJobsPolicy(values),
    workerFencePolicy(values),
    proberFencePolicy(),
  ];
  const wanted = all.filter(
    ({ optional }) => optional === undefined || values.optionalApiGroups.includes(optional),
  );
  return wanted.sort((a, b) => POLICY_NAMES.indexOf(a.name) - POLICY_NAMES.indexOf(b.name));
}
