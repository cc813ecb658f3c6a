import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import type { RequestState } from '../domain/lifecycle/index.ts';
import { parse } from './input.ts';
import { loadForUpdate, requireOpen, subjectOf } from './machine/decide.ts';
import { commentSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

/** Adds a comment to an open request. */
export async function commentOnRequest(actor: Actor, input: unknown): Promise<RequestResult> {
  const { number, body } = parse(commentSchema, input);
  return withTransaction(async (tx) => {
    const request = await loadForUpdate(tx, actor, number);
    requirePermission(actor, 'request.comment', subjectOf(request), 'request');
    requireOpen(request);
    await tx.requestComment.create({ data: { requestId: request.id, personId: actor.personId, body } });
    await record(tx, auditActor(actor), {
      action: 'request.commented',
      target: { kind: 'request', id: request.id, name: `#${String(number)}` },
      teamId: request.teamId,
    });
    await emit(tx, 'request', request.id);
    return { number, state: request.state as RequestState, message: 'Your comment is there.' };
  });
}
