// Services: what leaves the cluster or pretends to be elsewhere, and what stands behind them.
import { exemptUsers, type FullBundleValues } from '../values.ts';
import { annotationCheck, given, givenList, refusal, trusted, variable } from './cel.ts';
import { match, type Policy } from './policy.ts';

// Endpoints have no spec. Their rule names every version so that the API server doesn't check a Service's fields against them.
const NO_SERVICE = `request.resource.resource != 'services'`;

/** The policy on Services, and on the endpoints that controllers keep for them. */
export function servicesPolicy(values: FullBundleValues): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  const same = (field: string): string =>
    `(oldObject != null && has(oldObject.spec.${field}) && object.spec.${field} == oldObject.spec.${field})`;
  return {
    name: 'berth-services',
    about:
      'A Service stays inside the cluster unless its namespace was allowed more, takes no address of others (CVE-2020-8554), and its endpoints are kept by controllers (CVE-2021-25740).',
    rules: [
      match('', 'v1', ['CREATE', 'UPDATE'], ['services', 'services/status']),
      match('', '*', ['CREATE', 'UPDATE'], ['endpoints']),
      match('discovery.k8s.io', '*', ['CREATE', 'UPDATE'], ['endpointslices']),
    ],
    selects: 'managed',
    variables: [
      given,
      givenList('allow', 'berth.dev/allow'),
      ...annotations.variables,
      trusted({ users: exemptUsers(values, 'berth-services') }),
      variable(
        'sameSpec',
        'oldObject != null && has(object.spec) && has(oldObject.spec) && object.spec == oldObject.spec',
      ),
    ],
    checks: [
      {
        expression: `!(${NO_SERVICE}) || variables.trusted`,
        message:
          'Endpoints are kept by the cluster: written by hand they can point at other namespaces. Select pods with a Service.',
      },
      {
        expression: `${NO_SERVICE} || variables.sameSpec || !has(object.spec.type) || object.spec.type == 'ClusterIP' || object.spec.type in variables.allow || ${same('type')} || variables.trusted`,
        message: 'This type of Service is not allowed in this namespace.',
        messageExpression: `${NO_SERVICE} ? '' : ${refusal('Service type', `[has(object.spec.type) ? object.spec.type : 'ClusterIP']`, 'is not allowed in', 'allow')}`,
      },
      {
        expression: `${NO_SERVICE} || variables.sameSpec || !has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0 || ${same('externalIPs')} || variables.trusted`,
        message: 'spec.externalIPs takes over addresses of others and is not allowed.',
      },
      {
        expression: `${NO_SERVICE} || variables.sameSpec || !has(object.spec.externalName) || object.spec.externalName == '' || 'ExternalName' in variables.allow || ${same('externalName')} || variables.trusted`,
        message: 'spec.externalName is not allowed in this namespace.',
      },
      {
        expression: `${NO_SERVICE} || variables.sameSpec || !has(object.spec.loadBalancerIP) || object.spec.loadBalancerIP == '' || ${same('loadBalancerIP')} || variables.trusted`,
        message: 'spec.loadBalancerIP is not allowed: addresses are given by the platform.',
      },
      { ...annotations.check, expression: `${NO_SERVICE} || ${annotations.check.expression}` },
    ],
  };
}
