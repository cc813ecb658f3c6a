// The end of a namespace that has one: it is announced, then access is taken away while everything is still there, then it is deleted.
// Design section 9.

/** Days before its end on which a namespace's team is warned. */
export const WARNED_DAYS_BEFORE = [7, 1] as const;

/**
 * Days between the end and the deletion. Nobody has access then, what runs goes on running, and a later end brings everything back.
 */
export const DAYS_IN_QUARANTINE = 7;

/** The moment of the deletion of a namespace that ended at `expiresAt` (ISO 8601), at the earliest. */
export function deletedAfter(expiresAt: string): Date {
  return new Date(Date.parse(expiresAt) + DAYS_IN_QUARANTINE * 86_400_000);
}
