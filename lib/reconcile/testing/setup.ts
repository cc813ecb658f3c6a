/** A database, a proxy in front of the test cluster, and workers that are stopped at the end: for integration tests. */
import { inject } from 'vitest';
import { createTestDatabase } from '../../../dev/test/database.ts';
import { createClientFromKubeconfig, type ClusterAccess, type KubeClient } from '../../kubernetes/index.ts';
import { createLogger } from '../../observability/logger.ts';
import { startWorker, type Worker, type WorkerOptions } from '../worker.ts';
import { Fixture, PORTAL_URL } from './fixture.ts';
import { startKubeProxy, type KubeProxy } from './proxy.ts';

export interface Setup {
  fixture: Fixture;
  /** A cluster administrator whose edits carry the field manager `kubectl-edit`. */
  admin: KubeClient;
  /** A proxy of its own in front of the test cluster. */
  proxy: () => Promise<KubeProxy>;
  /** The test cluster as the worker reaches it, through a proxy where one is given. */
  access: (proxy?: KubeProxy, change?: Partial<ClusterAccess>) => ClusterAccess;
  /** Starts a worker on this database; stopped at the end if not before. */
  worker: (clusters: readonly ClusterAccess[], change?: Partial<WorkerOptions>) => Worker;
  /** Those that were started. */
  workers: Worker[];
  end: () => Promise<void>;
}

/** Sets up an empty database with one cluster. */
export async function setUp(options: { mode?: 'heal' | 'observe' } = {}): Promise<Setup> {
  const cluster = inject('cluster');
  const database = await createTestDatabase();
  const fixture = await Fixture.create(database.url, { cluster: cluster.name, ...options });
  const admin = createClientFromKubeconfig(cluster.adminKubeconfig, {
    fieldManager: 'kubectl-edit',
    qps: 1_000,
    burst: 1_000,
  });
  const proxies: KubeProxy[] = [];
  const workers: Worker[] = [];
  const log = createLogger('test');
  log.level = process.env['BERTH_LOG_LEVEL'] ?? 'silent';
  return {
    fixture,
    admin,
    workers,
    proxy: async () => {
      const proxy = await startKubeProxy(cluster);
      proxies.push(proxy);
      return proxy;
    },
    access: (proxy, change = {}) => ({
      name: cluster.name,
      server: proxy?.server ?? cluster.server,
      caFile: proxy?.caFile ?? cluster.caFile,
      tokenFile: cluster.workerTokenFile,
      ...change,
    }),
    worker: (clusters, change = {}) => {
      const worker = startWorker({
        databaseUrl: database.url,
        clusters,
        portalUrl: PORTAL_URL,
        log,
        pollMs: 250,
        ...change,
      });
      workers.push(worker);
      return worker;
    },
    end: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await admin.close();
      await fixture.close();
      await database.drop();
    },
  };
}
