/**
 * Waits until the quota really counts. Until the controller manager has filled in ResourceQuota.status.hard the API server
 * admits anything (measured: 50 of 50 objects under a limit of 3). Access comes after this, never before.
 */
import { sameQuantity } from '../../domain/quantity/index.ts';
import type { KubernetesObject } from '../../domain/render/index.ts';
import { objectKey } from '../desired.ts';
import { refOf, stageOf, type Phase, type Scope } from '../scope.ts';
import { untilSeen } from '../sight.ts';

export const enforcedPhase: Phase = {
  name: 'enforced',
  async run(scope) {
    const quota = stageOf(scope, 'fences').find(({ kind }) => kind === 'ResourceQuota');
    if (quota === undefined) throw new Error('the renderer made no ResourceQuota');
    const key = objectKey(quota);
    const { sight, status } = scope;
    const counts = await untilSeen(
      sight,
      () => {
        if (isEnforced(quota, scope.live.get(key))) return true;
        if (sight.quota === null || !isEnforced(quota, sight.quota)) return false;
        scope.live.set(key, sight.quota);
        return true;
      },
      () => look(scope, quota),
    );
    if (counts) {
      status.condition({
        type: 'QuotaEnforced',
        status: 'True',
        reason: 'Counting',
        message: 'The cluster counts against the quota.',
      });
      return undefined;
    }
    status.condition({
      type: 'QuotaEnforced',
      status: 'False',
      reason: 'NotCounting',
      message: 'The cluster has not begun to count against the quota. Access is given when it does.',
    });
    // A namespace that people use already stays what it is; a new one isn't ready.
    if (!scope.row.everReady) {
      status.condition({
        type: 'Ready',
        status: 'False',
        reason: 'WaitingForCluster',
        message: "Waiting for the quota to be counted: the work of the cluster's controller manager.",
      });
    }
    return { again: 1_000, failed: true };
  },
};

async function look(scope: Scope, quota: KubernetesObject): Promise<boolean> {
  const live = await scope.kube.get(refOf(quota));
  if (live !== null) scope.live.set(objectKey(quota), live);
  return isEnforced(quota, live);
}

/** Whether status.hard says what spec.hard asks. */
function isEnforced(wanted: KubernetesObject, live: KubernetesObject | null | undefined): boolean {
  const hard = (wanted['spec'] as { hard?: Record<string, string> } | undefined)?.hard ?? {};
  const counted = (live?.['status'] as { hard?: Record<string, string> } | undefined)?.hard ?? {};
  return Object.entries(hard).every(([key, amount]) => {
    const seen = counted[key];
    return seen !== undefined && sameQuantity(seen, amount);
  });
}
