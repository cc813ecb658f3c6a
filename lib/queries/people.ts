import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { webConfig } from '../config/env.ts';
import { db } from '../db/client.ts';
import { PERSON_COLUMNS, effectiveRoles } from '../auth/load.ts';
import type { PersonFacts } from '../auth/load.ts';
import type { PeopleAndRoles, PersonRef, PersonRow, Role } from './types.ts';

const MOST_PEOPLE = 500;

const ref = (person: { id: string; name: string; email: string } | null): PersonRef | null =>
  person && { id: person.id, name: person.name, email: person.email };

/** Roles, group mappings and people: administrators and auditors; `notFound` for everybody else. */
export async function listPeopleAndRoles(actor: Actor): Promise<PeopleAndRoles> {
  requirePermission(actor, 'people.read');
  const [grants, mappings, people] = await Promise.all([
    db.roleGrant.findMany({
      orderBy: [{ role: 'asc' }, { createdAt: 'asc' }],
      include: { person: true, createdByPerson: true },
    }),
    db.teamGroup.findMany({
      orderBy: [{ team: { name: 'asc' } }, { groupName: 'asc' }],
      include: { team: true },
    }),
    personRows(),
  ]);
  return {
    grants: grants.map((grant) => ({
      id: grant.id,
      role: grant.role as Role,
      group: grant.groupName,
      person: ref(grant.person),
      createdBy: ref(grant.createdByPerson),
      createdAt: grant.createdAt.toISOString(),
    })),
    firstAdministrator: webConfig().firstAdministrator ?? null,
    mappings: mappings.map((mapping) => ({
      id: mapping.id,
      group: mapping.groupName,
      role: mapping.role as 'member' | 'maintainer',
      team: { slug: mapping.team.slug, name: mapping.team.name },
    })),
    people,
    knownGroups: [...new Set(people.flatMap((person) => person.groups))].sort(),
  };
}

type Raw = PersonFacts & { lastSeenAt: Date | null; disabledAt: Date | null; openSessions: number };

async function personRows(): Promise<PersonRow[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT ${PERSON_COLUMNS}, p.last_seen_at AS "lastSeenAt", p.disabled_at AS "disabledAt",
      (SELECT count(*)::int FROM session s
        WHERE s.person_id = p.id AND s.ended_at IS NULL AND s.expires_at > now()) AS "openSessions"
    FROM person p ORDER BY p.name, p.id LIMIT ${MOST_PEOPLE}`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    roles: effectiveRoles(row),
    teams: row.teams.map(({ slug, name, role }) => ({ slug, name, role })),
    groups: row.groups,
    groupsState: row.groupsState,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    openSessions: row.openSessions,
  }));
}
