/** Zones and delegations for tests of actions and queries, made the way administrators make them. */
import type { Actor } from '../../auth/actor.ts';
import { createZone } from '../create-zone.ts';
import { delegateHost } from '../delegate-host.ts';
import { unique } from './house.ts';

/** A zone of its own on some clusters; its suffix. */
export async function makeZone(
  administrator: Actor,
  clusters: { name: string }[],
  ownerTeam?: { slug: string },
): Promise<string> {
  const { suffix } = await createZone(administrator, {
    suffix: `${unique('zone')}.example`,
    clusters: clusters.map(({ name }) => name),
    ...(ownerTeam === undefined ? {} : { ownerTeam: ownerTeam.slug }),
  });
  return suffix;
}

/** Gives a name to a team; the delegation's id. */
export async function giveHost(administrator: Actor, team: { slug: string }, host: string): Promise<string> {
  return (await delegateHost(administrator, { team: team.slug, host, reason: 'For a test.' })).id;
}
