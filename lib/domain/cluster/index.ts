// cluster.config: what a cluster offers its tenants and how it is wired. Set by administrators; every field has a default, so that
// `{}` is a working cluster.
import { z } from 'zod';
import { linkTemplatesSchema } from '../catalog/templates.ts';
import { isDnsLabel, isLabelKey } from '../names/index.ts';
import { cidrProblem } from '../net/index.ts';

export * from './conditions.ts';

/** A CIDR block in canonical form. */
export const cidrSchema = z.string().superRefine((text, context) => {
  const problem = cidrProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

/** An image prefix: a registry host, optionally with a port and a path: "registry.example.com/shop/". */
export const registrySchema = z
  .string()
  .max(255, 'An image prefix has at most 255 characters.')
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*\/?$/,
    'Write an image prefix such as registry.example.com/shop, in lower case and without a scheme.',
  );

/** A Gateway that routes may attach to: "namespace/name". */
export const gatewaySchema = z
  .string()
  .max(317)
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    'Write a gateway as namespace/name.',
  );

/** The name of an IngressClass. */
export const ingressClassSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'Write the name of an IngressClass, such as nginx.');

/** The name of a GatewayClass. */
const gatewayClassSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'Write the name of a GatewayClass, such as cilium.');

/** An issuer as a Certificate's issuerRef names it: "Kind/name". */
const issuerSchema = z
  .string()
  .regex(
    /^(Cluster)?Issuer\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    'Write an issuer as ClusterIssuer/name or Issuer/name.',
  );

const namespaceName = z.string().refine(isDnsLabel, 'Write the name of a namespace.');

// A prefix stands before each user's and group's name in a RoleBinding. One that is the beginning of "system:" would let a
// harmless looking name complete it.
const identityPrefix = z
  .string()
  .max(64)
  .refine(
    (prefix) =>
      !prefix.toLowerCase().startsWith('system') &&
      (prefix === '' || !'system:'.startsWith(prefix.toLowerCase())),
    'A prefix must not begin with "system" or be the beginning of it. Use for example "oidc:".',
  );

/** What a label template may name, in braces. */
const LABEL_PLACEHOLDERS = ['team', 'service', 'environment', 'namespace', 'cluster', 'costCentre'] as const;

const protectedKey = (key: string): boolean => {
  const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  return /(^|\.)(kubernetes\.io|k8s\.io|berth\.dev)$/.test(prefix);
};

const labelTemplates = z.record(z.string(), z.string().max(253)).superRefine((templates, context) => {
  for (const [key, template] of Object.entries(templates)) {
    const issue = (message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    if (!isLabelKey(key)) issue(`"${key}" is no valid label key.`);
    if (protectedKey(key))
      issue(
        `Labels under "${key.slice(0, key.indexOf('/'))}" are set by Berth and Kubernetes. Use another key.`,
      );
    for (const [, name = ''] of template.matchAll(/\{([^}]*)\}/g)) {
      if (!(LABEL_PLACEHOLDERS as readonly string[]).includes(name)) {
        issue(
          `A template can't name {${name}}; it can name ${LABEL_PLACEHOLDERS.map((p) => `{${p}}`).join(', ')}.`,
        );
      }
    }
  }
});

/** The shape of cluster.config. Parsing `{}` gives every default. */
export const clusterConfigSchema = z.object({
  /** Stands before an e-mail address in a RoleBinding: must be what the API server's authentication adds. */
  usernamePrefix: identityPrefix.default('oidc:'),
  /** The same for groups. */
  groupPrefix: identityPrefix.default('oidc:'),
  /** Names no team may take here, beyond Berth's own list; a final `*` stands for any ending. */
  reservedNames: z.array(z.string().min(1).max(63)).max(500).default([]),
  /** Where the gateways and ingress controllers run; their traffic may enter. */
  ingressNamespaces: z.array(namespaceName).max(20).default(['gateway-system']),
  /** The same for gateways on the host's network, which no selector can name. */
  ingressCidrs: z.array(cidrSchema).max(50).default([]),
  /** Where metrics are scraped from. */
  monitoringNamespaces: z.array(namespaceName).max(20).default(['monitoring']),
  /** The cluster's DNS: each namespace may ask it on port 53. */
  dns: z
    .object({
      namespace: namespaceName.default('kube-system'),
      selector: z.record(z.string(), z.string()).default({ 'k8s-app': 'kube-dns' }),
    })
    .prefault({}),
  /** Where the API server answers, for namespaces that ask for access to it. */
  apiServerCidrs: z.array(cidrSchema).max(50).default([]),
  /** Its TCP ports, before and behind the `kubernetes` Service's translation. */
  apiServerPorts: z.array(z.int().min(1).max(65535)).min(1).max(10).default([443, 6443]),
  /** Gateways offered to routes: "namespace/name". */
  gateways: z.array(gatewaySchema).max(20).default([]),
  /** IngressClasses offered. */
  ingressClasses: z.array(ingressClassSchema).max(20).default([]),
  /** GatewayClasses of which tenants may make Gateways of their own. */
  gatewayClasses: z.array(gatewayClassSchema).max(20).default([]),
  /** cert-manager's issuers that tenants' Certificates may name: "ClusterIssuer/name" or "Issuer/name". */
  issuers: z.array(issuerSchema).max(20).default([]),
  /** Image prefixes offered to every namespace. */
  registries: z.array(registrySchema).max(50).default([]),
  /** More labels on each namespace: key -> template such as "{team}". */
  labelTemplates: labelTemplates.default({}),
  /** Where every namespace's dashboards, logs and so on are, for those that nobody typed: a name and an address such as https://grafana.example/d/ns?var-ns={namespace}. */
  linkTemplates: linkTemplatesSchema.default([]),
  /** Whether an administrator has confirmed that the cluster's network plugin enforces NetworkPolicies. */
  cniEnforces: z.boolean().default(false),
  /** How much quota may be promised for each unit the nodes have: 2 promises twice what is there. */
  overcommit: z.number().min(0.1).max(100).default(2),
});

/** A cluster's configuration with its defaults filled in. */
export type ClusterConfig = z.infer<typeof clusterConfigSchema>;
