/**
 * Reads a person with memberships and roles in one statement. Memberships are derived from the person's groups by
 * joining the mapping (docs/adr/0004): there is no second copy that could be stale.
 */
import { Prisma } from '../db/client.ts';
import type { Db, Tx } from '../db/client.ts';
import { webConfig } from '../config/env.ts';
import type { Membership, Role } from './actor.ts';

/** What is true of a person now. */
export type PersonFacts = {
  id: string;
  issuer: string;
  subject: string;
  email: string;
  name: string;
  groups: string[];
  groupsState: 'known' | 'left-out';
  groupsSeenAt: Date | null;
  disabled: boolean;
  teams: Membership[];
  roles: Role[];
};

/** The columns of PersonFacts, for a statement that has `person p`. Ends with no comma. */
export const PERSON_COLUMNS = Prisma.sql`
  p.id, p.issuer, p.subject, p.email::text AS email, p.name, p.groups,
  p.groups_state AS "groupsState", p.groups_seen_at AS "groupsSeenAt", p.disabled_at IS NOT NULL AS disabled,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'role', m.role) ORDER BY t.slug)
    FROM (
      SELECT g.team_id, CASE WHEN bool_or(g.role = 'maintainer') THEN 'maintainer' ELSE 'member' END AS role
      FROM team_group g WHERE g.group_name = ANY (p.groups) GROUP BY g.team_id
    -- One by one, by key: joined as a whole, all teams are read for everybody who signs in.
    ) m CROSS JOIN LATERAL (SELECT * FROM team t WHERE t.id = m.team_id AND t.archived_at IS NULL OFFSET 0) t
  ), '[]') AS teams,
  coalesce((
    SELECT jsonb_agg(DISTINCT r.role) FROM role_grant r
    WHERE r.person_id = p.id OR r.group_name = ANY (p.groups)
  ), '[]') AS roles`;

/** The person's roles, with the administrator that configuration names: their e-mail, exactly as written there. */
export function effectiveRoles(facts: Pick<PersonFacts, 'email' | 'roles'>): Role[] {
  const { firstAdministrator } = webConfig();
  if (firstAdministrator === undefined || facts.email !== firstAdministrator) return facts.roles;
  return facts.roles.includes('administrator') ? facts.roles : ['administrator', ...facts.roles];
}

/** Facts of one person, or null. */
export async function loadPerson(client: Db | Tx, id: string): Promise<PersonFacts | null> {
  const rows = await client.$queryRaw<PersonFacts[]>`
    SELECT ${PERSON_COLUMNS} FROM person p WHERE p.id = ${id}::uuid`;
  const facts = rows[0];
  return facts === undefined ? null : { ...facts, roles: effectiveRoles(facts) };
}
