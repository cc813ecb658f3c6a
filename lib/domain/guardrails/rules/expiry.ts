import { needsPlatform, pass, refused } from '../say.ts';
import type { Rule } from '../types.ts';

const DAY = 86_400_000;

/** What must end has an end, ahead of us, and not too far. */
export const expiryRule: Rule = {
  name: 'expiry',
  title: 'Expiry',
  check(desired, context, limits) {
    const { environment, expiresAt } = desired;
    const { maxDays } = limits;
    if (expiresAt === null) {
      if (!limits.expiryRequired)
        return [pass('expiry', 'expiresAt', `A namespace in ${environment} may stay.`)];
      const within = maxDays === null ? '' : ` within ${days(maxDays)}`;
      return [
        refused(
          'expiry',
          'expiresAt',
          `A namespace in ${environment} must have an end. Choose a day${within} on which it may be deleted.`,
        ),
      ];
    }
    const left = new Date(expiresAt).getTime() - context.today.getTime();
    if (!(left > 0)) {
      return [
        refused(
          'expiry',
          'expiresAt',
          `The end (${expiresAt.slice(0, 10)}) is not ahead. Choose a later day.`,
        ),
      ];
    }
    // A day means its last second: the day that is maxDays from today is still within.
    const asked = Math.max(1, dayNumber(expiresAt) - dayNumber(context.today.toISOString()));
    if (maxDays !== null && asked > maxDays) {
      return [
        needsPlatform(
          'expiry',
          'expiresAt',
          `Asks for ${days(asked)}; at most ${days(maxDays)} are granted at once in ${environment}. The platform team can approve more, or choose an earlier day.`,
        ),
      ];
    }
    return [pass('expiry', 'expiresAt', `Ends in ${days(asked)}.`)];
  },
};

const dayNumber = (iso: string): number => Math.floor(new Date(iso).getTime() / DAY);

const days = (count: number): string => (count === 1 ? '1 day' : `${String(count)} days`);
