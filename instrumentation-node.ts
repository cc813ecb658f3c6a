import { hub } from './lib/http/events/hub.ts';
import { asBerthError } from './lib/http/problem.ts';
import { createLogger } from './lib/observability/logger.ts';

const log = createLogger('web');
const started = globalThis as unknown as { [key: symbol]: boolean | undefined };
const KEY = Symbol.for('berth.web.started');

/** Ends event streams when the process is told to stop: an open one would hold it for thirty seconds. */
export function start(): void {
  if (started[KEY] || process.env['NEXT_PHASE'] === 'phase-production-build') return;
  started[KEY] = true;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      hub().closeAll();
    });
  }
}

/** Logs what a page or action threw, unless it is an answer to a person. */
export function report(
  error: unknown,
  request: { path: string; method: string },
  context: { routePath: string; routeType: string },
): void {
  if (asBerthError(error) !== null) return;
  // The path without its query: filters may hold what people typed.
  const path = request.path.split('?')[0];
  log.error(
    { err: error, method: request.method, path, route: context.routePath, type: context.routeType },
    'a page failed',
  );
}
