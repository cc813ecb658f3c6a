// Services that nobody looks after any more, by what is known of their team.

const DAY = 86_400_000;

/** Somebody of a team was here within these days, or nobody is there. */
export const SEEN_WITHIN_DAYS = 90;
/** People are known once they have signed in: a new team has this long for it. */
export const NEW_TEAM_DAYS = 14;

export type TeamPresence = {
  archivedAt: Date | null;
  createdAt: Date;
  /** People who are maintainers of it and may sign in. */
  maintainers: number;
  /** When somebody of it was last here; null: never, or nobody is left. */
  lastSeenAt: Date | null;
};

export type OrphanKey = 'team-archived' | 'no-maintainer' | 'nobody-seen';
export type OrphanReason = { key: OrphanKey; words: string };

/** Why the services of such a team are orphans at `now`; empty when somebody looks after them. */
export function orphanReasons(team: TeamPresence, now: Date): OrphanReason[] {
  if (team.archivedAt !== null) {
    return [{ key: 'team-archived', words: 'Its team has been archived.' }];
  }
  const age = (moment: Date): number => (now.getTime() - moment.getTime()) / DAY;
  if (age(team.createdAt) < NEW_TEAM_DAYS) return [];
  const reasons: OrphanReason[] = [];
  if (team.maintainers === 0) {
    reasons.push({ key: 'no-maintainer', words: 'Its team has no maintainer left.' });
  }
  if (age(team.lastSeenAt ?? team.createdAt) > SEEN_WITHIN_DAYS) {
    const words =
      team.lastSeenAt === null
        ? 'Nobody of its team has ever been seen here.'
        : `Nobody of its team has been seen for ${String(Math.floor(age(team.lastSeenAt)))} days.`;
    reasons.push({ key: 'nobody-seen', words });
  }
  return reasons;
}
