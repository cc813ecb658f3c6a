/** What the worker would have said about namespaces. */
import { CONDITION_TYPES, type Condition } from '../../lib/domain/conditions/index.ts';
import type { FleetPhase } from './types.ts';

const SAID: Record<FleetPhase, [reason: string, message: string] | null> = {
  Pending: null,
  Provisioning: ['Applying', 'Its objects are being applied.'],
  Ready: ['Ready', 'Everything is as it should be.'],
  Degraded: ['ClusterUnreachable', 'The cluster does not answer.'],
  Deleting: ['Deleting', 'It is being deleted.'],
};

/** Conditions by phase. */
export function conditionsOf(): Record<FleetPhase, Condition[]> {
  const of = (phase: FleetPhase): Condition[] => {
    const said = SAID[phase];
    if (said === null) return [];
    const [reason, message] = said;
    return CONDITION_TYPES.map((type) => ({
      type,
      status: (type === 'Drifted') === (phase === 'Ready') ? 'False' : 'True',
      reason,
      message,
      lastTransitionTime: '2026-11-20T08:00:00.000Z',
      observedGeneration: 1,
    }));
  };
  return {
    Pending: of('Pending'),
    Provisioning: of('Provisioning'),
    Ready: of('Ready'),
    Degraded: of('Degraded'),
    Deleting: of('Deleting'),
  };
}
