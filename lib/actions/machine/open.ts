/** Writes a request; one that lies inside the guardrails is applied in the same breath. */
import { randomUUID } from 'node:crypto';
import { isUniqueViolation } from '../../db/client.ts';
import type { Prisma, Tx } from '../../db/client.ts';
import { invalid } from '../../domain/errors.ts';
import type { Verdict } from '../../domain/guardrails/index.ts';
import { holderId } from '../../domain/hosts/index.ts';
import { auditActor } from '../../auth/actor.ts';
import type { Actor } from '../../auth/actor.ts';
import { emit } from '../../events/emit.ts';
import { record } from '../../events/record.ts';
import { apply } from './apply.ts';
import { reserveHosts } from './hosts.ts';
import type { Judged } from './judge.ts';
import { settleParties } from './parties.ts';
import type { World } from './world.ts';

export type Opening = {
  kind: 'create' | 'change' | 'delete';
  judged: Judged;
  reason: string;
  /** For a change or deletion. */
  namespace?: { id: string; generation: bigint };
  changedPaths?: string[];
};

/** A verdict's refusals as field errors; empty when nothing is refused. */
export function refusals(verdict: Verdict): { field: string; message: string }[] {
  return verdict.findings
    .filter((finding) => finding.outcome === 'refused')
    .map(({ field, message }) => ({ field, message }));
}

/**
 * Opens a request under the locks of `world`. Throws `invalid` when the verdict refuses, and when a name was taken
 * between the look and now: the reservation's key decides, so that of many asks at once exactly one wins.
 */
export async function open(
  tx: Tx,
  actor: Actor,
  world: World,
  opening: Opening,
): Promise<{ number: number; state: 'pending' | 'applied' }> {
  const { judged, kind } = opening;
  const { desired, verdict } = judged;
  const refused = refusals(verdict);
  if (refused.length > 0) throw invalid(refused);
  const granted = verdict.outcome === 'granted';
  const now = new Date();
  const id = randomUUID();
  const request = await tx.request.create({
    data: {
      id,
      kind,
      state: granted ? 'approved' : 'pending',
      requesterId: actor.personId,
      teamId: world.team.id,
      reason: opening.reason,
      verdict: verdict as unknown as Prisma.InputJsonObject,
      guardrailVersion: judged.guardrailVersion,
      resultHash: judged.resultHash,
      decidedAt: granted ? now : null,
      decisionComment: granted ? 'Inside the guardrails: granted at once.' : null,
      items: {
        create: {
          clusterId: world.cluster.id,
          namespaceName: desired.name,
          namespaceId: opening.namespace?.id ?? null,
          baseGeneration: opening.namespace?.generation ?? null,
          changedPaths: opening.changedPaths ?? [],
          desired: desired,
        },
      },
    },
    select: { number: true, items: { select: { id: true } } },
  });
  if (kind === 'create') await reserve(tx, world.cluster.id, desired.name, id);
  if (kind === 'create' && !granted) {
    const holder = holderId(desired.service.slug, desired.environment);
    const at = { clusterId: world.cluster.id, teamId: world.team.id, holder };
    await reserveHosts(tx, at, desired.spec.hosts, id);
  }
  await settleParties(tx, id, verdict);
  const number = Number(request.number);
  const by = auditActor(actor);
  await record(tx, by, {
    action: `request.opened`,
    target: { kind: 'request', id, name: `#${String(number)}` },
    teamId: world.team.id,
    detail: { kind, cluster: world.cluster.name, name: desired.name, outcome: verdict.outcome },
  });
  const itemId = request.items[0]?.id ?? '';
  if (granted) {
    await apply(tx, by, world, {
      id,
      number: request.number,
      kind,
      requesterId: actor.personId,
      itemId,
      namespaceId: opening.namespace?.id ?? null,
      baseGeneration: opening.namespace?.generation ?? null,
      desired,
    });
  }
  await emit(tx, 'request', id);
  return { number, state: granted ? 'applied' : 'pending' };
}

async function reserve(tx: Tx, clusterId: string, name: string, requestId: string): Promise<void> {
  try {
    await tx.nameReservation.create({ data: { clusterId, name, requestId } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw invalid([{ field: 'name', message: `"${name}" was taken a moment ago. Choose another name.` }]);
  }
}
