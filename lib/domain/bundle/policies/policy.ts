// What a policy is here, and how it becomes a ValidatingAdmissionPolicy with its one binding.
import { MANAGED_LABEL, NAMESPACE_NAME_LABEL } from '../../render/labels.ts';
import type { KubernetesObject } from '../../render/types.ts';
import { CANARY_NAMESPACE, type PolicyName } from '../names.ts';
import { bundleObject } from '../object.ts';
import type { OptionalApiGroup } from '../values.ts';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** Requests that a policy sees: a resource rule of matchConstraints. */
export interface MatchRule {
  apiGroups: string[];
  apiVersions: string[];
  operations: ('CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT')[];
  resources: string[];
  /** Only objects of these names; without it, of any. */
  resourceNames?: string[];
}

/** A named expression that others use as `variables.NAME`; evaluated at most once per request and only when used. */
export interface Variable {
  name: string;
  expression: string;
}

/** What must hold. */
export interface Check {
  expression: string;
  /** What is said when it doesn't. */
  message: string;
  /**
   * The same with names filled in. The API server evaluates it on every request that the policy sees, allowed ones too, without an
   * authorizer: so it must be cheap and must not use `variables.trusted`. Where it fails or is too long, `message` is said.
   */
  messageExpression?: string;
}

/** A policy of the bundle. */
export interface Policy {
  name: PolicyName;
  /** In one sentence, for whoever reads the bundle. */
  about: string;
  rules: MatchRule[];
  /** Requests it doesn't see though a rule names them. */
  except?: MatchRule[];
  /** `managed`: namespaces with berth.dev/managed=true. `canary`: berth-canary, and what is in no namespace. `everything`: no selector. */
  selects: 'managed' | 'canary' | 'everything';
  /** Judges only objects with these labels, before or after the write. */
  objectLabels?: Record<string, string>;
  /** A request that isn't so is not seen. Only `request` is known here: no variables, no namespaceObject. */
  condition?: { name: string; expression: string };
  variables: Variable[];
  checks: Check[];
  /** The API group without which it lies idle. */
  optional?: OptionalApiGroup;
}

/** Requests by operation; subresources are named as `resource/subresource`. */
export function match(
  apiGroups: string | string[],
  apiVersions: string | string[],
  operations: MatchRule['operations'],
  resources: string | string[],
): MatchRule {
  const list = (one: string | string[]): string[] => (Array.isArray(one) ? one : [one]);
  return {
    apiGroups: list(apiGroups),
    apiVersions: list(apiVersions),
    operations,
    resources: list(resources),
  };
}

/** The ValidatingAdmissionPolicy and its binding, in this order: a policy without its binding refuses nothing, a binding without its policy is skipped. */
export function policyObjects(policy: Policy): [KubernetesObject, KubernetesObject] {
  return [
    {
      ...bundleObject(ADMISSION, 'ValidatingAdmissionPolicy', policy.name, {
        annotations: { 'kubernetes.io/description': policy.about },
      }),
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          // Stated, though they are the defaults: what the API server fills in would show as a difference.
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: policy.objectLabels === undefined ? {} : { matchLabels: policy.objectLabels },
          resourceRules: policy.rules.map(withScope),
          ...(policy.except === undefined ? {} : { excludeResourceRules: policy.except.map(withScope) }),
        },
        ...(policy.condition === undefined ? {} : { matchConditions: [policy.condition] }),
        variables: policy.variables.map(({ name, expression }) => ({ name, expression })),
        validations: policy.checks.map((check) => ({
          expression: check.expression,
          message: check.message,
          ...(check.messageExpression === undefined ? {} : { messageExpression: check.messageExpression }),
          // Without it a refusal is 422, which clients take for a mistake in the object.
          reason: 'Forbidden',
        })),
      },
    },
    {
      ...bundleObject(ADMISSION, 'ValidatingAdmissionPolicyBinding', policy.name),
      spec: {
        policyName: policy.name,
        validationActions: ['Deny', 'Audit'],
        ...(policy.selects === 'everything' ? {} : { matchResources: SELECTED[policy.selects]() }),
      },
    },
  ];
}

function withScope(rule: MatchRule): MatchRule & { scope: '*' } {
  return { ...rule, scope: '*' };
}

/** Requests in managed namespaces. Who may write the label is the business of berth-namespaces. */
export function managedOnly(): object {
  return inNamespacesWith({ [MANAGED_LABEL]: 'true' });
}

const SELECTED = {
  managed: managedOnly,
  // The API server itself puts this label on every namespace, and lets nobody change it.
  canary: (): object => inNamespacesWith({ [NAMESPACE_NAME_LABEL]: CANARY_NAMESPACE }),
} as const;

function inNamespacesWith(matchLabels: Record<string, string>): object {
  return { matchPolicy: 'Equivalent', namespaceSelector: { matchLabels }, objectSelector: {} };
}
