// Gateways of a tenant's own, and the ListenerSets by which a tenant adds listeners to an offered Gateway.
import { exemptUsers, type FullBundleValues } from '../values.ts';
import {
  annotationCheck,
  givenList,
  grantVariables,
  hostRefusal,
  isGranted,
  oldList,
  refusal,
  trusted,
  variable,
} from './cel.ts';
import { match, type Check, type Policy, type Variable } from './policy.ts';
import { GATEWAY_GROUP, GATEWAY_VERSIONS } from './routes.ts';

const KEPT = '(variables.samePlace && l in variables.oldListeners)';

const listenerVariables: readonly Variable[] = [
  variable('listeners', 'has(object.spec.listeners) ? object.spec.listeners : []'),
  variable('oldListeners', oldList('listeners')),
  variable(
    'refusedHosts',
    `variables.sameSpec || variables.tooManyGrants ? [] : variables.listeners.filter(l, !${KEPT} && !(has(l.hostname) && ${isGranted('l.hostname')})).map(l, has(l.hostname) && l.hostname != '' ? l.hostname : '(every host, in listener ' + l.name + ')')`,
  ),
];

const listenerChecks: readonly Check[] = [
  {
    expression: 'variables.sameSpec || !variables.tooManyGrants || variables.trusted',
    message: 'More than 200 hosts are delegated to this namespace: nothing new can be judged.',
  },
  {
    expression: 'variables.refusedHosts.size() == 0 || variables.trusted',
    message: 'Every listener needs a hostname that is delegated to this namespace.',
    messageExpression: hostRefusal('variables.refusedHosts'),
  },
  {
    expression: `variables.sameSpec || variables.listeners.all(l, ${KEPT} || !has(l.allowedRoutes) || !has(l.allowedRoutes.namespaces) || !has(l.allowedRoutes.namespaces.from) || l.allowedRoutes.namespaces.from == 'Same') || variables.trusted`,
    message: 'A listener takes routes of its own namespace only: allowedRoutes.namespaces.from must be Same.',
  },
  {
    expression: `variables.sameSpec || variables.listeners.all(l, ${KEPT} || !has(l.tls) || !has(l.tls.certificateRefs) || l.tls.certificateRefs.all(c, !has(c.namespace) || c.namespace == request.namespace)) || variables.trusted`,
    message: 'certificateRefs must be Secrets of this namespace.',
  },
];

/** The policy on Gateways. */
export function gatewaysPolicy(values: FullBundleValues): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  return {
    name: 'berth-gateways',
    about:
      'A Gateway listens on hosts that are delegated to its namespace, with a class that is offered to it.',
    rules: [match(GATEWAY_GROUP, GATEWAY_VERSIONS, ['CREATE', 'UPDATE'], ['gateways'])],
    selects: 'managed',
    variables: [
      ...grantVariables,
      givenList('gatewayClasses', 'berth.dev/gateway-classes'),
      ...annotations.variables,
      trusted({ users: exemptUsers(values, 'berth-gateways') }),
      variable('sameSpec', 'oldObject != null && object.spec == oldObject.spec'),
      variable(
        'samePlace',
        'oldObject != null && object.spec.gatewayClassName == oldObject.spec.gatewayClassName',
      ),
      ...listenerVariables,
    ],
    checks: [
      {
        expression:
          'variables.samePlace || object.spec.gatewayClassName in variables.gatewayClasses || variables.trusted',
        message: 'spec.gatewayClassName must be one of those offered to this namespace.',
        messageExpression: refusal(
          'GatewayClass',
          '[object.spec.gatewayClassName]',
          'is not offered to',
          'gatewayClasses',
        ),
      },
      ...listenerChecks,
      {
        // Untyped: each of these came with its own release of the Gateway API, and where one is unknown it can't be written either.
        expression: `variables.sameSpec || !(has(dyn(object.spec).addresses) || has(dyn(object.spec).infrastructure) || has(dyn(object.spec).allowedListeners) || has(dyn(object.spec).tls)) || variables.trusted`,
        message:
          'spec.addresses, spec.infrastructure, spec.allowedListeners and spec.tls of a Gateway are for the platform team.',
      },
      annotations.check,
    ],
  };
}

/** The policy on ListenerSets. */
export function listenerSetsPolicy(values: FullBundleValues): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  const gateway = `(has(object.spec.parentRef.namespace) ? object.spec.parentRef.namespace : request.namespace) + '/' + object.spec.parentRef.name`;
  return {
    name: 'berth-listenersets',
    about: 'A ListenerSet adds listeners on delegated hosts to a Gateway that is offered to its namespace.',
    rules: [match(GATEWAY_GROUP, GATEWAY_VERSIONS, ['CREATE', 'UPDATE'], ['listenersets'])],
    selects: 'managed',
    variables: [
      ...grantVariables,
      givenList('gateways', 'berth.dev/gateways'),
      givenList('gatewayClasses', 'berth.dev/gateway-classes'),
      ...annotations.variables,
      trusted({ users: exemptUsers(values, 'berth-listenersets') }),
      variable('sameSpec', 'oldObject != null && object.spec == oldObject.spec'),
      variable('samePlace', 'oldObject != null && object.spec.parentRef == oldObject.spec.parentRef'),
      ...listenerVariables,
    ],
    checks: [
      {
        expression:
          `variables.samePlace || ((!has(object.spec.parentRef.group) || object.spec.parentRef.group == '${GATEWAY_GROUP}') && ` +
          `(!has(object.spec.parentRef.kind) || object.spec.parentRef.kind == 'Gateway') && ` +
          `((${gateway}) in variables.gateways || ((!has(object.spec.parentRef.namespace) || object.spec.parentRef.namespace == request.namespace) && variables.gatewayClasses.size() > 0))) || variables.trusted`,
        message: 'spec.parentRef must name a gateway that is offered to this namespace.',
        messageExpression: refusal('Parent', `[${gateway}]`, 'is not offered to', 'gateways'),
      },
      ...listenerChecks,
      annotations.check,
    ],
  };
}
