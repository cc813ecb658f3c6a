import { list, needsPlatform, pass, refused } from '../say.ts';
import type { Finding, Rule } from '../types.ts';

/** The cluster offers the environment; some environments always need a yes. */
export const environmentRule: Rule = {
  name: 'environment',
  title: 'Environment',
  check(desired, context, limits): Finding[] {
    const { environment } = desired;
    const { name, environments } = context.cluster;
    if (!environments.includes(environment)) {
      return [
        refused(
          'environment',
          'environment',
          `${name} offers ${list(environments)}, not ${environment}. Choose one of these, or another cluster.`,
        ),
      ];
    }
    if (limits.needsApproval) {
      return [
        needsPlatform(
          'environment',
          'environment',
          `Every namespace in ${environment} needs the platform team's approval.`,
        ),
      ];
    }
    return [pass('environment', 'environment', `${name} offers ${environment}.`)];
  },
};
