// Which bundle this Berth prints, and which ones it works with.

/** The version of the bundle that this Berth prints; a cluster's objects carry theirs as a label. Semantic versioning. */
export const BUNDLE_VERSION = '1.1.0';

/**
 * Whether a cluster's bundle is one this Berth can rely on: the same major version and not older than what it needs.
 * A newer minor version only adds refusals or fields; a newer major one may have moved what the worker proves.
 * Anything that is no version is not accepted.
 */
export function bundleVersionAccepted(version: string): boolean {
  const seen = numbers(version);
  const needed = numbers(OLDEST_ACCEPTED);
  if (seen === null || needed === null || seen[0] !== needed[0]) return false;
  return seen[1] > needed[1] || (seen[1] === needed[1] && seen[2] >= needed[2]);
}

/** The oldest bundle whose refusals this Berth relies on; before 1.0.0 there were no policies. */
const OLDEST_ACCEPTED = '1.0.0';

function numbers(version: string): [number, number, number] | null {
  const match = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.exec(version);
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}
