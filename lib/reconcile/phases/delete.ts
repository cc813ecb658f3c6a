/**
 * The way out: rights first, then the namespace, then, when the API server says that it is gone, the row and its name.
 * Only the Namespace with our id is ever deleted, and only under the uid that was just seen: one that somebody made anew
 * under the same name is somebody else's.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { withTransaction } from '../../db/client.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import { isKubeError } from '../../kubernetes/index.ts';
import { quarantineConfirmed } from '../grants.ts';
import { LeaseLost } from '../lease.ts';
import { isOurs as carriesLabel } from '../drift-statement.ts';
import { all, named, refOf, uidOf, type Phase, type Released, type Scope } from '../scope.ts';
import { isOurs, remaining } from './namespace.ts';

/** How long a pass waits for an empty namespace to go, before it gives its place to others. */
const LOOKS = [20, 40, 80, 160, 300, 400];
const AGAIN_MS = 1_500;

const ref = (scope: Scope): { kind: string; name: string } => ({ kind: 'Namespace', name: scope.row.name });

export const revokeAllPhase: Phase = {
  name: 'revoke-all',
  async run(scope) {
    const live = await scope.kube.get(ref(scope));
    if (live === null || !isOurs(live, scope.row.id)) return await release(scope);
    scope.namespace = live;
    scope.status.setUid(uidOf(live));
    scope.status.condition({
      type: 'Ready',
      status: 'False',
      reason: 'Deleting',
      message: 'The namespace is being deleted.',
    });
    const bindings = await scope.kube.list('RoleBinding', { namespace: scope.row.name });
    const ours = bindings.filter(carriesLabel);
    for (const binding of ours) scope.status.object(named(binding, 'access'), 'pruning');
    await all(ours, async (binding) => {
      try {
        await scope.kube.remove(refOf(binding), { uid: uidOf(binding) });
      } catch (error) {
        if (!isKubeError(error, 'conflict')) throw error;
      }
      scope.status.forget((key) => key !== `RoleBinding/${binding.metadata.name}`);
    });
    scope.status.condition({
      type: 'AccessGranted',
      status: 'False',
      reason: 'Revoked',
      message: 'Nobody has access by Berth any more.',
    });
    return undefined;
  },
};

export const deletePhase: Phase = {
  name: 'delete',
  async run(scope) {
    const { kube, status } = scope;
    let live = scope.namespace;
    if (live === null) return { again: AGAIN_MS };
    if (live.metadata['deletionTimestamp'] === undefined) {
      try {
        if ((await kube.remove(ref(scope), { uid: uidOf(live) })) === 'gone') return await release(scope);
      } catch (error) {
        // Made anew between our look and our call: the next pass sees whose it is.
        if (isKubeError(error, 'conflict')) return { again: 200 };
        throw error;
      }
    }
    status.object({ kind: 'Namespace', name: scope.row.name, stage: 'namespace' }, 'pruning');
    for (const ms of LOOKS) {
      await sleep(ms);
      const now = await kube.get(ref(scope));
      if (now === null || !isOurs(now, scope.row.id)) return await release(scope);
      live = now;
    }
    status.condition({
      type: 'Ready',
      status: 'False',
      reason: 'Deleting',
      message: `The namespace is being deleted. ${remaining(live)}`.trim(),
    });
    return { again: AGAIN_MS };
  },
};

/** The row becomes history and its name free, with the audit event, in one transaction behind the fence. */
async function release(scope: Scope): Promise<Released> {
  const { row, claim } = scope;
  await scope.status.close();
  await withTransaction(async (tx) => {
    const held = await tx.$executeRaw`
      UPDATE reconcile_work
      SET lease_owner = NULL, lease_until = NULL, retry = false, attempts = 0
      WHERE namespace_id = ${row.id}::uuid AND epoch = ${claim.epoch.toString()}::bigint`;
    if (held !== 1) throw new LeaseLost();
    await tx.$executeRaw`UPDATE namespace SET released_at = now() WHERE id = ${row.id}::uuid AND released_at IS NULL`;
    await tx.$executeRaw`DELETE FROM name_reservation WHERE namespace_id = ${row.id}::uuid`;
    await quarantineConfirmed(tx, row, { released: true });
    await tx.$executeRaw`DELETE FROM namespace_finding WHERE namespace_id = ${row.id}::uuid`;
    await tx.$executeRaw`
      UPDATE namespace_status
      SET phase = 'Deleted', objects = '[]'::jsonb, observed_generation = ${row.generation.toString()}::bigint,
          observed_mark = ${row.mark.toString()}::bigint, updated_at = now(),
          conditions = ${JSON.stringify(released(scope))}::jsonb
      WHERE namespace_id = ${row.id}::uuid`;
    await tx.$executeRaw`DELETE FROM namespace_usage WHERE namespace_id = ${row.id}::uuid`;
    await record(
      tx,
      { kind: 'worker', id: null, name: 'berth worker' },
      {
        action: 'namespace.deleted',
        target: { kind: 'namespace', id: row.id, name: `${row.input.cluster.name}/${row.name}` },
        teamId: row.teamId,
        detail: { uid: scope.status.uid },
      },
    );
    await emit(tx, 'namespace', row.id);
  }, scope.db);
  return { released: true };
}

function released(scope: Scope): object[] {
  return [
    {
      type: 'Ready',
      status: 'False',
      reason: 'Deleted',
      message: 'The namespace is gone from the cluster.',
      lastTransitionTime: new Date().toISOString(),
      observedGeneration: Number(scope.row.generation),
    },
  ];
}
