/** Teams within teams. */
import type { Tx } from '../../db/client.ts';
import { idOfSlug } from '../../db/slugs.ts';
import { invalid } from '../../domain/errors.ts';

/** Only one change to the tree at a time: two that are fine alone can make a circle together. */
const TREE_LOCK = 72_707_401;

/**
 * The id of a team that is to be another's parent. Throws `invalid` on `parentTeam` where there is no such team, and where the other is
 * it or above it. Held until the transaction ends, so that no circle comes about between this look and the write.
 */
export async function parentTeamId(tx: Tx, slug: string, childId: string | null): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TREE_LOCK}::bigint)`;
  const rows = await tx.$queryRaw<{ id: string; archived: boolean; name: string; within: boolean }[]>`
    WITH RECURSIVE up AS (
      SELECT id, parent_team_id FROM team WHERE id = ${idOfSlug('team', slug)}
      UNION
      SELECT t.id, t.parent_team_id FROM team t JOIN up ON t.id = up.parent_team_id
    )
    SELECT t.id, t.name, t.archived_at IS NOT NULL AS archived,
      EXISTS (SELECT 1 FROM up WHERE up.id = ${childId}::uuid) AS within
    FROM team t WHERE t.id = ${idOfSlug('team', slug)}`;
  const parent = rows[0];
  const refuse = (message: string): never => {
    throw invalid([{ field: 'parentTeam', message }]);
  };
  if (!parent || parent.archived) return refuse(`There is no team "${slug}". Look at its short name.`);
  if (parent.id === childId) return refuse('A team can’t be a part of itself. Choose another, or none.');
  if (parent.within) return refuse(`${parent.name} is a part of this team already, so it can’t be above it.`);
  return parent.id;
}
