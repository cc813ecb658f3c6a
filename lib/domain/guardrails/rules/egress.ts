import { portText } from '../../connections/index.ts';
import type { NamespaceSpec } from '../../desired-state/schema.ts';
import { cidrContains } from '../../net/index.ts';
import { NEVER_REACHED } from '../../network/blocks.ts';
import { list, needsPlatform, pass, refused } from '../say.ts';
import type { LimitSet } from '../limits.ts';
import type { Finding, GuardrailContext, Rule } from '../types.ts';

type Destination = NamespaceSpec['egress'][number];
const RULE = 'egress';

/**
 * Traffic out of the cluster needs the platform, except to blocks an administrator has opened and to what the namespace may reach
 * already. What lies wholly in addresses that carry a node's own credentials is refused.
 */
export const egressRule: Rule = {
  name: RULE,
  title: 'Egress',
  check(desired, context, limits) {
    const findings = desired.spec.egress.flatMap((destination) =>
      judge(destination, desired.environment, context, limits),
    );
    if (findings.length > 0) return findings;
    const none = desired.spec.egress.length === 0;
    return [
      pass(RULE, 'egress', none ? 'Nothing outside the cluster is asked for.' : 'Only to open destinations.'),
    ];
  },
};

function judge(
  destination: Destination,
  environment: string,
  context: GuardrailContext,
  limits: LimitSet,
): Finding[] {
  const { name, cidr, ports } = destination;
  const field = `egress.${name}`;
  const never = NEVER_REACHED.find((block) => cidrContains(block, cidr));
  if (never !== undefined) {
    return [
      refused(
        RULE,
        field,
        `${name} (${cidr}) lies in ${never}, where clouds hand out a node's own credentials; no namespace reaches it. Name another destination.`,
      ),
    ];
  }
  if (limits.egress.some((block) => cidrContains(block, cidr))) return [];
  if ((context.before?.spec.egress ?? []).some((granted) => covers(granted, destination))) return [];
  const open = limits.egress.length === 0 ? 'none are' : `only ${list(limits.egress)} are`;
  return [
    needsPlatform(
      RULE,
      field,
      `Asks for traffic to ${name} (${cidr}) on ${list(ports.map(portText))}; ${open} open at once in ${environment}. The platform team can approve it.`,
    ),
  ];
}

/** Whether what was granted holds all of what is asked for: a new name, or fewer addresses and ports, opens nothing. */
function covers(granted: Destination, asked: Destination): boolean {
  const known = new Set(granted.ports.map(portText));
  return cidrContains(granted.cidr, asked.cidr) && asked.ports.every((port) => known.has(portText(port)));
}
