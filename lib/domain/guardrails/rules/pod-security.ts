import { list, needsPlatform, pass } from '../say.ts';
import type { Rule } from '../types.ts';

/** Pods run under the strictest standard, unless the platform says otherwise. */
export const podSecurityRule: Rule = {
  name: 'pod-security',
  title: 'Pod security',
  check(desired, _context, limits) {
    const level = desired.spec.podSecurity;
    if (limits.podSecurity.includes(level)) {
      return [pass('pod-security', 'podSecurity', `Pod security "${level}" is granted at once.`)];
    }
    const granted = limits.podSecurity.length === 0 ? 'none' : list(limits.podSecurity);
    return [
      needsPlatform(
        'pod-security',
        'podSecurity',
        `Asks for pod security "${level}"; granted at once in ${desired.environment}: ${granted}. The platform team can approve it.`,
      ),
    ];
  },
};
