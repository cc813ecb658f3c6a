import { problemResponse, requestIdOf } from './problem.ts';
import { ADDRESS_BUCKET, addressOf, takeToken } from './rate-limit.ts';

/** A handler that anybody can call, limited by address. */
export function limited<C>(
  handler: (request: Request, context: C) => Promise<Response>,
): (request: Request, context: C) => Promise<Response> {
  return async (request, context) => {
    try {
      await takeToken(`sign-in:${addressOf(request)}`, ADDRESS_BUCKET);
    } catch (error) {
      return problemResponse(error, requestIdOf(request));
    }
    return handler(request, context);
  };
}
