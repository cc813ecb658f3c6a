/** What a reader may hear of, and what they missed. */
import type { Actor } from '../../auth/actor.ts';
import { can } from '../../auth/permissions.ts';
import { db } from '../../db/client.ts';
import type { OutboxEvent } from './frame.ts';

/** Most events that are told one by one after a gap; above, the reader is told to look at everything again. */
const MOST_MISSED = 500;

/**
 * Whether the actor may hear that this thing has changed. Namespaces, teams, services and clusters are in the catalog
 * for everybody; of requests only those who see them hear.
 */
export async function mayHear(actor: Actor, event: OutboxEvent): Promise<boolean> {
  if (event.topic !== 'request') return can(actor, 'catalog.read');
  if (!/^[0-9a-f-]{36}$/.test(event.key)) return false;
  const request = await db.request.findUnique({
    where: { id: event.key },
    select: { teamId: true, requesterId: true, parties: { select: { kind: true, teamId: true } } },
  });
  return request !== null && can(actor, 'request.see', request);
}

/**
 * Events after `lastId`, each thing once; null when there are too many to tell, or some are gone. Ids are given out at insert and seen at
 * commit, so a lower one may come after a higher one: recent events from a little before are told again, which harms
 * nobody.
 */
export async function missedSince(lastId: bigint): Promise<OutboxEvent[] | null> {
  // Old rows are swept after a day: somebody who was away for longer can't be told what they missed.
  const oldest = await db.outbox.findFirst({ orderBy: { id: 'asc' }, select: { id: true } });
  if (lastId > 0n && (oldest === null || oldest.id > lastId)) return null;
  const rows = await db.$queryRaw<OutboxEvent[]>`
    SELECT max(id) AS id, topic, key FROM outbox
    WHERE id > ${lastId} OR (id > ${lastId - 500n} AND created_at > now() - interval '1 minute')
    GROUP BY topic, key ORDER BY max(id) LIMIT ${MOST_MISSED + 1}`;
  return rows.length > MOST_MISSED ? null : rows;
}

/** The newest id there is: where a reader without a past begins. */
export async function newestId(): Promise<bigint> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`SELECT coalesce(max(id), 0) AS id FROM outbox`;
  return rows[0]?.id ?? 0n;
}
