/** Quota, limits and network policies, all at once: none of them waits for another, and nobody may act yet. */
import { REASONS } from '../../domain/conditions/index.ts';
import { all, ensure, stageOf, type Phase } from '../scope.ts';

export const fencesPhase: Phase = {
  name: 'fences',
  async run(scope) {
    await all(stageOf(scope, 'fences'), (object) => ensure(scope, object, 'fences'));
    const { cluster } = scope.row.input;
    scope.status.condition(
      scope.row.config.cniEnforces
        ? {
            type: 'NetworkIsolated',
            status: 'True',
            reason: 'PoliciesInPlace',
            message: 'Network policies deny what is not allowed, in both directions.',
          }
        : {
            type: 'NetworkIsolated',
            status: 'Unknown',
            reason: REASONS.enforcementUnproved,
            message:
              'The network policies are in place; their enforcement is unproved: no administrator has confirmed that the ' +
              `network plugin of ${cluster.name} enforces them.`,
          },
    );
    return undefined;
  },
};
