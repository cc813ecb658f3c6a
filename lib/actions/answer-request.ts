import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { loadForUpdate, move, requireOpen, subjectOf } from './machine/decide.ts';
import { answerSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

/** Answers the question that holds a request up; it waits for its parties again. */
export async function answerRequest(actor: Actor, input: unknown): Promise<RequestResult> {
  const { number, answer } = parse(answerSchema, input);
  return withTransaction(async (tx) => {
    const request = await loadForUpdate(tx, actor, number);
    requirePermission(actor, 'request.answer', subjectOf(request), 'request');
    requireOpen(request);
    await move(tx, request, 'pending');
    await tx.requestComment.create({
      data: { requestId: request.id, personId: actor.personId, body: answer },
    });
    await record(tx, auditActor(actor), {
      action: 'request.answered',
      target: { kind: 'request', id: request.id, name: `#${String(number)}` },
      teamId: request.teamId,
    });
    return { number, state: 'pending', message: 'Your answer is there.' };
  });
}
