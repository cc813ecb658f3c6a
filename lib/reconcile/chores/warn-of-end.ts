/** Tells that namespaces will end soon, and that others have ended: then a pass takes access away. */
import { Prisma, withTransaction, type Db, type Tx } from '../../db/client.ts';
import { WARNED_DAYS_BEFORE } from '../../domain/expiry/index.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import { BY_WORKER } from './lapsed.ts';

/** Namespaces in one run; what is left waits for the next. */
const MOST = 1_000;

interface Ending {
  id: string;
  name: string;
  cluster: string;
  team_id: string;
  expires_at: Date;
}

/** Something that is said once for each end that a namespace was given. */
interface Stage {
  action: string;
  detail: Record<string, number>;
  /** Of namespace `n`. */
  due: Prisma.Sql;
  /** Whether a pass has something to do. */
  marks: boolean;
}

const DAYS = [...WARNED_DAYS_BEFORE].sort((a, b) => a - b);

/** The latest warning that is due counts: who was away for a week needn't hear both. */
const STAGES: readonly Stage[] = [
  ...DAYS.map((days, index): Stage => {
    const next = DAYS[index - 1] ?? 0;
    return {
      action: 'namespace.end-announced',
      detail: { days },
      // A life that is shorter than the notice needs none.
      due: Prisma.sql`
        n.expires_at > now() + make_interval(days => ${next}::int)
        AND n.expires_at <= now() + make_interval(days => ${days}::int)
        AND n.created_at < n.expires_at - make_interval(days => ${days}::int)`,
      marks: false,
    };
  }),
  { action: 'namespace.ended', detail: {}, due: Prisma.sql`n.expires_at <= now()`, marks: true },
];

const LIVE = Prisma.sql`n.deletion_requested_at IS NULL AND n.released_at IS NULL`;

const UNSAID = ({ action, detail }: Stage): Prisma.Sql => Prisma.sql`
  NOT EXISTS (SELECT 1 FROM audit_event a
    WHERE a.target_kind = 'namespace' AND a.target_id = n.id::text AND a.action = ${action}
      AND a.detail @> ${JSON.stringify(detail)}::jsonb AND (a.detail ->> 'expiresAt')::timestamptz = date_trunc('milliseconds', n.expires_at))`;

/**
 * Announces each end 7 days and 1 day ahead, and when it has come: with an audit event, an event for those who watch, and
 * for what has ended a pass.
 */
export async function warnOfEnd(db: Db, signal: AbortSignal): Promise<{ announced: number; ended: number }> {
  const done = { announced: 0, ended: 0 };
  for (const stage of STAGES) {
    const found = await db.$queryRaw<{ id: string }[]>`
      SELECT n.id::text AS id FROM namespace n
      WHERE ${LIVE} AND ${stage.due} AND ${UNSAID(stage)} ORDER BY n.expires_at LIMIT ${MOST}`;
    for (const { id } of found) {
      if (signal.aborted) return done;
      if (await withTransaction((tx) => say(tx, id, stage), db))
        done[stage.marks ? 'ended' : 'announced'] += 1;
    }
  }
  return done;
}

async function say(tx: Tx, id: string, stage: Stage): Promise<boolean> {
  // First the lock, then the look: somebody may be giving it another end, or saying the same.
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM namespace WHERE id = ${id}::uuid FOR NO KEY UPDATE SKIP LOCKED`;
  if (held.length === 0) return false;
  const [ending] = await tx.$queryRaw<Ending[]>`
    SELECT n.id::text AS id, n.name, c.name AS cluster, n.team_id::text AS team_id, n.expires_at
    FROM namespace n JOIN cluster c ON c.id = n.cluster_id
    WHERE n.id = ${id}::uuid AND ${LIVE} AND ${stage.due} AND ${UNSAID(stage)}`;
  if (ending === undefined) return false;
  if (stage.marks) await tx.$executeRaw`UPDATE namespace SET mark = mark + 1 WHERE id = ${id}::uuid`;
  await record(tx, BY_WORKER, {
    action: stage.action,
    target: { kind: 'namespace', id, name: `${ending.cluster}/${ending.name}` },
    teamId: ending.team_id,
    detail: { ...stage.detail, expiresAt: ending.expires_at.toISOString() },
  });
  await emit(tx, 'namespace', id);
  return true;
}
