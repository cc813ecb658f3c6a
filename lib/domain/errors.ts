/**
 * The errors that people are meant to read. Every layer throws these; the HTTP layer and the pages turn them into
 * problem documents and form messages. Anything else that is thrown is a defect and is shown as one.
 */

/** One bad field of an input: its path (`quota.requests.cpu`) and a sentence with the remedy. */
export type FieldError = { field: string; message: string };

export type BerthErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'conflict'
  | 'precondition-failed'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

const STATUS: Record<BerthErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 422,
  conflict: 409,
  'precondition-failed': 412,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

/** An expected failure with a message for the person who caused or met it. `status` is its HTTP status. */
export class BerthError extends Error {
  override readonly name = 'BerthError';
  readonly code: BerthErrorCode;
  readonly status: number;
  readonly errors: FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: BerthErrorCode,
    message: string,
    options: { errors?: FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = STATUS[code];
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Whether an error is one of ours; by name too, since Next compiles pages and routes into separate module graphs. */
export function isBerthError(error: unknown): error is BerthError {
  return error instanceof BerthError || (error instanceof Error && error.name === 'BerthError');
}

/** Nobody is signed in, or the token is unknown, expired or revoked. */
export function unauthenticated(message = 'Sign in, or send a valid API token.'): BerthError {
  return new BerthError('unauthenticated', message);
}

/** The caller may see the thing but not do this to it. Strangers get `notFound` instead. */
export function forbidden(message: string): BerthError {
  return new BerthError('forbidden', message);
}

/** It isn't there, or the caller may not know that it is: the two read the same on purpose. */
export function notFound(what = 'page'): BerthError {
  return new BerthError('not-found', `There is no such ${what}, or you may not see it.`);
}

/** The input doesn't fit; each field says what would. */
export function invalid(errors: FieldError[], message?: string): BerthError {
  const first = errors[0]?.message ?? 'The input is not valid.';
  return new BerthError('invalid', message ?? first, { errors });
}

/** It fitted when the caller looked, and no longer does. */
export function conflict(message: string, errors: FieldError[] = []): BerthError {
  return new BerthError('conflict', message, { errors });
}

/** An If-Match version that is no longer the current one. */
export function preconditionFailed(message: string): BerthError {
  return new BerthError('precondition-failed', message);
}

/** A body over the limit; `limitBytes` is named in the message. */
export function tooLarge(limitBytes: number): BerthError {
  return new BerthError('too-large', `The body is larger than ${String(limitBytes)} bytes; send less.`);
}

/** A rate limit; the caller may come back after `retryAfterSeconds`. */
export function tooMany(retryAfterSeconds: number): BerthError {
  return new BerthError('too-many', `Too many requests; try again in ${String(retryAfterSeconds)} s.`, {
    retryAfterSeconds,
  });
}

/** Something that Berth needs does not answer: a cluster, Postgres, the identity provider. */
export function unavailable(message: string, cause?: unknown): BerthError {
  return new BerthError('unavailable', message, cause === undefined ? {} : { cause });
}
