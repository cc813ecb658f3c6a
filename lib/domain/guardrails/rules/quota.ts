import { QUOTA_KEYS } from '../../desired-state/schema.ts';
import { compareQuantities } from '../../quantity/index.ts';
import { amount, needsPlatform, pass, PLATFORM_CAN, quotaField } from '../say.ts';
import type { Rule } from '../types.ts';

/** A namespace's own quota stays within what is granted at once in its environment. */
export const quotaRule: Rule = {
  name: 'quota',
  title: 'Quota',
  check(desired, _context, limits) {
    const crossed = QUOTA_KEYS.flatMap((key) => {
      const most = limits.quota[key];
      const asked = desired.spec.quota[key];
      // These two are the Service types' rule: asking twice for one thing would only tire people.
      if (key === 'services.loadbalancers' || key === 'services.nodeports') return [];
      if (most === undefined || compareQuantities(asked, most) <= 0) return [];
      return [
        needsPlatform(
          'quota',
          quotaField(desired, key),
          `Asks for ${amount(key, asked)}; at most ${amount(key, most)} ${verb(key)} granted at once in ${desired.environment}. ${PLATFORM_CAN}`,
        ),
      ];
    });
    if (crossed.length > 0) return crossed;
    const { quota } = desired.spec;
    const figures = `${amount('requests.cpu', quota['requests.cpu'])} and ${amount('requests.memory', quota['requests.memory'])}`;
    return [pass('quota', 'size', `${figures} are granted at once in ${desired.environment}.`)];
  },
};

const verb = (key: string): string =>
  key === 'requests.memory' || key === 'requests.storage' ? 'is' : 'are';
