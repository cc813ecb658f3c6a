import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  subtractQuantities,
} from '../../quantity/index.ts';
import { QUOTA_WORDS } from '../../desired-state/schema.ts';
import { amount, isQuotaKey, needsPlatform, pass, PLATFORM_CAN, quotaField } from '../say.ts';
import type { Rule } from '../types.ts';

/** All namespaces of a team together stay within the team's budget. */
export const teamBudgetRule: Rule = {
  name: 'team-budget',
  title: 'Team budget',
  check(desired, context) {
    const { budget, committed } = context.team;
    const team = context.team.name ?? context.team.slug;
    if (budget === null) return [pass('team-budget', 'team', `Team ${team} has no budget to keep to.`)];
    const crossed = Object.entries(budget).flatMap(([key, most]) => {
      if (!isQuotaKey(key) || most === undefined) return [];
      const held = committed[key] ?? '0';
      const asked = desired.spec.quota[key];
      const sum = addQuantities(held, asked);
      // A smaller ask than before never makes things worse, but the sum is judged all the same: it says what is true.
      if (compareQuantities(sum, most) <= 0) return [];
      const over = amount(key, subtractQuantities(sum, most));
      const { unit } = QUOTA_WORDS[key];
      return [
        needsPlatform(
          'team-budget',
          quotaField(desired, key),
          `Team ${team} holds ${formatQuantity(held, unit)} of its budget of ${amount(key, most)}; this asks for ${amount(key, asked)} and goes ${over} over it. ${PLATFORM_CAN} Or make another namespace of the team smaller.`,
        ),
      ];
    });
    return crossed.length > 0 ? crossed : [pass('team-budget', 'team', `Within the budget of team ${team}.`)];
  },
};
