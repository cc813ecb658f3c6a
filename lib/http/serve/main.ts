/**
 * The web: `npm run web`. A process per core and one more behind one port: rendering a page is work for one core, a short one needn't wait
 * for a long one in the same process, and nothing that a request needs is kept in a process. Each is Next's own server; this one only
 * starts them, replaces one that dies, and ends them.
 */
import cluster, { type Worker } from 'node:cluster';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { webConfig, webProcesses } from '../../config/env.ts';
import { createLogger } from '../../observability/logger.ts';

const HELP = `Serves the portal; npm run build makes what is served.

usage: npm run web -- [options]

  --port PORT   default 3000
  --host HOST   address to listen on (default: every one)
  --help        this text

Settings (environment): those of the web in docs/operations.md; of these, for the processes themselves:
  BERTH_WEB_PROCESSES  how many (default: one more than cores, 4 at most)

SIGTERM and SIGINT end it: what is being answered is answered, event streams are closed.
Exit status: 0 after a clean end, 1 when it could not start, 2 for a wrong call.
`;

/** Processes unless told: with more, connections to Postgres run out before cores do. */
const MOST_PROCESSES = 4;
/** A process that dies sooner than this after its start, ms, has not come up: starting it again would not help. */
const CAME_UP_AFTER_MS = 5_000;

const log = createLogger('web');

function main(): void {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      host: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  // Says at once what is missing, and not at the first request.
  webConfig();
  const count = webProcesses() ?? Math.min(availableParallelism() + 1, MOST_PROCESSES);
  const host = values.host === undefined ? [] : ['-H', values.host];
  cluster.setupPrimary({
    exec: createRequire(import.meta.url).resolve('next/dist/bin/next'),
    args: ['start', '-p', values.port, ...host],
  });
  serve(count);
}

/** Keeps `count` processes until it is told to stop, or one of them does not come up. */
function serve(count: number): void {
  let stopping = false;
  const stopAll = (): void => {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
  };
  const fork = (): void => {
    const began = performance.now();
    const worker: Worker = cluster.fork();
    worker.once('exit', (code, signal) => {
      if (stopping) return;
      if (performance.now() - began < CAME_UP_AFTER_MS) {
        process.exitCode = 1;
        stopAll();
        return;
      }
      log.error({ code, signal }, 'a web process died; another takes its place');
      fork();
    });
  };
  process.once('SIGTERM', stopAll);
  process.once('SIGINT', stopAll);
  for (let number = 0; number < count; number += 1) fork();
}

try {
  main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const isWrongCall = code?.startsWith('ERR_PARSE_ARGS') === true;
  process.stderr.write(`${message}\n${isWrongCall ? `\n${HELP}` : ''}`);
  process.exitCode = isWrongCall ? 2 : 1;
}
