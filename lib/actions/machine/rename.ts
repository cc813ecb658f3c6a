/** New slugs for teams and services: who has a slug, and what follows a service when its own changes. */
import { isUniqueViolation } from '../../db/client.ts';
import type { Tx } from '../../db/client.ts';
import { idOfSlug } from '../../db/slugs.ts';
import type { Slugged } from '../../db/slugs.ts';
import { Prisma } from '../../db/client.ts';
import { ENVIRONMENTS } from '../../domain/desired-state/schema.ts';
import { invalid } from '../../domain/errors.ts';
import { holderId } from '../../domain/hosts/index.ts';

/**
 * Refuses a slug that another has, or had before and still leads to it; `self` may take one of its own back. Throws `invalid` on
 * `field`. The database refuses it too, for two that ask in the same moment (`slugTaken`).
 */
export async function requireFreeSlug(
  tx: Tx,
  kind: Slugged,
  slug: string,
  options: { self?: string; field: 'slug' | 'newSlug' },
): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; slug: string; name: string }[]>`
    SELECT x.id, x.slug, x.name FROM ${Prisma.raw(kind)} x WHERE x.id = ${idOfSlug(kind, slug)}`;
  const holder = rows[0];
  if (holder === undefined || holder.id === options.self) return;
  const message =
    holder.slug === slug
      ? `There is a ${kind} "${slug}" already. Choose another short name.`
      : `"${slug}" was the short name of ${holder.name} before and still leads there. Choose another.`;
  throw invalid([{ field: options.field, message }]);
}

/** A broken unique key as the field error it means; any other error as it is. */
export function slugTaken(error: unknown, kind: Slugged, slug: string, field: 'slug' | 'newSlug'): unknown {
  if (!isUniqueViolation(error)) return error;
  return invalid([{ field, message: `There is a ${kind} "${slug}" already. Choose another short name.` }]);
}

type Held = { id: string; holder: string; state: string };

/**
 * Hands the hosts of a service over to its new slug: a holder is the service's slug and an environment (`holderId`). The caller holds the
 * row lock of the service's team, as everybody who grants hosts to it does. Throws `invalid` where an open request is about to make a
 * service of the new slug and has reserved hosts for it.
 */
export async function moveHolder(tx: Tx, from: string, to: string): Promise<void> {
  const old = ENVIRONMENTS.map((environment) => holderId(from, environment));
  const wanted = ENVIRONMENTS.map((environment) => holderId(to, environment));
  const others = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM host_grant WHERE state <> 'free' AND holder_id = ANY (${wanted}::text[]) LIMIT 1`;
  if (others.length > 0) {
    const message = `A request that is open asks for a new service "${to}" with hosts. Choose another short name.`;
    throw invalid([{ field: 'newSlug', message }]);
  }
  const held = await tx.$queryRaw<Held[]>`
    SELECT id, holder_id AS holder, state FROM host_grant WHERE state <> 'free' AND holder_id = ANY (${old}::text[])
    ORDER BY id FOR UPDATE`;
  if (held.length === 0) return;
  const ids = held.map(({ id }) => id);
  // The exclusion between holders is judged row by row, and a service may hold one host on two clusters: half renamed, it would
  // exclude itself. So all rows leave the registry and come back under the new name. Nobody sees that: whoever asks for one of these
  // hosts in this moment waits for this transaction.
  await tx.$executeRaw`UPDATE host_grant SET state = 'free' WHERE id = ANY (${ids}::uuid[])`;
  await tx.$executeRaw`
    UPDATE host_grant g SET state = w.state, holder_id = w.holder, updated_at = now()
    FROM unnest(${ids}::uuid[], ${held.map(({ state }) => state)}::text[],
      ${held.map(({ holder }) => `${to}${holder.slice(from.length)}`)}::text[]) AS w (id, state, holder)
    WHERE g.id = w.id`;
}
