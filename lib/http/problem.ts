/** Errors as RFC 9457 problem documents, with a request id that the log carries too. */
import { randomUUID } from 'node:crypto';
import { isDatabaseUnreachable } from '../db/client.ts';
import { isBerthError, unavailable } from '../domain/errors.ts';
import type { FieldError, BerthError } from '../domain/errors.ts';

type Problem = {
  /** A URI reference that names the kind of problem; the fragment is BerthError.code. */
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  errors?: FieldError[];
};

const TITLES: Record<number, string> = {
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed in the meantime',
  413: 'Too large',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Something broke',
  503: 'Not available',
};

/** Headers of every API answer: nothing of it is kept by a cache, framed, or run. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The id of a request: the one a proxy in front gave it, where it looks like one, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given !== null && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What an error is to the caller: ours as it is, a database that is gone as 503, anything else as a defect. */
export function asBerthError(error: unknown): BerthError | null {
  if (isBerthError(error)) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (isDatabaseUnreachable(error)) {
    return unavailable("The portal's database can't be reached. Try again in a moment.", error);
  }
  // Prisma: no transaction could be begun, or one ran out of time, since too much is going on.
  if (code === 'P2028' || code === 'P2024') {
    return unavailable('The portal is very busy. Try again in a moment.', error);
  }
  return null;
}

/** The answer to a failed request. A defect tells nothing of itself but the id to ask about. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = asBerthError(error);
  const status = known?.status ?? 500;
  const problem: Problem = {
    type: `/docs/problems#${known?.code ?? 'defect'}`,
    title: TITLES[status] ?? 'Failed',
    status,
    detail:
      known?.message ?? `Something broke in Berth. Tell its administrators the request id ${requestId}.`,
    requestId,
    ...(known && known.errors.length > 0 ? { errors: known.errors } : {}),
  };
  const retryAfter = known?.retryAfterSeconds ?? (status === 503 ? 5 : undefined);
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      ...API_HEADERS,
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="berth"' } : {}),
    },
  });
}
