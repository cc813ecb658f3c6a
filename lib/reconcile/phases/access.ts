/**
 * Who may act: the ServiceAccount and the RoleBindings, after the fences. Where the guardrails aren't proved nobody is let
 * in who isn't already, whoever is to go goes, and the pass waits.
 */
import type { KubernetesObject } from '../../domain/render/index.ts';
import { isKubeError } from '../../kubernetes/index.ts';
import { objectKey } from '../desired.ts';
import { all, ensure, refOf, stageOf, uidOf, type Phase, type Scope } from '../scope.ts';
import { mayWiden, narrowBinding, waitForGuardrails } from './guardrails.ts';

export const accessPhase: Phase = {
  name: 'access',
  async run(scope) {
    const narrow = scope.heal && !mayWiden(scope);
    await all(stageOf(scope, 'access'), (object) =>
      narrow && object.kind === 'RoleBinding' ? keep(scope, object) : ensure(scope, object, 'access'),
    );
    return scope.held.length === 0 ? undefined : waitForGuardrails(scope, scope.held.join('; '));
  },
};

/** Leaves in a binding those who are in it and should be. One in which nobody is left goes. */
async function keep(scope: Scope, wanted: KubernetesObject): Promise<void> {
  const key = objectKey(wanted);
  const live = scope.live.get(key);
  const { object, held } = narrowBinding(wanted, live);
  scope.held.push(...held);
  if (object !== null) {
    await ensure(scope, object, 'access');
    return;
  }
  if (live === undefined) return;
  try {
    await scope.kube.remove(refOf(live), { uid: uidOf(live) });
  } catch (error) {
    // Another object by now: the next pass looks at it anew.
    if (!isKubeError(error, 'conflict')) throw error;
  }
  scope.live.delete(key);
}
