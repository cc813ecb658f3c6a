import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { webConfig } from '../config/env.ts';
import { Prisma, db } from '../db/client.ts';
import { PERSON_COLUMNS, effectiveRoles } from '../auth/load.ts';
import type { PersonFacts } from '../auth/load.ts';
import { cursorId, decodeCursor, encodeCursor, pageSize } from './cursor.ts';
import { likePattern } from './namespace-rows.ts';
import type { Page, PeopleAndRoles, PersonRef, PersonRow, Role } from './types.ts';

/** Grants, and mappings, that are shown at once: few by nature, and `q` finds the others. */
const MOST_RULES = 50;
/** Groups offered for completion. */
const MOST_GROUPS = 100;

export type PeopleFilter = {
  /** Found in the name or e-mail address of a person, in a group, or in the name of a mapped team. */
  q?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
};

const ref = (person: { id: string; name: string; email: string } | null): PersonRef | null =>
  person && { id: person.id, name: person.name, email: person.email };

/**
 * Roles, group mappings, and people by name, a page at a time: for administrators and auditors; `notFound` for
 * everybody else.
 */
export async function listPeopleAndRoles(actor: Actor, filter: PeopleFilter = {}): Promise<PeopleAndRoles> {
  requirePermission(actor, 'people.read');
  const sought = (filter.q ?? '').trim().slice(0, 200);
  const found = { contains: sought, mode: 'insensitive' } as const;
  const anybody = { OR: [{ name: found }, { email: found }] };
  const someGrants = sought === '' ? {} : { OR: [{ groupName: found }, { person: anybody }] };
  const someMappings = sought === '' ? {} : { OR: [{ groupName: found }, { team: { name: found } }] };
  const [grants, grantTotal, mappings, mappingTotal, people, groups] = await Promise.all([
    db.roleGrant.findMany({
      where: someGrants,
      orderBy: [{ role: 'asc' }, { createdAt: 'asc' }],
      include: { person: true, createdByPerson: true },
      take: MOST_RULES,
    }),
    db.roleGrant.count({ where: someGrants }),
    db.teamGroup.findMany({
      where: someMappings,
      orderBy: [{ team: { name: 'asc' } }, { groupName: 'asc' }],
      include: { team: true },
      take: MOST_RULES,
    }),
    db.teamGroup.count({ where: someMappings }),
    personPage(filter),
    db.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT g.name FROM person p, unnest(p.groups) AS g (name) ORDER BY 1 LIMIT ${MOST_GROUPS}`,
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
    grantTotal,
    mappingTotal,
    people: people.rows,
    peopleTotal: people.total,
    nextCursor: people.nextCursor,
    knownGroups: groups.map(({ name }) => name),
  };
}

type Raw = PersonFacts & { lastSeenAt: Date | null; disabledAt: Date | null; openSessions: number };

async function personPage(filter: PeopleFilter): Promise<Page<PersonRow>> {
  const limit = pageSize(filter.limit);
  const pattern = likePattern((filter.q ?? '').trim().slice(0, 200));
  const where = Prisma.sql`(p.name ILIKE ${pattern} OR p.email::text ILIKE ${pattern})`;
  const values = decodeCursor('people', filter.cursor, 2);
  const after = values
    ? Prisma.sql`AND (p.name, p.id) > (${values[0] ?? ''}, ${cursorId(values[1] ?? '')}::uuid)`
    : Prisma.empty;
  const [rows, counts] = await Promise.all([
    personRows(Prisma.sql`${where} ${after}`, limit + 1),
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM person p WHERE ${where}`,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? encodeCursor('people', [last.name, last.id]) : null,
    total: counts[0]?.count ?? 0,
  };
}

async function personRows(where: Prisma.Sql, limit: number): Promise<PersonRow[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT ${PERSON_COLUMNS}, p.last_seen_at AS "lastSeenAt", p.disabled_at AS "disabledAt",
      (SELECT count(*)::int FROM session s
        WHERE s.person_id = p.id AND s.ended_at IS NULL AND s.expires_at > now()) AS "openSessions"
    FROM person p WHERE ${where} ORDER BY p.name, p.id LIMIT ${limit}`;
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
