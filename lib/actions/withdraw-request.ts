import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { loadForUpdate, move, releaseName, requireOpen, subjectOf } from './machine/decide.ts';
import { withdrawSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

/** Takes back what one has asked for, and frees its name. */
export async function withdrawRequest(actor: Actor, input: unknown): Promise<RequestResult> {
  const { number, comment } = parse(withdrawSchema, input);
  return withTransaction(async (tx) => {
    const request = await loadForUpdate(tx, actor, number);
    requirePermission(actor, 'request.withdraw', subjectOf(request), 'request');
    requireOpen(request);
    await move(tx, request, 'withdrawn', { decidedAt: new Date(), decisionComment: comment ?? null });
    await releaseName(tx, request.id);
    await record(tx, auditActor(actor), {
      action: 'request.withdrawn',
      target: { kind: 'request', id: request.id, name: `#${String(number)}` },
      teamId: request.teamId,
      detail: comment ? { comment } : {},
    });
    return { number, state: 'withdrawn', message: `Request #${String(number)} is withdrawn.` };
  });
}
