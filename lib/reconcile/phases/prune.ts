/**
 * Removes what Berth applied and no longer wants: its label, its kinds, this namespace, and the very object that was
 * seen. Rights go first and wait for nothing; fences go last, when their successors stand.
 */
import { isKubeError } from '../../kubernetes/index.ts';
import { objectKey } from '../desired.ts';
import { isOurs } from '../drift-statement.ts';
import { all, refOf, uidOf, type Phase, type Scope } from '../scope.ts';
import { OWNED_KINDS } from './observe.ts';

const ACCESS_KINDS = ['RoleBinding', 'ServiceAccount'];

async function prune(scope: Scope, kinds: readonly string[]): Promise<void> {
  if (!scope.heal) return;
  const wanted = new Set(scope.wanted.map(({ object }) => objectKey(object)));
  const stale = [...scope.live.entries()].filter(
    ([key, object]) => kinds.includes(object.kind) && !wanted.has(key) && isOurs(object),
  );
  await all(stale, async ([key, object]) => {
    try {
      await scope.kube.remove(refOf(object), { uid: uidOf(object) });
    } catch (error) {
      // Another object by now: the next pass looks at it anew.
      if (!isKubeError(error, 'conflict')) throw error;
    }
    scope.live.delete(key);
    scope.status.forget((known) => known !== key);
  });
}

/** Takes away rights that are no longer wanted. */
export const revokePhase: Phase = {
  name: 'revoke',
  async run(scope) {
    await prune(scope, ACCESS_KINDS);
    return undefined;
  },
};

/** Takes away fences that are no longer wanted. */
export const prunePhase: Phase = {
  name: 'prune',
  async run(scope) {
    await prune(
      scope,
      OWNED_KINDS.filter((kind) => !ACCESS_KINDS.includes(kind)),
    );
    return undefined;
  },
};
