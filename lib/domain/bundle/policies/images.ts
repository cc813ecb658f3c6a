// Where images come from, and how far a container's limit may exceed its request.
import { exemptUsers, type FullBundleValues } from '../values.ts';
import type { PolicyName } from '../names.ts';
import { given, givenList, refusal, trusted, variable } from './cel.ts';
import { match, type Check, type MatchRule, type Policy, type Variable } from './policy.ts';

/** `berth.dev/registries` of a namespace that may use any image: where the cluster names no registry at all. Nothing named allows nothing. */
const ANY_REGISTRY = '*';

// Image volumes are images, too.
function imagesOf(podSpec: string): string {
  const containers = (field: string): string =>
    `(has(${podSpec}.${field}) ? ${podSpec}.${field}.map(c, has(c.image) ? c.image : '') : [])`;
  return (
    `${containers('containers')} + ${containers('initContainers')} + ${containers('ephemeralContainers')} + ` +
    `(has(${podSpec}.volumes) ? ${podSpec}.volumes.filter(v, has(v.image)).map(v, has(v.image.reference) ? v.image.reference : '') : [])`
  );
}

// By path elements: "registry.example.com/shop" allows "registry.example.com/shop/api:1" and "registry.example.com/shop:1", never
// "registry.example.com/shopping" nor "registry.example.com.evil.example". A host alone never has a tag behind it: that is a port.
const FROM_REGISTRY =
  `(!i.contains('..') && variables.registries.exists(r, r == '${ANY_REGISTRY}' || i.startsWith(r.endsWith('/') ? r : r + '/') || ` +
  `(r.contains('/') && (i == r || i.startsWith(r + ':') || i.startsWith(r + '@')))))`;

function imageVariables(
  values: FullBundleValues,
  policy: PolicyName,
  podSpec: (side: string) => string,
): Variable[] {
  return [
    given,
    givenList('registries', 'berth.dev/registries'),
    trusted({ users: exemptUsers(values, policy) }),
    variable('images', imagesOf(podSpec('object'))),
    variable('oldImages', `oldObject != null ? ${imagesOf(podSpec('oldObject'))} : []`),
    variable(
      'refusedImages',
      `variables.images.filter(i, !(i in variables.oldImages) && !(i != '' && ${FROM_REGISTRY}))`,
    ),
  ];
}

const imageCheck: Check = {
  expression: 'variables.refusedImages.size() == 0 || variables.trusted',
  message: 'An image is from a registry that is not allowed in this namespace.',
  messageExpression: refusal(
    'Image',
    'variables.refusedImages',
    'is from a registry that is not allowed in',
    'registries',
  ),
};

// What the API server has filled in by then (a request that wasn't named equals its limit; a LimitRange's defaults) counts.
function withinRatio(resource: 'cpu' | 'memory', ratio: number): string {
  const has = (side: string): string => `has(c.resources.${side}) && '${resource}' in c.resources.${side}`;
  const amount = (side: string): string =>
    `quantity(c.resources.${side}['${resource}']).asApproximateFloat()`;
  return `(!(${has('limits')} && ${has('requests')}) || ${amount('limits')} <= ${ratio.toFixed(3)} * ${amount('requests')})`;
}

/** The policy on Pods, whoever makes them: a controller's are judged like a tenant's, since a tenant wrote their template. */
export function podsPolicy(values: FullBundleValues): Policy {
  const { cpu, memory } = values.maxLimitRequestRatio;
  const containers = (side: string): string =>
    `(has(${side}.spec.containers) ? ${side}.spec.containers : []) + (has(${side}.spec.initContainers) ? ${side}.spec.initContainers : [])`;
  return {
    name: 'berth-pods',
    about:
      'Pods run images from the registries that are allowed in their namespace, and ask for what they use.',
    rules: [match('', 'v1', ['CREATE', 'UPDATE'], ['pods', 'pods/ephemeralcontainers', 'pods/resize'])],
    selects: 'managed',
    variables: [
      ...imageVariables(values, 'berth-pods', (side) => `${side}.spec`),
      variable('oldContainers', `oldObject != null ? ${containers('oldObject')} : []`),
      variable(
        'greedy',
        `(${containers('object')}).filter(c, has(c.resources) && !variables.oldContainers.exists(o, o.name == c.name && has(o.resources) && o.resources == c.resources) && ` +
          `!(${withinRatio('cpu', cpu)} && ${withinRatio('memory', memory)})).map(c, c.name)`,
      ),
    ],
    checks: [
      imageCheck,
      {
        expression: 'variables.greedy.size() == 0 || variables.trusted',
        message: `A container's limit may be at most ${cpu} times its request for CPU and ${memory} times for memory. Raise the request or lower the limit.`,
        messageExpression: `'The limit of container ' + variables.greedy.join(', ') + ' is too far above its request: at most ${cpu} times for CPU and ${memory} times for memory. Raise the request or lower the limit.'`,
      },
    ],
  };
}

function templatePolicy(
  values: FullBundleValues,
  name: PolicyName,
  rules: MatchRule[],
  podSpec: (side: string) => string,
): Policy {
  return {
    name,
    about:
      'What makes Pods names images that its Pods would be allowed: the refusal comes where the mistake was made.',
    rules,
    selects: 'managed',
    variables: imageVariables(values, name, podSpec),
    checks: [imageCheck],
  };
}

/** The policy on what has a Pod template. */
export function workloadsPolicy(values: FullBundleValues): Policy {
  return templatePolicy(
    values,
    'berth-workloads',
    [
      match('apps', 'v1', ['CREATE', 'UPDATE'], ['deployments', 'statefulsets', 'daemonsets', 'replicasets']),
      match('batch', 'v1', ['CREATE', 'UPDATE'], ['jobs']),
      match('', 'v1', ['CREATE', 'UPDATE'], ['replicationcontrollers']),
    ],
    (side) => `${side}.spec.template.spec`,
  );
}

/** The policy on CronJobs, whose template is one deeper. */
export function cronJobsPolicy(values: FullBundleValues): Policy {
  return templatePolicy(
    values,
    'berth-cronjobs',
    [match('batch', 'v1', ['CREATE', 'UPDATE'], ['cronjobs'])],
    (side) => `${side}.spec.jobTemplate.spec.template.spec`,
  );
}
