// What a cluster's administrator can choose about the bundle. Nothing must be chosen; every field has a default. The guiding rule: a
// choice can widen what tenants use, never what carries a host or opens a fence.
import { z } from 'zod';
import { POLICY_NAMES, type PolicyName } from './names.ts';

/** API groups of kinds that carry a host of their own: hosts are delegated by Berth, and such a kind would go around it. */
const HOST_GROUPS = [
  'acme.cert-manager.io',
  'apisix.apache.org',
  'appmesh.k8s.aws',
  'cert-manager.io',
  'configuration.konghq.com',
  'contour.heptio.com',
  'elbv2.k8s.aws',
  'externaldns.k8s.io',
  'externaldns.nginx.org',
  'gateway.envoyproxy.io',
  'gateway.kgateway.dev',
  'gateway.networking.k8s.io',
  'gateway.networking.x-k8s.io',
  'gateway.nginx.org',
  'gateway.solo.io',
  'getambassador.io',
  'ingress.v3.haproxy.org',
  'k8s.nginx.org',
  'networking.gke.io',
  'networking.istio.io',
  'projectcontour.io',
  'route.openshift.io',
  'serving.knative.dev',
  'traefik.containo.us',
  'traefik.io',
  'voyager.appscode.com',
];

/** API groups that open a network fence which a NetworkPolicy closes. */
const FENCE_GROUPS = ['cilium.io', 'crd.antrea.io', 'crd.projectcalico.org', 'projectcalico.org'];

/** Groups whose resources the bundle decides one by one: through this door they would come in whole. */
const DECIDED_GROUPS = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'batch',
  'berth.dev',
  'certificates.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'policy.networking.k8s.io',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
];

// Words in an annotation's key that name a host, take one over, or hand the proxy's configuration to whoever writes the annotation.
// Sources: ingress-nginx docs/user-guide/nginx-configuration/annotations-risk.md, external-dns docs/annotations, cert-manager's
// annotations page, CVE-2021-25742 (snippets), CVE-2025-1974 and its siblings (auth-url, mirror, server configuration).
const HOST_WORDS =
  /external-dns|externaldns|alias|snippet|host|domain|server-?name|common-name|alt-names|ip-sans|uri-sans|email-sans|auth-|mirror|redirect|canary|app-root|rewrite|vhost|default-backend|ingress\.class|ingress-class|group\.name|conditions\.|actions\.|configuration|template|whitelist-source|-lua|waf|modsecurity/i;

// Domains in which each annotation has to be named in full: a prefix would bring in the ones above.
const ANNOTATION_DOMAINS_BY_NAME_ONLY =
  /(^|\.)(berth\.dev|kubernetes\.io|k8s\.io|k8s\.aws|cert-manager\.io|nginx\.org|nginx\.com|konghq\.com|traefik\.io|haproxy\.org|haproxy\.com|projectcontour\.io|openshift\.io|istio\.io|getambassador\.io|tailscale\.com|cloudflare\.com|higress\.io)$/;

const DNS_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

const apiGroup = z
  .string()
  .regex(DNS_NAME, 'Name an API group such as monitoring.coreos.com.')
  .refine(
    (group) => !DECIDED_GROUPS.includes(group),
    'The kinds of this API group are decided by the bundle itself.',
  )
  .refine(
    (group) => !HOST_GROUPS.includes(group),
    'The kinds of this API group carry hosts; hosts are delegated by Berth and published by Ingress and the Gateway API.',
  )
  .refine(
    (group) => !FENCE_GROUPS.includes(group),
    'The kinds of this API group open network fences; tenants write NetworkPolicies.',
  );

const annotation = z
  .string()
  .max(253)
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\/([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/,
    'Name an annotation in full, such as cert-manager.io/cluster-issuer, or a prefix that ends with a slash.',
  )
  .refine(
    (key) => !HOST_WORDS.test(key),
    'Annotations that carry a host, or configure the proxy for other hosts, can\u2019t be allowed.',
  )
  .refine(
    (key) => !key.endsWith('/') || !ANNOTATION_DOMAINS_BY_NAME_ONLY.test(key.slice(0, -1)),
    'Some annotations under this prefix carry a host. Name the ones you mean in full.',
  )
  .refine((key) => !key.startsWith('berth.dev/'), 'Annotations under berth.dev are Berth\u2019s own.');

/** A user as the API server's authentication names it: no wildcard, no group, and nobody a tenant could become. */
const exactUser = z
  .string()
  .max(512)
  .regex(
    /^[A-Za-z0-9][^\s'"\\*]*$/,
    'Write the exact user name, such as system:serviceaccount:cert-manager:cert-manager.',
  )
  .refine(
    (user) =>
      !user.startsWith('system:serviceaccount:') ||
      /^system:serviceaccount:[a-z0-9]([a-z0-9-]*[a-z0-9])?:[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(user),
    'Write a ServiceAccount as system:serviceaccount:NAMESPACE:NAME.',
  )
  .refine(
    (user) => !user.startsWith('system:serviceaccount:berth-canary:'),
    'The prober of berth-canary must stay refused.',
  );

const CERT_MANAGER = 'system:serviceaccount:cert-manager:cert-manager';

/** kube-controller-manager's own loops: with --use-service-account-credentials each has its ServiceAccount, without it all are one user. */
const loop = (...names: string[]): string[] => [
  ...names.map((name) => `system:serviceaccount:kube-system:${name}`),
  'system:kube-controller-manager',
];

/**
 * Who may write what a policy refuses to tenants, where nothing is chosen. Kubernetes' own loops, and cert-manager where its chart puts
 * it: its solver for HTTP-01 publishes a path of a host that was granted, from an image of its own.
 */
const EXEMPT_BY_DEFAULT: Partial<Record<PolicyName, readonly string[]>> = {
  'berth-services': loop(
    'endpoint-controller',
    'endpointslice-controller',
    'endpointslicemirroring-controller',
  ),
  'berth-ingresses': [CERT_MANAGER],
  'berth-httproutes': [CERT_MANAGER],
  'berth-pods': [CERT_MANAGER],
  'berth-denied-kinds': [CERT_MANAGER],
};

const NEVER_EXEMPT: readonly PolicyName[] = ['berth-namespaces', 'berth-worker-fence', 'berth-prober-fence'];

/** Optional API groups whose policies and tenant rights the bundle has; where the group isn't served they lie idle. */
const OPTIONAL_API_GROUPS = ['cert-manager.io', 'externaldns.k8s.io', 'route.openshift.io'] as const;
export type OptionalApiGroup = (typeof OPTIONAL_API_GROUPS)[number];

/** What a cluster's administrator can choose. */
export const bundleValuesSchema = z.strictObject({
  /** Kinds of operators that tenants use here, such as ServiceMonitors; developers write them, viewers read them. */
  extraTenantKinds: z
    .array(
      z.strictObject({
        apiGroup,
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
  /**
   * Annotations that tenants may put on what publishes something (Services, Ingresses, routes, Gateways), beyond those of kubectl,
   * Helm, Argo CD, Flux and Prometheus: exact keys, or prefixes that end with a slash.
   */
  extraAnnotations: z.array(annotation).max(100).default([]),
  /**
   * Controllers that a policy lets through, by exact user name: policy -> users. A policy named here has exactly these; one that isn't
   * named keeps its default. The namespaces of ServiceAccounts among them can't be made by Berth for a tenant.
   */
  exemptControllers: z
    .partialRecord(z.enum(POLICY_NAMES), z.array(exactUser).max(20))
    .default({})
    .superRefine((exempt, context) => {
      for (const policy of NEVER_EXEMPT) {
        if (exempt[policy] !== undefined) {
          context.addIssue({ code: 'custom', path: [policy], message: 'This policy has no exemptions.' });
        }
      }
    }),
  /** Namespaces of the platform that the worker may never touch, beyond kube-*, openshift-*, default and berth-*; a final `*` stands for any ending. */
  systemNamespaces: z
    .array(
      z
        .string()
        .regex(
          /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\*?$|^[a-z0-9][a-z0-9-]{0,61}\*$/,
          'Name a namespace, or a beginning and `*`.',
        ),
    )
    .max(200)
    .default(['gateway-system', 'monitoring']),
  /** How many times its request a container's limit may be. */
  maxLimitRequestRatio: z
    .strictObject({
      cpu: z.number().min(1).max(10_000).default(100),
      memory: z.number().min(1).max(10_000).default(16),
    })
    .prefault({}),
  /** Whether the cluster serves MutatingAdmissionPolicy v1 (Kubernetes 1.36 and later): plain Pods are then made safe rather than refused. */
  mutating: z.boolean().default(true),
  /** Optional API groups that the bundle has policies and tenant rights for. */
  optionalApiGroups: z.array(z.enum(OPTIONAL_API_GROUPS)).default([...OPTIONAL_API_GROUPS]),
});

/** What a cluster's administrator has chosen; nothing must be. */
export type BundleValues = z.input<typeof bundleValuesSchema>;
/** The same with every default filled in. */
export type FullBundleValues = z.output<typeof bundleValuesSchema>;

/** The users whom a policy lets through. */
export function exemptUsers(values: FullBundleValues, policy: PolicyName): readonly string[] {
  return values.exemptControllers[policy] ?? EXEMPT_BY_DEFAULT[policy] ?? [];
}

/**
 * Namespaces in which an exempt ServiceAccount lives. A tenant who was given one of them could make that account and be exempt:
 * so the worker's fence keeps them out of Berth's reach.
 */
export function exemptNamespaces(values: FullBundleValues): string[] {
  const users = POLICY_NAMES.flatMap((policy) => exemptUsers(values, policy));
  const namespaces = users.flatMap((user) => {
    const [, namespace] = /^system:serviceaccount:([^:]+):/.exec(user) ?? [];
    return namespace === undefined ? [] : [namespace];
  });
  return [...new Set(namespaces)].sort();
}
