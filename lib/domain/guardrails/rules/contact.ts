import { needsPlatform, pass } from '../say.ts';
import type { Rule } from '../types.ts';

/** Where it matters, somebody to call is named. */
export const contactRule: Rule = {
  name: 'contact',
  title: 'Contact',
  check(desired, context, limits) {
    if (!limits.contactRequired)
      return [pass('contact', 'team', `No contact is asked for in ${desired.environment}.`)];
    const { contact } = desired.spec;
    if (contact !== null && contact.trim() !== '') return [pass('contact', 'team', `Contact: ${contact}.`)];
    const team = context.team.name ?? context.team.slug;
    return [
      needsPlatform(
        'contact',
        'team',
        `A namespace in ${desired.environment} names somebody to reach, and team ${team} names nobody. Add a contact on the team's page; or the platform team can approve it without.`,
      ),
    ];
  },
};
