// The command with which the owner of an object takes a host off it, for hosts that are used and no longer granted.

/** How kubectl names the kinds that carry hosts; in full, where a short name could mean another group's. */
const RESOURCES: Readonly<Record<string, string>> = {
  Ingress: 'ingresses.networking.k8s.io',
  HTTPRoute: 'httproutes.gateway.networking.k8s.io',
  GRPCRoute: 'grpcroutes.gateway.networking.k8s.io',
  TLSRoute: 'tlsroutes.gateway.networking.k8s.io',
  Gateway: 'gateways.gateway.networking.k8s.io',
  ListenerSet: 'listenersets.gateway.networking.k8s.io',
  Certificate: 'certificates.cert-manager.io',
  DNSEndpoint: 'dnsendpoints.externaldns.k8s.io',
  Route: 'routes.route.openshift.io',
  Service: 'services',
};

const DNS_ANNOTATIONS = [
  'external-dns.alpha.kubernetes.io/hostname',
  'external-dns.alpha.kubernetes.io/internal-hostname',
];

/** An object that carries a host. */
export interface HostUser {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

// Names of objects are plain; one that is not (an RBAC-like name of a custom kind) must still be one word to a shell.
const word = (text: string): string =>
  /^[A-Za-z0-9._/:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * What the owner runs. `alone`: the object carries no other host, so it can go as a whole; else it is opened to take the host out. A Service
 * carries hosts by external-dns' annotations, and loses these alone.
 */
export function removalCommand(user: HostUser, alone: boolean): string {
  const resource = RESOURCES[user.kind] ?? user.kind.toLowerCase();
  const target = `${resource} ${word(user.name)}`;
  const kubectl = `kubectl --namespace ${word(user.namespace)}`;
  if (!alone) return `${kubectl} edit ${target}`;
  return user.kind === 'Service'
    ? `${kubectl} annotate ${target} ${DNS_ANNOTATIONS.map((key) => `${key}-`).join(' ')}`
    : `${kubectl} delete ${target}`;
}
