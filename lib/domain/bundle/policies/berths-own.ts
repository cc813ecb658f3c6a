// What is Berth's own: its objects of the kinds it writes, and its label on all other kinds.
import { MANAGED_BY_LABEL, MANAGED_BY_VALUE } from '../../render/labels.ts';
import { exemptUsers, type FullBundleValues } from '../values.ts';
import { labelsOf, trusted, userIn, variable, WORKER_USER } from './cel.ts';
import { match, type MatchRule, type Policy } from './policy.ts';

const loops = (name: string): string[] => [
  `system:serviceaccount:kube-system:${name}`,
  // Without --use-service-account-credentials all of kube-controller-manager is one user.
  'system:kube-controller-manager',
];

const LABELLED = (labels: string): string =>
  `('${MANAGED_BY_LABEL}' in ${labels} && ${labels}['${MANAGED_BY_LABEL}'] == '${MANAGED_BY_VALUE}')`;
const NAMED = (name: string): string => `(${name} == 'berth' || ${name}.startsWith('berth-'))`;

// The namespace is going, or the object is: what empties it must not be held up. Both loops act on what somebody deleted by right.
const BEING_EMPTIED = `(request.operation == 'DELETE' && namespaceObject != null && has(namespaceObject.metadata.deletionTimestamp) && ${userIn(loops('namespace-controller'))})`;
const COLLECTED =
  `(${userIn(loops('generic-garbage-collector'))} && has(oldObject.metadata.deletionTimestamp) && ` +
  `(request.operation == 'DELETE' || (request.operation == 'UPDATE' && variables.sameOwnership)))`;

const IS_STATUS = `(has(request.subResource) && request.subResource == 'status')`;
const API_SERVER = 'system:apiserver';
// The worker sets what a quota allows, never what it counts. Its fence leaves this to us, to stay out of the way of every tenant's writes.
const COUNTED_BY_WORKER = `(${IS_STATUS} && ${userIn([WORKER_USER])})`;

const sides = [
  variable('newLabels', labelsOf('object')),
  variable('oldLabels', labelsOf('oldObject')),
  variable(
    'sameOwnership',
    `object != null && oldObject != null && variables.newLabels == variables.oldLabels && ` +
      `(has(object.metadata.ownerReferences) ? object.metadata.ownerReferences : []) == (has(oldObject.metadata.ownerReferences) ? oldObject.metadata.ownerReferences : [])`,
  ),
];

/** Quotas, limits, accounts, network policies, roles and bindings that carry Berth's label or name. */
export function managedObjectsPolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-managed-objects',
    about:
      "Berth's own quotas, limits, network policies, accounts and role bindings are changed in the portal alone.",
    rules: [
      match('', 'v1', ['CREATE', 'UPDATE', 'DELETE'], ['resourcequotas', 'limitranges', 'serviceaccounts']),
      match('', 'v1', ['UPDATE'], ['resourcequotas/status']),
      match('networking.k8s.io', 'v1', ['CREATE', 'UPDATE', 'DELETE'], ['networkpolicies']),
      match('rbac.authorization.k8s.io', 'v1', ['CREATE', 'UPDATE', 'DELETE'], ['roles', 'rolebindings']),
    ],
    selects: 'managed',
    // The API server's own count, at every object that a tenant makes. It is system:masters, which `trusted` lets through as well; here it
    // costs a third of that.
    condition: {
      name: 'is-no-count',
      expression: `!(${IS_STATUS} && request.userInfo.username == '${API_SERVER}')`,
    },
    variables: [
      trusted({ worker: true, users: exemptUsers(values, 'berth-managed-objects') }),
      ...sides,
      variable(
        'isBerths',
        `(object != null && (${LABELLED('variables.newLabels')} || (has(object.metadata.name) && ${NAMED('object.metadata.name')}) || ` +
          `(has(object.metadata.generateName) && object.metadata.generateName.startsWith('berth-')))) || ` +
          `(oldObject != null && (${LABELLED('variables.oldLabels')} || ${NAMED('oldObject.metadata.name')}))`,
      ),
      // The API server counts usage into the status, and the quota controller corrects it.
      variable(
        'isCount',
        `${IS_STATUS} && variables.sameOwnership && ${userIn(loops('resourcequota-controller'))}`,
      ),
    ],
    checks: [
      {
        expression: `!variables.isBerths || variables.isCount || ${BEING_EMPTIED} || ${COLLECTED} || (variables.trusted && !${COUNTED_BY_WORKER})`,
        message:
          'Objects that carry the label or the name of Berth are changed in the portal. Use another name, and leave the label app.kubernetes.io/managed-by=berth to Berth.',
      },
    ],
  };
}

// Kinds that are judged whole by other policies of the bundle: one refusal, one name.
const JUDGED_ELSEWHERE: MatchRule[] = [
  match(
    '',
    '*',
    ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
    [
      'namespaces',
      'namespaces/*',
      'resourcequotas',
      'resourcequotas/*',
      'limitranges',
      'serviceaccounts',
      'serviceaccounts/*',
    ],
  ),
  match('networking.k8s.io', '*', ['CREATE', 'UPDATE', 'DELETE'], ['networkpolicies']),
  match('rbac.authorization.k8s.io', '*', ['CREATE', 'UPDATE', 'DELETE'], ['roles', 'rolebindings']),
];

/** The label on every other kind: nobody passes an object off as Berth's, and nobody takes the label off. */
export function reservedLabelPolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-reserved-label',
    about: 'The label app.kubernetes.io/managed-by=berth is reserved on every kind.',
    rules: [match('*', '*', ['CREATE', 'UPDATE', 'DELETE'], ['*/*'])],
    except: JUDGED_ELSEWHERE,
    selects: 'managed',
    // Selects an object that carries the label before or after the write; a tenant who writes another label isn't passing it off.
    objectLabels: { [MANAGED_BY_LABEL]: MANAGED_BY_VALUE },
    variables: [trusted({ users: exemptUsers(values, 'berth-reserved-label') }), ...sides],
    checks: [
      {
        expression:
          `(request.operation == 'UPDATE' && ${LABELLED('variables.newLabels')} && ${LABELLED('variables.oldLabels')}) || ` +
          `${BEING_EMPTIED} || ${COLLECTED} || variables.trusted`,
        message:
          'The label app.kubernetes.io/managed-by=berth is reserved for Berth. Give the object another value, such as the name of your tool.',
      },
    ],
  };
}
