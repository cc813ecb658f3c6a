// Which hosts and paths an object asks the world for: one pure function per kind that can carry a host. What it reads is what the
// controllers read (ingress controllers, Gateway API implementations, cert-manager, external-dns, the OpenShift router), so that a
// name that is served in any way is found, by whomever.
import type { KubernetesObject } from '../render/index.ts';

/** A host that an object carries. */
export interface HostUse {
  /** Lower case, without a final dot; "*.x" for all names below x; "" for every host (a rule that names none). */
  host: string;
  /** "/cart" for what lies at and below it; "" for the whole host. */
  path: string;
}

/** More than this from one object are told without their paths: one object must not fill the mirror. */
const MOST_USES = 500;

/** Annotations by which external-dns, and controllers that follow it, publish names for an object of any kind. */
const DNS_ANNOTATIONS = [
  'external-dns.alpha.kubernetes.io/hostname',
  'external-dns.alpha.kubernetes.io/internal-hostname',
];
/** Further names that ingress-nginx serves for an Ingress. */
const ALIAS_ANNOTATION = 'nginx.ingress.kubernetes.io/server-alias';

type Fields = Record<string, unknown>;

// Objects come from a cluster, where a definition of another version may have other shapes: nothing is taken for granted.
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);

const whole = (host: unknown): HostUse => ({ host: text(host), path: '' });
/** Where leaving a name out means no host, not every host. */
const named = (hosts: readonly string[]): HostUse[] => hosts.filter((host) => host.trim() !== '').map(whole);

/** Names in annotations are separated by commas. */
function annotated(object: KubernetesObject, keys: readonly string[]): HostUse[] {
  const annotations = fields(object.metadata.annotations);
  return named(keys.flatMap((key) => text(annotations[key]).split(',')));
}

function ofIngress(object: KubernetesObject): HostUse[] {
  const spec = fields(object['spec']);
  const rules = list(spec['rules']).flatMap((rule): HostUse[] => {
    const paths = list(fields(rule['http'])['paths']);
    if (paths.length === 0) return [whole(rule['host'])];
    return paths.map((entry) => ({ host: text(rule['host']), path: text(entry['path']) }));
  });
  return [
    ...rules,
    ...(spec['defaultBackend'] === undefined ? [] : [whole('')]),
    // The certificate is asked for the whole name, whatever the paths.
    ...list(spec['tls']).flatMap((entry) => texts(entry['hosts']).map(whole)),
    ...annotated(object, [ALIAS_ANNOTATION]),
  ];
}

/** No hostname: whatever host the gateway's listeners have. */
function hostnames(spec: Fields): string[] {
  const hosts = texts(spec['hostnames']);
  return hosts.length === 0 ? [''] : hosts;
}

function ofHttpRoute(object: KubernetesObject): HostUse[] {
  const spec = fields(object['spec']);
  const rules = list(spec['rules']);
  const paths = rules.flatMap((rule) => {
    const matches = list(rule['matches']);
    return matches.length === 0 ? [''] : matches.map(pathOfMatch);
  });
  return hostnames(spec).flatMap((host) =>
    (paths.length === 0 ? [''] : paths).map((path) => ({ host, path })),
  );
}

function pathOfMatch(match: Fields): string {
  const path = fields(match['path']);
  // A regular expression may match anything.
  return path['type'] === 'RegularExpression' ? '' : text(path['value']);
}

const ofRoute = (object: KubernetesObject): HostUse[] => hostnames(fields(object['spec'])).map(whole);

const ofListeners = (object: KubernetesObject): HostUse[] =>
  list(fields(object['spec'])['listeners']).map((listener) => whole(listener['hostname']));

function ofCertificate(object: KubernetesObject): HostUse[] {
  const spec = fields(object['spec']);
  return named([...texts(spec['dnsNames']), text(spec['commonName'])]);
}

const ofDnsEndpoint = (object: KubernetesObject): HostUse[] =>
  named(list(fields(object['spec'])['endpoints']).map((endpoint) => text(endpoint['dnsName'])));

function ofOpenShiftRoute(object: KubernetesObject): HostUse[] {
  const spec = fields(object['spec']);
  const path = text(spec['path']);
  const admitted = list(fields(object['status'])['ingress']).map((ingress) => text(ingress['host']));
  // Without a host the router makes one up, and says which in the status.
  const hosts = (text(spec['host']) === '' ? admitted : [text(spec['host'])]).filter((host) => host !== '');
  if (text(spec['wildcardPolicy']) !== 'Subdomain') return hosts.map((host) => ({ host, path }));
  return hosts.flatMap((host) => [
    { host, path },
    { host: `*.${host.slice(host.indexOf('.') + 1)}`, path },
  ]);
}

const READERS: Readonly<Record<string, (object: KubernetesObject) => HostUse[]>> = {
  Ingress: ofIngress,
  HTTPRoute: ofHttpRoute,
  GRPCRoute: ofRoute,
  TLSRoute: ofRoute,
  Gateway: ofListeners,
  ListenerSet: ofListeners,
  Certificate: ofCertificate,
  DNSEndpoint: ofDnsEndpoint,
  Route: ofOpenShiftRoute,
  // By annotation alone.
  Service: () => [],
};

/** The hosts and paths that an object of a cluster carries, each once; none for a kind that carries no host. */
export function hostUses(object: KubernetesObject): HostUse[] {
  const read = Object.hasOwn(READERS, object.kind) ? READERS[object.kind] : undefined;
  if (read === undefined) return [];
  const uses = unique([...read(object), ...annotated(object, DNS_ANNOTATIONS)].map(normalised));
  return uses.length <= MOST_USES
    ? uses
    : unique(uses.map(({ host }) => ({ host, path: '' }))).slice(0, MOST_USES);
}

/** A path as a grant could say it: plain elements between single slashes. Any other may mean something else to a proxy. */
const PLAIN_PATH = /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.~-]+)+$/;

function normalised({ host, path }: HostUse): HostUse {
  const plain = host.trim().toLowerCase().replace(/\.$/, '');
  const prefix = path.replace(/\/+$/, '');
  return {
    // "*" alone is how some controllers write every host.
    host: plain === '*' ? '' : plain,
    path: PLAIN_PATH.test(prefix) ? prefix : '',
  };
}

function unique(uses: readonly HostUse[]): HostUse[] {
  return [...new Map(uses.map((use) => [`${use.host} ${use.path}`, use])).values()];
}
