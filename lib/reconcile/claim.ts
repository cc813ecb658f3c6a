import type { Db } from '../db/client.ts';
import { run, statement } from '../db/statements.ts';

/** A namespace this worker may reconcile until its lease ends, and the number that proves it. */
export interface Claim {
  namespaceId: string;
  clusterId: string;
  /** Fence: no write of the pass counts unless the row still has this epoch. */
  epoch: bigint;
  /** performance.now() after which the lease can't be relied on; measured from before the claim was sent. */
  validUntil: number;
}

type ClaimRow = { namespace_id: string; cluster_id: string; epoch: bigint };

const claiming = (among: string): string => `
  WITH picked AS MATERIALIZED (
    SELECT due.namespace_id, due.cluster_id
    FROM unnest($1::uuid[], $2::int[]) AS slot (cluster_id, free)
    CROSS JOIN LATERAL (
      SELECT w.namespace_id, n.cluster_id
      FROM reconcile_work w
      JOIN namespace n ON n.id = w.namespace_id
      JOIN namespace_status s ON s.namespace_id = w.namespace_id
      WHERE n.cluster_id = slot.cluster_id${among}
        AND n.released_at IS NULL
        AND w.not_before <= now()
        AND (w.lease_until IS NULL OR w.lease_until <= now())
        AND (n.generation > s.observed_generation OR n.mark > s.observed_mark
             OR n.deletion_requested_at IS NOT NULL OR w.retry)
      ORDER BY w.not_before, w.namespace_id
      LIMIT slot.free
      FOR UPDATE OF w SKIP LOCKED
    ) AS due
  )
  UPDATE reconcile_work w
  SET epoch = w.epoch + 1, lease_owner = $3::text, lease_until = now() + make_interval(secs => $4::float8)
  FROM picked
  WHERE w.namespace_id = picked.namespace_id
  RETURNING w.namespace_id, picked.cluster_id, w.epoch`;

const CLAIM_DUE = statement<
  ClaimRow,
  [clusterIds: string[], free: number[], owner: string, leaseSeconds: number]
>('claim_due', claiming(''));

const CLAIM_AMONG = statement<
  ClaimRow,
  [clusterIds: string[], free: number[], owner: string, leaseSeconds: number, among: readonly string[]]
>('claim_among', claiming('\n        AND w.namespace_id = ANY ($5::uuid[])'));

/**
 * Claims due namespaces, up to each cluster's free slots, oldest first. Due: changed, marked, to be deleted, or waiting
 * for another try; and its time has come; and nobody holds it. Rows another worker is just claiming are passed over.
 * The lease is counted on the database's clock; ours is only asked for durations. `among` looks at these ids alone: what
 * a notification named costs a few index look-ups, while a look at everything costs more the larger the fleet is.
 */
export async function claimDue(
  db: Db,
  options: {
    owner: string;
    leaseSeconds: number;
    slots: readonly { clusterId: string; free: number }[];
    among?: readonly string[];
  },
): Promise<Claim[]> {
  const slots = options.slots.filter(({ free }) => free > 0);
  if (slots.length === 0) return [];
  const validUntil = performance.now() + options.leaseSeconds * 1000;
  const { among, owner, leaseSeconds } = options;
  const clusterIds = slots.map(({ clusterId }) => clusterId);
  const free = slots.map((slot) => slot.free);
  const rows =
    among === undefined
      ? await run(db, CLAIM_DUE, [clusterIds, free, owner, leaseSeconds])
      : await run(db, CLAIM_AMONG, [clusterIds, free, owner, leaseSeconds, among]);
  return rows.map((row) => ({
    namespaceId: row.namespace_id,
    clusterId: row.cluster_id,
    epoch: row.epoch,
    validUntil,
  }));
}

const RENEW = statement<
  { namespace_id: string },
  [namespaceIds: string[], epochs: bigint[], leaseSeconds: number]
>(
  'renew_claims',
  `UPDATE reconcile_work w
   SET lease_until = now() + make_interval(secs => $3::float8)
   FROM unnest($1::uuid[], $2::bigint[]) AS held (namespace_id, epoch)
   WHERE w.namespace_id = held.namespace_id AND w.epoch = held.epoch AND w.lease_owner IS NOT NULL
   RETURNING w.namespace_id`,
);

/** Renews claims. The ids of those that are still ours; the others were claimed by somebody else meanwhile. */
export async function renewClaims(
  db: Db,
  claims: readonly Claim[],
  leaseSeconds: number,
): Promise<Set<string>> {
  const rows = await run(db, RENEW, [
    claims.map(({ namespaceId }) => namespaceId),
    claims.map(({ epoch }) => epoch),
    leaseSeconds,
  ]);
  return new Set(rows.map((row) => row.namespace_id));
}

const ABANDON = statement<never, [namespaceId: string, epoch: bigint]>(
  'abandon_claim',
  `UPDATE reconcile_work
   SET lease_owner = NULL, lease_until = NULL, retry = true, not_before = now()
   WHERE namespace_id = $1::uuid AND epoch = $2::bigint`,
);

/**
 * Gives a claim back unfinished: another worker may go on at once. Does nothing when it was lost already.
 */
export async function abandonClaim(db: Db, claim: Claim): Promise<void> {
  await run(db, ABANDON, [claim.namespaceId, claim.epoch]);
}

const LET_GO = statement<never, [namespaceId: string, epoch: bigint]>(
  'let_go_of_claim',
  `UPDATE reconcile_work SET lease_owner = NULL, lease_until = NULL, retry = false
   WHERE namespace_id = $1::uuid AND epoch = $2::bigint`,
);

/** Lets go of a claim on a row that is no longer live: nothing is left to do. */
export async function letGoOfClaim(db: Db, claim: Claim): Promise<void> {
  await run(db, LET_GO, [claim.namespaceId, claim.epoch]);
}
