// What `restricted` asks for and a plain manifest forgets, filled in where the cluster can: an ordinary chart is made safe rather than
// refused. Only what is missing is added; what a manifest says itself stays, and is refused by pod security if it must be.
import type { KubernetesObject } from '../../render/types.ts';
import { POD_DEFAULTS_NAME } from '../names.ts';
import { bundleObject } from '../object.ts';
import { managedOnly } from './policy.ts';

const ADMISSION = 'admissionregistration.k8s.io/v1';
const LISTS = ['containers', 'initContainers'] as const;

const RESTRICTED = `(has(namespaceObject.metadata.labels) && 'pod-security.kubernetes.io/enforce' in namespaceObject.metadata.labels && namespaceObject.metadata.labels['pod-security.kubernetes.io/enforce'] == 'restricted')`;
const WINDOWS = `(has(object.spec.os) && object.spec.os.name == 'windows')`;
// A privileged container can't be without privilege escalation: the API server would call it invalid before pod security refuses it.
const PRIVILEGED = `(has(c.securityContext) && ((has(c.securityContext.privileged) && c.securityContext.privileged) || (has(c.securityContext.capabilities) && has(c.securityContext.capabilities.add) && c.securityContext.capabilities.add.exists(a, a in ['SYS_ADMIN', 'CAP_SYS_ADMIN']))))`;

/** For each container that is so, one step of a JSON patch (RFC 6902). */
function eachContainer(
  list: (typeof LISTS)[number],
  when: string,
  op: 'add' | 'remove',
  path: string,
  value?: string,
): string {
  const step = `JSONPatch{op: '${op}', path: '/spec/${list}/' + string(i) + '${path}'${value === undefined ? '' : `, value: ${value}`}}`;
  return `(has(object.spec.${list}) ? object.spec.${list}.transformList(i, c, ${when}, ${step}) : [])`;
}

function podLevel(): string {
  const missing = (field: string): string =>
    `!has(object.spec.securityContext) || !has(object.spec.securityContext.${field})`;
  return [
    `(has(object.spec.securityContext) ? [] : [JSONPatch{op: 'add', path: '/spec/securityContext', value: Object.spec.securityContext{}}])`,
    `(${missing('runAsNonRoot')} ? [JSONPatch{op: 'add', path: '/spec/securityContext/runAsNonRoot', value: true}] : [])`,
    `(${missing('seccompProfile')} ? [JSONPatch{op: 'add', path: '/spec/securityContext/seccompProfile', value: Object.spec.securityContext.seccompProfile{type: 'RuntimeDefault'}}] : [])`,
  ].join(' + ');
}

function containerLevel(list: (typeof LISTS)[number]): string {
  const type = `Object.spec.${list}.securityContext`;
  const none = '!has(c.securityContext)';
  return [
    eachContainer(list, none, 'add', '/securityContext', `${type}{}`),
    eachContainer(
      list,
      `(${none} || !has(c.securityContext.allowPrivilegeEscalation)) && !${PRIVILEGED}`,
      'add',
      '/securityContext/allowPrivilegeEscalation',
      'false',
    ),
    eachContainer(
      list,
      `${none} || !has(c.securityContext.capabilities)`,
      'add',
      '/securityContext/capabilities',
      `${type}.capabilities{drop: ['ALL']}`,
    ),
    eachContainer(
      list,
      `has(c.securityContext) && has(c.securityContext.capabilities) && (!has(c.securityContext.capabilities.drop) || !('ALL' in c.securityContext.capabilities.drop))`,
      'add',
      '/securityContext/capabilities/drop',
      `['ALL']`,
    ),
  ].join(' + ');
}

// Another tenant's private image may lie on the node already: only a pull asks whether this Pod may have it.
function pullAlways(list: (typeof LISTS)[number]): string {
  return eachContainer(
    list,
    `!has(c.imagePullPolicy) || c.imagePullPolicy != 'Always'`,
    'add',
    '/imagePullPolicy',
    `'Always'`,
  );
}

// An explicit zero counts as nothing against the quota and is below the LimitRange's minimum. Without it, the API server makes the request
// what the limit is, and the limit is the LimitRange's default where the manifest names none.
function noZeros(list: (typeof LISTS)[number]): string {
  return ['requests', 'limits']
    .flatMap((side) =>
      ['cpu', 'memory', 'ephemeral-storage'].map((resource) =>
        eachContainer(
          list,
          `has(c.resources) && has(c.resources.${side}) && '${resource}' in c.resources.${side} && quantity(c.resources.${side}['${resource}']).compareTo(quantity('0')) == 0`,
          'remove',
          `/resources/${side}/${resource}`,
        ),
      ),
    )
    .join(' + ');
}

/** The MutatingAdmissionPolicy and its binding (KEP-3962, stable since Kubernetes 1.36). */
export function podDefaultsObjects(): [KubernetesObject, KubernetesObject] {
  const restricted = (patches: string): string => `${RESTRICTED} && !${WINDOWS} ? ${patches} : []`;
  const expressions = [
    restricted(podLevel()),
    ...LISTS.map((list) => restricted(containerLevel(list))),
    ...LISTS.map(pullAlways),
    ...LISTS.map(noZeros),
  ];
  return [
    {
      ...bundleObject(ADMISSION, 'MutatingAdmissionPolicy', POD_DEFAULTS_NAME, {
        annotations: {
          'kubernetes.io/description':
            'Pods of managed namespaces get what the restricted standard asks for and they left out, are always pulled, and ask for no zero.',
        },
      }),
      spec: {
        failurePolicy: 'Fail',
        // The LimitRange has spoken before: it speaks again, about what is left when zeros were taken out.
        reinvocationPolicy: 'IfNeeded',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          resourceRules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' },
          ],
        },
        mutations: expressions.map((expression) => ({ patchType: 'JSONPatch', jsonPatch: { expression } })),
      },
    },
    {
      ...bundleObject(ADMISSION, 'MutatingAdmissionPolicyBinding', POD_DEFAULTS_NAME),
      spec: { policyName: POD_DEFAULTS_NAME, matchResources: managedOnly() },
    },
  ];
}
