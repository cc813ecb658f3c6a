// What can be taken out of a policy: each validation, each kind of request it sees, each exemption, each condition. One at a time.
import type { KubernetesObject } from '../../lib/domain/render/index.ts';

interface ResourceRule {
  apiGroups: string[];
  apiVersions: string[];
  operations: string[];
  resources: string[];
  [field: string]: unknown;
}

interface PolicySpec {
  matchConstraints: { resourceRules: ResourceRule[]; [field: string]: unknown };
  matchConditions?: { name: string; expression: string }[];
  variables?: { name: string; expression: string }[];
  validations: { expression: string; message?: string; messageExpression?: string; reason?: string }[];
  [field: string]: unknown;
}

/** One thing taken out of one policy. */
export interface Removal {
  policy: string;
  /** What is gone, in words. */
  what: string;
  /** The whole spec without it. */
  spec: PolicySpec;
  /** What shows that it was needed: an attempt that gets through, or something that no longer does. */
  shownBy: 'attempts' | 'passages';
}

/** Something that nobody can prove here, and why. */
export interface Unprovable {
  policy: string;
  what: string;
  why: string;
}

/** The specs of the bundle's ValidatingAdmissionPolicies by name. */
export function policySpecs(bundle: readonly KubernetesObject[]): Map<string, PolicySpec> {
  return new Map(
    bundle
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
      .map(({ metadata, spec }) => [metadata.name, spec as PolicySpec]),
  );
}

/** Every removal from one policy. `served` says whether the cluster has a resource: "group/resource". */
export function removalsOf(
  policy: string,
  spec: PolicySpec,
  served: (resource: string) => boolean,
): { removals: Removal[]; unprovable: Unprovable[] } {
  const removals: Removal[] = [];
  const unprovable: Unprovable[] = [];

  spec.validations.forEach((validation, index) => {
    const validations = spec.validations.map((one, at) =>
      // A policy must have a validation: an always true one refuses nothing.
      at === index ? { expression: 'true', message: 'taken out' } : one,
    );
    removals.push({
      policy,
      what: `validation ${String(index + 1)}: ${validation.message ?? validation.expression}`,
      spec: { ...spec, validations },
      shownBy: 'attempts',
    });
  });

  const { resourceRules } = spec.matchConstraints;
  resourceRules.forEach((rule, at) => {
    for (const resource of rule.resources) {
      const name = `${rule.apiGroups.join('|')}/${resource}`;
      for (const operation of rule.operations) {
        const what = `rule ${operation} ${name}`;
        const why = served(name) ? impossible(name, operation) : 'this control plane has no such resource';
        if (why !== null) {
          unprovable.push({ policy, what, why });
          continue;
        }
        const rest: ResourceRule[] = [
          { ...rule, resources: rule.resources.filter((other) => other !== resource) },
          {
            ...rule,
            resources: [resource],
            operations: rule.operations.filter((other) => other !== operation),
          },
        ].filter(({ resources, operations }) => resources.length > 0 && operations.length > 0);
        const rules = resourceRules.flatMap((other, index) => (index === at ? rest : [other]));
        removals.push({
          policy,
          what,
          spec: {
            ...spec,
            matchConstraints: {
              ...spec.matchConstraints,
              resourceRules: rules.length === 0 ? [NOTHING] : rules,
            },
          },
          shownBy: 'attempts',
        });
      }
    }
  });

  for (const { name } of spec.matchConditions ?? []) {
    const matchConditions = spec.matchConditions?.filter((other) => other.name !== name) ?? [];
    removals.push({
      policy,
      what: `condition ${name}`,
      spec: { ...spec, matchConditions },
      shownBy: 'passages',
    });
  }

  const trusted = spec.variables?.find(({ name }) => name === 'trusted');
  const disjuncts = trusted === undefined ? [] : topLevelOr(trusted.expression);
  for (const disjunct of disjuncts) {
    const expression = disjuncts.filter((other) => other !== disjunct).join(' || ') || 'false';
    removals.push({
      policy,
      what: `exemption: ${disjunct}`,
      spec: {
        ...spec,
        variables: (spec.variables ?? []).map((one) =>
          one.name === 'trusted' ? { ...one, expression } : one,
        ),
      },
      shownBy: 'passages',
    });
  }
  return { removals, unprovable };
}

// A rule that nothing ever matches: a policy must have one.
const NOTHING: ResourceRule = {
  apiGroups: ['nothing.attacks.example.test'],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['nothing'],
};

/** Why no request of this kind can be refused by a policy at all, or null. */
function impossible(resource: string, operation: string): string | null {
  if (operation === 'CREATE' && /\/(status|finalize|ephemeralcontainers|resize)$/.test(resource))
    return 'the API server knows no CREATE of this subresource';
  if (operation === 'UPDATE' && resource === 'batch/jobs')
    return "a Job's template can't be changed: the API server's own validation answers first";
  return null;
}

/** The parts of a CEL expression between its outermost `||`. */
function topLevelOr(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < expression.length; at += 1) {
    const character = expression[at];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(' || character === '[' || character === '{') depth += 1;
    if (character === ')' || character === ']' || character === '}') depth -= 1;
    if (depth === 0 && expression.startsWith(' || ', at)) {
      parts.push(expression.slice(start, at).trim());
      start = at + 4;
    }
  }
  return [...parts, expression.slice(start).trim()];
}

/** Whether a policy may see requests that another one sees, too: then what one removal shows can't be told from the other's. */
export function overlap(a: PolicySpec, b: PolicySpec): boolean {
  const all = (spec: PolicySpec): { group: string; resource: string }[] =>
    spec.matchConstraints.resourceRules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => ({ group, resource }))),
    );
  const meets = (one: string, other: string): boolean =>
    one === other || one === '*' || other === '*' || one === '*/*' || other === '*/*';
  return all(a).some((left) =>
    all(b).some((right) => meets(left.group, right.group) && meets(left.resource, right.resource)),
  );
}
