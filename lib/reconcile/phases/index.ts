/** The phases of a pass, in order. Each closes a race that the next would open: design section 5, README.md. */
import type { Phase } from '../scope.ts';
import { accessPhase } from './access.ts';
import { accountPhase } from './account.ts';
import { deletePhase, revokeAllPhase } from './delete.ts';
import { enforcedPhase } from './enforced.ts';
import { fencesPhase } from './fences.ts';
import { guardrailsPhase } from './guardrails.ts';
import { hostsPhase } from './hosts.ts';
import { namespacePhase } from './namespace.ts';
import { observePhase } from './observe.ts';
import { provePhase } from './prove.ts';
import { prunePhase, revokePhase } from './prune.ts';

/** To make a namespace, and to keep it as it should be. */
export const PROVISION: readonly Phase[] = [
  guardrailsPhase,
  namespacePhase,
  observePhase,
  revokePhase,
  hostsPhase,
  fencesPhase,
  enforcedPhase,
  accountPhase,
  accessPhase,
  prunePhase,
  provePhase,
];

/** To delete one. */
export const DELETE: readonly Phase[] = [revokeAllPhase, deletePhase];
