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

const SIDES = ['requests', 'limits'] as const;
const COUNTED = ['cpu', 'memory', 'ephemeral-storage'] as const;

function isZero(side: (typeof SIDES)[number], resource: (typeof COUNTED)[number]): string {
  return `has(c.resources) && has(c.resources.${side}) && '${resource}' in c.resources.${side} && quantity(c.resources.${side}['${resource}']).compareTo(quantity('0')) == 0`;
}

// An explicit zero counts as nothing against the quota and is below the LimitRange's minimum. Without it, the API server makes the request
// what the limit is, and the limit is the LimitRange's default where the manifest names none.
function noZeros(list: (typeof LISTS)[number]): string {
  return SIDES.flatMap((side) =>
    COUNTED.map((resource) =>
      eachContainer(list, isZero(side, resource), 'remove', `/resources/${side}/${resource}`),
    ),
  ).join(' + ');
}

/**
 * Whether anything could be filled in. A patch costs the API server a conversion of the whole Pod, there and back: a complete Pod is spared
 * it (measured by `npm run bench -- bundle`). What a namespace asks for can't be read here, so this is the most that any could ask.
 */
function incomplete(): string {
  const without = (field: string): string =>
    `!has(object.spec.securityContext) || !has(object.spec.securityContext.${field})`;
  const container = [
    '!has(c.securityContext)',
    '!has(c.securityContext.allowPrivilegeEscalation)',
    '!has(c.securityContext.capabilities)',
    '!has(c.securityContext.capabilities.drop)',
    `!('ALL' in c.securityContext.capabilities.drop)`,
    `!has(c.imagePullPolicy)`,
    `c.imagePullPolicy != 'Always'`,
    ...SIDES.flatMap((side) => COUNTED.map((resource) => `(${isZero(side, resource)})`)),
  ].join(' || ');
  return [
    without('runAsNonRoot'),
    without('seccompProfile'),
    ...LISTS.map((list) => `(has(object.spec.${list}) && object.spec.${list}.exists(c, ${container}))`),
  ].join(' || ');
}

/** The MutatingAdmissionPolicy and its binding (KEP-3962, stable since Kubernetes 1.36). */
export function podDefaultsObjects(): [KubernetesObject, KubernetesObject] {
  const restricted = (patches: string): string => `${RESTRICTED} && !${WINDOWS} ? ${patches} : []`;
  // One patch, since each is applied, and the Pod converted, by itself. Its steps are in order, and judge the Pod as it came.
  const patch = [
    `(${restricted([podLevel(), ...LISTS.map(containerLevel)].join(' + '))})`,
    ...LISTS.map(pullAlways),
    ...LISTS.map(noZeros),
  ].join(' + ');
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
        matchConditions: [{ name: 'incomplete', expression: incomplete() }],
        mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: patch } }],
      },
    },
    {
      ...bundleObject(ADMISSION, 'MutatingAdmissionPolicyBinding', POD_DEFAULTS_NAME),
      spec: { policyName: POD_DEFAULTS_NAME, matchResources: managedOnly() },
    },
  ];
}
