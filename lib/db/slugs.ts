/**
 * Slugs of teams and services, those that were given up included: the one place that knows slug_alias. Whoever takes a slug from
 * outside (an address, a filter, a form, an open request) looks it up by these.
 */
import { Prisma } from './client.ts';
import type { Db, Tx } from './client.ts';

/** What has a slug that can change. */
export type Slugged = 'team' | 'service';

/** The id behind a slug, as a scalar for a statement; NULL when nothing has it or ever had it. */
export function idOfSlug(kind: Slugged, slug: string): Prisma.Sql {
  const table = Prisma.raw(kind);
  return Prisma.sql`coalesce((SELECT id FROM ${table} WHERE slug = ${slug}),
    (SELECT target_id FROM slug_alias WHERE kind = ${kind} AND slug = ${slug}))`;
}

/** The slug that something has now: itself when it is nobody's former one. */
export async function currentSlug(client: Db | Tx, kind: Slugged, slug: string): Promise<string> {
  const table = Prisma.raw(kind);
  const rows = await client.$queryRaw<{ slug: string }[]>`
    SELECT x.slug FROM ${table} x WHERE x.id = ${idOfSlug(kind, slug)}`;
  return rows[0]?.slug ?? slug;
}

/** A row by its slug, or by one it had before. Costs nothing more where the slug is the present one. */
export async function bySlug<Row>(
  client: Db | Tx,
  kind: Slugged,
  slug: string,
  find: (slug: string) => PromiseLike<Row | null>,
): Promise<Row | null> {
  const found = await find(slug);
  if (found !== null) return found;
  const now = await currentSlug(client, kind, slug);
  return now === slug ? null : find(now);
}

/** Slugs that a team or service had before, the latest first. */
export async function formerSlugs(client: Db | Tx, kind: Slugged, id: string): Promise<string[]> {
  const rows = await client.slugAlias.findMany({
    where: { kind, targetId: id },
    orderBy: [{ createdAt: 'desc' }, { slug: 'asc' }],
    select: { slug: true },
    take: 50,
  });
  return rows.map((row) => row.slug);
}
