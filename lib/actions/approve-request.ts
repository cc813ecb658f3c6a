import { auditActor } from '../auth/actor.ts';
import type { Actor } from '../auth/actor.ts';
import { requirePermission, speaksFor } from '../auth/permissions.ts';
import type { Tx } from '../db/client.ts';
import { conflict } from '../domain/errors.ts';
import { emit } from '../events/emit.ts';
import { record } from '../events/record.ts';
import { partyTitle } from '../queries/parties.ts';
import { parse } from './input.ts';
import { apply } from './machine/apply.ts';
import {
  itemOf,
  judgeAgain,
  loadForUpdate,
  move,
  requireOpen,
  subjectOf,
  supplant,
} from './machine/decide.ts';
import type { Loaded, Rejudged } from './machine/decide.ts';
import { withRegistry } from './machine/hosts.ts';
import { refusals } from './machine/open.ts';
import { approveSchema } from './schemas.ts';
import type { RequestResult } from './types.ts';

type Outcome = RequestResult | { changed: string };

/**
 * Says yes for one party. With the last yes the request is judged once more under the locks of granting and applied in
 * the same transaction. Throws `conflict` when it was decided already, when the actor has spoken, or when what it leads
 * to is not what was shown: then the new result is written down, all approvals are void, and one looks again.
 */
export async function approveRequest(actor: Actor, input: unknown): Promise<RequestResult> {
  const { number, resultHash, comment } = parse(approveSchema, input);
  const outcome = await withRegistry(async (tx): Promise<Outcome> => {
    const request = await loadForUpdate(tx, actor, number);
    requirePermission(actor, 'request.decide', subjectOf(request), 'request');
    requireOpen(request);
    const party = await partyFor(tx, actor, request);
    const again = await judgeAgain(tx, request);
    if (again.judged.resultHash !== request.resultHash) return changed(tx, actor, request, again);
    if (resultHash !== request.resultHash) {
      throw conflict('The request has changed since you looked. Look at it again before you approve it.');
    }
    await tx.approval.create({
      data: {
        requestId: request.id,
        partyId: party.id,
        personId: actor.personId,
        decision: 'yes',
        comment: comment ?? '',
        resultHash,
        guardrailVersion: request.guardrailVersion,
      },
    });
    await tx.party.update({ where: { id: party.id }, data: { state: 'yes' } });
    await record(tx, auditActor(actor), {
      action: 'request.approved',
      target: { kind: 'request', id: request.id, name: `#${String(number)}` },
      teamId: request.teamId,
      detail: { party: party.kind, for: partyTitle(party), resultHash, ...(comment ? { comment } : {}) },
    });
    const waiting = request.parties.filter((other) => other.id !== party.id && other.state === 'waiting');
    if (waiting.length === 0) return grant(tx, actor, request, again, comment ?? null);
    await emit(tx, 'request', request.id);
    const names = waiting.map(partyTitle).join(', ');
    return { number, state: 'pending', message: `Your yes is noted. Still waiting for ${names}.` };
  });
  if ('changed' in outcome) throw conflict(outcome.changed);
  return outcome;
}

/** The waiting party that the actor will speak for. One person speaks for one party of a request, once. */
async function partyFor(tx: Tx, actor: Actor, request: Loaded): Promise<Loaded['parties'][number]> {
  const spoken = await tx.approval.findFirst({
    where: { requestId: request.id, personId: actor.personId, voidedAt: null },
  });
  if (spoken) throw conflict('You have spoken on this request already. One person speaks for one party.');
  const party = request.parties.find(
    (candidate) => candidate.state === 'waiting' && speaksFor(actor, candidate),
  );
  if (!party) throw conflict('The party that you can speak for has said yes already.');
  return party;
}

async function grant(
  tx: Tx,
  actor: Actor,
  request: Loaded,
  again: Rejudged,
  comment: string | null,
): Promise<RequestResult> {
  await move(tx, request, 'approved', { decidedAt: new Date(), decisionComment: comment });
  const item = itemOf(request);
  await apply(tx, auditActor(actor), again.world, {
    id: request.id,
    number: request.number,
    kind: request.kind as 'create' | 'change' | 'delete',
    requesterId: request.requesterId,
    itemId: item.id,
    namespaceId: item.namespaceId,
    baseGeneration: again.baseGeneration,
    desired: again.judged.desired,
  });
  const verb =
    { create: 'is granted', change: 'is changed', delete: 'will be deleted' }[request.kind] ?? 'is done';
  return { number: Number(request.number), state: 'applied', message: `"${item.namespaceName}" ${verb}.` };
}

/** The world has moved since the verdict was shown: writes the new result, and says so instead of approving. */
async function changed(tx: Tx, actor: Actor, request: Loaded, again: Rejudged): Promise<Outcome> {
  const number = Number(request.number);
  await supplant(tx, request, again, 'What the request leads to has changed.');
  await record(tx, auditActor(actor), {
    action: 'request.rejudged',
    target: { kind: 'request', id: request.id, name: `#${String(number)}` },
    teamId: request.teamId,
    detail: {
      before: request.resultHash,
      after: again.judged.resultHash,
      outcome: again.judged.verdict.outcome,
    },
  });
  if (again.judged.verdict.outcome === 'granted') {
    const result = await grant(tx, actor, request, again, 'Lies inside the guardrails now.');
    return {
      ...result,
      message: `${result.message} It lies inside the guardrails now and needed no approval.`,
    };
  }
  const reasons = refusals(again.judged.verdict).map(({ message }) => message);
  return {
    changed:
      reasons.length > 0
        ? `This can't be granted any more: ${reasons.join(' ')}`
        : 'What this request leads to has changed since you looked. Look at it again before you approve it.',
  };
}
