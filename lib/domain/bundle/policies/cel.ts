// Pieces of CEL that several policies share. Four rules hold for all of them, each found by a bypass on a real API server:
// - `x.namespace` is written plainly: the documented escape with underscores compiles, type-checks, and is silently absent at run time.
// - `request.subResource`, `request.name` and `request.namespace` are absent keys, not empty ones: guarded with has().
// - lists are bounded before anything walks them twice: beyond the cost limit a request ends as 422, which reads as our mistake.
// - what a write leaves as it was is not judged, so that an object stays editable after a host or registry was withdrawn.
import { SYSTEM_NAMESPACE, WORKER_SERVICE_ACCOUNT } from '../../render/labels.ts';
import { CANARY_NAMESPACE } from '../names.ts';
import type { Check, Variable } from './policy.ts';

/** The worker as the API server names it. */
export const WORKER_USER = `system:serviceaccount:${SYSTEM_NAMESPACE}:${WORKER_SERVICE_ACCOUNT}`;

/** A string literal. The texts here are names; anything that would need escaping is refused. Throws for such a text. */
export function text(value: string): string {
  if (/['\\\n]/.test(value)) throw new Error(`"${value}" can't stand in an expression`);
  return `'${value}'`;
}

/** A list literal of strings. */
export function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

/** A variable. */
export function variable(name: string, expression: string): Variable {
  return { name, expression };
}

/** The request's user is one of these. With nobody named it is false. */
export function userIn(users: readonly string[]): string {
  return users.length === 0 ? 'false' : `request.userInfo.username in ${list(users)}`;
}

/** The namespace of a request, or its own name for a Namespace, or nothing. */
const REQUEST_NAMESPACE = `(has(request.namespace) ? request.namespace : '')`;

function authorizedOn(verb: string): string {
  return `authorizer.group('').resource('namespaces').namespace(${REQUEST_NAMESPACE}).name(${REQUEST_NAMESPACE}).check('${verb}').allowed()`;
}

/**
 * RBAC gives the user a virtual verb on this namespace by its name. A wildcard is no such gift: Argo CD, Flux or an operator with
 * cluster-admin applies what tenants wrote, and must be judged like them. Who holds a verb that nobody is ever given holds a wildcard.
 */
export function holdsVerb(verb: 'adopt' | 'break-glass'): string {
  return `(${authorizedOn(verb)} && !${authorizedOn('berth-wildcard')})`;
}

const IS_MASTER = `(has(request.userInfo.groups) && 'system:masters' in request.userInfo.groups)`;

// Who may change the policies themselves may change the bundle's own two namespaces: an upgrade must not need more than an install.
const IS_INSTALLER =
  `(${REQUEST_NAMESPACE} in ${list([SYSTEM_NAMESPACE, CANARY_NAMESPACE])} && ` +
  `authorizer.group('admissionregistration.k8s.io').resource('validatingadmissionpolicies').check('update').allowed())`;

/**
 * `variables.trusted`: whom a policy lets through. Break-glass, the bundle's installer in the bundle's own namespaces, controllers by
 * exact name, and the worker where it writes the kind. It asks the authorizer, so it stands last in a check: only a request that
 * would be refused pays for it. A question costs 350,000 of the 1,000,000 that an expression may cost (measured on 1.36): two are asked
 * at most, so the installer's, which ends elsewhere at once, comes before those of break-glass.
 */
export function trusted(options: { worker?: boolean; users?: readonly string[] } = {}): Variable {
  const users = [...(options.worker === true ? [WORKER_USER] : []), ...(options.users ?? [])];
  return variable(
    'trusted',
    [...(users.length === 0 ? [] : [userIn(users)]), IS_MASTER, IS_INSTALLER, holdsVerb('break-glass')].join(
      ' || ',
    ),
  );
}

/** `variables.given`: what Berth says of the namespace. Tenants can't write it. */
export const given: Variable = variable(
  'given',
  'has(namespaceObject.metadata.annotations) ? namespaceObject.metadata.annotations : {}',
);

/** A comma-separated annotation of the namespace as a list; without it, or where it is empty, the list is empty and nothing is allowed. */
export function givenList(name: string, annotation: string): Variable {
  return variable(
    name,
    `'${annotation}' in variables.given ? variables.given['${annotation}'].split(',').filter(s, s != '') : []`,
  );
}

/** At most so many grants are looked at; the domain refuses more before they reach a cluster. */
const MAX_GRANTS = 200;

/** `variables.grants`, and apart: `hosts` (exact and wildcard, as written), `wild` (".shop.example.com"), `paths` ("host/path"). */
export const grantVariables: readonly Variable[] = [
  given,
  givenList('grants', 'berth.dev/hosts'),
  variable('hosts', `variables.grants.filter(g, !g.contains('/'))`),
  variable('wild', `variables.hosts.filter(g, g.startsWith('*.')).map(g, g.substring(1))`),
  variable('paths', `variables.grants.filter(g, g.contains('/'))`),
  variable('tooManyGrants', `variables.grants.size() > ${MAX_GRANTS}`),
];

/**
 * A host is granted whole. A grant `*.S` covers the whole subtree below S, at any depth and including `*.S` itself, and not S: the only
 * reading that is safe for Ingress (a wildcard is one label) and the Gateway API (one or more) alike.
 */
export function isGranted(host: string): string {
  return `(${host} in variables.hosts || variables.wild.exists(w, ${host}.endsWith(w)))`;
}

/** A host with one path is granted by a grant "host/prefix", element by element: /cart covers /cart and /cart/x, never /cartoon. */
export function isPathGranted(host: string, path: string): string {
  return (
    `variables.paths.exists(g, g.startsWith(${host} + '/') && ` +
    `(${path} == g.substring(${host}.size()) || ${path}.startsWith(g.substring(${host}.size()) + '/')))`
  );
}

/** A path that every proxy reads alike: the API server lets `%2e%2e` through. */
export const PLAIN_PATH = `'^/[A-Za-z0-9/_.~-]*$'`;

/** Grammar of a host, for kinds whose own schema has none. */
export function isPlainHost(host: string): string {
  return `${host}.matches('^([*][.])?([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z0-9]([a-z0-9-]*[a-z0-9])?$')`;
}

/** Annotations before and after. */
const annotationVariables: readonly Variable[] = [
  variable('annotations', 'has(object.metadata.annotations) ? object.metadata.annotations : {}'),
  variable(
    'oldAnnotations',
    'oldObject != null && has(oldObject.metadata.annotations) ? oldObject.metadata.annotations : {}',
  ),
];

/** Annotations by which tools keep their books. None is read by what publishes a host. */
const ANNOTATIONS_ALLOWED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'kubernetes.io/change-cause',
  'kubernetes.io/description',
  'service.kubernetes.io/topology-aware-hints',
  'service.kubernetes.io/topology-mode',
];
const ANNOTATION_PREFIXES_ALLOWED = [
  'a8r.io/',
  'app.kubernetes.io/',
  'argocd.argoproj.io/',
  'fluxcd.io/',
  'helm.sh/',
  'helm.toolkit.fluxcd.io/',
  'kustomize.toolkit.fluxcd.io/',
  'meta.helm.sh/',
  'prometheus.io/',
];

/**
 * Every annotation that a write adds or changes is on the allow-list. An allow-list, since each controller reads its own and new ones
 * come with every release: aliases, snippets, canaries and external-dns names all come in as annotations.
 */
export function annotationCheck(extra: readonly string[]): { variables: Variable[]; check: Check } {
  const exact = [...ANNOTATIONS_ALLOWED, ...extra.filter((key) => !key.endsWith('/'))];
  const prefixes = [...ANNOTATION_PREFIXES_ALLOWED, ...extra.filter((key) => key.endsWith('/'))];
  return {
    variables: [
      ...annotationVariables,
      variable(
        'refusedAnnotations',
        `variables.annotations.filter(k, !(k in variables.oldAnnotations && variables.oldAnnotations[k] == variables.annotations[k]) && ` +
          `!(k in ${list(exact)} || ${list(prefixes)}.exists(p, k.startsWith(p))))`,
      ),
    ],
    check: {
      expression: 'variables.refusedAnnotations.size() == 0 || variables.trusted',
      message:
        'An annotation is not on the allow-list of this cluster. Remove it, or ask the platform team to allow it.',
      messageExpression: `'Annotation ' + ${cut(`variables.refusedAnnotations.join(', ')`)} + ' is not on the allow-list of this cluster. Remove it, or ask the platform team to allow it.'`,
    },
  };
}

/** A text, cut so that a message stays far below the 5 KiB that the API server takes. */
function cut(expression: string, characters = 700): string {
  return `(${expression}.size() > ${characters} ? ${expression}.substring(0, ${characters}) + '...' : ${expression})`;
}

/** Where to ask for more: the namespace's page in the portal. */
export const ASK = `('berth.dev/portal' in variables.given ? variables.given['berth.dev/portal'] : 'the Berth portal')`;

/** A list of the namespace's as people read it; "nothing" where it is empty. */
export function told(name: string): string {
  return `(variables.${name}.size() == 0 ? 'nothing' : ${cut(`variables.${name}.join(', ')`)})`;
}

/** `what` (a list of texts) is refused because it isn't in `allowed`: what, what is there instead, and where to ask. */
export function refusal(subject: string, refused: string, verdict: string, allowed: string): string {
  return (
    `'${subject} ' + ${cut(`${refused}.join(', ')`)} + ' ${verdict} namespace ' + request.namespace + '. ` +
    `Allowed here: ' + ${told(allowed)} + '. Ask for more: ' + ${ASK}`
  );
}

/** The refusal of hosts: which, what is delegated, and where to ask for more. */
export function hostRefusal(refused: string): string {
  return (
    `'Host ' + ${cut(`${refused}.join(', ')`)} + ' is not delegated to namespace ' + request.namespace + '. ` +
    `Delegated here: ' + ${told('grants')} + '. Ask for more: ' + ${ASK}`
  );
}

/** Labels of a side of the request. */
export function labelsOf(side: 'object' | 'oldObject'): string {
  return `(${side} != null && has(${side}.metadata.labels) ? ${side}.metadata.labels : {})`;
}

/** The list that a field of the old object's spec holds, or an empty one. */
export function oldList(field: string): string {
  return `oldObject != null && has(oldObject.spec.${field}) ? oldObject.spec.${field} : []`;
}
