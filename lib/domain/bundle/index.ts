// The guardrail bundle: what a cluster administrator installs once, and the portal never. Its RBAC part: the worker's identity and
// rights, the tenant roles, and a flow schema so that the worker is heard on a busy API server.
import { z } from 'zod';
import type { AccessRole } from '../desired-state/schema.ts';
import { clusterRoleOf } from '../render/access.ts';
import { BUNDLE_VERSION_LABEL, SYSTEM_NAMESPACE, WORKER_SERVICE_ACCOUNT } from '../render/labels.ts';
import type { KubernetesObject } from '../render/types.ts';
import { developerRules, maintainerRules, viewerRules } from './tenants.ts';
import type { ExtraKind, PolicyRule } from './types.ts';
import { workerRules } from './worker.ts';

/** The version of the bundle that this Berth prints; a cluster's objects carry theirs as a label. */
export const BUNDLE_VERSION = '0.1.0';

/** The ClusterRole of the worker. */
const WORKER_CLUSTER_ROLE = 'berth:worker';

const RBAC = 'rbac.authorization.k8s.io';

// Groups whose resources are decided above, one by one: through this door they would come in whole.
const DECIDED_GROUPS = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'batch',
  'cert-manager.io',
  'certificates.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'gateway.networking.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'policy.networking.k8s.io',
  RBAC,
  'scheduling.k8s.io',
  'storage.k8s.io',
];

/** What a cluster's administrator can choose. */
const bundleValuesSchema = z.strictObject({
  /** Kinds of operators that tenants use here, such as ServiceMonitors; developers write them, viewers read them. */
  extraTenantKinds: z
    .array(
      z.strictObject({
        apiGroup: z
          .string()
          .regex(
            /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
            'Name an API group such as monitoring.coreos.com.',
          )
          .refine(
            (group) => !DECIDED_GROUPS.includes(group),
            'The kinds of this API group are decided by the bundle itself.',
          ),
        resources: z
          .array(
            z
              .string()
              .regex(/^[a-z][a-z0-9]*$/, 'Name a resource in lower-case plural, such as servicemonitors.'),
          )
          .min(1, 'Name at least one resource.'),
      }),
    )
    .default([]),
});

/** What a cluster's administrator has chosen; nothing must be. */
export type BundleValues = z.input<typeof bundleValuesSchema>;

/**
 * The bundle's objects in the order they are applied. Throws zod's error for values that aren't valid.
 * None carries `app.kubernetes.io/managed-by: berth`: that label is for what the worker applies and prunes, and it may not touch these.
 */
export function renderBundle(values: BundleValues = {}): KubernetesObject[] {
  const { extraTenantKinds } = bundleValuesSchema.parse(values);
  return [
    systemNamespace(),
    object('v1', 'ServiceAccount', WORKER_SERVICE_ACCOUNT, { namespace: SYSTEM_NAMESPACE }),
    clusterRole(WORKER_CLUSTER_ROLE, workerRules()),
    {
      ...object(`${RBAC}/v1`, 'ClusterRoleBinding', WORKER_CLUSTER_ROLE),
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: WORKER_CLUSTER_ROLE },
      subjects: [{ kind: 'ServiceAccount', name: WORKER_SERVICE_ACCOUNT, namespace: SYSTEM_NAMESPACE }],
    },
    clusterRole(clusterRoleOf('viewer'), viewerRules(extraTenantKinds)),
    clusterRole(clusterRoleOf('developer'), developerRules(extraTenantKinds)),
    clusterRole(clusterRoleOf('maintainer'), maintainerRules(extraTenantKinds)),
    flowSchema(),
  ];
}

/** The rules that the bundle gives a tenant role; the worker compares a cluster's with them. */
export function tenantRules(role: AccessRole, extra: readonly ExtraKind[] = []): PolicyRule[] {
  if (role === 'viewer') return viewerRules(extra);
  return role === 'developer' ? developerRules(extra) : maintainerRules(extra);
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  options: { namespace?: string; labels?: Record<string, string> } = {},
): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
      labels: {
        'app.kubernetes.io/name': 'berth',
        'app.kubernetes.io/component': 'guardrail-bundle',
        [BUNDLE_VERSION_LABEL]: BUNDLE_VERSION,
        ...options.labels,
      },
    },
  };
}

function systemNamespace(): KubernetesObject {
  return object('v1', 'Namespace', SYSTEM_NAMESPACE, {
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
    },
  });
}

function clusterRole(name: string, rules: PolicyRule[]): KubernetesObject {
  return { ...object(`${RBAC}/v1`, 'ClusterRole', name), rules };
}

// Without it the worker shares a queue with every other ServiceAccount (precedence 9000), and a tenant's runaway controller would
// keep a revoked right in force.
function flowSchema(): KubernetesObject {
  return {
    ...object('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'berth-worker'),
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
