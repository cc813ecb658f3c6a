import { createLogger } from '../observability/logger.ts';

const log = createLogger('http');

/** Logs what nobody expected; the answer carries only the request id. */
export function reportDefect(error: unknown, context: { requestId: string; operation: string }): void {
  log.error({ err: error, ...context }, 'a request failed with a defect');
}
