/**
 * Sees that it is so: labels and annotations as wanted, and that the cluster's own authorisation lets an owner act. RBAC is read through caches, so a binding may need a moment to count.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCESS_ROLES, type AccessRole } from '../../domain/desired-state/schema.ts';
import { deletedAfter } from '../../domain/expiry/index.ts';
import { clusterRoleOf, DEPLOYER_NAME, type KubernetesObject } from '../../domain/render/index.ts';
import type { AccessQuestion } from '../../kubernetes/index.ts';
import { objectKey } from '../desired.ts';
import { driftStatement, isOurs, problemOf, type Problem } from '../drift-statement.ts';
import { stageOf, type Phase, type Scope, type Seen } from '../scope.ts';

/** Waits before each question, milliseconds; a fresh binding reaches the authoriser's cache in a few. */
const LOOKS = [4, 12, 30, 60, 120, 250, 500, 800];

/** What somebody with a role must be able to do; for viewers to see, for the others to deploy. */
const PROOF: Readonly<Record<AccessRole, { verb: string; group: string; resource: string }>> = {
  viewer: { verb: 'list', group: '', resource: 'pods' },
  developer: { verb: 'create', group: 'apps', resource: 'deployments' },
  maintainer: { verb: 'create', group: 'apps', resource: 'deployments' },
};

interface Question extends AccessQuestion {
  role: AccessRole;
  who: string;
}

export const provePhase: Phase = {
  name: 'prove',
  async run(scope) {
    const { status } = scope;
    const ended = hasEnded(scope);
    const refused = questionOf(scope);
    if (ended) {
      sayEnded(scope);
    } else if (await isRefused(scope, refused)) {
      status.condition({
        type: 'AccessGranted',
        status: 'False',
        reason: 'NotEffective',
        message:
          `The role bindings are in place, but the cluster still refuses ${refused.who} to ${refused.verb} ` +
          `${refused.resource}. See that the ClusterRole ${clusterRoleOf(refused.role)} of the guardrail bundle is installed.`,
      });
      status.condition({
        type: 'Ready',
        status: 'False',
        reason: 'AccessNotEffective',
        message: 'The access that was given has no effect in the cluster yet.',
      });
      return { again: 1_000, failed: true };
    } else {
      status.condition({
        type: 'AccessGranted',
        status: 'True',
        reason: 'Granted',
        message: 'Those who were given access have it.',
      });
    }

    scope.seen = lookOver(scope);
    const problems = scope.seen.flatMap(({ key, problem }): Problem[] => {
      const [kind = '', name = ''] = key.split('/');
      return problem === null ? [] : [{ kind, name, what: problem }];
    });
    const drift = driftStatement(problems, scope.foreign);
    status.condition({ type: 'Drifted', ...drift });
    if (!ended)
      status.condition({ type: 'Ready', status: 'True', reason: 'Ready', message: 'Ready to use.' });
    return undefined;
  },
};

/** Whether the namespace's end has come and access is gone with it; where a cluster is only observed, it may not be. */
function hasEnded(scope: Scope): boolean {
  const bound = [...scope.live.values()].some((object) => object.kind === 'RoleBinding' && isOurs(object));
  return scope.row.input.ended === true && !bound;
}

function sayEnded({ status, row }: Scope): void {
  const end = row.input.expiresAt ?? '';
  const day = (moment: string): string => moment.slice(0, 10);
  const message =
    `Its end was on ${day(end)}: nobody has access by Berth any more, and what runs goes on. ` +
    `It is deleted after ${day(deletedAfter(end).toISOString())} unless it is given a later end.`;
  status.condition({ type: 'AccessGranted', status: 'False', reason: 'Ended', message });
  status.condition({ type: 'Ready', status: 'False', reason: 'Ended', message });
}

/** How this pass leaves everything that is wanted or ours. */
function lookOver(scope: Scope): Seen[] {
  const wanted = new Map(scope.wanted.map(({ object }) => [objectKey(object), object]));
  const live = new Map<string, KubernetesObject>();
  if (scope.namespace !== null) live.set(objectKey(scope.namespace), scope.namespace);
  for (const [key, object] of scope.live) if (wanted.has(key) || isOurs(object)) live.set(key, object);
  return [...new Set([...wanted.keys(), ...live.keys()])].map((key) => ({
    key,
    live: live.get(key) ?? null,
    problem: problemOf(wanted.get(key), live.get(key)),
  }));
}

interface Subject {
  kind: string;
  name: string;
}

// The owner is whoever has the strongest role. One holder answers for the binding, since it is one object; that the three
// ClusterRoles are there is the cluster's own condition.
function questionOf(scope: Scope): Question {
  const namespace = scope.row.name;
  for (const role of [...ACCESS_ROLES].reverse()) {
    const binding = stageOf(scope, 'access').find(
      ({ kind, metadata }) => kind === 'RoleBinding' && metadata.name === `berth-${role}`,
    );
    const [subject] = (binding?.['subjects'] ?? []) as Subject[];
    if (subject === undefined) continue;
    const person = subject.kind === 'User';
    return {
      ...PROOF[role],
      namespace,
      role,
      who: `${subject.kind.toLowerCase()} ${subject.name}`,
      user: person ? subject.name : '',
      groups: person ? ['system:authenticated'] : [subject.name, 'system:authenticated'],
    };
  }
  const who = `system:serviceaccount:${namespace}:${DEPLOYER_NAME}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { ...PROOF.developer, namespace, role: 'developer', who, user: who, groups };
}

async function isRefused(scope: Scope, question: Question): Promise<boolean> {
  for (const ms of LOOKS) {
    await sleep(ms);
    if ((await scope.kube.accessReview(question)).allowed) return false;
  }
  return true;
}
