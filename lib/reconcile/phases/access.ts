/** Who may act: the ServiceAccount and the RoleBindings, after the fences. */
import { all, ensure, stageOf, type Phase } from '../scope.ts';

export const accessPhase: Phase = {
  name: 'access',
  async run(scope) {
    await all(stageOf(scope, 'access'), (object) => ensure(scope, object, 'access'));
    return undefined;
  },
};
