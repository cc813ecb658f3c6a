/** The parties of a request: how they are read, and what they are called. */

/** What a party's row must be read with, so that one can tell who speaks for it. */
export const WITH_SPEAKERS = { team: true, zone: { include: { ownerTeam: true } } } as const;

type Named = {
  team: { name: string } | null;
  zone: { suffix: string; ownerTeam: { name: string } | null } | null;
};

/** A party's name for a heading or a list: "Platform", "Payments", "Payments for example.com". */
export function partyTitle({ team, zone }: Named): string {
  if (zone !== null) return `${zone.ownerTeam?.name ?? 'Platform'} for ${zone.suffix}`;
  return team?.name ?? 'Platform';
}
