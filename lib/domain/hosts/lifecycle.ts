// The life of a grant. A name that was live is not free the moment it is taken away: the cluster must first have confirmed that it grants it
// no more, and then it is kept for a while from everybody but its last holder, so that nobody takes over a name that the world still knows.

/**
 * Where a grant stands. `reserved`: an open create request asks for it. `active`: granted. `revoking`: taken away, the cluster has not
 * confirmed. `quarantined`: confirmed, kept from other holders until a day. `free`: history.
 */
export const GRANT_STATES = ['reserved', 'active', 'revoking', 'quarantined', 'free'] as const;
export type GrantState = (typeof GRANT_STATES)[number];

/** States of grants that are no history. */
export const LISTED_STATES = [
  'reserved',
  'active',
  'revoking',
  'quarantined',
] as const satisfies readonly GrantState[];

/** Days of quarantine unless a guardrail limit says otherwise. */
export const QUARANTINE_DAYS = 7;

const DAY_MS = 86_400_000;

/** A grant on its way out, as its row has it. */
export interface LeavingGrant {
  readonly state: GrantState;
  /** The namespace's generation that no longer grants it; null where the namespace itself goes. */
  readonly revokedGeneration: bigint | null;
  readonly freeAt: Date | null;
}

/** What is known of the namespace and the time. */
export interface Sight {
  /** Generation that the cluster has confirmed. */
  readonly observedGeneration: bigint;
  /** The API server has said that the namespace is gone. */
  readonly released: boolean;
  readonly now: Date;
  readonly quarantineDays: number;
}

/** What becomes of a grant that was taken away; null while nothing changes. On a cluster that does not answer, nothing ever does. */
export function settle(
  grant: LeavingGrant,
  seen: Sight,
): { state: 'quarantined'; freeAt: Date } | { state: 'free' } | null {
  if (grant.state === 'revoking') {
    const observed = grant.revokedGeneration !== null && seen.observedGeneration >= grant.revokedGeneration;
    if (!observed && !seen.released) return null;
    return { state: 'quarantined', freeAt: new Date(seen.now.getTime() + seen.quarantineDays * DAY_MS) };
  }
  if (grant.state === 'quarantined' && grant.freeAt !== null && grant.freeAt <= seen.now) {
    return { state: 'free' };
  }
  return null;
}
