import { cidrContains } from '../../net/index.ts';
import { list, needsPlatform, pass } from '../say.ts';
import type { Rule } from '../types.ts';

/** Traffic out of the cluster needs the platform, except to blocks an administrator has opened. */
export const egressRule: Rule = {
  name: 'egress',
  title: 'Egress',
  check(desired, _context, limits) {
    const asked = desired.spec.egress.filter(
      ({ cidr }) => !limits.egress.some((block) => cidrContains(block, cidr)),
    );
    if (asked.length === 0) {
      const none = desired.spec.egress.length === 0;
      return [
        pass(
          'egress',
          'egress',
          none ? 'Nothing outside the cluster is asked for.' : 'Only to open destinations.',
        ),
      ];
    }
    const named = list(asked.map(({ name, cidr }) => `${name} (${cidr})`));
    const open = limits.egress.length === 0 ? 'none are' : `only ${list(limits.egress)} are`;
    return [
      needsPlatform(
        'egress',
        'egress',
        `Asks for traffic to ${named}; ${open} open at once in ${desired.environment}. The platform team can approve it.`,
      ),
    ];
  },
};
