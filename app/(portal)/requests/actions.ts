'use server';
import { refresh } from 'next/cache';
import type { FormState } from '../../../components/ui/form-state.ts';
import { answerRequest } from '../../../lib/actions/answer-request.ts';
import { approveRequest } from '../../../lib/actions/approve-request.ts';
import { askForAnswer } from '../../../lib/actions/ask-for-answer.ts';
import { commentOnRequest } from '../../../lib/actions/comment-on-request.ts';
import { rejectRequest } from '../../../lib/actions/reject-request.ts';
import { withdrawRequest } from '../../../lib/actions/withdraw-request.ts';
import { act, optional, text } from '../../act.ts';

/** Says yes to exactly what was shown (`resultHash`), with a word if there is one. */
export async function approveAction(
  number: number,
  resultHash: string,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  return act(data, async (actor) => {
    const comment = optional(data, 'comment');
    const { message } = await approveRequest(actor, {
      number,
      resultHash,
      ...(comment === undefined ? {} : { comment }),
    });
    refresh();
    return { message };
  });
}

/** Says no, and why. */
export async function rejectAction(number: number, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const { message } = await rejectRequest(actor, { number, comment: text(data, 'comment') });
    refresh();
    return { message };
  });
}

/** Asks the requester something; the request waits for the answer. */
export async function askBackAction(number: number, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const { message } = await askForAnswer(actor, { number, question: text(data, 'question') });
    refresh();
    return { message };
  });
}

/** Answers what was asked back. */
export async function answerAction(number: number, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const { message } = await answerRequest(actor, { number, answer: text(data, 'answer') });
    refresh();
    return { message };
  });
}

/** Takes an own request back. */
export async function withdrawAction(number: number, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    const comment = optional(data, 'comment');
    const { message } = await withdrawRequest(actor, {
      number,
      ...(comment === undefined ? {} : { comment }),
    });
    refresh();
    return { message };
  });
}

/** Adds a comment. */
export async function commentAction(number: number, _state: FormState, data: FormData): Promise<FormState> {
  return act(data, async (actor) => {
    await commentOnRequest(actor, { number, body: text(data, 'body') });
    refresh();
    return undefined;
  });
}
