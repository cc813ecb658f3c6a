/** Starts and stops the whole portal on one machine: see README.md. */
import fs from 'node:fs';
import path from 'node:path';
import { resolveAssets } from '../assets/index.ts';
import { installBundle, installPlatform, mintWorkerToken, type AdminKubectl } from './bundle.ts';
import { keepAuthority, keepServer, writePrivate } from './certificates.ts';
import { writeClustersFile, type ClusterAccess } from './cluster-file.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { fetchIdToken, renewTokens, writePersonKubeconfigs, type TokenDoor } from './demo-access.ts';
import { readExternalCluster } from './external-cluster.ts';
import { startIdentityProvider } from './identity-provider/start.ts';
import { rolesOf, teamsOf, type Person } from './people.ts';
import { allocatePorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { Supervisor, type ManagedProcess } from './processes.ts';
import { emptyState, keepSecrets, lockState, type StackFile } from './state.ts';
import { startPortal, type Step } from './portal.ts';

/** The names of the embedded clusters. */
const CLUSTERS = ['harbor-dev', 'harbor-prod'] as const;

/** A step began, told something, ended well or failed; `ms` since it began. */
interface StepEvent {
  step: string;
  state: 'start' | 'progress' | 'done' | 'failed';
  ms: number;
  text?: string;
}

/** All but `stateDir` is optional. */
export interface StackOptions {
  stateDir: string;
  /** Throw away what the folder holds; default false. */
  fresh?: boolean;
  /** Fill an empty portal with the demo company; default true. Clusters and API tokens are registered in any case. */
  seed?: boolean;
  /** `next dev` instead of the production build; default false. */
  dev?: boolean;
  /** Make the production build when it is missing or old; default true. */
  build?: boolean;
  /** Fails when it is taken. Without it: the last one, then 3000, then any. */
  portalPort?: number;
  /** Worker processes; default 1. */
  workers?: number;
  /** Start worker and portal; default true. Without them: servers and clusters only. */
  portal?: boolean;
  /** A Postgres of your own: nothing is created or dropped there but by migrations. */
  databaseUrl?: string;
  /** Your own clusters instead of the embedded ones: contexts of this file. */
  kubeconfig?: string;
  contexts?: string[];
  /** Install the guardrail bundle into your own clusters; default false. The embedded ones always get it. */
  installBundle?: boolean;
  /** false: databases do not wait for the disk. Default true. */
  durable?: boolean;
  /** Write the clusters' audit logs; default false. */
  audit?: boolean;
  /** Added to the worker's and the web's environment. */
  workerEnv?: Record<string, string>;
  webEnv?: Record<string, string>;
  onStep?: (event: StepEvent) => void;
  /** A child ended by itself; it is started again. */
  onUnexpectedExit?: (name: string, how: string, logFile: string) => void;
  /** Aborted: what was started is stopped, and `startStack` throws. */
  signal?: AbortSignal;
}

/** A running stack. */
export interface Stack {
  /** Path of stack.json. */
  file: string;
  /** What stack.json says. */
  info: StackFile;
  /** The embedded clusters, by name; none with your own. */
  controlPlanes: Record<string, ControlPlane>;
  workers: ManagedProcess[];
  web: ManagedProcess | undefined;
  /** An ID token for a demo person, good for eight hours. */
  idToken: (email: string) => Promise<string>;
  /** Stops everything in order. Safe to call twice. */
  stop: () => Promise<void>;
  /** SIGKILL to everything, at once. */
  kill: () => void;
}

const HOUR = 3600_000;

/** Calls `task` after the time it last answered, in ms; a failure is tried again in a minute. */
class Renewals {
  readonly #timers = new Set<NodeJS.Timeout>();

  every(ms: number, task: () => Promise<number>): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        task().then(
          (next) => this.every(next, task),
          () => this.every(60_000, task),
        );
      },
      Math.min(ms, 12 * HOUR),
    );
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

interface Cluster {
  name: string;
  server: string;
  caFile: string | undefined;
  adminKubeconfig: string;
  kubectl: AdminKubectl;
}

/**
 * Starts the stack, step by step, and resolves when the portal serves (and is seeded).
 * @throws with one sentence, and the end of the log concerned, when a step fails; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stateDir = path.resolve(options.stateDir);
  const { dev = false, portal = true, durable = true, audit = false, signal } = options;
  const held = lockState(stateDir);
  const stackFile = path.join(stateDir, 'stack.json');
  let supervisor = new Supervisor(stateDir);
  const renewals = new Renewals();
  let endSeeding: () => void = () => undefined;

  const step: Step = async (name, run) => {
    signal?.throwIfAborted();
    const started = Date.now();
    const tell = (state: StepEvent['state'], text?: string) =>
      options.onStep?.({ step: name, state, ms: Date.now() - started, ...(text !== undefined && { text }) });
    tell('start');
    try {
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('Stopped while starting')), { once: true });
      });
      const result = await Promise.race([run((text) => tell('progress', text)), aborted]);
      tell('done');
      return result;
    } catch (error) {
      if (!signal?.aborted) tell('failed');
      throw error;
    }
  };

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      fs.rmSync(stackFile, { force: true });
      renewals.stop();
      endSeeding();
      await supervisor.stopAll();
      held.release();
    })());

  try {
    await supervisor.reapLeftovers();
    if (options.fresh) {
      emptyState(stateDir);
      supervisor = new Supervisor(stateDir);
    }
    fs.rmSync(stackFile, { force: true });
    if (options.onUnexpectedExit) supervisor.onUnexpectedExit = options.onUnexpectedExit;
    const supervise = supervisor;
    const secrets = keepSecrets(stateDir);

    const external = options.kubeconfig;
    const assets =
      external === undefined
        ? await step('Control plane binaries', (report) => resolveAssets({ report }))
        : undefined;

    const { authority, idpCert, ports } = await step('Certificates', async () => {
      const pki = path.join(stateDir, 'pki');
      const ca = await keepAuthority(pki, 'ca', 'Berth embedded stack');
      const chosen = await allocatePorts(['portal', 'postgres', 'identity-provider'], {
        file: path.join(stateDir, 'ports.json'),
        preferred: { portal: 3000 },
        ...(options.portalPort !== undefined && { fixed: { portal: options.portalPort } }),
      });
      return { authority: ca, idpCert: await keepServer(pki, 'identity-provider', ca), ports: chosen };
    });
    const portalUrl = `http://localhost:${ports.portal}`;
    const issuer = `https://localhost:${ports['identity-provider']}`;
    const own = options.databaseUrl;
    const databaseUrl =
      own ??
      (await step('Postgres', async () => {
        const postgres = await startPostgres({
          dir: path.join(stateDir, 'postgres'),
          port: ports.postgres,
          password: secrets.postgresPassword,
          supervisor: supervise,
          durable,
          restart: true,
        });
        return postgres.url;
      }));

    const idpDir = path.join(stateDir, 'identity-provider');
    const peopleFile = path.join(idpDir, 'people.json');
    const door: TokenDoor = {
      url: `${issuer}/dev/token`,
      secret: secrets.devTokenSecret,
      ca: authority.cert,
    };
    await step('Identity provider', () =>
      startIdentityProvider({
        dir: idpDir,
        peopleFile,
        issuer,
        portalUrl,
        certificate: idpCert,
        ca: authority.cert,
        secrets,
        supervisor: supervise,
      }),
    );
    const people = JSON.parse(fs.readFileSync(peopleFile, 'utf8')) as Person[];

    const controlPlanes: Record<string, ControlPlane> = {};
    const clusters: Cluster[] = [];
    if (assets) {
      const planes = await step('Kubernetes API servers', () =>
        Promise.all(
          CLUSTERS.map((name, index) =>
            startControlPlane({
              name,
              dir: path.join(stateDir, 'clusters', name),
              assets,
              supervisor: supervise,
              authority,
              issuer: { url: issuer, ca: authority.cert, audience: 'berth' },
              serviceNetwork: 96 + index,
              durable,
              audit,
              restart: true,
            }),
          ),
        ),
      );
      for (const plane of planes) {
        controlPlanes[plane.name] = plane;
        clusters.push(plane);
      }
    } else {
      const contexts = options.contexts ?? [];
      if (contexts.length === 0)
        throw new Error('Name the clusters to use: --kubeconfig FILE --context NAME.');
      await step('Your clusters', async (report) => {
        for (const context of contexts) {
          const dir = path.join(stateDir, 'clusters', context.replace(/[^\w.-]+/g, '-'));
          const cluster = await readExternalCluster({ kubeconfig: external ?? '', context, dir }, report);
          clusters.push({ ...cluster, adminKubeconfig: cluster.kubeconfig });
        }
      });
    }

    await step('Guardrail bundle', async () => {
      await Promise.all(
        clusters.map(async ({ kubectl }) => {
          if (assets) await installPlatform(kubectl, assets.gatewayCrdsFile);
          if (assets || options.installBundle) await installBundle(kubectl);
        }),
      );
    });
    const clustersFile = path.join(stateDir, 'clusters.json');
    await step("The workers' tokens", async () => {
      const access: ClusterAccess[] = [];
      for (const { name, server, caFile, kubectl } of clusters) {
        const tokenFile = path.join(stateDir, 'clusters', name, 'worker-token');
        const mint = () => mintWorkerToken(kubectl, tokenFile);
        renewals.every(await mint(), mint);
        access.push({ name, server, tokenFile, ...(caFile !== undefined && { caFile }) });
      }
      writeClustersFile(clustersFile, access);
    });

    await step('Database migrations', async (report) => {
      const { migrate } = await import('../../lib/db/migrate.ts');
      const { applied } = await migrate(databaseUrl);
      if (applied.length > 0) report(`${applied.length} applied`);
    });

    const peopleDir = path.join(stateDir, 'people');
    // Embedded clusters trust the issuer and always have a CA file; clusters of your own know nobody of the demo.
    const trusting = Object.values(controlPlanes);
    const kubeconfigs = await step('Kubeconfigs of the demo people', async () => {
      const files = people.map(({ email }) => writePersonKubeconfigs(peopleDir, email, trusting));
      await renewTokens(peopleDir, door, people);
      renewals.every(3 * HOUR, async () => {
        await renewTokens(peopleDir, door, JSON.parse(fs.readFileSync(peopleFile, 'utf8')) as Person[]);
        return 3 * HOUR;
      });
      return files;
    });

    const caBundle = path.join(stateDir, 'ca-bundle.crt');
    const extra = process.env['NODE_EXTRA_CA_CERTS'];
    const system =
      extra !== undefined && fs.existsSync(extra) ? `${fs.readFileSync(extra, 'utf8').trimEnd()}\n` : '';
    fs.writeFileSync(caBundle, system + authority.cert);
    const info: StackFile = {
      portalUrl,
      databaseUrl,
      issuer,
      caFile: authority.certFile,
      stateDir,
      clusters: clusters.map(({ name, server, caFile, adminKubeconfig }) => ({
        name,
        server,
        caFile: caFile ?? '',
        adminKubeconfig,
      })),
      people: people.map((person, index) => ({
        email: person.email,
        name: person.name,
        teams: teamsOf(person),
        roles: rolesOf(person),
        kubeconfig: kubeconfigs[index] ?? {},
      })),
      apiTokens: {},
      identity: { peopleFile, tokenUrl: door.url, tokenSecret: door.secret },
    };

    const running = portal
      ? await startPortal({
          stateDir,
          supervisor: supervise,
          step,
          info,
          clustersFile,
          caBundle,
          secrets,
          dev,
          build: options.build !== false,
          workers: options.workers ?? 1,
          // The demo company is for the embedded clusters: nobody wants sixty namespaces in their own.
          seed: options.seed !== false && external === undefined,
          workerEnv: options.workerEnv ?? {},
          webEnv: options.webEnv ?? {},
          onSeeding: (end) => (endSeeding = end),
        })
      : undefined;

    signal?.throwIfAborted();
    writePrivate(stackFile, `${JSON.stringify(info, null, 2)}\n`);
    return {
      file: stackFile,
      info,
      controlPlanes,
      workers: running?.workers ?? [],
      web: running?.web,
      idToken: (email) => fetchIdToken(door, email),
      stop,
      kill: () => {
        fs.rmSync(stackFile, { force: true });
        supervisor.killAll();
        held.release();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
