/**
 * Whether a cluster holds the guardrail bundle as it was printed: each policy, its one binding, a version this Berth can
 * rely on, no doubt of the API server's type checker. Pure; what the policies really refuse is the prober's to see.
 */
import {
  BUNDLE_VERSION,
  bundleVersionAccepted,
  expectedPolicies,
  renderBundle,
} from '../domain/bundle/index.ts';
import type { GuardrailCheck, ProofReason } from '../domain/cluster/index.ts';
import { differs } from '../domain/diff/index.ts';
import { BUNDLE_VERSION_LABEL, type KubernetesObject } from '../domain/render/index.ts';

/** A policy as the bundle prints it, with its binding. */
interface Expected {
  name: string;
  /** The API group without which there is nothing for it to judge. */
  optional: string | undefined;
  policy: KubernetesObject;
  binding: KubernetesObject;
}

/** What one policy was found to be. */
export interface Inspection {
  name: string;
  /** The API group without which there is nothing for it to judge: then it may be missing. */
  optional: string | undefined;
  /** Null where nothing is wrong. */
  problem: { reason: ProofReason; message: string } | null;
  /** Whether it is there at all. */
  present: boolean;
}

/** What of the bundle's admission policies a cluster holds. */
export interface Installed {
  policies: readonly KubernetesObject[];
  bindings: readonly KubernetesObject[];
}

/** Looks at every policy that the bundle has. */
export function inspectPolicies(installed: Installed): Inspection[] {
  return expectations().map((expected) => {
    const { name, optional } = expected;
    const policy = installed.policies.find(({ metadata }) => metadata.name === name);
    return {
      name,
      optional,
      present: policy !== undefined,
      problem: problemOf(expected, policy, installed.bindings),
    };
  });
}

let printed: Expected[] | undefined;

function expectations(): Expected[] {
  if (printed !== undefined) return printed;
  const objects = renderBundle();
  const find = (kind: string, name: string): KubernetesObject => {
    const object = objects.find((candidate) => candidate.kind === kind && candidate.metadata.name === name);
    if (object === undefined) throw new Error(`the bundle has no ${kind} ${name}`);
    return object;
  };
  printed = expectedPolicies()
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
    .map(({ name, optional }) => ({
      name,
      optional,
      policy: find('ValidatingAdmissionPolicy', name),
      binding: find('ValidatingAdmissionPolicyBinding', name),
    }));
  return printed;
}

/** The version that an object of the bundle carries; "unknown" where it carries none. */
export function versionOf(object: KubernetesObject | null | undefined): string {
  return object?.metadata.labels?.[BUNDLE_VERSION_LABEL] ?? 'unknown';
}

type Problem = NonNullable<Inspection['problem']>;

function problemOf(
  expected: Expected,
  policy: KubernetesObject | undefined,
  bindings: readonly KubernetesObject[],
): Problem | null {
  if (policy === undefined) return { reason: 'NotInstalled', message: 'The policy is missing.' };
  const version = versionOf(policy);
  if (!bundleVersionAccepted(version)) {
    return {
      reason: 'WrongVersion',
      message: `It is of version ${version}; this Berth prints ${BUNDLE_VERSION} and needs one it can rely on.`,
    };
  }
  const changed =
    changedPolicy(expected, policy, version) ??
    changedBinding(
      expected,
      bindings.filter((binding) => specOf(binding)['policyName'] === expected.name),
      version,
    );
  if (changed !== null) return { reason: 'NotInstalled', message: changed };
  return doubtOf(policy);
}

const specOf = (object: KubernetesObject): Record<string, unknown> =>
  (object['spec'] ?? {}) as Record<string, unknown>;

/** A spec with some of its fields, to be compared. */
function part(object: KubernetesObject, fields: readonly string[]): KubernetesObject {
  const spec = specOf(object);
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { name: object.metadata.name },
    spec: Object.fromEntries(fields.map((field) => [field, spec[field]])),
  };
}

// What a cluster's values can't change, of the version that this Berth knows by heart. The rest is proved by what is refused.
function changedPolicy(expected: Expected, policy: KubernetesObject, version: string): string | null {
  const spec = specOf(policy);
  if (spec['paramKind'] !== undefined) return 'The policy takes parameters, which the bundle never gives it.';
  if (spec['failurePolicy'] === 'Ignore')
    return 'The policy lets through what it fails to judge (failurePolicy Ignore).';
  if (policy.metadata['deletionTimestamp'] !== undefined) return 'The policy is being deleted.';
  const fields = ['matchConstraints'];
  if (version === BUNDLE_VERSION && differs(part(expected.policy, fields), part(policy, fields)).length > 0) {
    return 'The policy judges other requests than the bundle says (matchConstraints was changed).';
  }
  return null;
}

function changedBinding(
  expected: Expected,
  bindings: readonly KubernetesObject[],
  version: string,
): string | null {
  const binding = bindings.find(({ metadata }) => metadata.name === expected.binding.metadata.name);
  if (binding === undefined) return 'Its binding is missing: a policy without one refuses nothing.';
  const spec = specOf(binding);
  if (spec['paramRef'] !== undefined) return 'Its binding has a paramRef, which can narrow what is refused.';
  const actions = Array.isArray(spec['validationActions']) ? (spec['validationActions'] as unknown[]) : [];
  if (!actions.includes('Deny')) {
    return `Its binding refuses nothing: validationActions is ${actions.join(', ') || 'empty'}, without Deny.`;
  }
  const fields = ['policyName', 'matchResources'];
  if (
    version === BUNDLE_VERSION &&
    differs(part(expected.binding, fields), part(binding, fields)).length > 0
  ) {
    return 'Its binding covers other requests than the bundle says (matchResources was changed).';
  }
  const others = bindings.filter((other) => other !== binding).map(({ metadata }) => metadata.name);
  return others.length === 0
    ? null
    : `It has more bindings than its own (${others.join(', ')}): each one costs every write, and may decide otherwise.`;
}

interface PolicyStatus {
  observedGeneration?: number;
  typeChecking?: { expressionWarnings?: { fieldRef?: string; warning?: string }[] };
}

function doubtOf(policy: KubernetesObject): Problem | null {
  const status = (policy['status'] ?? {}) as PolicyStatus;
  if (status.typeChecking === undefined || status.observedGeneration !== policy.metadata['generation']) {
    return { reason: 'ProbeFailed', message: 'The cluster has not type-checked its expressions yet.' };
  }
  const [warning] = status.typeChecking.expressionWarnings ?? [];
  if (warning === undefined) return null;
  const said = (warning.warning ?? '').trim().replace(/\s+/g, ' ').slice(0, 300);
  return {
    reason: 'TypeCheckWarnings',
    message: `The API server doubts ${warning.fieldRef ?? 'an expression'}: ${said}`,
  };
}

/** How a policy with a problem is told. */
export function failed(name: string, reason: ProofReason, message: string): GuardrailCheck {
  return { name, state: 'failed', reason, message };
}
