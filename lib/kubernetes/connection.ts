/**
 * How a cluster is reached: one pool of connections per cluster for calls, one for watches, and the credential.
 *
 * The library's KubeConfig decides what TLS, proxy and user settings mean; the pools are ours, because the library makes
 * a new one for every call. A token file is read again when it has changed, so that rotated ServiceAccount tokens
 * (kubelet renews them at 80 % of their life) need no restart.
 */
import fs from 'node:fs';
import type https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';

/** One cluster as the worker's clusters file names it. Paths, not secrets. */
export interface ClusterAccess {
  /** Name of the cluster's row in Berth. */
  name: string;
  /** https address of its API server. */
  server: string;
  /** PEM of the CA that signed its certificate; the system's own authorities when there is none. */
  caFile?: string;
  tokenFile: string;
  /** Calls per second and at once; 200 and 400 unless told. */
  qps?: number;
  burst?: number;
  /** Longest one call may take, milliseconds; 15,000 unless told. */
  timeoutMs?: number;
}

// The library types its TLS options as node:tls does, undici its own with exact optional properties.
type AgentConnect = NonNullable<Agent.Options['connect']>;
type ProxyAgentTls = Exclude<NonNullable<ProxyAgent.Options['requestTls']>, undefined>;

/** How often a token file's time stamp is looked at, milliseconds. */
const TOKEN_CHECK_MS = 2_000;
/** Calls that may be on their way at once; the API server's own default is 200 writes in flight. */
const CONNECTIONS = 64;

export interface Connection {
  readonly server: string;
  /** For calls that are answered at once. */
  readonly calls: Dispatcher;
  /** For watches: they stay open, and must never take a call's place. */
  readonly watches: Dispatcher;
  /** Headers with the credential of now. @throws the file system's error when the token file is gone. */
  headers(): Promise<Record<string, string>>;
  /** The credential was refused: read it again at the next call. */
  refused(): void;
  close(): Promise<void>;
}

/** A connection as a ServiceAccount whose token lies in a file. */
export function connectTo(access: ClusterAccess): Connection {
  if (!access.server.startsWith('https://')) {
    throw new Error(`The cluster ${access.name} needs an https address, not ${access.server}.`);
  }
  const config = new KubeConfig();
  // Names of their own per cluster: the library caches credentials by user name (its issue 592).
  const user = { name: `berth@${access.name}`, token: '' };
  config.loadFromOptions({
    clusters: [
      {
        name: access.name,
        server: access.server,
        ...(access.caFile === undefined ? {} : { caFile: access.caFile }),
        skipTLSVerify: false,
      },
    ],
    users: [user],
    contexts: [{ name: access.name, cluster: access.name, user: user.name }],
    currentContext: access.name,
  });
  let checkedAt = -Infinity;
  let stamp = '';
  const look = async (): Promise<boolean> => {
    const { mtimeMs, size, ino } = await fs.promises.stat(access.tokenFile);
    const seen = `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
    const changed = seen !== stamp;
    if (changed) {
      user.token = (await fs.promises.readFile(access.tokenFile, 'utf8')).trim();
      stamp = seen;
    }
    checkedAt = performance.now();
    return changed;
  };
  let looking: Promise<boolean> | null = null;
  return connection(config, access.server, {
    // A thousand calls at once look once.
    refresh: async () => {
      if (performance.now() - checkedAt < TOKEN_CHECK_MS) return false;
      looking ??= look().finally(() => {
        looking = null;
      });
      return await looking;
    },
    forget: () => {
      checkedAt = -Infinity;
      stamp = '';
    },
  });
}

/** A connection as a kubeconfig's user: for tools and tests, never for the worker. */
export function connectWithKubeconfig(file: string, context?: string): Connection {
  const config = new KubeConfig();
  config.loadFromFile(file);
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error(`${file} names no current cluster.`);
  return connection(config, server, {
    // Tokens in a kubeconfig may come from a program that the library runs: it decides when to ask again.
    refresh: () => Promise.resolve(true),
    forget: () => undefined,
  });
}

function connection(
  config: KubeConfig,
  server: string,
  token: { /** Whether the credential changed. */ refresh: () => Promise<boolean>; forget: () => void },
): Connection {
  // The library types this for node:https; what it fills in is TLS options and headers.
  const authorize = async (): Promise<https.RequestOptions> => {
    const options: https.RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return options;
  };
  const user = config.getCurrentUser();
  const tls: https.AgentOptions = {};
  const cluster = config.getCurrentCluster();
  const ca = cluster?.caData
    ? Buffer.from(cluster.caData, 'base64')
    : cluster?.caFile
      ? fs.readFileSync(cluster.caFile)
      : undefined;
  const cert = user?.certData
    ? Buffer.from(user.certData, 'base64')
    : user?.certFile
      ? fs.readFileSync(user.certFile)
      : undefined;
  const key = user?.keyData
    ? Buffer.from(user.keyData, 'base64')
    : user?.keyFile
      ? fs.readFileSync(user.keyFile)
      : undefined;
  if (ca !== undefined) tls.ca = ca;
  if (cert !== undefined) tls.cert = cert;
  if (key !== undefined) tls.key = key;
  if (cluster?.skipTLSVerify === true) tls.rejectUnauthorized = false;
  if (cluster?.tlsServerName !== undefined) tls.servername = cluster.tlsServerName;
  const wired = config.createDispatcherOptions(cluster, tls);

  const pool = (connections: number | null, watching: boolean): Dispatcher => {
    const options = {
      connections,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      // Calls have their own deadline, watches their own idle timer: undici's would only get in the way.
      headersTimeout: watching ? 60_000 : 0,
      bodyTimeout: 0,
    };
    if (wired.type === 'proxy') {
      return new ProxyAgent({ ...options, uri: wired.uri, requestTls: wired.requestTls as ProxyAgentTls });
    }
    if (wired.type === 'socks') throw new Error('A SOCKS proxy to a cluster is not supported.');
    const connect = wired.type === 'agent' ? wired.connect : {};
    return new Agent({ ...options, connect: { ...connect, timeout: 5_000, allowH2: false } as AgentConnect });
  };
  const calls = pool(CONNECTIONS, false);
  const watches = pool(null, true);
  let credential: Record<string, string> | null = null;

  return {
    server: server.replace(/\/+$/, ''),
    calls,
    watches,
    async headers() {
      if ((await token.refresh()) || credential === null) {
        const { headers } = await authorize();
        credential = {};
        for (const [name, value] of Object.entries(headers ?? {})) {
          if (typeof value === 'string') credential[name.toLowerCase()] = value;
        }
      }
      return { ...credential };
    },
    refused: token.forget,
    async close() {
      await Promise.allSettled([calls.destroy(), watches.destroy()]);
    },
  };
}
