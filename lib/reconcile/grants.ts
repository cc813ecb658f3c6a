/**
 * What becomes of hosts that were taken from a namespace. Quarantine begins when the cluster has confirmed that it no
 * longer grants the name, and not before: a name that a dead cluster may still serve stays taken.
 */
import type { Db, Tx } from '../db/client.ts';
import { revokeHostsOf } from '../db/hosts.ts';
import { run, statement } from '../db/statements.ts';
import { guardrailLimitsSchema, limitsFor } from '../domain/guardrails/limits.ts';
import { hostText, settle, type GrantState } from '../domain/hosts/index.ts';
import { emit } from '../events/emit.ts';
import { record, type AuditActor } from '../events/record.ts';
import type { DesiredRow } from './desired.ts';

const BY_WORKER: AuditActor = { kind: 'worker', id: null, name: 'berth worker' };

/** What is true of the namespace in its cluster. */
type Confirmed =
  | { released: true }
  /** The live annotation lists these hosts, and no other. */
  | { released: false; announced: readonly string[] };

interface Leaving {
  id: string;
  host: string;
  path: string;
  state: GrantState;
  revoked_generation: bigint | null;
  free_at: Date | null;
  now: Date;
}

/**
 * Begins the quarantine of each of the namespace's hosts whose revocation the cluster has confirmed, with the audit event.
 * With the namespace gone that is all of them. The caller holds the fence: the claim's row, locked in the same transaction.
 */
export async function quarantineConfirmed(tx: Tx, row: DesiredRow, confirmed: Confirmed): Promise<void> {
  if (confirmed.released) {
    await revokeHostsOf(tx, row.id, 'The namespace was deleted.');
  }
  const leaving = await tx.$queryRaw<Leaving[]>`
    SELECT id::text AS id, host, path, state, revoked_generation, free_at, now() AS now
    FROM host_grant WHERE namespace_id = ${row.id}::uuid AND state = 'revoking' ORDER BY id FOR UPDATE`;
  const announced = new Set(confirmed.released ? [] : confirmed.announced);
  const gone = leaving.filter((grant) => !announced.has(hostText(grant)));
  if (gone.length === 0) return;
  const quarantineDays = await quarantineDaysOf(tx, row);
  const settled: { id: string; name: string; freeAt: string }[] = [];
  for (const grant of gone) {
    const next = settle(
      { state: grant.state, revokedGeneration: grant.revoked_generation, freeAt: grant.free_at },
      // The pass saw the cluster hold what its generation wants.
      {
        observedGeneration: row.generation,
        released: confirmed.released,
        now: grant.now,
        quarantineDays,
      },
    );
    if (next?.state !== 'quarantined') continue;
    settled.push({ id: grant.id, name: hostText(grant), freeAt: next.freeAt.toISOString() });
  }
  if (settled.length === 0) return;
  await tx.$executeRaw`
    UPDATE host_grant g SET state = 'quarantined', free_at = r."freeAt", updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS r (id uuid, "freeAt" timestamptz)
    WHERE g.id = r.id`;
  for (const { id, name, freeAt } of settled) {
    await record(tx, BY_WORKER, {
      action: 'host.quarantined',
      target: { kind: 'host', id, name },
      teamId: row.teamId,
      detail: { namespace: `${row.input.cluster.name}/${row.name}`, freeAt },
    });
  }
  await emit(tx, 'team', row.teamId);
}

async function quarantineDaysOf(tx: Tx, row: DesiredRow): Promise<number> {
  const [version] = await tx.$queryRaw<{ limits: unknown }[]>`
    SELECT limits FROM guardrail_version ORDER BY id DESC LIMIT 1`;
  const { environment, cluster, team } = row.input;
  return limitsFor(guardrailLimitsSchema.parse(version?.limits ?? {}), {
    environment,
    cluster: cluster.name,
    team: team.slug,
  }).hostQuarantineDays;
}

const LOOK = statement<
  { revoking: boolean; anything: boolean },
  [namespaceId: string, clusterId: string, name: string]
>(
  'hosts_of_namespace',
  `SELECT EXISTS (SELECT 1 FROM host_grant WHERE namespace_id = $1::uuid AND state = 'revoking') AS revoking,
          EXISTS (SELECT 1 FROM host_grant WHERE namespace_id = $1::uuid AND state = 'revoking')
            OR EXISTS (SELECT 1 FROM cluster_host_use WHERE cluster_id = $2::uuid AND namespace = $3::text)
            OR EXISTS (SELECT 1 FROM namespace_finding
                       WHERE namespace_id = $1::uuid AND rule = 'host-not-granted') AS anything`,
);

/** Whether a namespace's hosts need a closer look: some are being revoked, or some are used, or something is said about them. */
export async function lookAtHosts(
  db: Db,
  row: DesiredRow,
): Promise<{ revoking: boolean; anything: boolean }> {
  const [seen] = await run(db, LOOK, [row.id, row.clusterId, row.name]);
  return seen ?? { revoking: false, anything: false };
}
