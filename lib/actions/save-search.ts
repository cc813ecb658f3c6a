import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { isUniqueViolation, withTransaction } from '../db/client.ts';
import { bySlug } from '../db/slugs.ts';
import { parseQuery, printQuery } from '../domain/catalog/query/index.ts';
import { conflict, invalid } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import type { SavedSearchRow } from '../queries/catalog-types.ts';
import { SAVED_SEARCH, toSavedSearch } from '../queries/saved-searches.ts';
import { parse } from './input.ts';
import { saveSearchSchema } from './schemas.ts';

const MOST_SEARCHES = 100;

/** Keeps a search under a name of one's own, for oneself or shared with a team that one is in. */
export async function saveSearch(actor: Actor, input: unknown): Promise<SavedSearchRow> {
  requirePermission(actor, 'search.save');
  const { name, query: written, team: slug } = parse(saveSearchSchema, input);
  const query = printQuery(parseQuery(written));
  if (query === '') throw invalid([{ field: 'query', message: 'Look for something, then keep it.' }]);
  try {
    return await withTransaction(async (tx) => {
      const team =
        slug === undefined
          ? null
          : await bySlug(tx, 'team', slug, (now) => tx.team.findUnique({ where: { slug: now } }));
      if (slug !== undefined) {
        if (!team) throw invalid([{ field: 'team', message: `There is no team ${slug}.` }]);
        requirePermission(actor, 'search.share', { teamId: team.id });
      }
      const kept = await tx.savedSearch.count({ where: { personId: actor.personId } });
      if (kept >= MOST_SEARCHES)
        throw conflict(`You keep ${String(kept)} searches. Delete one that you no longer need.`);
      const row = await tx.savedSearch.create({
        data: { personId: actor.personId, teamId: team?.id ?? null, name, query },
        include: SAVED_SEARCH,
      });
      await record(tx, auditActor(actor), {
        action: 'search.saved',
        target: { kind: 'search', id: row.id, name },
        teamId: team?.id ?? null,
        detail: { query },
      });
      return toSavedSearch(actor, row);
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw conflict(`You have a search called “${name}”. Delete it, or choose another name.`);
    throw error;
  }
}
