// Hosts: how a name is read, when two overlap, and how a grant lives. Zones are also held against the Public Suffix List, which has a door
// of its own (public-suffix/), since it is too large for a browser.
export { hostPaths, rebaseHosts } from './changes.ts';
export { removalCommand } from './command.ts';
export { LISTED_STATES, QUARANTINE_DAYS, settle, type GrantState } from './lifecycle.ts';
export {
  holderId,
  hostParts,
  hostText,
  isWildcard,
  readDelegation,
  readHost,
  readSuffix,
  usedName,
  type HostName,
} from './name.ts';
export { covers, inZone, overlapping, overlaps } from './range.ts';
export {
  MOST_HOSTS,
  delegationHostSchema,
  hostInputSchema,
  hostListSchema,
  hostsSchema,
  zoneSuffixSchema,
} from './schema.ts';
