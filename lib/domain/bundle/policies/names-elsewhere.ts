// Hosts outside routes: certificates, DNS records, and OpenShift's routes.
import { exemptUsers, type FullBundleValues } from '../values.ts';
import {
  annotationCheck,
  givenList,
  grantVariables,
  hostRefusal,
  isGranted,
  isPathGranted,
  isPlainHost,
  oldList,
  PLAIN_PATH,
  refusal,
  trusted,
  variable,
} from './cel.ts';
import { match, type Policy } from './policy.ts';

/** The policy on cert-manager's Certificates. A grant of a path gives no certificate: it would be one for the whole host. */
export function certificatesPolicy(values: FullBundleValues): Policy {
  const asked = `(has(object.spec.dnsNames) ? object.spec.dnsNames : []) + (has(object.spec.commonName) && object.spec.commonName != '' ? [object.spec.commonName] : [])`;
  const before = `(oldObject != null && has(oldObject.spec.dnsNames) ? oldObject.spec.dnsNames : []) + (oldObject != null && has(oldObject.spec.commonName) ? [oldObject.spec.commonName] : [])`;
  const issuer = `(has(object.spec.issuerRef.kind) ? object.spec.issuerRef.kind : 'Issuer') + '/' + object.spec.issuerRef.name`;
  const forbidden = ['ipAddresses', 'uris', 'emailAddresses', 'otherNames', 'literalSubject'];
  return {
    name: 'berth-certificates',
    about:
      'A Certificate is for hosts that are delegated to its namespace, from an issuer that is offered to it.',
    rules: [match('cert-manager.io', 'v1', ['CREATE', 'UPDATE'], ['certificates'])],
    selects: 'managed',
    optional: 'cert-manager.io',
    variables: [
      ...grantVariables,
      givenList('issuers', 'berth.dev/issuers'),
      trusted({ users: exemptUsers(values, 'berth-certificates') }),
      variable('sameSpec', 'oldObject != null && object.spec == oldObject.spec'),
      variable('sameIssuer', 'oldObject != null && object.spec.issuerRef == oldObject.spec.issuerRef'),
      variable('names', asked),
      // What the last certificate was for may stay while the issuer does.
      variable('keptNames', `variables.sameIssuer ? ${before} : []`),
      variable('tooBig', 'variables.tooManyGrants || variables.names.size() > 100'),
      variable(
        'refusedHosts',
        `variables.sameSpec || variables.tooBig ? [] : variables.names.filter(h, !(h in variables.keptNames) && !(${isPlainHost('h')} && ${isGranted('h')}))`,
      ),
    ],
    checks: [
      {
        expression: 'variables.sameSpec || !variables.tooBig || variables.trusted',
        message: 'The Certificate is too large to be judged: at most 100 names, and 200 delegated hosts.',
      },
      {
        expression: `variables.sameSpec || variables.names.size() > 0 || variables.trusted`,
        message: 'A Certificate lists its hosts in spec.dnsNames.',
      },
      {
        expression: 'variables.refusedHosts.size() == 0 || variables.trusted',
        message: 'A host is not delegated to this namespace.',
        messageExpression: hostRefusal('variables.refusedHosts'),
      },
      {
        expression: `variables.sameSpec || !(${forbidden.map((field) => `has(dyn(object.spec).${field})`).join(' || ')} || (has(dyn(object.spec).isCA) && dyn(object.spec).isCA)) || variables.trusted`,
        message: `A Certificate is for host names alone: ${forbidden.join(', ')} and isCA are not allowed.`,
      },
      {
        expression: `variables.sameIssuer || ((!has(object.spec.issuerRef.group) || object.spec.issuerRef.group == 'cert-manager.io') && (${issuer}) in variables.issuers) || variables.trusted`,
        message: 'spec.issuerRef must name an issuer that is offered to this namespace.',
        messageExpression: refusal('Issuer', `[${issuer}]`, 'is not offered to', 'issuers'),
      },
    ],
  };
}

/** The policy on external-dns' DNSEndpoints. An NS record would hand a subtree on, a TXT record prove ownership of a name to others. */
export function dnsEndpointsPolicy(values: FullBundleValues): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  return {
    name: 'berth-dnsendpoints',
    about: 'A DNSEndpoint publishes addresses for hosts that are delegated to its namespace.',
    rules: [match('externaldns.k8s.io', 'v1alpha1', ['CREATE', 'UPDATE'], ['dnsendpoints'])],
    selects: 'managed',
    optional: 'externaldns.k8s.io',
    variables: [
      ...grantVariables,
      ...annotations.variables,
      trusted({ users: exemptUsers(values, 'berth-dnsendpoints') }),
      variable('endpoints', 'has(object.spec.endpoints) ? object.spec.endpoints : []'),
      variable('oldEndpoints', oldList('endpoints')),
      variable(
        'tooBig',
        'variables.tooManyGrants || variables.endpoints.size() > 100 || variables.oldEndpoints.size() > 100',
      ),
      variable(
        'added',
        'variables.tooBig ? [] : variables.endpoints.filter(e, !(e in variables.oldEndpoints))',
      ),
      variable(
        'refusedHosts',
        `variables.added.filter(e, !(has(e.dnsName) && ${isPlainHost('e.dnsName')} && ${isGranted('e.dnsName')})).map(e, has(e.dnsName) ? e.dnsName : '(none)')`,
      ),
    ],
    checks: [
      {
        expression: '!variables.tooBig || variables.trusted',
        message: 'The DNSEndpoint is too large to be judged: at most 100 endpoints, and 200 delegated hosts.',
      },
      {
        expression: 'variables.refusedHosts.size() == 0 || variables.trusted',
        message: 'A host is not delegated to this namespace.',
        messageExpression: hostRefusal('variables.refusedHosts'),
      },
      {
        expression: `variables.added.all(e, has(e.recordType) && e.recordType in ['A', 'AAAA', 'CNAME']) || variables.trusted`,
        message: 'A DNSEndpoint has records of type A, AAAA or CNAME.',
      },
      {
        expression: `variables.added.all(e, !has(e.providerSpecific) || e.providerSpecific.size() == 0) || variables.trusted`,
        message:
          'spec.endpoints[].providerSpecific is for the platform team: it can make a record an alias of others.',
      },
      annotations.check,
    ],
  };
}

/** The policy on OpenShift's Routes. */
export function openshiftRoutesPolicy(values: FullBundleValues): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  return {
    name: 'berth-openshift-routes',
    about: 'An OpenShift Route publishes a host that is delegated to its namespace, to Services of its own.',
    rules: [match('route.openshift.io', 'v1', ['CREATE', 'UPDATE'], ['routes', 'routes/custom-host'])],
    selects: 'managed',
    optional: 'route.openshift.io',
    variables: [
      ...grantVariables,
      ...annotations.variables,
      trusted({ users: exemptUsers(values, 'berth-openshift-routes') }),
      variable('sameSpec', 'oldObject != null && object.spec == oldObject.spec'),
      variable('host', `has(object.spec.host) ? object.spec.host : ''`),
      variable(
        'samePlace',
        `oldObject != null && has(oldObject.spec.host) && oldObject.spec.host == variables.host && ` +
          `(has(object.spec.path) ? object.spec.path : '') == (has(oldObject.spec.path) ? oldObject.spec.path : '')`,
      ),
      variable(
        'refusedHosts',
        `variables.samePlace || variables.tooManyGrants || (${isPlainHost('variables.host')} && (${isGranted('variables.host')} || ` +
          `(has(object.spec.path) && object.spec.path.matches(${PLAIN_PATH}) && ${isPathGranted('variables.host', 'object.spec.path')}))) ? [] : ` +
          `[variables.host == '' ? '(none; name one in spec.host)' : variables.host]`,
      ),
    ],
    checks: [
      {
        expression: 'variables.samePlace || !variables.tooManyGrants || variables.trusted',
        message: 'More than 200 hosts are delegated to this namespace: nothing new can be judged.',
      },
      {
        expression: 'variables.refusedHosts.size() == 0 || variables.trusted',
        message: 'spec.host must be a host that is delegated to this namespace.',
        messageExpression: hostRefusal('variables.refusedHosts'),
      },
      {
        expression: `variables.sameSpec || !has(object.spec.wildcardPolicy) || object.spec.wildcardPolicy in ['', 'None'] || variables.trusted`,
        message: 'spec.wildcardPolicy must be None: a wildcard would take every host beside this one.',
      },
      {
        expression:
          `variables.sameSpec || ((!has(object.spec.to.kind) || object.spec.to.kind == 'Service') && ` +
          `(!has(object.spec.alternateBackends) || object.spec.alternateBackends.all(b, !has(b.kind) || b.kind == 'Service'))) || variables.trusted`,
        message: 'A Route leads to Services of this namespace.',
      },
      annotations.check,
    ],
  };
}
