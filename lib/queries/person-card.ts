import { hasRole } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { loadPerson } from '../auth/load.ts';
import type { PersonFacts } from '../auth/load.ts';
import { requirePermission } from '../auth/permissions.ts';
import { Prisma, db } from '../db/client.ts';
import { notFound } from '../domain/errors.ts';
import { serviceRows } from './services.ts';
import { teamRows } from './teams.ts';
import type { PersonView, ServiceRow } from './types.ts';

/** Teams of one person that are shown, and services of each of these. */
const MOST_TEAMS = 50;
const MOST_SERVICES = 6;

/** How long ago somebody may have been here last to count as here. */
const HERE_DAYS = 90;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * One person as the directory has them: name, e-mail, teams and what these run, for everybody who is signed in. Whether they were here
 * lately is for themselves, for who shares a team with them, and for administrators and auditors; so are people who are shut out.
 * Throws `notFound`.
 */
export async function getPerson(actor: Actor, id: string): Promise<PersonView> {
  requirePermission(actor, 'catalog.read');
  const person = UUID.test(id) ? await loadPerson(db, id) : null;
  const overseer = hasRole(actor, 'administrator', 'auditor');
  if (!person || (person.disabled && !overseer)) throw notFound('person');
  const shared = person.teams.some((team) => actor.teams.some((mine) => mine.id === team.id));
  const insider = overseer || shared || person.id === actor.personId;
  const [teams, seen] = await Promise.all([teamsOf(actor, person), insider ? wasHere(person.id) : null]);
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    isReader: person.id === actor.personId,
    disabled: person.disabled,
    seenLately: seen,
    teams,
    teamTotal: person.teams.length,
  };
}

async function wasHere(id: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ seen: boolean }[]>`
    SELECT coalesce(last_seen_at > now() - make_interval(days => ${HERE_DAYS}::int), false) AS seen
    FROM person WHERE id = ${id}::uuid`;
  return rows[0]?.seen ?? false;
}

/** The person's teams, those that they maintain first, each with how to reach it and the services that matter most. */
async function teamsOf(actor: Actor, person: PersonFacts): Promise<PersonView['teams']> {
  const mine = [...person.teams]
    .sort((a, b) => a.role.localeCompare(b.role) || a.name.localeCompare(b.name))
    .slice(0, MOST_TEAMS);
  if (mine.length === 0) return [];
  const ids = mine.map((team) => team.id);
  const [rows, contacts, services] = await Promise.all([
    teamRows(actor, Prisma.sql`t.id = ANY (${ids}::uuid[])`, { limit: MOST_TEAMS }),
    db.team.findMany({ where: { id: { in: ids } }, select: { id: true, chatUrl: true, onCallUrl: true } }),
    servicesOf(ids),
  ]);
  return mine.flatMap(({ id, role }) => {
    const row = rows.find((team) => team.id === id);
    const contact = contacts.find((team) => team.id === id);
    if (!row || !contact) return [];
    return {
      slug: row.slug,
      name: row.name,
      description: row.description,
      role,
      contactEmail: row.contactEmail,
      chatUrl: contact.chatUrl,
      onCallUrl: contact.onCallUrl,
      namespaces: row.namespaces,
      services: row.services,
      serviceRows: services.filter(({ team }) => team.slug === row.slug),
    };
  });
}

/** The first services of each team by tier, then by name. */
async function servicesOf(teamIds: string[]): Promise<ServiceRow[]> {
  const rows = await serviceRows(
    Prisma.sql`s.id IN (
      SELECT r.id FROM (
        SELECT id, row_number() OVER (PARTITION BY team_id ORDER BY tier NULLS LAST, name, id) AS place
        FROM service WHERE team_id = ANY (${teamIds}::uuid[])
      ) r WHERE r.place <= ${MOST_SERVICES})`,
    { limit: MOST_TEAMS * MOST_SERVICES },
  );
  return rows.sort((a, b) => (a.tier ?? 9) - (b.tier ?? 9) || a.name.localeCompare(b.name));
}
