/** Frees hosts whose quarantine is over, for others to ask for. */
import { withTransaction, type Db, type Tx } from '../../db/client.ts';
import { hostText } from '../../domain/hosts/index.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import { BY_WORKER } from './lapsed.ts';

/** Hosts in one transaction; the next one follows while there are more. */
const BATCH = 200;

interface Freed {
  id: string;
  host: string;
  path: string;
  team_id: string;
  namespace: string | null;
}

/** Frees each quarantined host whose day has come, by the database's clock, with an audit event. */
export async function freeHosts(db: Db, signal: AbortSignal): Promise<{ freed: number }> {
  let freed = 0;
  for (let last = BATCH; last === BATCH && !signal.aborted;) {
    last = await withTransaction((tx) => freeSome(tx), db);
    freed += last;
  }
  return { freed };
}

async function freeSome(tx: Tx): Promise<number> {
  // Somebody who is just taking theirs again holds the row: it is passed over.
  const rows = await tx.$queryRaw<Freed[]>`
    WITH over AS (
      SELECT id FROM host_grant WHERE state = 'quarantined' AND free_at <= now()
      ORDER BY free_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    UPDATE host_grant g SET state = 'free', updated_at = now()
    FROM over, cluster c
    WHERE g.id = over.id AND c.id = g.cluster_id
    RETURNING g.id::text AS id, g.host, g.path, g.team_id::text AS team_id,
              (SELECT c.name || '/' || n.name FROM namespace n WHERE n.id = g.namespace_id) AS namespace`;
  for (const row of rows) {
    await record(tx, BY_WORKER, {
      action: 'host.freed',
      target: { kind: 'host', id: row.id, name: hostText(row) },
      teamId: row.team_id,
      detail: row.namespace === null ? {} : { namespace: row.namespace },
    });
  }
  for (const teamId of new Set(rows.map(({ team_id }) => team_id))) await emit(tx, 'team', teamId);
  return rows.length;
}
