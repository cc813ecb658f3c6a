import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { db } from '../db/client.ts';
import type { Prisma } from '../db/client.ts';
import type { SavedSearchRow } from './catalog-types.ts';

/** Longest list; a person keeps at most 100 (save-search), and these come first. */
const MOST_SHOWN = 300;

export const SAVED_SEARCH = { person: true, team: true } as const satisfies Prisma.SavedSearchInclude;

type Row = Prisma.SavedSearchGetPayload<{ include: typeof SAVED_SEARCH }>;

/** A row as its reader sees it. */
export function toSavedSearch(actor: Actor, row: Row): SavedSearchRow {
  return {
    id: row.id,
    name: row.name,
    query: row.query,
    team: row.team && { slug: row.team.slug, name: row.team.name },
    owner: { id: row.person.id, name: row.person.name, email: row.person.email },
    mine: row.personId === actor.personId,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Searches that the actor kept, and those that are shared with a team of theirs; one's own first, then by name. */
export async function listSavedSearches(actor: Actor): Promise<SavedSearchRow[]> {
  requirePermission(actor, 'catalog.read');
  const rows = await db.savedSearch.findMany({
    where: { OR: [{ personId: actor.personId }, { teamId: { in: actor.teams.map(({ id }) => id) } }] },
    include: SAVED_SEARCH,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_SHOWN,
  });
  return rows.map((row) => toSavedSearch(actor, row)).sort((a, b) => Number(b.mine) - Number(a.mine));
}
