/**
 * `defineRoute(operation, handler)`: a route handler that knows who asks, keeps the limits, parses, and answers every
 * failure as a problem document. What it does, in order: identify (token, else cookie), same origin for unsafe requests
 * with a cookie, rate limit, scope, parse params, query and body, Idempotency-Key, handler, answer.
 */
import type { z } from 'zod';
import type { Actor } from '../auth/actor.ts';
import { actorFromRequest } from '../auth/request.ts';
import { fieldErrors } from '../domain/desired-state/schema.ts';
import { forbidden, invalid, isBerthError, preconditionFailed, unauthenticated } from '../domain/errors.ts';
import { parseJson, readBody } from './body.ts';
import { idempotencyKeyOf, once } from './idempotency.ts';
import type { Operation } from './operation.ts';
import { API_HEADERS, asBerthError, problemResponse, requestIdOf } from './problem.ts';
import { ADDRESS_BUCKET, PERSON_BUCKET, addressOf, takeToken } from './rate-limit.ts';
import { reportDefect } from './report.ts';
import { requireSameOrigin } from './same-origin.ts';

type Output<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;
type Sent<O extends Operation> = O extends { body: infer T extends z.ZodType }
  ? z.input<T>
  : Record<string, never>;
type Member<O extends Operation, K extends string> =
  O extends Record<K, infer T> ? Output<T> : Record<string, never>;

/**
 * What a handler gets. The body is as it was sent, checked but without defaults filled in: the action parses it, and an
 * update must be able to tell what was left out. `version` is If-Match's, for operations that take one.
 */
export type Call<O extends Operation> = {
  actor: Actor;
  params: Member<O, 'params'>;
  query: Member<O, 'query'>;
  body: Sent<O>;
  version: string;
  request: Request;
};

type Context = { params: Promise<Record<string, string>> };
type RouteHandler = (request: Request, context: Context) => Promise<Response>;

/** Makes the route handler of an operation. A handler's Response is passed on; anything else is sent as JSON. */
export function defineRoute<O extends Operation>(
  operation: O,
  handler: (call: Call<O>) => unknown,
): RouteHandler {
  return async (request, context) => {
    const requestId = requestIdOf(request);
    try {
      const { actor, headers } = await identify(request);
      if (actor.scopes !== null && (operation.scope === null || !actor.scopes.includes(operation.scope))) {
        throw forbidden(lacking(operation));
      }
      const text = operation.method === 'GET' ? '' : await readBody(request);
      const call = {
        actor,
        params: check(operation.params, await context.params, 'path'),
        query: check(operation.query, queryOf(request), 'query'),
        body: check(
          operation.body,
          operation.body ? parseJson(request, text, operation.anyContentType) : {},
          'body',
        ),
        version: operation.ifMatch ? ifMatch(request) : '',
        request,
      } as Call<O>;
      const key = operation.method === 'POST' ? idempotencyKeyOf(request) : null;
      return key === null
        ? answer(operation, await handler(call), requestId, headers)
        : await answerOnce(operation, call, key, text, handler, requestId, headers);
    } catch (error) {
      if (asBerthError(error) === null) reportDefect(error, { requestId, operation: operation.id });
      return problemResponse(error, requestId);
    }
  };
}

/** Who asks, within limits. Who is not known, or shows something that is not good, is counted by address. */
async function identify(request: Request): Promise<{ actor: Actor; headers: Record<string, string> }> {
  let actor: Actor | null;
  try {
    actor = await actorFromRequest(request);
  } catch (error) {
    if (isBerthError(error)) await takeToken(`address:${addressOf(request)}`, ADDRESS_BUCKET);
    throw error;
  }
  if (!actor) {
    await takeToken(`address:${addressOf(request)}`, ADDRESS_BUCKET);
    throw unauthenticated();
  }
  if (actor.kind === 'session' && request.method !== 'GET' && request.method !== 'HEAD')
    requireSameOrigin(request);
  return { actor, headers: await takeToken(`person:${actor.personId}`, PERSON_BUCKET) };
}

function lacking(operation: Operation): string {
  return operation.scope === null
    ? 'This cannot be done with an API token. Sign in with a browser.'
    : `This API token lacks the scope "${operation.scope}". Make one that has it, under Settings, API tokens.`;
}

function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (name in query) throw invalid([{ field: name, message: 'Send each parameter once.' }]);
    query[name] = value;
  }
  return query;
}

function check(schema: z.ZodType | undefined, value: unknown, where: 'path' | 'query' | 'body'): unknown {
  // Of an operation without parameters, those of the query are refused too: a misspelt filter must not go unseen.
  if (!schema) {
    // A route without dynamic segments has no params at all, not empty ones.
    const names = where === 'query' ? Object.keys(value as object) : [];
    if (names.length > 0) {
      throw invalid(names.map((field) => ({ field, message: 'There is no such parameter. Remove it.' })));
    }
    return {};
  }
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(fieldErrors(result.error));
  return where === 'body' ? value : result.data;
}

function ifMatch(request: Request): string {
  const value = request.headers.get('if-match');
  if (value === null) {
    throw invalid([{ field: 'If-Match', message: 'Send the ETag that you were given as If-Match.' }]);
  }
  const match = /^"(\d{1,15})"$/.exec(value.trim());
  if (!match?.[1]) throw preconditionFailed('If-Match is not an ETag of this. Look again, then change it.');
  return match[1];
}

async function answerOnce<O extends Operation>(
  operation: O,
  call: Call<O>,
  key: string,
  text: string,
  handler: (call: Call<O>) => unknown,
  requestId: string,
  headers: Record<string, string>,
): Promise<Response> {
  if (operation.secret) {
    throw invalid([
      {
        field: 'Idempotency-Key',
        message: 'The answer holds a secret that is not kept; send this without a key.',
      },
    ]);
  }
  const content = `${operation.id} ${new URL(call.request.url).pathname} ${text}`;
  const result = await once(call.actor.personId, key, content, async () => ({
    status: operation.status ?? 200,
    body: await handler(call),
  }));
  return answer(operation, result.body, requestId, {
    ...headers,
    ...(result.replayed ? { 'idempotency-replayed': 'true' } : {}),
  });
}

function answer(
  operation: Operation,
  result: unknown,
  requestId: string,
  headers: Record<string, string>,
): Response {
  if (result instanceof Response) {
    for (const [name, value] of Object.entries({ ...headers, 'x-request-id': requestId }))
      result.headers.set(name, value);
    return result;
  }
  const version = operation.method === 'GET' ? (result as { version?: unknown } | null)?.version : undefined;
  const etag =
    typeof version === 'string' || typeof version === 'number' ? { etag: `"${String(version)}"` } : {};
  return new Response(JSON.stringify(result), {
    status: operation.status ?? 200,
    headers: {
      ...API_HEADERS,
      'content-type': 'application/json',
      'x-request-id': requestId,
      ...headers,
      ...etag,
    },
  });
}

/** A text answer of another media type. */
export function textResponse(text: string, mediaType: string): Response {
  return new Response(text, { headers: { ...API_HEADERS, 'content-type': `${mediaType}; charset=utf-8` } });
}
