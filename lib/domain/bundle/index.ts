// The guardrail bundle: what a cluster administrator installs once, and the portal never. The worker's identity and rights, the tenant
// roles, a flow schema so that the worker is heard on a busy API server, the admission policies, and the namespace that proves them.
import type { AccessRole } from '../desired-state/schema.ts';
import { clusterRoleOf } from '../render/access.ts';
import { SYSTEM_NAMESPACE, WORKER_SERVICE_ACCOUNT } from '../render/labels.ts';
import type { KubernetesObject } from '../render/types.ts';
import { canaryObjects } from './canary.ts';
import { POD_DEFAULTS_NAME, type PolicyName } from './names.ts';
import { bundleObject } from './object.ts';
import { policiesOf } from './policies/index.ts';
import { podDefaultsObjects } from './policies/pod-defaults.ts';
import { policyObjects } from './policies/policy.ts';
import { developerRules, maintainerRules, viewerRules } from './tenants.ts';
import type { PolicyRule } from './types.ts';
import {
  bundleValuesSchema,
  type BundleValues,
  type FullBundleValues,
  type OptionalApiGroup,
} from './values.ts';
import { workerRules } from './worker.ts';

export { CANARY_NAMESPACE, POLICY_NAMES, PROBER_NAME, PROBER_USER } from './names.ts';
export { PROBES, refusingPolicy, type Probe } from './probes.ts';
export { bundleValuesSchema, type BundleValues } from './values.ts';
export { BUNDLE_VERSION, bundleVersionAccepted } from './version.ts';

/** The ClusterRole of the worker. */
const WORKER_CLUSTER_ROLE = 'berth:worker';

const RBAC = 'rbac.authorization.k8s.io';

/** The bundle's objects in the order they are applied. Throws zod's error for values that aren't valid. */
export function renderBundle(values: BundleValues = {}): KubernetesObject[] {
  const full = bundleValuesSchema.parse(values);
  return [
    systemNamespace(),
    bundleObject('v1', 'ServiceAccount', WORKER_SERVICE_ACCOUNT, { namespace: SYSTEM_NAMESPACE }),
    clusterRole(WORKER_CLUSTER_ROLE, workerRules()),
    {
      ...bundleObject(`${RBAC}/v1`, 'ClusterRoleBinding', WORKER_CLUSTER_ROLE),
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: WORKER_CLUSTER_ROLE },
      subjects: [{ kind: 'ServiceAccount', name: WORKER_SERVICE_ACCOUNT, namespace: SYSTEM_NAMESPACE }],
    },
    // The policies before the roles that rely on them: an upgrade never gives a right whose fence isn't there yet.
    ...policiesOf(full).flatMap(policyObjects),
    ...(full.mutating ? podDefaultsObjects() : []),
    clusterRole(clusterRoleOf('viewer'), rulesOf('viewer', full)),
    clusterRole(clusterRoleOf('developer'), rulesOf('developer', full)),
    clusterRole(clusterRoleOf('maintainer'), rulesOf('maintainer', full)),
    flowSchema(),
    ...canaryObjects(full),
  ];
}

/** The rules that the bundle gives a tenant role, for a cluster's values. Throws zod's error for values that aren't valid. */
export function tenantRules(role: AccessRole, values: BundleValues = {}): PolicyRule[] {
  return rulesOf(role, bundleValuesSchema.parse(values));
}

/** A policy that a cluster must have. */
interface ExpectedPolicy {
  /** Also the name of its one binding. */
  name: PolicyName | typeof POD_DEFAULTS_NAME;
  kind: 'ValidatingAdmissionPolicy' | 'MutatingAdmissionPolicy';
  /** Of the kinds it judges, where they aren't Kubernetes' own: it is needed only where this API group is served. */
  optional?: OptionalApiGroup;
}

/** The policies a cluster must have for its values, each with the binding of the same name. Throws zod's error for values that aren't valid. */
export function expectedPolicies(values: BundleValues = {}): ExpectedPolicy[] {
  const full = bundleValuesSchema.parse(values);
  return [
    ...policiesOf(full).map(({ name, optional }): ExpectedPolicy => ({
      name,
      kind: 'ValidatingAdmissionPolicy',
      ...(optional === undefined ? {} : { optional }),
    })),
    ...(full.mutating
      ? [{ name: POD_DEFAULTS_NAME, kind: 'MutatingAdmissionPolicy' } satisfies ExpectedPolicy]
      : []),
  ];
}

function rulesOf(role: AccessRole, values: FullBundleValues): PolicyRule[] {
  if (role === 'viewer') return viewerRules(values);
  return role === 'developer' ? developerRules(values) : maintainerRules(values);
}

function systemNamespace(): KubernetesObject {
  return bundleObject('v1', 'Namespace', SYSTEM_NAMESPACE, {
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
    },
  });
}

function clusterRole(name: string, rules: PolicyRule[]): KubernetesObject {
  return { ...bundleObject(`${RBAC}/v1`, 'ClusterRole', name), rules };
}

// Without it the worker shares a queue with every other ServiceAccount (precedence 9000), and a tenant's runaway controller would
// keep a revoked right in force.
function flowSchema(): KubernetesObject {
  return {
    ...bundleObject('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'berth-worker'),
    spec: {
      priorityLevelConfiguration: { name: 'workload-high' },
      matchingPrecedence: 950,
      distinguisherMethod: { type: 'ByUser' },
      rules: [
        {
          subjects: [
            {
              kind: 'ServiceAccount',
              serviceAccount: { name: WORKER_SERVICE_ACCOUNT, namespace: SYSTEM_NAMESPACE },
            },
          ],
          resourceRules: [
            { verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true },
          ],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        },
      ],
    },
  };
}
