/** What filters and forms offer to choose from: names alone. A list counts what each row holds, which nobody reads here. */
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { db } from '../db/client.ts';

/** As many as anybody scrolls through; the address and the API take every name. */
const MOST_OFFERED = 200;

/** Teams in use, by name: the first 200. */
export async function teamChoices(actor: Actor): Promise<{ slug: string; name: string }[]> {
  requirePermission(actor, 'catalog.read');
  return db.$queryRaw<{ slug: string; name: string }[]>`
    SELECT slug, name FROM team WHERE archived_at IS NULL ORDER BY name, id LIMIT ${MOST_OFFERED}`;
}

/** Clusters in use, by name: the first 200. */
export async function clusterChoices(actor: Actor): Promise<{ name: string; displayName: string }[]> {
  requirePermission(actor, 'catalog.read');
  return db.$queryRaw<{ name: string; displayName: string }[]>`
    SELECT name, display_name AS "displayName" FROM cluster
    WHERE archived_at IS NULL ORDER BY name LIMIT ${MOST_OFFERED}`;
}
