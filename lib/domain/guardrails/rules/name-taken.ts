import { pass, refused } from '../say.ts';
import type { Rule } from '../types.ts';

const HOLDERS = {
  namespace: 'a namespace of Berth has it',
  request: 'an open request has reserved it',
  cluster: 'the cluster has a namespace of that name that is not managed by Berth',
} as const;

/** A name is held once on a cluster, by whomever. */
export const nameTakenRule: Rule = {
  name: 'name-taken',
  title: 'Name free',
  check(desired, context) {
    const where = context.cluster.name;
    if (context.nameTaken === null) {
      return [pass('name-taken', 'name', `"${desired.name}" is free on ${where}.`)];
    }
    const holder = HOLDERS[context.nameTaken];
    return [
      refused(
        'name-taken',
        'name',
        `"${desired.name}" is taken on ${where}: ${holder}. Choose another name or cluster.`,
      ),
    ];
  },
};
