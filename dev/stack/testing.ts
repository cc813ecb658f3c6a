/** Real Postgres and real control planes for integration tests, without a portal: use them in vitest's globalSetup. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { resolveAssets } from '../assets/index.ts';
import { installBundle, installPlatform, mintWorkerToken } from './bundle.ts';
import { keepAuthority, writePrivate } from './certificates.ts';
import { writeClustersFile } from './cluster-file.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { kubectl, writeKubeconfig } from './kubectl.ts';
import { dataFolder, startPostgres } from './postgres.ts';
import { allocatePorts } from './ports.ts';
import { Supervisor } from './processes.ts';

function temporaryFolder(kind: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `berth-${kind}-`));
  // Postgres runs as another user when the tests run as root.
  fs.chmodSync(folder, 0o711);
  return folder;
}

/**
 * A Postgres of its own with the empty database `berth` and the extensions, no migrations; the user may create
 * databases. `stop` removes it.
 */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dir = temporaryFolder('test-postgres');
  const { postgres: port } = await allocatePorts(['postgres']);
  const postgresDir = path.join(dir, 'postgres');
  const postgres = await startPostgres({
    dir: postgresDir,
    port,
    password: randomBytes(12).toString('hex'),
    supervisor: new Supervisor(dir),
    durable: false,
  });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      fs.rmSync(dataFolder(postgresDir), { recursive: true, force: true });
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A user of a test cluster, by static bearer token; names and groups as Kubernetes sees them. */
export interface StaticToken {
  token: string;
  /** `oidc:ada@harbor.example` */
  user: string;
  /** `oidc:payments-developers` */
  groups: string[];
}

/** A cluster for tests. */
export interface TestControlPlane extends ControlPlane {
  dir: string;
  /** Holds the token of ServiceAccount berth-system/berth, mode 0600; there is no such file with `bundle: false`. */
  workerTokenFile: string;
  /** In the form of BERTH_CLUSTERS_FILE, with this one cluster. */
  clustersFile: string;
  /** Writes a kubeconfig for a user of `staticTokens`, and returns its path. @throws for another one. */
  kubeconfigFor: (user: string) => string;
  /** kubectl as that user; resolves to stdout. @throws with kubectl's error. */
  kubectlAs: (user: string, args: string[], input?: string) => Promise<string>;
}

/**
 * A cluster of its own with the Gateway API, the guardrail bundle and a worker token. `stop` removes it.
 * Its control plane does not restart what a test kills.
 */
export async function startTestControlPlane(
  options: {
    /** Default `test`. */
    name?: string;
    staticTokens?: StaticToken[];
    /** Install the guardrail bundle and mint the worker's token; default true. */
    bundle?: boolean;
    /** Install the Gateway API's definitions; default true. */
    gatewayApi?: boolean;
    /** Write the audit log to `dir`/logs/NAME.audit.log; default false. */
    audit?: boolean;
  } = {},
): Promise<TestControlPlane> {
  const { name = 'test', staticTokens = [], bundle = true, gatewayApi = true, audit = false } = options;
  const dir = temporaryFolder('test-cluster');
  const assets = await resolveAssets({
    report: (line) => {
      console.error(line);
    },
  });
  const plane = await startControlPlane({
    name,
    dir,
    assets,
    supervisor: new Supervisor(dir),
    authority: await keepAuthority(dir, 'ca', 'berth test'),
    staticTokens,
    durable: false,
    audit,
  });
  const stop = async (): Promise<void> => {
    await plane.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  try {
    const workerTokenFile = path.join(dir, 'worker-token');
    if (gatewayApi) await installPlatform(plane.kubectl, assets.gatewayCrdsFile);
    if (bundle) {
      await installBundle(plane.kubectl);
      await mintWorkerToken(plane.kubectl, workerTokenFile);
    }
    const clustersFile = path.join(dir, 'clusters.json');
    writeClustersFile(clustersFile, [
      { name, server: plane.server, caFile: plane.caFile, tokenFile: workerTokenFile },
    ]);
    const kubeconfigFor = (user: string): string => {
      const index = staticTokens.findIndex((known) => known.user === user);
      const token = staticTokens[index]?.token;
      if (token === undefined) throw new Error(`${user} is not among the users of this cluster`);
      const tokenFile = path.join(dir, `user-${index}.token`);
      writePrivate(tokenFile, token);
      const file = path.join(dir, `user-${index}.kubeconfig`);
      writeKubeconfig(file, {
        cluster: name,
        server: plane.server,
        caFile: plane.caFile,
        userName: user,
        user: { tokenFile },
      });
      return file;
    };
    return {
      ...plane,
      dir,
      workerTokenFile,
      clustersFile,
      kubeconfigFor,
      kubectlAs: (user, args, input) =>
        kubectl(
          {
            command: assets.command('kubectl'),
            kubeconfig: kubeconfigFor(user),
            home: path.join(dir, 'home'),
          },
          args,
          input,
        ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
