/**
 * `GET /api/events`: a stream of `{topic, key}` hints. Each is authorised anew for its reader; the session is looked at
 * again with every heartbeat and ends the stream with it. A stream lives 15 minutes, then the browser comes back by
 * itself with Last-Event-ID.
 */
import type { Actor } from '../../auth/actor.ts';
import { can } from '../../auth/permissions.ts';
import { actorFromRequest } from '../../auth/request.ts';
import { BerthError, forbidden, isBerthError, unauthenticated } from '../../domain/errors.ts';
import { API_HEADERS, asBerthError, problemResponse, requestIdOf } from '../problem.ts';
import { ADDRESS_BUCKET, PERSON_BUCKET, addressOf, takeToken } from '../rate-limit.ts';
import { reportDefect } from '../report.ts';
import { frame } from './frame.ts';
import type { OutboxEvent } from './frame.ts';
import { hub } from './hub.ts';
import { mayHear, missedSince, newestId } from './outbox.ts';

const HEARTBEAT_MS = 20_000;
const MAX_AGE_MS = 15 * 60_000;
/** How old what we know of the reader may be when an event is judged, ms. */
const ACTOR_AGE_MS = 5_000;
/** Streams of one person on one process: a leader tab shares its own, so that this is ten browsers. */
const MOST_STREAMS = 10;
/** Chunks that may wait for a reader who does not read; then the stream is cut, and they come back. */
const MOST_WAITING = 256;

/** Answers with the stream, or with a problem document. */
export async function eventStream(request: Request): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    const actor = await identify(request);
    const from = lastEventId(request) ?? (await newestId());
    return new Response(streamFor(request, actor, from, requestId), {
      headers: {
        ...API_HEADERS,
        'content-type': 'text/event-stream; charset=utf-8',
        // no-transform keeps proxies and Next itself from gzipping, and so from holding events back.
        'cache-control': 'no-cache, no-store, no-transform',
        'x-accel-buffering': 'no',
        'x-request-id': requestId,
      },
    });
  } catch (error) {
    if (asBerthError(error) === null) reportDefect(error, { requestId, operation: 'events' });
    return problemResponse(error, requestId);
  }
}

async function identify(request: Request): Promise<Actor> {
  let actor: Actor | null = null;
  try {
    actor = await actorFromRequest(request);
    if (!actor) throw unauthenticated();
  } catch (error) {
    if (isBerthError(error)) await takeToken(`address:${addressOf(request)}`, ADDRESS_BUCKET);
    throw error;
  }
  await takeToken(`person:${actor.personId}`, PERSON_BUCKET);
  if (!can(actor, 'catalog.read')) throw forbidden('This API token lacks the scope "read".');
  if (hub().countOf(actor.personId) >= MOST_STREAMS) {
    throw new BerthError('too-many', 'You have too many event streams open; close some windows.', {
      retryAfterSeconds: 30,
    });
  }
  return actor;
}

function lastEventId(request: Request): bigint | null {
  const text = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('lastEventId');
  return text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}

function streamFor(
  request: Request,
  first: Actor,
  from: bigint,
  requestId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: () => void = () => undefined;

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let closed = false;
        let actor = first;
        let seenAt = Date.now();
        let lastId = from;
        // One thing at a time: events stay in order, however long a look at the database takes.
        let queue = Promise.resolve();

        const close = () => {
          if (closed) return;
          closed = true;
          clearInterval(heartbeat);
          clearTimeout(age);
          request.signal.removeEventListener('abort', close);
          leave();
          try {
            controller.close();
          } catch {
            // Cancelled by the reader: closed already.
          }
        };
        const send = (text: string) => {
          if (closed) return;
          if ((controller.desiredSize ?? 0) < -MOST_WAITING) {
            close();
            return;
          }
          controller.enqueue(encoder.encode(text));
        };
        const look = async () => {
          const now = await actorFromRequest(request);
          if (now?.personId !== first.personId) throw unauthenticated();
          actor = now;
          seenAt = Date.now();
        };
        const later = (work: () => Promise<void>) => {
          queue = queue.then(async () => {
            if (closed) return;
            try {
              await work();
            } catch (error) {
              // Signed out, disabled, or the database is away: end; the browser comes back and hears why.
              if (asBerthError(error) === null) reportDefect(error, { requestId, operation: 'events' });
              close();
            }
          });
        };
        const tell = async (event: OutboxEvent) => {
          if (Date.now() - seenAt > ACTOR_AGE_MS) await look();
          if (event.id > lastId) lastId = event.id;
          if (!(await mayHear(actor, event))) return;
          send(frame({ id: String(lastId), data: { topic: event.topic, key: event.key } }));
        };
        const catchUp = async () => {
          const missed = await missedSince(lastId);
          if (missed) {
            for (const event of missed) await tell(event);
            return;
          }
          lastId = await newestId();
          send(frame({ id: String(lastId), name: 'reset', data: {} }));
        };

        const heartbeat = setInterval(() => {
          later(async () => {
            await look();
            send(': still here\n\n');
          });
        }, HEARTBEAT_MS);
        const age = setTimeout(close, MAX_AGE_MS);
        send('retry: 2000\n: welcome\n\n');
        // Joins before it looks back: what comes in between is told twice rather than never.
        const leave = hub().join({
          personId: first.personId,
          notify: (event) => {
            later(() => tell(event));
          },
          missed: () => {
            later(catchUp);
          },
          close: () => {
            close();
          },
        });
        stop = close;
        request.signal.addEventListener('abort', close);
        if (request.signal.aborted) close();
        else later(catchUp);
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: 16 },
  );
}
