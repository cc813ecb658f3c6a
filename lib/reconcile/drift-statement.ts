/**
 * What Berth says about drift: one pure function for both who say it. The pass writes it as the condition Drifted; the
 * detector compares its own with the one written, and makes a pass due when they differ. So the two can't chase each
 * other, a restart repeats nothing, and what can't be healed is said once.
 */
import { differs } from '../domain/diff/index.ts';
import { MANAGED_BY_LABEL, MANAGED_BY_VALUE, type KubernetesObject } from '../domain/render/index.ts';

/** An object of Berth's that isn't as wanted. */
export interface Problem {
  kind: string;
  name: string;
  /** "is missing", "differs in spec.egress", "is not wanted". */
  what: string;
}

/** A RoleBinding that Berth didn't make and that lets somebody from outside the namespace in. */
export interface ForeignBinding {
  name: string;
  /** "Group oidc:x to ClusterRole admin" */
  grants: string;
}

export interface DriftStatement {
  status: 'True' | 'False';
  reason: 'AsWanted' | 'Differs' | 'ForeignRoleBindings';
  message: string;
}

const SHOWN = 5;

/** The condition Drifted, without its times. */
export function driftStatement(
  problems: readonly Problem[],
  foreign: readonly ForeignBinding[],
): DriftStatement {
  const told = [
    ...problems.map(({ kind, name, what }) => `${kind} ${name} ${what}`).sort(),
    ...foreign
      .map(
        ({ name, grants }) =>
          `RoleBinding ${name} was not made by Berth and gives ${grants}; it is left alone`,
      )
      .sort(),
  ];
  if (told.length === 0) {
    return { status: 'False', reason: 'AsWanted', message: 'The cluster holds what Berth wants.' };
  }
  const more = told.length > SHOWN ? ` And ${String(told.length - SHOWN)} more.` : '';
  return {
    status: 'True',
    reason: problems.length > 0 ? 'Differs' : 'ForeignRoleBindings',
    message: `${told.slice(0, SHOWN).join('. ')}.${more}`,
  };
}

/** What is wrong with an object, in a word; null when nothing is. */
export function problemOf(
  wanted: KubernetesObject | undefined,
  live: KubernetesObject | null | undefined,
): string | null {
  if (wanted === undefined) return live == null ? null : 'is not wanted';
  if (live == null) return 'is missing';
  if (live.metadata['deletionTimestamp'] !== undefined) return 'is being deleted';
  const paths = [...new Set(differs(wanted, live).map(({ path }) => path))].sort();
  return paths.length === 0 ? null : `differs in ${paths.slice(0, 3).join(', ')}`;
}

/** Whether an object carries Berth's label. */
export function isOurs(object: KubernetesObject): boolean {
  return object.metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY_VALUE;
}

interface Subject {
  kind?: string;
  name?: string;
  namespace?: string;
}

/**
 * The foreign binding a RoleBinding is, if it is one. Bindings for ServiceAccounts of the same namespace are a team's own
 * business (Helm charts bring them); what lets people or other namespaces in is said.
 */
export function foreignBinding(object: KubernetesObject): ForeignBinding | null {
  if (isOurs(object)) return null;
  const subjects = (object['subjects'] ?? []) as Subject[];
  const outside = subjects.filter(
    (subject) => subject.kind !== 'ServiceAccount' || subject.namespace !== object.metadata.namespace,
  );
  if (outside.length === 0) return null;
  const role = (object['roleRef'] ?? {}) as { kind?: string; name?: string };
  const who = outside
    .slice(0, 3)
    .map(({ kind = '', name = '', namespace }) =>
      kind === 'ServiceAccount' ? `${kind} ${namespace ?? ''}/${name}` : `${kind} ${name}`,
    );
  const rest = outside.length > 3 ? ` and ${String(outside.length - 3)} more` : '';
  return {
    name: object.metadata.name,
    grants: `${who.join(', ')}${rest} the ${role.kind ?? 'Role'} ${role.name ?? ''}`,
  };
}
