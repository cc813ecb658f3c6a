/** Whom to ask in a team: its maintainers, for everybody who is signed in. */
import { db } from '../db/client.ts';
import type { PersonRef } from './types.ts';

/** Leads that a card names. */
const MOST_LEADS = 20;

/** Maintainers of a team who have signed in and may, by name. */
export async function leadsOf(teamId: string): Promise<PersonRef[]> {
  return db.$queryRaw<PersonRef[]>`
    SELECT DISTINCT p.name, p.id, p.email::text AS email
    FROM team_group g JOIN person p ON p.groups @> ARRAY[g.group_name]
    WHERE g.team_id = ${teamId}::uuid AND g.role = 'maintainer' AND p.disabled_at IS NULL
    ORDER BY p.name, p.id LIMIT ${MOST_LEADS}`;
}
