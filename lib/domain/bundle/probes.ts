// What each policy must refuse: the requests by which the worker proves a cluster's guardrails. A refusal counts only if it names the
// policy; an answer by RBAC, quota or a schema proves nothing.
import { CANARY_HOST, CANARY_OFFER } from './canary.ts';
import { CANARY_NAMESPACE, type PolicyName } from './names.ts';
import type { OptionalApiGroup } from './values.ts';

/** A request that a policy must refuse. */
export interface Probe {
  policy: PolicyName;
  /** Whose token sends it: the prober of the canary namespace, or the worker itself for its own fence. */
  as: 'prober' | 'worker';
  /** Whether it is sent with `dryRun=All`; the prober's fence is proved by what is none. */
  dryRun: boolean;
  request: {
    /** `patch` is a JSON merge patch (RFC 7386). */
    verb: 'create' | 'patch';
    apiVersion: string;
    /** Plural, as in the path. */
    resource: string;
    subresource?: string;
    /** In the path: of what is patched, or whose subresource it is. */
    name?: string;
    /** Null for kinds without a namespace. */
    namespace: string | null;
    object: Readonly<Record<string, unknown>>;
  };
  /** The API group without which there is nothing to ask; the cluster may not serve it. */
  optional?: OptionalApiGroup | 'gateway.networking.k8s.io';
}

const NAME = 'berth-canary-probe';
const FOREIGN_HOST = 'refused.berth-canary.invalid';
const FOREIGN_IMAGE = 'elsewhere.berth-canary.invalid/probe:1';
const GATEWAY_GROUP = 'gateway.networking.k8s.io';
// Not named "berth-…": the policy on Berth's own objects would answer.
const PLAIN_NAME = 'probe';

interface Target {
  policy: PolicyName;
  apiVersion: string;
  kind: string;
  resource: string;
  optional?: Probe['optional'];
  name?: string;
  metadata?: Record<string, unknown>;
}

function created(target: Target, body: Record<string, unknown>): Probe {
  const { policy, apiVersion, kind, resource, optional, name = PLAIN_NAME, metadata = {} } = target;
  return {
    policy,
    as: 'prober',
    dryRun: true,
    request: {
      verb: 'create',
      apiVersion,
      resource,
      namespace: CANARY_NAMESPACE,
      object: { apiVersion, kind, metadata: { name, namespace: CANARY_NAMESPACE, ...metadata }, ...body },
    },
    ...(optional === undefined ? {} : { optional }),
  };
}

// As `restricted` wants it: pod security answers before the policies do.
const pod = (image: string): Record<string, unknown> => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'probe',
      image,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
});
const labelled = (image: string): Record<string, unknown> => ({
  metadata: { labels: { app: PLAIN_NAME } },
  spec: pod(image),
});
const route = (hostname: string): Record<string, unknown> => ({
  spec: {
    hostnames: [hostname],
    parentRefs: [{ name: CANARY_OFFER, namespace: CANARY_NAMESPACE }],
    rules: [{ backendRefs: [{ name: 'probe', port: 80 }] }],
  },
});
const gateway = (
  policy: PolicyName,
  kind: string,
  resource: string,
  body: Record<string, unknown>,
  apiVersion = `${GATEWAY_GROUP}/v1`,
): Probe => created({ policy, apiVersion, kind, resource, optional: GATEWAY_GROUP }, body);

const listeners = [{ name: 'http', protocol: 'HTTP', port: 80, hostname: FOREIGN_HOST }];

/** One probe or more for each policy. */
export const PROBES: readonly Probe[] = [
  {
    policy: 'berth-namespaces',
    as: 'prober',
    dryRun: true,
    request: {
      verb: 'patch',
      apiVersion: 'v1',
      resource: 'namespaces',
      name: CANARY_NAMESPACE,
      namespace: null,
      object: { metadata: { annotations: { 'berth.dev/hosts': `${CANARY_HOST},${FOREIGN_HOST}` } } },
    },
  },
  created(
    {
      policy: 'berth-managed-objects',
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      resource: 'networkpolicies',
      name: NAME,
    },
    { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
  ),
  created(
    {
      policy: 'berth-reserved-label',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      resource: 'configmaps',
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'berth' } },
    },
    {},
  ),
  created(
    {
      policy: 'berth-ingresses',
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      resource: 'ingresses',
    },
    {
      spec: {
        ingressClassName: CANARY_OFFER,
        rules: [
          {
            host: FOREIGN_HOST,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'probe', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
  ),
  gateway('berth-httproutes', 'HTTPRoute', 'httproutes', route(FOREIGN_HOST)),
  gateway('berth-grpcroutes', 'GRPCRoute', 'grpcroutes', route(FOREIGN_HOST)),
  gateway('berth-tlsroutes', 'TLSRoute', 'tlsroutes', route(FOREIGN_HOST)),
  gateway(
    'berth-denied-kinds',
    'ReferenceGrant',
    'referencegrants',
    {
      spec: {
        from: [{ group: GATEWAY_GROUP, kind: 'HTTPRoute', namespace: 'default' }],
        to: [{ group: '', kind: 'Service' }],
      },
    },
    `${GATEWAY_GROUP}/v1beta1`,
  ),
  gateway('berth-gateways', 'Gateway', 'gateways', { spec: { gatewayClassName: CANARY_OFFER, listeners } }),
  gateway('berth-listenersets', 'ListenerSet', 'listenersets', {
    spec: { parentRef: { name: CANARY_OFFER, namespace: CANARY_NAMESPACE }, listeners },
  }),
  created(
    { policy: 'berth-services', apiVersion: 'v1', kind: 'Service', resource: 'services' },
    { spec: { externalIPs: ['192.0.2.1'], ports: [{ port: 80 }], selector: { app: PLAIN_NAME } } },
  ),
  created(
    {
      policy: 'berth-networkpolicies',
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      resource: 'networkpolicies',
    },
    { spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] } },
  ),
  created(
    {
      policy: 'berth-rolebindings',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      resource: 'rolebindings',
    },
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'berth:viewer' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated' }],
    },
  ),
  created(
    {
      policy: 'berth-roles',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      resource: 'roles',
    },
    {
      // The prober holds it in the canary, so that the API server's own escalation check has nothing to say.
      rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
    },
  ),
  created(
    {
      policy: 'berth-secrets',
      apiVersion: 'v1',
      kind: 'Secret',
      resource: 'secrets',
      metadata: { annotations: { 'kubernetes.io/service-account.name': 'default' } },
    },
    { type: 'kubernetes.io/service-account-token' },
  ),
  {
    policy: 'berth-serviceaccount-tokens',
    as: 'prober',
    dryRun: true,
    request: {
      verb: 'create',
      apiVersion: 'v1',
      resource: 'serviceaccounts',
      subresource: 'token',
      name: 'default',
      namespace: CANARY_NAMESPACE,
      object: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
    },
  },
  created(
    {
      policy: 'berth-certificates',
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      resource: 'certificates',
      optional: 'cert-manager.io',
    },
    {
      spec: {
        secretName: PLAIN_NAME,
        dnsNames: [FOREIGN_HOST],
        issuerRef: { kind: 'ClusterIssuer', name: CANARY_OFFER },
      },
    },
  ),
  created(
    {
      policy: 'berth-dnsendpoints',
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      resource: 'dnsendpoints',
      optional: 'externaldns.k8s.io',
    },
    { spec: { endpoints: [{ dnsName: FOREIGN_HOST, recordType: 'A', targets: ['192.0.2.1'] }] } },
  ),
  created(
    {
      policy: 'berth-openshift-routes',
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      resource: 'routes',
      optional: 'route.openshift.io',
    },
    { spec: { host: FOREIGN_HOST, to: { kind: 'Service', name: 'probe' } } },
  ),
  created(
    { policy: 'berth-pods', apiVersion: 'v1', kind: 'Pod', resource: 'pods' },
    { spec: pod(FOREIGN_IMAGE) },
  ),
  created(
    { policy: 'berth-workloads', apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments' },
    { spec: { selector: { matchLabels: { app: PLAIN_NAME } }, template: labelled(FOREIGN_IMAGE) } },
  ),
  created(
    { policy: 'berth-cronjobs', apiVersion: 'batch/v1', kind: 'CronJob', resource: 'cronjobs' },
    {
      spec: {
        schedule: '0 0 1 1 *',
        suspend: true,
        jobTemplate: { spec: { template: { spec: { ...pod(FOREIGN_IMAGE), restartPolicy: 'Never' } } } },
      },
    },
  ),
  {
    policy: 'berth-worker-fence',
    as: 'worker',
    dryRun: true,
    request: {
      verb: 'create',
      apiVersion: 'v1',
      resource: 'namespaces',
      namespace: null,
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-berth-probe' } },
    },
  },
  {
    ...created(
      { policy: 'berth-prober-fence', apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps' },
      { data: { note: 'Left by a probe: the fence of the prober is missing.' } },
    ),
    dryRun: false,
  },
];

/** The name of the policy that refused a request, from the API server's message; null when something else did. */
export function refusingPolicy(message: string): string | null {
  return /ValidatingAdmissionPolicy '([^']+)'/.exec(message)?.[1] ?? null;
}
