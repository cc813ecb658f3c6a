/**
 * A real TLS reverse proxy in front of a real API server. It counts the calls that pass, and runs a hook before each goes
 * on and after each was answered: to kill the caller, to delay, to cut the connection, to answer instead of the server.
 */
import fs from 'node:fs';
import type http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { keepAuthority, keepServer } from '../../../dev/stack/certificates.ts';

/** A call that passes. */
export interface ProxiedCall {
  method: string;
  /** Path with query. */
  url: string;
  body: string;
  /** Whether it stays open for events. */
  watch: boolean;
  /** Whether it changes something: a review is a question though it is a POST, and so is what the prober tries out. */
  write: boolean;
}

/** What a hook may do to a call: let it pass (undefined), cut the connection, or answer in the server's place. */
export type Verdict =
  undefined | 'cut' | 'hang' | { status: number; headers?: Record<string, string>; body?: string };

export interface ProxyHooks {
  /** Before the call reaches the API server. */
  before?: (call: ProxiedCall) => Verdict | Promise<Verdict>;
  /** After the API server has answered, before the caller learns it. */
  after?: (call: ProxiedCall, status: number) => Verdict | Promise<Verdict>;
}

export interface KubeProxy {
  server: string;
  caFile: string;
  /** Every call so far, watches too, in the order they came. */
  calls: ProxiedCall[];
  hooks: ProxyHooks;
  /** Cuts everything that is open. */
  cutAll(): void;
  close(): Promise<void>;
}

/** Starts the proxy on a free port of the loopback interface. `server` and `caFile` as for the API server itself. */
export async function startKubeProxy(target: { server: string; caFile: string }): Promise<KubeProxy> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-proxy-'));
  const authority = await keepAuthority(dir, 'ca', 'berth test proxy');
  const pair = await keepServer(dir, 'proxy', authority);
  const upstream = new URL(target.server);
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: Infinity,
    ca: fs.readFileSync(target.caFile),
  });

  const proxy: KubeProxy = {
    server: '',
    caFile: authority.certFile,
    calls: [],
    hooks: {},
    cutAll: () => {
      server.closeAllConnections();
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };

  const obey = (verdict: Verdict, response: http.ServerResponse): boolean => {
    if (verdict === undefined) return false;
    if (verdict === 'cut') response.socket?.destroy();
    else if (verdict !== 'hang') response.writeHead(verdict.status, verdict.headers).end(verdict.body ?? '');
    return true;
  };

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const method = request.method ?? 'GET';
    const url = request.url ?? '/';
    const call: ProxiedCall = {
      method,
      url,
      body: body.toString('utf8'),
      watch: url.includes('watch=true'),
      write: method !== 'GET' && !/accessreviews|[?&]dryRun=All|\/namespaces\/berth-canary\//.test(url),
    };
    proxy.calls.push(call);
    if (obey(await proxy.hooks.before?.(call), response)) return;

    const onward = https.request(
      {
        agent,
        host: upstream.hostname,
        port: upstream.port,
        method,
        path: url,
        headers: { ...request.headers, host: upstream.host },
      },
      (answer) => {
        const status = answer.statusCode ?? 502;
        if (call.watch) {
          response.writeHead(status, answer.headers);
          response.flushHeaders();
          answer.pipe(response);
          answer.on('error', () => response.destroy());
          response.on('close', () => answer.destroy());
          return;
        }
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', () => response.socket?.destroy());
        answer.on('end', () => {
          void Promise.resolve(proxy.hooks.after?.(call, status)).then((verdict) => {
            if (obey(verdict, response)) return;
            const { 'transfer-encoding': _chunked, ...headers } = answer.headers;
            const text = Buffer.concat(parts);
            response.writeHead(status, { ...headers, 'content-length': String(text.length) }).end(text);
          });
        });
      },
    );
    onward.on('error', () => response.socket?.destroy());
    response.on('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    onward.end(body);
  };

  const server = https.createServer(
    { cert: pair.cert, key: pair.key, keepAliveTimeout: 60_000 },
    (request, response) => {
      handle(request, response).catch(() => response.socket?.destroy());
    },
  );
  // A killed caller leaves broken sockets behind; they are the point of the exercise.
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.server = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return proxy;
}
