import { list, pass, refused } from '../say.ts';
import type { Finding, Rule } from '../types.ts';

/** Routes attach to gateways, and Ingresses to classes, that the cluster offers. One that is held stays, also when it is offered no more. */
export const doorsRule: Rule = {
  name: 'gateways',
  title: 'Gateways',
  check(desired, context): Finding[] {
    const { config, name } = context.cluster;
    const findings = [
      ...foreign(
        'gateways',
        'gateway',
        desired.spec.gateways,
        config.gateways,
        name,
        context.before?.spec.gateways,
      ),
      ...foreign(
        'ingressClasses',
        'IngressClass',
        desired.spec.ingressClasses,
        config.ingressClasses,
        name,
        context.before?.spec.ingressClasses,
      ),
    ];
    return findings.length > 0
      ? findings
      : [pass('gateways', 'gateways', 'Only gateways and classes that the cluster offers.')];
  },
};

function foreign(
  field: string,
  what: string,
  asked: readonly string[],
  offered: readonly string[],
  cluster: string,
  held: readonly string[] = [],
): Finding[] {
  return asked
    .filter((door) => !offered.includes(door) && !held.includes(door))
    .map((door) => {
      const here = offered.length === 0 ? 'offers none' : `offers ${list(offered)}`;
      return refused('gateways', field, `There is no ${what} "${door}" to be had: ${cluster} ${here}.`);
    });
}
