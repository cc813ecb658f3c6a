/** The worker process: `npm run worker`. */
import { workerConfig } from '../config/env.ts';
import { createLogger } from '../observability/logger.ts';
import { serveMetrics } from '../observability/metrics.ts';
import { startChores } from './chores/start.ts';
import { readClusters } from './clusters.ts';
import { startWorker } from './worker.ts';

const HELP = `The worker makes the clusters as Postgres says they should be.

usage: npm run worker

Settings (environment):
  DATABASE_URL              address of the Postgres database
  BERTH_CLUSTERS_FILE       JSON: {"clusters": [{"name", "server", "caFile", "tokenFile"}]}; "qps", "burst" and
                            "timeoutMs" may bound calls to a cluster (200, 400 and 15000 unless told)
  BERTH_PORTAL_URL          where people reach Berth
  BERTH_WORKER_CONCURRENCY  passes at once per cluster (16)
  BERTH_LEASE_SECONDS       how long a claim holds without being renewed (30)
  BERTH_METRICS_PORT        serves /metrics on this loopback port; off unless set
  BERTH_LOG_LEVEL           trace, debug, info, warn, error (info)

SIGTERM and SIGINT end it: it claims no more, lets what is under way finish for a few seconds, gives back the rest.
Exit status: 0 after a clean end, 1 when it could not start, 2 for a wrong call.
`;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return;
  }
  if (args.length > 0) {
    process.stderr.write(`unknown argument ${args.join(' ')}\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  const config = workerConfig();
  const clusters = readClusters(config.clustersFile);
  const log = createLogger('worker');
  const metrics = config.metricsPort === undefined ? undefined : await serveMetrics(config.metricsPort);
  const worker = startWorker({
    databaseUrl: config.databaseUrl,
    clusters,
    portalUrl: config.portalUrl,
    concurrency: config.concurrency,
    leaseSeconds: config.leaseSeconds,
    log,
  });
  const chores = startChores({ databaseUrl: config.databaseUrl, log: log.child({ part: 'chores' }) });
  log.info({ owner: worker.owner, clusters: clusters.map(({ name }) => name) }, 'the worker has started');

  const stop = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'stopping');
    void Promise.all([worker.stop(), chores.stop()])
      .then(() => metrics?.close())
      .then(
        () => log.info('stopped'),
        (error: unknown) => {
          log.error({ err: error }, 'the worker did not stop cleanly');
          process.exitCode = 1;
        },
      );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
