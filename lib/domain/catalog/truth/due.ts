// When a team is asked again whether a service, its contacts and its links are still right: twice a year.

const DAY = 86_400_000;

/** A confirmation holds for half a year. */
export const CONFIRMED_FOR_DAYS = 182;
/** From here on it is asked for, so that nothing lapses because nobody was there that day. */
const ASKED_BEFORE_DAYS = 14;

/** `fresh`: nothing to do. `soon`: asked for. `due`: the last word is too old, or was never given. */
export type ConfirmationState = 'fresh' | 'soon' | 'due';

export type Confirmation = { confirmedAt: Date | null; createdAt: Date };

/** When the next word is due: half a year after the last, or after the service was made. */
export function confirmationDueAt({ confirmedAt, createdAt }: Confirmation): Date {
  return new Date((confirmedAt ?? createdAt).getTime() + CONFIRMED_FOR_DAYS * DAY);
}

/** How a confirmation stands at `now`. */
export function confirmationState(confirmation: Confirmation, now: Date): ConfirmationState {
  const left = confirmationDueAt(confirmation).getTime() - now.getTime();
  if (left <= 0) return 'due';
  return left <= ASKED_BEFORE_DAYS * DAY ? 'soon' : 'fresh';
}

/** Whose last word (or making) is not after this moment is asked at `now`: soon or due. */
export function askedSince(now: Date): Date {
  return new Date(now.getTime() - (CONFIRMED_FOR_DAYS - ASKED_BEFORE_DAYS) * DAY);
}
