/**
 * Waits until the default ServiceAccount exists: without it no pod can be made. Before anybody has access, so that the first
 * thing that somebody tries works. One loop of the controller manager makes them for the whole cluster, one after the other.
 */
import { untilSeen } from '../sight.ts';
import type { Phase } from '../scope.ts';

export const accountPhase: Phase = {
  name: 'account',
  async run(scope) {
    const { kube, row, sight, status } = scope;
    const listed = scope.live.has('ServiceAccount/default');
    const exists = async (): Promise<boolean> =>
      (await kube.get({ kind: 'ServiceAccount', name: 'default', namespace: row.name })) !== null;
    if (await untilSeen(sight, () => listed || sight.account, exists)) return undefined;
    // A namespace that people use already stays what it is; a new one isn't ready.
    if (!row.everReady) {
      status.condition({
        type: 'Ready',
        status: 'False',
        reason: 'WaitingForCluster',
        message: 'Waiting for the ServiceAccount "default": the work of the cluster\'s controller manager.',
      });
    }
    return { again: 1_000, failed: true };
  },
};
