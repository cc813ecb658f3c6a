import { isWildcard } from '../../hosts/index.ts';
import { pass } from '../say.ts';
import type { Finding, Rule } from '../types.ts';
import { factOf, zoneSays } from './hosts.ts';

/** A wildcard takes every name below from the team's other namespaces, also those that nobody has thought of yet. */
export const wildcardHostsRule: Rule = {
  name: 'wildcard-hosts',
  title: 'Wildcard hosts',
  check(desired, context, limits): Finding[] {
    const asked = desired.spec.hosts.filter((host) => isWildcard(host) && !factOf(context, host).own);
    const crossed = limits.wildcardHosts
      ? []
      : asked.flatMap((host) => {
          const finding = zoneSays(
            'wildcard-hosts',
            factOf(context, host),
            context,
            `"${host}" takes every name below; wildcards are not granted at once in ${desired.environment}.`,
          );
          return finding === null ? [] : [finding];
        });
    if (crossed.length > 0) return crossed;
    const words = asked.length === 0 ? 'No wildcard is asked for.' : 'Wildcards are granted at once here.';
    return [pass('wildcard-hosts', 'hosts', words)];
  },
};
