/**
 * Sees that it is so: labels and annotations as wanted, and, for each role that was given, that the cluster's own
 * authorisation lets one of its holders act. RBAC is read through caches, so a binding may need a moment to count.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { REASONS } from '../../domain/conditions/index.ts';
import type { AccessRole } from '../../domain/desired-state/schema.ts';
import { clusterRoleOf, DEPLOYER_NAME, type KubernetesObject } from '../../domain/render/index.ts';
import type { AccessQuestion } from '../../kubernetes/index.ts';
import { objectKey } from '../desired.ts';
import { driftStatement, isOurs, problemOf } from '../drift-statement.ts';
import { stageOf, type Phase, type Scope } from '../scope.ts';

const LOOKS = [0, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 400, 500];

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
    const { status, row } = scope;
    status.condition({
      type: 'HostsDelegated',
      status: 'True',
      reason: row.input.spec.hosts.length === 0 ? 'NoHosts' : 'Announced',
      message:
        row.input.spec.hosts.length === 0
          ? 'No hosts are delegated to this namespace.'
          : 'The delegated hosts are announced on the namespace.',
    });
    status.condition({
      type: 'GuardrailsProved',
      status: 'False',
      reason: REASONS.notInstalled,
      message: `The guardrail policies are not installed on ${row.input.cluster.name}. This blocks nothing yet.`,
    });

    const refused = await firstRefused(scope, questionsOf(scope));
    if (refused !== null) {
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
    }
    status.condition({
      type: 'AccessGranted',
      status: 'True',
      reason: 'Granted',
      message: 'Those who were given access have it.',
    });

    const drift = driftStatement(remainingProblems(scope), scope.foreign);
    status.condition({ type: 'Drifted', ...drift });
    status.condition({ type: 'Ready', status: 'True', reason: 'Ready', message: 'Ready to use.' });
    return undefined;
  },
};

/** What still isn't as wanted: everything in an observed cluster, and what couldn't be put right in another. */
function remainingProblems(scope: Scope): { kind: string; name: string; what: string }[] {
  const wanted = new Map(scope.wanted.map(({ object }) => [objectKey(object), object]));
  const live = new Map<string, KubernetesObject>(scope.live);
  if (scope.namespace !== null) live.set(objectKey(scope.namespace), scope.namespace);
  for (const [key, object] of live) if (!wanted.has(key) && !isOurs(object)) live.delete(key);
  return [...new Set([...wanted.keys(), ...live.keys()])].flatMap((key) => {
    const what = problemOf(wanted.get(key), live.get(key));
    const [kind = '', name = ''] = key.split('/');
    return what === null ? [] : [{ kind, name, what }];
  });
}

interface Subject {
  kind: string;
  name: string;
}

// One holder of each role: the binding is one object, so what holds for one of its subjects holds for all.
function questionsOf(scope: Scope): Question[] {
  const namespace = scope.row.name;
  const held = stageOf(scope, 'access').flatMap((object): Question[] => {
    if (object.kind !== 'RoleBinding' || object.metadata.name === DEPLOYER_NAME) return [];
    const role = object.metadata.name.replace(/^berth-/, '');
    const [subject] = object['subjects'] as Subject[];
    if (subject === undefined || !Object.hasOwn(PROOF, role)) return [];
    const asked = PROOF[role as AccessRole];
    const person = subject.kind === 'User';
    return [
      {
        ...asked,
        namespace,
        role: role as AccessRole,
        who: `${subject.kind.toLowerCase()} ${subject.name}`,
        user: person ? subject.name : '',
        groups: person ? ['system:authenticated'] : [subject.name, 'system:authenticated'],
      },
    ];
  });
  if (held.length > 0) return held;
  const who = `system:serviceaccount:${namespace}:${DEPLOYER_NAME}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return [{ ...PROOF.developer, namespace, role: 'developer', who, user: who, groups }];
}

async function firstRefused(scope: Scope, questions: Question[]): Promise<Question | null> {
  let open = questions;
  for (const ms of LOOKS) {
    if (ms > 0) await sleep(ms);
    const answers = await Promise.all(open.map((question) => scope.kube.accessReview(question)));
    open = open.filter((_, index) => answers[index]?.allowed !== true);
    if (open.length === 0) return null;
  }
  return open[0] ?? null;
}
