import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission, speaksFor } from '../auth/permissions.ts';
import { withTransaction } from '../db/client.ts';
import { forbidden } from '../domain/errors.ts';
import { record } from '../events/record.ts';
import { partyTitle } from '../queries/parties.ts';
import { parse } from './input.ts';
import { loadForUpdate, move, releaseName, requireOpen, subjectOf } from './machine/decide.ts';
import { rejectSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

/** Says no for a party, which ends the request and frees its name. The comment says why and is a must. */
export async function rejectRequest(actor: Actor, input: unknown): Promise<RequestResult> {
  const { number, comment } = parse(rejectSchema, input);
  return withTransaction(async (tx) => {
    const request = await loadForUpdate(tx, actor, number);
    requirePermission(actor, 'request.decide', subjectOf(request), 'request');
    requireOpen(request);
    const party = request.parties.find((candidate) => speaksFor(actor, candidate));
    if (!party) throw forbidden('You speak for none of the parties of this request.');
    // A no takes back the yes that its own party gave before.
    await tx.approval.updateMany({
      where: {
        requestId: request.id,
        voidedAt: null,
        OR: [{ partyId: party.id }, { personId: actor.personId }],
      },
      data: { voidedAt: new Date(), voidReason: 'The request was rejected.' },
    });
    await tx.approval.create({
      data: {
        requestId: request.id,
        partyId: party.id,
        personId: actor.personId,
        decision: 'no',
        comment,
        resultHash: request.resultHash,
        guardrailVersion: request.guardrailVersion,
      },
    });
    await tx.party.update({ where: { id: party.id }, data: { state: 'no' } });
    await move(tx, request, 'rejected', { decidedAt: new Date(), decisionComment: comment });
    await releaseName(tx, request.id);
    await record(tx, auditActor(actor), {
      action: 'request.rejected',
      target: { kind: 'request', id: request.id, name: `#${String(number)}` },
      teamId: request.teamId,
      detail: { party: party.kind, for: partyTitle(party), comment },
    });
    return { number, state: 'rejected', message: `Request #${String(number)} is rejected.` };
  });
}
