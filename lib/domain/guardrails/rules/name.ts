import { namespaceNameProblem } from '../../names/index.ts';
import { compileNamePattern } from '../limits.ts';
import { needsPlatform, pass, refused } from '../say.ts';
import type { Rule } from '../types.ts';

/** Names are DNS labels, none of the reserved ones, and of the pattern an administrator has set. */
export const nameRule: Rule = {
  name: 'name',
  title: 'Name',
  check(desired, context, limits) {
    const problem = namespaceNameProblem(desired.name, { reserved: context.cluster.config.reservedNames });
    if (problem !== null) return [refused('name', 'name', problem)];
    if (limits.namePattern !== null) {
      const { team, environment } = desired;
      const pattern = compileNamePattern(limits.namePattern, {
        team,
        environment,
        service: desired.service.slug,
      });
      if (pattern === null) {
        return [
          needsPlatform(
            'name',
            'name',
            `The name can't be checked: the pattern "${limits.namePattern}" is no regular expression. The platform team can approve it and mend the pattern.`,
          ),
        ];
      }
      if (!pattern.test(desired.name)) {
        return [
          refused(
            'name',
            'name',
            `Names in ${desired.environment} follow the pattern ${limits.namePattern}; "${desired.name}" doesn't. Choose a name of that form.`,
          ),
        ];
      }
    }
    return [pass('name', 'name', `The name "${desired.name}" can be used.`)];
  },
};
