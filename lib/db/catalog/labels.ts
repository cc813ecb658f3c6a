/** What people call the teams and clusters of facets. */
import { Prisma } from '../client.ts';
import { askPrepared } from './ask.ts';

export type Label = { id: string; slug: string; name: string };

/** Slugs and names by id. Plan: primary keys. */
export async function labels(ids: readonly string[]): Promise<Map<string, Label>> {
  if (ids.length === 0) return new Map();
  const rows = await askPrepared<Label>(Prisma.sql`
    SELECT id::text AS id, slug, name FROM team WHERE id = ANY (${[...ids]}::uuid[])
    UNION ALL SELECT id::text, name, display_name FROM cluster WHERE id = ANY (${[...ids]}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
