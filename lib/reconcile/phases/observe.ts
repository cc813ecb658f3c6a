/** One look at what the namespace holds of the kinds Berth writes. A Namespace this pass has made holds nothing yet. */
import type { Kind } from '../../kubernetes/index.ts';
import { objectKey } from '../desired.ts';
import { foreignBinding, isOurs, problemOf } from '../drift-statement.ts';
import { named, type Phase } from '../scope.ts';

/** The kinds Berth writes inside a namespace, and so the kinds it may prune. */
export const OWNED_KINDS: readonly Kind[] = [
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'RoleBinding',
];

export const observePhase: Phase = {
  name: 'observe',
  async run(scope) {
    const { kube, status, row } = scope;
    const keys = scope.wanted.map(({ object }) => objectKey(object));
    if (!scope.created) {
      const lists = await Promise.all(OWNED_KINDS.map((kind) => kube.list(kind, { namespace: row.name })));
      for (const object of lists.flat()) scope.live.set(objectKey(object), object);
      scope.foreign = (lists.at(-1) ?? []).flatMap((binding) => foreignBinding(binding) ?? []);
    }
    for (const { object, stage } of scope.wanted) {
      if (object.kind === 'Namespace') continue;
      const live = scope.live.get(objectKey(object));
      const problem = problemOf(object, live);
      if (problem === null) status.object(named(object, stage), 'applied');
      else if (scope.heal) status.object(named(object, stage), 'pending');
      else status.object(named(object, stage), 'failed', `${problem}; this cluster is only observed`);
    }
    const unwanted = [...scope.live.values()].filter(
      (object) => isOurs(object) && !keys.includes(objectKey(object)),
    );
    for (const object of unwanted) status.object(named(object, 'prune'), 'pruning');
    const known = new Set([...keys, ...unwanted.map(objectKey)]);
    status.forget((key) => known.has(key));
    status.order(keys);
    return undefined;
  },
};
