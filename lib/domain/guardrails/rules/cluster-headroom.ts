import {
  addQuantities,
  compareQuantities,
  scaleQuantity,
  subtractQuantities,
  type Quantity,
} from '../../quantity/index.ts';
import { amount, needsPlatform, pass, quotaField } from '../say.ts';
import type { Rule } from '../types.ts';

const RESOURCES = [
  ['requests.cpu', 'cpu'],
  ['requests.memory', 'memory'],
] as const;

/** What is promised on a cluster stays within what its nodes have, times the overcommitment an administrator allows. */
export const clusterHeadroomRule: Rule = {
  name: 'cluster-headroom',
  title: 'Room on the cluster',
  check(desired, context) {
    const { name, config, committed } = context.cluster;
    const allocatable = context.cluster.allocatable ?? {};
    // No nodes seen (a control plane alone, or nothing reported yet) says nothing about room.
    const known = RESOURCES.flatMap(([key, resource]) => {
      const offered = allocatable[resource] ?? allocatable[key] ?? '0';
      return compareQuantities(offered, '0') > 0 ? [{ key, offered }] : [];
    });
    const crossed = known.flatMap(({ key, offered }) => {
      const room = subtractQuantities(scaleQuantity(offered, config.overcommit), committed[key] ?? '0');
      const asked = desired.spec.quota[key];
      if (compareQuantities(asked, room) <= 0) return [];
      return [
        needsPlatform(
          'cluster-headroom',
          quotaField(desired, key),
          `${name} has room for ${amount(key, atLeastZero(room))} more; this asks for ${amount(key, asked)}. The platform team can approve it, or choose a smaller size or another cluster.`,
        ),
      ];
    });
    if (crossed.length > 0) return crossed;
    return [
      pass(
        'cluster-headroom',
        'cluster',
        known.length > 0
          ? `${name} has room for it.`
          : `How much room ${name} has isn't known; it isn't counted.`,
      ),
    ];
  },
};

const atLeastZero = (quantity: Quantity): Quantity =>
  compareQuantities(quantity, '0') < 0 ? addQuantities('0', '0') : quantity;
