// Routes of the Gateway API that carry hosts: HTTPRoute, GRPCRoute, TLSRoute. One policy each, since their fields differ and the API
// server checks a policy's types against its kind.
import { exemptUsers, type FullBundleValues } from '../values.ts';
import type { PolicyName } from '../names.ts';
import {
  annotationCheck,
  givenList,
  grantVariables,
  hostRefusal,
  isGranted,
  isPathGranted,
  oldList,
  PLAIN_PATH,
  refusal,
  trusted,
  variable,
} from './cel.ts';
import { match, type Check, type Policy, type Variable } from './policy.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
/**
 * The stable version and the older ones that some clusters still serve alone: a rule that names only v1 never matches there. Where v1
 * is served too, all of them have the same fields.
 */
export const GATEWAY_VERSIONS = ['v1', 'v1beta1', 'v1alpha3', 'v1alpha2'];

// Filters that stay within the route. Not RequestMirror (a copy of the traffic goes elsewhere) nor ExtensionRef (a controller's own).
const HTTP_FILTERS = `['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS']`;
const GRPC_FILTERS = `['RequestHeaderModifier', 'ResponseHeaderModifier']`;

const GATEWAY_OF = (parent: string): string =>
  `((has(${parent}.namespace) ? ${parent}.namespace : request.namespace) + '/' + ${parent}.name)`;

// A Gateway of the namespace itself is judged when it is written: its listeners have delegated hosts only.
const ATTACHES =
  `(p in variables.oldParents || ((!has(p.group) || p.group == '${GATEWAY_GROUP}') && (!has(p.kind) || p.kind == 'Gateway') && ` +
  `(${GATEWAY_OF('p')} in variables.gateways || ((!has(p.namespace) || p.namespace == request.namespace) && variables.gatewayClasses.size() > 0))))`;

function isOwnService(filters: string | null): string {
  const filtersOf = (holder: string): string =>
    filters === null ? 'true' : `(!has(${holder}.filters) || ${holder}.filters.all(f, f.type in ${filters}))`;
  return (
    `(r in variables.oldRules || (${filtersOf('r')} && (!has(r.backendRefs) || r.backendRefs.all(b, ` +
    `(!has(b.namespace) || b.namespace == request.namespace) && (!has(b.group) || b.group == '') && (!has(b.kind) || b.kind == 'Service') && ${filtersOf('b')}))))`
  );
}

interface RouteKind {
  policy: Extract<PolicyName, 'berth-httproutes' | 'berth-grpcroutes' | 'berth-tlsroutes'>;
  resource: string;
  kind: string;
  filters: string | null;
  /** Whether a grant of a host with a path lets a route have that host: only where matches carry paths. */
  paths: boolean;
}

function routePolicy(values: FullBundleValues, route: RouteKind): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  const pathChecks: Variable[] = route.paths
    ? [
        variable(
          'pathCount',
          'variables.rules.map(r, has(r.matches) ? r.matches.size() : 0).sum() * variables.hostnames.size()',
        ),
        variable('tooBig', 'variables.tooManyGrants || variables.paths.size() * variables.pathCount > 20000'),
      ]
    : [variable('tooBig', 'variables.tooManyGrants')];
  const pathGranted =
    'variables.rules.size() > 0 && variables.rules.all(r, has(r.matches) && r.matches.size() > 0 && r.matches.all(m, has(m.path) && has(m.path.type) && ' +
    `m.path.type in ['PathPrefix', 'Exact'] && has(m.path.value) && m.path.value.matches(${PLAIN_PATH}) && ${isPathGranted('h', 'm.path.value')}))`;
  const tooBig: Check = {
    expression: 'variables.sameSpec || !variables.tooBig || variables.trusted',
    message:
      'The route is too large to be judged: at most 200 delegated hosts, and 20,000 for hosts times matches times delegated paths. Split it.',
  };
  return {
    name: route.policy,
    about: `A ${route.kind} publishes the hosts that are delegated to its namespace, on gateways that are offered to it, to Services of its own.`,
    rules: [match(GATEWAY_GROUP, GATEWAY_VERSIONS, ['CREATE', 'UPDATE'], [route.resource])],
    selects: 'managed',
    variables: [
      ...grantVariables,
      givenList('gateways', 'berth.dev/gateways'),
      givenList('gatewayClasses', 'berth.dev/gateway-classes'),
      ...annotations.variables,
      trusted({ users: exemptUsers(values, route.policy) }),
      variable('sameSpec', 'oldObject != null && object.spec == oldObject.spec'),
      variable('hostnames', 'has(object.spec.hostnames) ? object.spec.hostnames : []'),
      variable('parents', 'has(object.spec.parentRefs) ? object.spec.parentRefs : []'),
      variable('rules', 'has(object.spec.rules) ? object.spec.rules : []'),
      variable('oldParents', oldList('parentRefs')),
      variable('oldRules', oldList('rules')),
      ...pathChecks,
      // A host that was there may stay while the route does with it what it did: the same rules, on no new gateway.
      variable(
        'keptHostnames',
        `oldObject != null && has(oldObject.spec.hostnames) && variables.rules == variables.oldRules && ` +
          `variables.parents.all(p, p in variables.oldParents) ? oldObject.spec.hostnames : []`,
      ),
      variable(
        'refusedHosts',
        `variables.sameSpec || variables.tooBig ? [] : variables.hostnames.filter(h, !(h in variables.keptHostnames) && !${isGranted('h')}` +
          `${route.paths ? ` && !(${pathGranted})` : ''})`,
      ),
    ],
    checks: [
      tooBig,
      {
        expression: 'variables.sameSpec || variables.hostnames.size() > 0 || variables.trusted',
        message: `spec.hostnames must not be empty: the ${route.kind} would take every host of its gateway.`,
      },
      {
        expression: `variables.sameSpec || (variables.parents.size() > 0 && variables.parents.all(p, ${ATTACHES})) || variables.trusted`,
        message: 'spec.parentRefs must name gateways that are offered to this namespace.',
        messageExpression: refusal(
          'Parent',
          `variables.parents.filter(p, !${ATTACHES}).map(p, ${GATEWAY_OF('p')})`,
          'is not offered to',
          'gateways',
        ),
      },
      {
        expression: 'variables.refusedHosts.size() == 0 || variables.trusted',
        message: 'A host is not delegated to this namespace.',
        messageExpression: hostRefusal('variables.refusedHosts'),
      },
      {
        expression: `variables.sameSpec || variables.rules.all(r, ${isOwnService(route.filters)}) || variables.trusted`,
        message:
          route.filters === null
            ? 'backendRefs must be Services of this namespace.'
            : `backendRefs must be Services of this namespace, and filters one of ${route.filters.replace(/[[\]']/g, '')}.`,
      },
      annotations.check,
    ],
  };
}

/** The policies on routes that carry hosts. */
export function routePolicies(values: FullBundleValues): Policy[] {
  return [
    routePolicy(values, {
      policy: 'berth-httproutes',
      resource: 'httproutes',
      kind: 'HTTPRoute',
      filters: HTTP_FILTERS,
      paths: true,
    }),
    routePolicy(values, {
      policy: 'berth-grpcroutes',
      resource: 'grpcroutes',
      kind: 'GRPCRoute',
      filters: GRPC_FILTERS,
      paths: false,
    }),
    routePolicy(values, {
      policy: 'berth-tlsroutes',
      resource: 'tlsroutes',
      kind: 'TLSRoute',
      filters: null,
      paths: false,
    }),
  ];
}

/** Kinds that nobody can judge by a host: raw ports, grants to others, opaque certificate requests, experiments. */
export function deniedKindsPolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-denied-kinds',
    about:
      'Kinds that carry no host, open a namespace to others, or hide what they ask for are not for tenants.',
    // Every version: with only v1, a cluster that serves an older one alone would let them in.
    rules: [
      match(
        GATEWAY_GROUP,
        '*',
        ['CREATE', 'UPDATE'],
        ['tcproutes', 'udproutes', 'referencegrants', 'backendtlspolicies'],
      ),
      match('gateway.networking.x-k8s.io', '*', ['CREATE', 'UPDATE'], ['*']),
      match('cert-manager.io', '*', ['CREATE', 'UPDATE'], ['certificaterequests', 'issuers']),
      match('acme.cert-manager.io', '*', ['CREATE', 'UPDATE'], ['orders', 'challenges']),
    ],
    selects: 'managed',
    variables: [
      trusted({ users: exemptUsers(values, 'berth-denied-kinds') }),
      variable(
        'sameSpec',
        'oldObject != null && has(object.spec) && has(oldObject.spec) && object.spec == oldObject.spec',
      ),
    ],
    checks: [
      {
        expression: 'variables.sameSpec || variables.trusted',
        message:
          'This kind is not available to tenants. Publish hosts with an Ingress, HTTPRoute, GRPCRoute or TLSRoute.',
        messageExpression: `request.kind.kind + ' is not available to tenants of this cluster. Publish hosts with an Ingress, HTTPRoute, GRPCRoute or TLSRoute; ask the platform team for anything else.'`,
      },
    ],
  };
}
