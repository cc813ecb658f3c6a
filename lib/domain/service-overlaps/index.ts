// Services of one namespace that send traffic to the same pods, mostly by mistake: a copied selector takes half of another
// application's requests. A report, never a refusal.
//
// What counts as an overlap, and what doesn't:
// - equal selectors, or one within the other: every pod of the narrower Service surely also answers for the wider one;
// - selectors that agree on at least one label and contradict each other on none: a pod may carry both, and the label they share says
//   that they mean the same application;
// - not: selectors without a label in common (app=a and tier=b). A pod could carry both, but without looking at pods, which Berth may
//   not, every two unrelated applications would be reported;
// - not: a pair of which one is headless (clusterIP: None): it names pods for DNS, as every StatefulSet's chart has it beside the
//   Service that balances;
// - not: Services without a selector and of type ExternalName: they select nothing.
import type { KubernetesObject } from '../render/index.ts';

/** A Service as far as overlaps go. */
export interface SelectingService {
  name: string;
  selector: Readonly<Record<string, string>>;
  headless: boolean;
}

/** Two Services that select the same pods. */
interface Overlap {
  /** Their names in order, "a, b". */
  subject: string;
  message: string;
}

/** At most this many of one namespace are told. */
export const MOST_OVERLAPS = 50;

/** What of a live Service matters here; null for one that selects nothing. */
export function selectingService(object: KubernetesObject): SelectingService | null {
  const spec = (object['spec'] ?? {}) as { selector?: unknown; type?: unknown; clusterIP?: unknown };
  if (spec.type === 'ExternalName' || typeof spec.selector !== 'object' || spec.selector === null)
    return null;
  const selector = Object.fromEntries(
    Object.entries(spec.selector)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  if (Object.keys(selector).length === 0) return null;
  return { name: object.metadata.name, selector, headless: spec.clusterIP === 'None' };
}

/** The overlapping pairs among one namespace's Services, by name; the first 50 of them. */
export function serviceOverlaps(services: readonly SelectingService[]): Overlap[] {
  const sorted = [...services].sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: Overlap[] = [];
  for (const [index, one] of sorted.entries()) {
    for (const other of sorted.slice(index + 1)) {
      const message = one.headless || other.headless ? null : overlap(one, other);
      if (message === null) continue;
      found.push({ subject: `${one.name}, ${other.name}`, message });
      if (found.length === MOST_OVERLAPS) return found;
    }
  }
  return found;
}

function overlap(one: SelectingService, other: SelectingService): string | null {
  const shared = Object.keys(one.selector).filter((key) => Object.hasOwn(other.selector, key));
  if (shared.length === 0 || shared.some((key) => one.selector[key] !== other.selector[key])) return null;
  const [ones, others] = [Object.keys(one.selector).length, Object.keys(other.selector).length];
  if (ones === shared.length && others === shared.length) {
    return `The Services ${one.name} and ${other.name} select the same pods (${words(one.selector)}): each takes the other's traffic.`;
  }
  if (ones === shared.length) return within(other, one);
  if (others === shared.length) return within(one, other);
  return (
    `The selectors of the Services ${one.name} (${words(one.selector)}) and ${other.name} (${words(other.selector)}) ` +
    `overlap: a pod with ${words({ ...one.selector, ...other.selector })} gets the traffic of both.`
  );
}

const within = (narrow: SelectingService, wide: SelectingService): string =>
  `Every pod of the Service ${narrow.name} (${words(narrow.selector)}) also gets traffic of the Service ${wide.name} ` +
  `(${words(wide.selector)}).`;

const words = (selector: Readonly<Record<string, string>>): string =>
  Object.keys(selector)
    .sort()
    .map((key) => `${key}=${selector[key] ?? ''}`)
    .join(', ');
