/** Asks for the deletion of namespaces whose end has passed and to which nobody has had access for a week. */
import { Prisma, withTransaction, type Db, type Tx } from '../../db/client.ts';
import { endConnections } from '../../db/connections.ts';
import { revokeHostsOf } from '../../db/hosts.ts';
import { DAYS_IN_QUARANTINE } from '../../domain/expiry/index.ts';
import { statesBefore } from '../../domain/lifecycle/index.ts';
import { tellEnds } from '../../events/connections.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import { BY_WORKER, settleLapsed, type LapsedRequest } from './lapsed.ts';

/**
 * Days after its end after which a namespace goes though no pass has said that access was taken away: it never was in its
 * cluster, or that hasn't answered for so long.
 */
const DAYS_AT_MOST = 2 * DAYS_IN_QUARANTINE;
/** Namespaces in one run; what is left waits for the next hour. */
const MOST = 1_000;
const LAPSED_BECAUSE = 'The namespace is being deleted.';

const EXPIRED = Prisma.sql`
  n.deletion_requested_at IS NULL AND n.released_at IS NULL
  AND n.expires_at < now() - make_interval(days => ${DAYS_IN_QUARANTINE}::int)
  AND (n.expires_at < now() - make_interval(days => ${DAYS_AT_MOST}::int) OR EXISTS (
    SELECT 1 FROM namespace_status s, jsonb_array_elements(s.conditions) AS c
    WHERE s.namespace_id = n.id AND c ->> 'type' = 'AccessGranted' AND c ->> 'reason' = 'Ended'
      AND (c ->> 'lastTransitionTime')::timestamptz < now() - make_interval(days => ${DAYS_IN_QUARANTINE}::int)))`;

const OPEN_REQUEST_OF = (namespaceId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  r.state = ANY (${statesBefore('lapsed')}::text[])
  AND r.id IN (SELECT i.request_id FROM request_item i WHERE i.namespace_id = ${namespaceId})`;

/** A deletion can't be taken back: whoever has asked for another end gets their answer first. */
const EXTENSION_ASKED = (namespaceId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (SELECT 1 FROM request r JOIN request_item e ON e.request_id = r.id
          WHERE ${OPEN_REQUEST_OF(namespaceId)} AND e.namespace_id = ${namespaceId}
            AND 'expiresAt' = ANY (e.changed_paths))`;

interface Expired {
  name: string;
  cluster: string;
  team_id: string;
  expires_at: Date;
}

/**
 * Asks for the deletion of each namespace whose end is a week past, to which nobody has had access for that long, and for
 * which nobody has asked for another end; each in a transaction of its own. The row is left as a person's deletion leaves it (lib/actions/machine/apply.ts).
 */
export async function expireNamespaces(db: Db, signal: AbortSignal): Promise<{ expired: number }> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT n.id FROM namespace n
    WHERE ${EXPIRED} AND NOT ${EXTENSION_ASKED(Prisma.sql`n.id`)} ORDER BY n.expires_at LIMIT ${MOST}`;
  let expired = 0;
  for (const { id } of found) {
    if (signal.aborted) break;
    if (await withTransaction((tx) => expire(tx, id), db)) expired += 1;
  }
  return { expired };
}

async function expire(tx: Tx, id: string): Promise<boolean> {
  const key = Prisma.sql`${id}::uuid`;
  // In the order in which an approval takes them: requests, the cluster (its connections), then the namespace.
  await tx.$queryRaw`SELECT 1 FROM request r WHERE ${OPEN_REQUEST_OF(key)} ORDER BY r.id FOR NO KEY UPDATE`;
  await tx.$queryRaw`
    SELECT 1 FROM cluster c WHERE c.id = (SELECT n.cluster_id FROM namespace n WHERE n.id = ${key}) FOR NO KEY UPDATE`;
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM namespace WHERE id = ${key} FOR NO KEY UPDATE SKIP LOCKED`;
  if (held.length === 0) return false;
  const [namespace] = await tx.$queryRaw<Expired[]>`
    UPDATE namespace n SET deletion_requested_at = now(), updated_at = now()
    FROM cluster c
    WHERE n.id = ${key} AND c.id = n.cluster_id AND ${EXPIRED} AND NOT ${EXTENSION_ASKED(key)}
    RETURNING n.name, c.name AS cluster, n.team_id, n.expires_at`;
  if (namespace === undefined) return false;
  await revokeHostsOf(tx, id, 'The namespace has expired.');
  // Whatever else was asked of it has lost its object.
  const others = await tx.$queryRaw<LapsedRequest[]>`
    UPDATE request r
    SET state = 'lapsed', decided_at = now(), decision_comment = ${LAPSED_BECAUSE}, updated_at = now(),
        version = version + 1
    WHERE ${OPEN_REQUEST_OF(key)}
    RETURNING r.id, r.number, r.team_id`;
  for (const other of others) await settleLapsed(tx, other, LAPSED_BECAUSE);
  const ends = await endConnections(tx, { namespaceId: id }, id);
  await tellEnds(tx, BY_WORKER, 'connection.ended', ends, { reason: 'expired' });
  await record(tx, BY_WORKER, {
    action: 'namespace.deletion-requested',
    target: { kind: 'namespace', id, name: `${namespace.cluster}/${namespace.name}` },
    teamId: namespace.team_id,
    detail: { reason: 'expired', expiresAt: namespace.expires_at.toISOString() },
  });
  await emit(tx, 'namespace', id);
  return true;
}
