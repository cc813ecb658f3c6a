/**
 * Waits until the quota really counts. Until the controller manager has filled in ResourceQuota.status.hard the API server
 * admits anything (measured: 50 of 50 objects under a limit of 3), and until the default ServiceAccount exists no pod
 * can be made. Access comes after this, never before.
 */
import { sameQuantity } from '../../domain/quantity/index.ts';
import type { KubernetesObject } from '../../domain/render/index.ts';
import { objectKey } from '../desired.ts';
import { refOf, stageOf, type Phase, type Scope } from '../scope.ts';

/** How long a pass waits before it gives its place to others, milliseconds. */
const PATIENCE_MS = 4_000;
/** After this much silence of the watch a pass looks for itself: it may be broken. */
const LOOK_AFTER_MS = [250, 750, 1_500];

export const enforcedPhase: Phase = {
  name: 'enforced',
  async run(scope) {
    const quota = stageOf(scope, 'fences').find(({ kind }) => kind === 'ResourceQuota');
    if (quota === undefined) throw new Error('the renderer made no ResourceQuota');
    const key = objectKey(quota);
    const { sight } = scope;
    let counts = isEnforced(quota, scope.live.get(key));
    let account = scope.live.has('ServiceAccount/default');
    const until = performance.now() + PATIENCE_MS;
    for (let silences = 0; ;) {
      if (!counts && isEnforced(quota, sight.quota)) {
        counts = true;
        if (sight.quota !== null) scope.live.set(key, sight.quota);
      }
      account ||= sight.account;
      if ((counts && account) || performance.now() > until) break;
      if (await sight.next(LOOK_AFTER_MS[Math.min(silences, LOOK_AFTER_MS.length - 1)] ?? 500)) continue;
      silences += 1;
      [counts, account] = await Promise.all([
        counts || quotaCounts(scope, quota),
        account || accountExists(scope),
      ]);
    }
    scope.status.condition(
      counts
        ? {
            type: 'QuotaEnforced',
            status: 'True',
            reason: 'Counting',
            message: 'The cluster counts against the quota.',
          }
        : {
            type: 'QuotaEnforced',
            status: 'False',
            reason: 'NotCounting',
            message: 'The cluster has not begun to count against the quota. Access is given when it does.',
          },
    );
    if (counts && account) return undefined;
    const waitsFor = counts ? 'the ServiceAccount "default"' : 'the quota to be counted';
    const message = `Waiting for ${waitsFor}: the work of the cluster's controller manager.`;
    // A namespace that people use already stays what it is; a new one isn't ready.
    if (!scope.row.everReady) {
      scope.status.condition({ type: 'Ready', status: 'False', reason: 'WaitingForCluster', message });
    }
    return { again: 1_000, failed: true };
  },
};

async function quotaCounts(scope: Scope, quota: KubernetesObject): Promise<boolean> {
  const live = await scope.kube.get(refOf(quota));
  if (live !== null) scope.live.set(objectKey(quota), live);
  return isEnforced(quota, live);
}

async function accountExists(scope: Scope): Promise<boolean> {
  return (
    (await scope.kube.get({ kind: 'ServiceAccount', name: 'default', namespace: scope.row.name })) !== null
  );
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
