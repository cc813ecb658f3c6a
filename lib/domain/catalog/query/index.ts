// The query of a catalog search: one text that people write and read, and that clicks on facets edit.
export { KEYS, keyInfo, type FilterKey, type KeyInfo } from './keys.ts';
export {
  LONGEST_QUERY,
  addFilter,
  hasFilter,
  isEmpty,
  parseQuery,
  printFilter,
  printQuery,
  removeFilter,
  type Filter,
  type Problem,
  type Query,
} from './query.ts';
export { complete, typingAt, type Typing } from './caret.ts';
export { readExpiry, readQuotaUse } from './values.ts';
