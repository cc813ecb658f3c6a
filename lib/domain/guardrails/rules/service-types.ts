import { SERVICE_TYPES } from '../../desired-state/schema.ts';
import { compareQuantities } from '../../quantity/index.ts';
import { amount, needsPlatform, pass } from '../say.ts';
import type { Finding, Rule } from '../types.ts';

// A quota of a kind of Service is worth nothing without leave for its type, and the other way round.
const COUNTED = {
  LoadBalancer: 'services.loadbalancers',
  NodePort: 'services.nodeports',
} as const;

/** Services that open a door of their own (load balancers, node ports, outside names) need the platform. */
export const serviceTypesRule: Rule = {
  name: 'service-types',
  title: 'Service types',
  check(desired, _context, limits): Finding[] {
    const { allow, quota } = desired.spec;
    const findings = SERVICE_TYPES.flatMap((type): Finding[] => {
      const counted = type === 'ExternalName' ? null : COUNTED[type];
      const asked = allow.includes(type) || (counted !== null && compareQuantities(quota[counted], '0') > 0);
      if (!asked) return [];
      const field = allow.includes(type) || counted === null ? 'allow' : `quota.${counted}`;
      const most = counted === null ? undefined : limits.quota[counted];
      if (limits.serviceTypes.includes(type)) {
        if (counted === null || most === undefined || compareQuantities(quota[counted], most) <= 0) return [];
        return [
          needsPlatform(
            'service-types',
            `quota.${counted}`,
            `Asks for ${amount(counted, quota[counted])}; at most ${amount(counted, most)} are granted at once in ${desired.environment}. The platform team can approve more.`,
          ),
        ];
      }
      const number = counted === null ? '' : ` (${amount(counted, quota[counted])})`;
      return [
        needsPlatform(
          'service-types',
          field,
          `Asks for Services of type ${type}${number}; none are granted at once in ${desired.environment}. The platform team can approve it; to publish a host, an Ingress or a route needs no approval.`,
        ),
      ];
    });
    return findings.length > 0
      ? findings
      : [pass('service-types', 'allow', 'Services of type ClusterIP only.')];
  },
};
