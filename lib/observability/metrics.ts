import http from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const shared = globalThis as unknown as { [key: symbol]: Registry | undefined };
const KEY = Symbol.for('berth.metrics');

/** The process's one registry, with Node's own metrics in it. */
function registry(): Registry {
  let found = shared[KEY];
  if (found === undefined) {
    found = new Registry();
    collectDefaultMetrics({ register: found, prefix: 'berth_' });
    shared[KEY] = found;
  }
  return found;
}

/** The counter of this name, made at first use. */
export function counter<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Counter<L> {
  const found: unknown = registry().getSingleMetric(name);
  if (found instanceof Counter) return found as Counter<L>;
  return new Counter({ name, help, labelNames: [...labelNames], registers: [registry()] });
}

/** The gauge of this name, made at first use. */
export function gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
  const found: unknown = registry().getSingleMetric(name);
  if (found instanceof Gauge) return found as Gauge<L>;
  return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry()] });
}

/** The histogram of this name, made at first use. Buckets in seconds. */
export function histogram<L extends string>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
  buckets: number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
): Histogram<L> {
  const found: unknown = registry().getSingleMetric(name);
  if (found instanceof Histogram) return found as Histogram<L>;
  return new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [registry()] });
}

/**
 * Serves GET /metrics on `port`, on the loopback interface unless `host` says otherwise. @throws when the port is taken.
 */
export async function serveMetrics(
  port: number,
  host = '127.0.0.1',
): Promise<{ close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry()
      .metrics()
      .then(
        (text) => response.writeHead(200, { 'content-type': registry().contentType }).end(text),
        () => response.writeHead(500).end(),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
