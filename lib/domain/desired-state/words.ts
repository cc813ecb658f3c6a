// The fixed words of a namespace's desired state.

/** Where in a service's life a namespace stands, from the loosest to the strictest. */
export const ENVIRONMENTS = ['sandbox', 'development', 'test', 'staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** What somebody may do in a namespace, from least to most; each is a ClusterRole `berth:<role>` of the bundle. */
export const ACCESS_ROLES = ['viewer', 'developer', 'maintainer'] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

/** How large a namespace is: one of three sizes, or own figures. */
export const SIZE_NAMES = ['S', 'M', 'L', 'custom'] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

/** Service types beyond ClusterIP that a namespace can be allowed. */
export const SERVICE_TYPES = ['LoadBalancer', 'NodePort', 'ExternalName'] as const;

/** What a namespace's quota names, by the keys of a ResourceQuota. The `count/*` keys bound what a loop gone wild can pour into etcd. */
export const QUOTA_KEYS = [
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
  'requests.storage',
  'pods',
  'persistentvolumeclaims',
  'services.loadbalancers',
  'services.nodeports',
  'count/configmaps',
  'count/secrets',
  'count/services',
  'count/jobs.batch',
] as const;
export type QuotaKey = (typeof QUOTA_KEYS)[number];

/** A whole quota: a quantity for each key. */
export type Quota = Record<QuotaKey, string>;

interface QuotaWord {
  /** For a label: "CPU requests". */
  readonly title: string;
  /** For a sentence behind a number that carries its own unit or needs a noun: "16 CPU", "50 pods". */
  readonly noun: string;
  readonly unit: 'cpu' | 'memory' | 'count';
}

/** How each quota key is said to people, and how its figures are formatted. */
export const QUOTA_WORDS: Readonly<Record<QuotaKey, QuotaWord>> = {
  'requests.cpu': { title: 'CPU', noun: '', unit: 'cpu' },
  'requests.memory': { title: 'Memory', noun: 'of memory', unit: 'memory' },
  'limits.cpu': { title: 'CPU limit', noun: 'as CPU limit', unit: 'cpu' },
  'limits.memory': { title: 'Memory limit', noun: 'as memory limit', unit: 'memory' },
  'requests.storage': { title: 'Storage', noun: 'of storage', unit: 'memory' },
  pods: { title: 'Pods', noun: 'pods', unit: 'count' },
  persistentvolumeclaims: { title: 'Volumes', noun: 'volumes', unit: 'count' },
  'services.loadbalancers': { title: 'Load balancers', noun: 'load balancers', unit: 'count' },
  'services.nodeports': { title: 'Node ports', noun: 'node ports', unit: 'count' },
  'count/configmaps': { title: 'ConfigMaps', noun: 'ConfigMaps', unit: 'count' },
  'count/secrets': { title: 'Secrets', noun: 'Secrets', unit: 'count' },
  'count/services': { title: 'Services', noun: 'Services', unit: 'count' },
  'count/jobs.batch': { title: 'Jobs', noun: 'Jobs', unit: 'count' },
};
