// Sends one attempt and judges what came back.
import { create } from './calls.ts';
import { mergePatched } from './merge.ts';
import type { Answer, Caller } from './http.ts';
import type { Actor, Attempt, Call, Passage } from './types.ts';

/** Those who can send: the cast, and the administrator, who looks and clears up but never attacks. */
export interface Senders {
  as: (actor: Actor) => Caller;
  admin: Caller;
}

/** Sends a call for an actor; with `dryRun` nothing is kept of it, unless the call must be real. */
export async function send(
  senders: Senders,
  actor: Actor,
  call: Call,
  { dryRun = false } = {},
): Promise<Answer> {
  const ready = await filledIn(senders, call);
  const dry = dryRun && call.real !== true;
  return senders.as(actor).send(dry ? { ...ready, query: { ...ready.query, dryRun: 'All' } } : ready);
}

// A PUT carries the whole object: what is live, changed.
async function filledIn(senders: Senders, call: Call): Promise<Call> {
  if (call.verb !== 'replace') return call;
  // A subresource's object is read at its own path, save those that can only be written.
  const readable = call.path.replace(/\/finalize$/, '');
  const live = await senders.admin.get(readable);
  if (live.status !== 200) throw new Error(`${readable} can't be read: ${live.body.message ?? ''}`);
  return { ...call, body: mergePatched(live.body, call.body) };
}

/** How the API server says that a policy refused. */
function refusalOf(policy: string): string {
  return `ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: `;
}

/** How an attempt ended. */
export interface Verdict {
  /** refused: as it must be. let-in: it got through. otherwise: refused by something or somebody else. */
  outcome: 'refused' | 'let-in' | 'otherwise';
  status: number;
  message: string;
}

/** Makes an attempt. What gets through is cleared away by the administrator, so that it can be made again. */
export async function attack(
  senders: Senders,
  attempt: Attempt,
  options: { dryRun?: boolean } = {},
): Promise<Verdict> {
  const answer = await send(senders, attempt.actor, attempt.request, options);
  const message = answer.body.message ?? '';
  const { status } = answer;
  if (allowed(answer, attempt.request)) {
    await clearAway(senders, attempt.request, answer, options);
    // What a real write changed or deleted stands there again, as far as it is gone.
    if (attempt.request.real === true)
      for (const { object } of attempt.given) await senders.admin.send(create(object));
    return { outcome: 'let-in', status, message };
  }
  const asItMust =
    status === 403 && message.includes(refusalOf(attempt.refusedBy)) && message.includes(attempt.message);
  return { outcome: asItMust ? 'refused' : 'otherwise', status, message };
}

/** Makes the legitimate request beside it, or a passage: resolves to null when it was allowed, else to what was said against it. */
export async function pass(
  senders: Senders,
  { actor, request }: Pick<Passage, 'actor' | 'request'>,
  options: { dryRun?: boolean } = {},
): Promise<string | null> {
  const answer = await send(senders, actor, request, options);
  if (!allowed(answer, request)) return `${String(answer.status)} ${answer.body.message ?? ''}`;
  await clearAway(senders, request, answer, options);
  return null;
}

// A stream to a Pod that runs nowhere ends with 400 or 500 behind the door: the door itself is what admission guards.
function allowed({ status, body }: Answer, call: Call): boolean {
  if (status >= 200 && status < 300) return true;
  return call.verb === 'connect' && status !== 403 && !(body.message ?? '').includes('denied request');
}

async function clearAway(
  senders: Senders,
  call: Call,
  answer: Answer,
  { dryRun = false }: { dryRun?: boolean },
): Promise<void> {
  const kept = !dryRun || (call.real === true && call.query?.['dryRun'] !== 'All');
  const name = answer.body.metadata?.name;
  // Only what a POST to a collection made has a place of its own to be deleted from.
  if (call.verb !== 'create' || !kept || name === undefined || /\/(token|eviction|binding)$/.test(call.path))
    return;
  await senders.admin.send({ verb: 'delete', path: `${call.path}/${name}` });
}
