// A tenant's own NetworkPolicies: they add to Berth's fences, so each peer they name must be one that was agreed.
import { exemptUsers, type FullBundleValues } from '../values.ts';
import { NAMESPACE_NAME_LABEL } from '../../render/labels.ts';
import { ASK, given, givenList, told, trusted, variable } from './cel.ts';
import { match, type Policy } from './policy.ts';

// By Kubernetes' own label alone: any other can be put on another namespace by somebody else. An empty selector means all.
const AGREED_PEER =
  `(!has(p.ipBlock) && (!has(p.namespaceSelector) || (!has(p.namespaceSelector.matchExpressions) && has(p.namespaceSelector.matchLabels) && ` +
  `p.namespaceSelector.matchLabels.size() == 1 && '${NAMESPACE_NAME_LABEL}' in p.namespaceSelector.matchLabels && ` +
  `(p.namespaceSelector.matchLabels['${NAMESPACE_NAME_LABEL}'] == request.namespace || p.namespaceSelector.matchLabels['${NAMESPACE_NAME_LABEL}'] in variables.peers))))`;

/** The policy on NetworkPolicies. Rules are judged in both directions, whatever `policyTypes` says: the field can be changed later. */
export function networkPoliciesPolicy(values: FullBundleValues): Policy {
  const check = (direction: 'ingress' | 'egress', side: 'from' | 'to'): Policy['checks'][number] => ({
    expression:
      `!has(object.spec.${direction}) || object.spec.${direction}.all(r, r in variables.old${direction === 'ingress' ? 'Ingress' : 'Egress'} || ` +
      `(has(r.${side}) && r.${side}.size() > 0 && r.${side}.all(p, ${AGREED_PEER}))) || variables.trusted`,
    message: `Each rule of spec.${direction} names its peers in "${side}": pods of this namespace, or an agreed namespace by the label ${NAMESPACE_NAME_LABEL} alone.`,
    messageExpression:
      `'Each rule of spec.${direction} names its peers in "${side}": pods of this namespace, or an agreed namespace by the label ${NAMESPACE_NAME_LABEL} alone. ` +
      `Agreed: ' + ${told('peers')} + '. Ask for a connection: ' + ${ASK}`,
  });
  return {
    name: 'berth-networkpolicies',
    about: 'Tenants write network policies towards their own namespace and agreed peers.',
    rules: [match('networking.k8s.io', 'v1', ['CREATE', 'UPDATE'], ['networkpolicies'])],
    selects: 'managed',
    variables: [
      given,
      givenList('peers', 'berth.dev/peers'),
      trusted({ worker: true, users: exemptUsers(values, 'berth-networkpolicies') }),
      // A rule that was there may stay for the pods it was there for: with other pods it is another rule.
      variable(
        'samePods',
        `oldObject != null && has(object.spec.podSelector) == has(oldObject.spec.podSelector) && ` +
          `(!has(object.spec.podSelector) || object.spec.podSelector == oldObject.spec.podSelector)`,
      ),
      variable(
        'oldIngress',
        `variables.samePods && has(oldObject.spec.ingress) ? oldObject.spec.ingress : []`,
      ),
      variable('oldEgress', `variables.samePods && has(oldObject.spec.egress) ? oldObject.spec.egress : []`),
    ],
    checks: [check('ingress', 'from'), check('egress', 'to')],
  };
}
