// What a change of hosts touches, host by host: so that a change that was asked for last week adds its own host today, and brings back none
// that was taken away meanwhile.

const PREFIX = 'hosts.';

/** The changed paths of a change of hosts: "hosts.shop.example.com/cart" for each that comes or goes. */
export function hostPaths(before: readonly string[], after: readonly string[]): string[] {
  const there = new Set(before);
  const wanted = new Set(after);
  const touched = [
    ...before.filter((host) => !wanted.has(host)),
    ...after.filter((host) => !there.has(host)),
  ];
  return touched.sort().map((host) => `${PREFIX}${host}`);
}

/** `current` with each host of `paths` as `wanted` has it, there or not there. In order. */
export function rebaseHosts(
  current: readonly string[],
  wanted: readonly string[],
  paths: readonly string[],
): string[] {
  const touched = new Set(
    paths.filter((path) => path.startsWith(PREFIX)).map((path) => path.slice(PREFIX.length)),
  );
  const stay = current.filter((host) => !touched.has(host));
  return [...new Set([...stay, ...wanted.filter((host) => touched.has(host))])].sort();
}
