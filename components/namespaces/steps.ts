import type { Condition } from '../../lib/domain/conditions/index.ts';
import { progressOf, type ObjectStatus, type ProgressStep } from '../../lib/domain/progress/index.ts';

type Object = Omit<ObjectStatus, 'at' | 'message' | 'namespace'> & {
  at: string | null;
  message: string | null;
};

/** The steps on a namespace's way to Ready, from what its queries say. */
export function stepsOf(
  view: { generation: number; observedGeneration: number; statusUpdatedAt: string },
  details: { conditions: Condition[]; objects: Object[] },
): ProgressStep[] {
  const objects = details.objects.map(({ kind, name, stage, state, at, message }) => ({
    kind,
    name,
    stage,
    state,
    at: at ?? view.statusUpdatedAt,
    ...(message === null ? {} : { message }),
  }));
  return progressOf(details.conditions, objects, view.generation, view.observedGeneration);
}
