/** A worker process that loads first and starts when it is told to: kill tests use up one per kill, and loading is slow. */
import { createLogger } from '../../observability/logger.ts';
import { startWorker, type WorkerOptions } from '../worker.ts';

process.once('message', (options: WorkerOptions) => {
  const worker = startWorker({ ...options, log: createLogger('worker') });
  process.once('SIGTERM', () => {
    void worker.stop().then(() => process.disconnect());
  });
});
