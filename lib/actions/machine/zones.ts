/** What the verbs about zones and delegations share: looking things up, with words for what is not there. */
import type { Tx } from '../../db/client.ts';
import { bySlug } from '../../db/slugs.ts';
import { invalid, notFound } from '../../domain/errors.ts';

/** A zone in use, its row locked until the end of the transaction: what is delegated and granted meanwhile waits. Throws `notFound`. */
export async function lockZone(tx: Tx, suffix: string): Promise<{ id: string; ownerTeamId: string | null }> {
  const rows = await tx.$queryRaw<{ id: string; ownerTeamId: string | null }[]>`
    SELECT id, owner_team_id AS "ownerTeamId" FROM zone
    WHERE suffix = ${suffix} AND archived_at IS NULL FOR NO KEY UPDATE`;
  const zone = rows[0];
  if (!zone) throw notFound('zone');
  return zone;
}

/** The suffix of a zone that holds this one or lies in it; null for none. */
export async function overlappingZone(tx: Tx, suffix: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ suffix: string }[]>`
    SELECT suffix FROM zone WHERE archived_at IS NULL AND range && subdomain_range(${suffix}) ORDER BY suffix LIMIT 1`;
  return rows[0]?.suffix ?? null;
}

/** The ids of clusters by name, or `invalid` with the names that there are not. */
export async function clusterIds(tx: Tx, names: readonly string[]): Promise<string[]> {
  const rows = await tx.cluster.findMany({
    where: { name: { in: [...names] }, archivedAt: null },
    select: { id: true, name: true },
  });
  const missing = names.filter((name) => !rows.some((row) => row.name === name));
  if (missing.length === 0) return rows.map(({ id }) => id);
  throw invalid(
    missing.map((name) => ({
      field: 'clusters',
      message: `There is no cluster "${name}". Choose from the list.`,
    })),
  );
}

/** The id of a team that is to look after a zone, or `invalid`. */
export async function ownerTeamId(tx: Tx, slug: string): Promise<string> {
  const team = await bySlug(tx, 'team', slug, (name) =>
    tx.team.findUnique({ where: { slug: name }, select: { id: true, archivedAt: true } }),
  );
  if (team?.archivedAt === null) return team.id;
  throw invalid([{ field: 'ownerTeam', message: `There is no team "${slug}". Choose one of the list.` }]);
}
