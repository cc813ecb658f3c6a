// The one door to a namespace's desired state: its words, its spec, the whole ask, and what a form or the API sends.
export {
  ACCESS_ROLES,
  ENVIRONMENTS,
  QUOTA_KEYS,
  QUOTA_WORDS,
  SERVICE_TYPES,
  SIZE_NAMES,
  type AccessRole,
  type Environment,
  type Quota,
  type QuotaKey,
  type SizeName,
} from './words.ts';
export { SIZES } from './sizes.ts';
export {
  accessListSchema,
  linkSchema,
  momentOf,
  momentSchema,
  quantitySchema,
  slugSchema,
  type AccessEntry,
} from './fields.ts';
export {
  connectionsSchema,
  egressListSchema,
  namespaceSpecSchema,
  quotaSchema,
  type NamespaceSpec,
} from './spec.ts';
export {
  askInputSchema,
  buildDesired,
  completeQuota,
  defaultSpec,
  desiredNamespaceSchema,
  teamAccess,
  type AskInput,
  type AskingTeam,
  type DesiredNamespace,
} from './ask.ts';
export { fieldErrors } from './field-errors.ts';
