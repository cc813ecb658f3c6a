import { pass, refused } from '../say.ts';
import type { Rule } from '../types.ts';

/** A namespace is for a service of its own team. */
export const serviceOwnerRule: Rule = {
  name: 'service-owner',
  title: 'Service',
  check(desired, context) {
    const { slug, name } = desired.service;
    const { serviceOwner } = context;
    if (name !== undefined) {
      if (serviceOwner === null)
        return [pass('service-owner', 'service', `The service "${name}" will be made.`)];
      const remedy =
        serviceOwner === desired.team
          ? 'Choose it from the list, or give the new one another name.'
          : 'Give yours another name.';
      return [
        refused(
          'service-owner',
          'service.slug',
          `There is a service "${slug}" already, of team ${serviceOwner}. ${remedy}`,
        ),
      ];
    }
    if (serviceOwner === null) {
      return [
        refused(
          'service-owner',
          'service.slug',
          `There is no service "${slug}". Choose another, or name a new one.`,
        ),
      ];
    }
    if (serviceOwner !== desired.team) {
      return [
        refused(
          'service-owner',
          'service.slug',
          `The service "${slug}" belongs to team ${serviceOwner}, not ${desired.team}. Choose one of your team's services, or name a new one.`,
        ),
      ];
    }
    return [pass('service-owner', 'service', `The service "${slug}" belongs to team ${desired.team}.`)];
  },
};
