// What a person sees while a namespace is made: five steps, in the order the worker takes them.
import { findCondition, type Condition, type ConditionType } from '../conditions/index.ts';

/** One object of a namespace as namespace_status.objects holds it. */
export interface ObjectStatus {
  kind: string;
  name: string;
  namespace?: string | undefined;
  stage: string;
  state: 'applied' | 'pending' | 'failed' | 'pruning';
  message?: string | undefined;
  /** ISO 8601 UTC. */
  at: string;
}

/** A step as it is shown. */
export interface ProgressStep {
  title: string;
  state: 'waiting' | 'working' | 'done' | 'failed';
  detail: string;
}

interface Plan {
  title: string;
  kinds: readonly string[];
  condition: ConditionType | null;
  /** Said while nothing has happened yet. */
  waiting: string;
  done: string;
}

const PLAN: readonly Plan[] = [
  { title: 'Namespace', kinds: ['Namespace'], condition: null, waiting: 'Not made yet.', done: 'Made.' },
  {
    title: 'Quota and limits',
    kinds: ['ResourceQuota', 'LimitRange'],
    condition: 'QuotaEnforced',
    waiting: 'Come with the namespace.',
    done: 'The cluster counts against the quota.',
  },
  {
    title: 'Network policies',
    kinds: ['NetworkPolicy'],
    condition: 'NetworkIsolated',
    waiting: 'Come with the namespace.',
    done: 'In place.',
  },
  {
    title: 'Access',
    kinds: ['ServiceAccount', 'RoleBinding'],
    condition: 'AccessGranted',
    waiting: 'Given when the fences stand.',
    done: 'Given.',
  },
  {
    title: 'Ready',
    kinds: [],
    condition: 'Ready',
    waiting: 'When all of the above is proved.',
    done: 'Ready to use.',
  },
];

/**
 * The steps of a namespace's provisioning. What was observed for an older generation counts as under way again. A step fails when one
 * of its objects did; the step that isn't done and comes first is the one at work.
 */
export function progressOf(
  conditions: readonly Condition[],
  objects: readonly ObjectStatus[],
  generation: number,
  observedGeneration: number,
): ProgressStep[] {
  const current = observedGeneration >= generation;
  const steps = PLAN.map((plan) => stepOf(plan, conditions, objects, generation, current));
  // The worker goes in order: the first open step is what it does now, unless something failed before.
  const next = steps.findIndex((step) => step.state !== 'done');
  const first = steps[next];
  if (first?.state === 'waiting' && (conditions.length > 0 || objects.length > 0)) {
    steps[next] = { ...first, state: 'working' };
  }
  return steps;
}

function stepOf(
  plan: Plan,
  conditions: readonly Condition[],
  objects: readonly ObjectStatus[],
  generation: number,
  current: boolean,
): ProgressStep {
  const { title } = plan;
  const mine = objects.filter((object) => plan.kinds.includes(object.kind) && object.state !== 'pruning');
  const failed = mine.find((object) => object.state === 'failed');
  if (failed) {
    return {
      title,
      state: 'failed',
      detail: `${failed.kind} ${failed.name}: ${failed.message ?? 'not applied'}`,
    };
  }
  const applied = mine.filter((object) => object.state === 'applied').length;
  const all = mine.length > 0 && applied === mine.length;
  const count = `${String(applied)} of ${String(mine.length)} applied.`;
  const condition = plan.condition === null ? undefined : findCondition(conditions, plan.condition);
  const said = condition !== undefined && condition.message !== '' ? condition.message : null;
  const fresh = condition !== undefined && condition.observedGeneration >= generation;
  const objectsDone = plan.kinds.length === 0 || all;
  if (plan.condition === null) {
    if (all && current) return { title, state: 'done', detail: plan.done };
    // The namespace object is the first step: a name that is taken stops everything here.
    const ready = findCondition(conditions, 'Ready');
    if (ready?.reason === 'NameTaken') return { title, state: 'failed', detail: ready.message };
    if (all) return { title, state: 'done', detail: plan.done };
    return mine.length === 0
      ? { title, state: 'waiting', detail: plan.waiting }
      : { title, state: 'working', detail: count };
  }
  // Isolation that nobody has confirmed yet ("Unknown") doesn't hold provisioning up; it is said beside the tick.
  const settled =
    condition?.status === 'True' || (plan.condition === 'NetworkIsolated' && condition?.status === 'Unknown');
  if (settled && fresh && objectsDone) {
    return { title, state: 'done', detail: condition.status === 'True' ? plan.done : (said ?? plan.done) };
  }
  if (condition !== undefined || applied > 0) {
    const detail =
      said !== null && condition?.status !== 'True' ? said : mine.length > 0 ? count : plan.waiting;
    return { title, state: applied > 0 ? 'working' : 'waiting', detail };
  }
  return { title, state: 'waiting', detail: mine.length > 0 ? count : plan.waiting };
}
