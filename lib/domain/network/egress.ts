// Named destinations outside the cluster: their order, what differs between two lists, and one list laid over another.
import { canonicalJson } from '../hash/index.ts';
import type { NamespaceSpec } from '../desired-state/spec.ts';
import { sortedPorts } from '../connections/index.ts';

type Egress = NamespaceSpec['egress'];

/** The same destinations in one order, by name, ports too: the same list gives the same hash however it was sent. */
export function sortedEgress(egress: Egress): Egress {
  return egress
    .map(({ name, cidr, ports }) => ({ name, cidr, ports: sortedPorts(ports) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Destinations that differ, each by its name: "egress.payments-api". */
export function egressPaths(before: Egress, after: Egress): string[] {
  const text = (list: Egress, name: string): string =>
    canonicalJson(list.find((destination) => destination.name === name) ?? null);
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names]
    .filter((name) => text(sortedEgress(before), name) !== text(sortedEgress(after), name))
    .sort()
    .map((name) => `egress.${name}`);
}

/** The current destinations with what `wanted` says at `paths` (of egressPaths) laid over them. */
export function rebaseEgress(current: Egress, wanted: Egress, paths: readonly string[]): Egress {
  const touched = (name: string): boolean => paths.includes(`egress.${name}`);
  return sortedEgress([
    ...current.filter(({ name }) => !touched(name)),
    ...wanted.filter(({ name }) => touched(name)),
  ]);
}
