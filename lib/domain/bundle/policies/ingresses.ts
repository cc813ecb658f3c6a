// Ingress: hosts, paths, TLS names, class, backends and annotations.
import { exemptUsers, type FullBundleValues } from '../values.ts';
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
import { match, type Policy } from './policy.ts';

// A rule or TLS entry that was there before, under the same class, serves what it served: it isn't judged again. A new class would
// publish it somewhere new.
const KEPT_RULE = '(variables.sameClass && r in variables.oldRules)';
const KEPT_TLS = '(variables.sameClass && t in variables.oldTls)';

const ALL_PATHS_GRANTED = `(has(r.http) && r.http.paths.all(p, has(p.path) && ${isPathGranted('r.host', 'p.path')}))`;

/** The policy on Ingresses. An object waiting on a finalizer is judged like any other. */
export function ingressesPolicy(values: FullBundleValues): Policy {
  const annotations = annotationCheck(values.extraAnnotations);
  return {
    name: 'berth-ingresses',
    about:
      'An Ingress publishes the hosts and paths that are delegated to its namespace, on classes that are offered to it.',
    // Annotations can be changed through the status, too.
    rules: [match('networking.k8s.io', 'v1', ['CREATE', 'UPDATE'], ['ingresses', 'ingresses/status'])],
    selects: 'managed',
    variables: [
      ...grantVariables,
      givenList('classes', 'berth.dev/ingress-classes'),
      ...annotations.variables,
      trusted({ users: exemptUsers(values, 'berth-ingresses') }),
      variable('rules', 'has(object.spec.rules) ? object.spec.rules : []'),
      variable('tls', 'has(object.spec.tls) ? object.spec.tls : []'),
      variable('oldRules', oldList('rules')),
      variable('oldTls', oldList('tls')),
      variable('sameSpec', 'oldObject != null && object.spec == oldObject.spec'),
      variable(
        'sameClass',
        `oldObject != null && (has(object.spec.ingressClassName) ? object.spec.ingressClassName : '') == ` +
          `(has(oldObject.spec.ingressClassName) ? oldObject.spec.ingressClassName : '')`,
      ),
      variable('pathCount', 'variables.rules.map(r, has(r.http) ? r.http.paths.size() : 0).sum()'),
      variable(
        'tooBig',
        'variables.rules.size() > 50 || variables.tls.size() > 50 || variables.oldRules.size() > 50 || variables.oldTls.size() > 50 || ' +
          'variables.rules.exists(r, has(r.http) && r.http.paths.size() > 20) || variables.tls.exists(t, has(t.hosts) && t.hosts.size() > 50) || ' +
          'variables.tooManyGrants || variables.paths.size() * variables.pathCount > 20000',
      ),
      variable(
        'refusedHosts',
        `variables.sameSpec || variables.tooBig ? [] : variables.rules.filter(r, !${KEPT_RULE} && has(r.host) && r.host != '' && ` +
          `!${isGranted('r.host')} && !${ALL_PATHS_GRANTED}).map(r, r.host)`,
      ),
      variable(
        'refusedTls',
        `variables.sameSpec || variables.tooBig ? [] : variables.tls.filter(t, !${KEPT_TLS} && ` +
          `(!has(t.hosts) || t.hosts.size() == 0 || !t.hosts.all(h, ${isGranted('h')})))`,
      ),
    ],
    checks: [
      {
        expression: 'variables.sameSpec || !variables.tooBig || variables.trusted',
        message:
          'The Ingress is too large to be judged: at most 50 rules, 20 paths in each, 50 TLS entries with 50 hosts each, and 200 delegated hosts. Split it.',
      },
      {
        expression: `variables.sameSpec || !has(object.spec.defaultBackend) || (variables.sameClass && has(oldObject.spec.defaultBackend) && object.spec.defaultBackend == oldObject.spec.defaultBackend) || variables.trusted`,
        message:
          'spec.defaultBackend would serve every host that nobody else serves. Write a rule with a host.',
      },
      {
        expression: `variables.sameSpec || variables.sameClass || (has(object.spec.ingressClassName) && object.spec.ingressClassName in variables.classes) || variables.trusted`,
        message: 'spec.ingressClassName must be one of those offered to this namespace.',
        messageExpression: refusal(
          'IngressClass',
          `[has(object.spec.ingressClassName) ? object.spec.ingressClassName : '(none)']`,
          'is not offered to',
          'classes',
        ),
      },
      {
        expression: `variables.sameSpec || (variables.rules.size() > 0 && variables.rules.all(r, ${KEPT_RULE} || (has(r.host) && r.host != ''))) || variables.trusted`,
        message: 'Every rule needs a host: without one it would serve every host.',
      },
      {
        expression: 'variables.refusedHosts.size() == 0 || variables.trusted',
        message: 'A host is not delegated to this namespace.',
        messageExpression: hostRefusal('variables.refusedHosts'),
      },
      {
        expression: `variables.sameSpec || variables.rules.all(r, ${KEPT_RULE} || (has(r.http) && r.http.paths.all(p, p.pathType in ['Prefix', 'Exact'] && has(p.path) && p.path.matches(${PLAIN_PATH}) && has(p.backend.service)))) || variables.trusted`,
        message:
          'A rule needs http.paths with pathType Prefix or Exact, a plain path (letters, digits, / _ . ~ -) and a Service of this namespace as its backend.',
      },
      {
        expression: 'variables.refusedTls.size() == 0 || variables.trusted',
        message:
          'Each entry of spec.tls lists its hosts, and each of them is delegated whole to this namespace.',
        messageExpression: hostRefusal(
          `variables.refusedTls.map(t, has(t.hosts) && t.hosts.size() > 0 ? t.hosts.filter(h, !${isGranted('h')}).join(', ') : '(none, in spec.tls)')`,
        ),
      },
      annotations.check,
    ],
  };
}
