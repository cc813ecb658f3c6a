import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { record } from '../events/record.ts';
import { parse } from './input.ts';
import { loadForUpdate, move, requireOpen, subjectOf } from './machine/decide.ts';
import { askForAnswerSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

/** Asks back before deciding: the question becomes a comment, and the request waits for the answer. */
export async function askForAnswer(actor: Actor, input: unknown): Promise<RequestResult> {
  const { number, question } = parse(askForAnswerSchema, input);
  return withTransaction(async (tx) => {
    const request = await loadForUpdate(tx, actor, number);
    requirePermission(actor, 'request.decide', subjectOf(request), 'request');
    requireOpen(request);
    await move(tx, request, 'answer-needed');
    await tx.requestComment.create({
      data: { requestId: request.id, personId: actor.personId, body: question },
    });
    await record(tx, auditActor(actor), {
      action: 'request.answer-asked',
      target: { kind: 'request', id: request.id, name: `#${String(number)}` },
      teamId: request.teamId,
    });
    return {
      number,
      state: 'answer-needed',
      message: 'Your question is there; the request waits for an answer.',
    };
  });
}
