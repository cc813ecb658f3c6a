// Fences around the two identities that come with Berth itself: RBAC can't say "only managed namespaces", nor "only dry runs".
import { ACCESS_ROLES } from '../../desired-state/schema.ts';
import { clusterRoleOf } from '../../render/access.ts';
import {
  DEPLOYER_NAME,
  ID_ANNOTATION,
  MANAGED_BY_LABEL,
  MANAGED_BY_VALUE,
  MANAGED_LABEL,
  SYSTEM_NAMESPACE,
} from '../../render/labels.ts';
import { CANARY_NAMESPACE, PROBER_NAME, PROBER_USER } from '../names.ts';
import { exemptNamespaces, type FullBundleValues } from '../values.ts';
import { holdsVerb, list, text, userIn, variable, WORKER_USER } from './cel.ts';
import { match, type Check, type Policy } from './policy.ts';

const ALL_OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'] as const;
const EVERYTHING = match('*', '*', [...ALL_OPERATIONS], '*/*');

// The API server counts every object that a tenant makes into the status of Berth's quota: a write within the write, of a large object.
// berth-managed-objects judges it and lets neither of the two identities through. Where nothing is managed, a quota of this name is
// nobody's promise, and no role of the bundle gives its status to anybody.
const COUNTS = { ...match('', '*', ['UPDATE'], 'resourcequotas/status'), resourceNames: ['berth'] };

const IN_CANARY = `(has(request.namespace) && request.namespace == '${CANARY_NAMESPACE}')`;
const REHEARSED = '(has(request.dryRun) && request.dryRun)';
const REHEARSE = 'The prober of Berth may send dry runs only.';

const KINDS = [
  '/namespaces',
  '/resourcequotas',
  '/limitranges',
  '/serviceaccounts',
  'networking.k8s.io/networkpolicies',
  'rbac.authorization.k8s.io/rolebindings',
];

const field = (side: 'object' | 'oldObject', name: 'labels' | 'annotations'): string =>
  `${side} != null && has(${side}.metadata) && has(${side}.metadata.${name}) ? ${side}.metadata.${name} : {}`;
const isManaged = (labels: string): string =>
  `('${MANAGED_LABEL}' in ${labels} && ${labels}['${MANAGED_LABEL}'] == 'true')`;
const isBerths = (side: 'object' | 'oldObject', labels: string): string =>
  `(${side} == null || ('${MANAGED_BY_LABEL}' in ${labels} && ${labels}['${MANAGED_BY_LABEL}'] == '${MANAGED_BY_VALUE}') || ` +
  `(has(${side}.metadata.name) && (${side}.metadata.name == 'berth' || ${side}.metadata.name.startsWith('berth-'))))`;

/** Namespaces of the platform: no annotation, forged or not, brings them into the worker's reach. */
function isSystemNamespace(values: FullBundleValues): string {
  const given = [...values.systemNamespaces, ...exemptNamespaces(values)];
  const exact = [
    'default',
    'openshift',
    SYSTEM_NAMESPACE,
    CANARY_NAMESPACE,
    ...given.filter((name) => !name.endsWith('*')),
  ];
  const prefixes = [
    'kube-',
    'openshift-',
    'berth-',
    ...given.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  ];
  return `(variables.target in ${list([...new Set(exact)])} || ${list([...new Set(prefixes)])}.exists(p, variables.target.startsWith(p)))`;
}

/**
 * The policy on the worker: what its ClusterRole gives cluster-wide holds in managed namespaces alone, for Berth's own objects. It also
 * keeps the prober from leaving the canary: a second policy on every kind would cost each write of every tenant as much again.
 */
export function workerFencePolicy(values: FullBundleValues): Policy {
  return {
    name: 'berth-worker-fence',
    about:
      "The worker writes Berth's own objects, in managed namespaces, and nothing else; the prober writes nothing outside berth-canary.",
    rules: [EVERYTHING],
    except: [COUNTS],
    selects: 'everything',
    // All other requests end here: this is what keeps a policy on every kind cheap.
    condition: { name: 'is-berths-own', expression: userIn([WORKER_USER, PROBER_USER]) },
    variables: [
      variable('isProber', `request.userInfo.username == ${text(PROBER_USER)}`),
      variable('kind', `request.resource.group + '/' + request.resource.resource`),
      variable('isNamespace', `variables.kind == '/namespaces'`),
      variable(
        'isProberToken',
        `variables.kind == '/serviceaccounts' && has(request.subResource) && request.subResource == 'token' && has(request.namespace) && ` +
          `request.namespace == '${CANARY_NAMESPACE}' && has(request.name) && request.name == '${PROBER_NAME}'`,
      ),
      variable('newLabels', field('object', 'labels')),
      variable('oldLabels', field('oldObject', 'labels')),
      variable('newAnnotations', field('object', 'annotations')),
      variable('oldAnnotations', field('oldObject', 'annotations')),
      variable(
        'namespaceLabels',
        'namespaceObject != null && has(namespaceObject.metadata.labels) ? namespaceObject.metadata.labels : {}',
      ),
      variable(
        'target',
        `has(request.namespace) && request.namespace != '' ? request.namespace : (has(request.name) && request.name != '' ? request.name : (object != null && has(object.metadata.name) ? object.metadata.name : ''))`,
      ),
      variable('isManaged', isManaged('variables.newLabels')),
      variable('wasManaged', isManaged('variables.oldLabels')),
      // A label that somebody took off is put back where the id is still there: nobody but the worker can have written that.
      variable(
        'heals',
        `!('${MANAGED_LABEL}' in variables.oldLabels) && '${ID_ANNOTATION}' in variables.oldAnnotations && '${ID_ANNOTATION}' in variables.newAnnotations && ` +
          `variables.oldAnnotations['${ID_ANNOTATION}'] == variables.newAnnotations['${ID_ANNOTATION}']`,
      ),
      variable('mayAdopt', holdsVerb('adopt')),
    ],
    checks: [
      { expression: `!variables.isProber || ${IN_CANARY} || ${REHEARSED}`, message: REHEARSE },
      ...workerChecks(values).map((check) => ({
        ...check,
        expression: `variables.isProber || (${check.expression})`,
      })),
    ],
  };
}

function workerChecks(values: FullBundleValues): Check[] {
  const roles = ACCESS_ROLES.map(clusterRoleOf);
  return [
    {
      expression: `variables.isProberToken || (variables.kind in ${list(KINDS)} && (!has(request.subResource) || request.subResource == ''))`,
      message: 'The worker of Berth may not write this kind.',
      messageExpression: `'The worker of Berth may not write ' + request.resource.resource + (has(request.subResource) && request.subResource != '' ? '/' + request.subResource : '') + '.'`,
    },
    {
      expression: `variables.isProberToken || !${isSystemNamespace(values)}`,
      message: 'The worker of Berth may not touch a namespace of the platform.',
      messageExpression: `'The worker of Berth may not touch the namespace ' + variables.target + ' of the platform.'`,
    },
    {
      expression: `variables.isProberToken || variables.isNamespace || ${isManaged('variables.namespaceLabels')}`,
      message: 'The worker of Berth may write in managed namespaces only.',
    },
    {
      expression: `variables.isProberToken || variables.isNamespace || (${isBerths('object', 'variables.newLabels')} && ${isBerths('oldObject', 'variables.oldLabels')})`,
      message: "The worker of Berth may write Berth's own objects only.",
    },
    {
      expression:
        `!variables.isNamespace || request.operation == 'DELETE' || (variables.isManaged && '${ID_ANNOTATION}' in variables.newAnnotations && ` +
        `'pod-security.kubernetes.io/enforce' in variables.newLabels && variables.newLabels['pod-security.kubernetes.io/enforce'] in ['baseline', 'restricted']) || variables.mayAdopt`,
      message: 'A namespace of Berth carries its id, its managed label and a pod-security label.',
    },
    {
      expression: `!variables.isNamespace || request.operation != 'UPDATE' || variables.wasManaged || variables.heals || variables.mayAdopt`,
      message:
        "The worker of Berth may not take over a namespace that isn't its own. To adopt one, a cluster administrator gives it the verb adopt on this namespace.",
    },
    {
      expression: `!variables.isNamespace || request.operation != 'DELETE' || variables.wasManaged`,
      message: "The worker of Berth may not delete a namespace that isn't its own.",
    },
    {
      expression:
        `variables.kind != 'rbac.authorization.k8s.io/rolebindings' || request.operation == 'DELETE' || (object.roleRef.kind == 'ClusterRole' && object.roleRef.name in ${list(roles)} && ` +
        `(!has(object.subjects) || object.subjects.all(s, (s.kind in ['User', 'Group'] && !s.name.startsWith('system:')) || ` +
        `(s.kind == 'ServiceAccount' && s.name == '${DEPLOYER_NAME}' && has(s.namespace) && s.namespace == request.namespace))))`,
      message: `The worker of Berth may bind ${roles.join(', ')} to people, groups and ${DEPLOYER_NAME} of the same namespace only.`,
    },
  ];
}

/** The policy on the prober: it has a tenant's rights in the canary namespace so that policies answer it, and leaves nothing behind. */
export function proberFencePolicy(): Policy {
  return {
    name: 'berth-prober-fence',
    about: 'The prober sends dry runs and nothing else; outside berth-canary berth-worker-fence sees to it.',
    rules: [EVERYTHING],
    selects: 'canary',
    condition: { name: 'is-the-prober', expression: `request.userInfo.username == ${text(PROBER_USER)}` },
    variables: [],
    // No selector leaves out what is in no namespace: that is the other fence's, and refused once.
    checks: [{ expression: `!${IN_CANARY} || ${REHEARSED}`, message: REHEARSE }],
  };
}
