/** What makes the servers a portal: the production build, the worker, the web, and the demo company. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { writePrivate } from './certificates.ts';
import { ADMINISTRATOR } from './people.ts';
import { baseEnvironment, lastLines } from './processes.ts';
import type { ChildEnvironment, ManagedProcess, Supervisor } from './processes.ts';
import type { Secrets, StackFile } from './state.ts';
import { ensureBuilt, NEXT, ROOT, serveCommand } from './web.ts';

/** Runs a part of the start under a name that is shown with its time. */
export type Step = <T>(name: string, run: (progress: (text: string) => void) => Promise<T>) => Promise<T>;

/** What `startStack` has made so far. */
export interface PortalOptions {
  stateDir: string;
  supervisor: Supervisor;
  step: Step;
  /** Gets its `apiTokens` from the seed. */
  info: StackFile;
  clustersFile: string;
  /** PEM: the machine's own extra authorities and ours. */
  caBundle: string;
  secrets: Secrets;
  dev: boolean;
  build: boolean;
  workers: number;
  /** Fill the portal with the demo company, once per state folder. Clusters and API tokens are registered in any case. */
  seed: boolean;
  workerEnv: Record<string, string>;
  webEnv: Record<string, string>;
  /** Gets a function that ends the seed's process, should the start be given up. */
  onSeeding: (end: () => void) => void;
}

const node: [string, ...string[]] = [process.execPath, '--disable-warning=ExperimentalWarning'];

/** The worker sees the database and its clusters, and no secret of the sign-in. */
async function startWorkers(options: PortalOptions, home: string): Promise<ManagedProcess[]> {
  const workers: ManagedProcess[] = [];
  for (let number = 1; number <= options.workers; number += 1) {
    const worker = options.supervisor.start({
      name: number === 1 ? 'worker' : `worker-${number}`,
      command: [...node, path.join(ROOT, 'lib/reconcile/main.ts')],
      env: {
        ...baseEnvironment(home),
        DATABASE_URL: options.info.databaseUrl,
        BERTH_CLUSTERS_FILE: options.clustersFile,
        BERTH_PORTAL_URL: options.info.portalUrl,
        ...options.workerEnv,
      },
      cwd: ROOT,
      restart: true,
    });
    workers.push(worker);
    // It has no address to ask: one that cannot start ends within its first second.
    const settled = Date.now() + 1_000;
    await worker.waitUntil('running', () => Promise.resolve(worker.running && Date.now() > settled), 10_000);
  }
  return workers;
}

/** The web sees the database and the identity provider, and no cluster's credential. */
async function startWeb(options: PortalOptions, env: ChildEnvironment): Promise<ManagedProcess> {
  const { portalUrl } = options.info;
  const port = Number(new URL(portalUrl).port);
  const child = options.supervisor.start({
    name: 'web',
    command: options.dev
      ? [process.execPath, NEXT, 'dev', '-p', String(port), '-H', '127.0.0.1']
      : serveCommand(port),
    env,
    cwd: ROOT,
    restart: true,
  });
  const answers = async (): Promise<boolean> => {
    const response = await fetch(portalUrl, { redirect: 'manual', signal: AbortSignal.timeout(60_000) });
    await response.body?.cancel();
    return response.status < 500;
  };
  await child.waitUntil('ready', answers, 120_000);
  return child;
}

/** Runs prisma/seed. @throws with the end of its output. */
async function seed(
  options: PortalOptions,
  env: ChildEnvironment,
  args: string[],
  report: (text: string) => void,
): Promise<void> {
  // stack.json itself says "ready": whoever waits for it must not meet a half-filled portal.
  const stackFile = path.join(options.stateDir, 'stack-for-seed.json');
  writePrivate(stackFile, JSON.stringify(options.info, null, 2));
  try {
    const [program, ...first] = node;
    const child = spawn(program, [...first, path.join(ROOT, 'prisma/seed/main.ts'), ...args], {
      cwd: ROOT,
      env: { ...env, BERTH_STACK_FILE: stackFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    options.onSeeding(() => child.kill());
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      report(text.trim());
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`The demo data could not be made:\n${lastLines(output)}`);
  } finally {
    options.onSeeding(() => undefined);
    fs.rmSync(stackFile, { force: true });
  }
}

/** Builds and starts worker and web, and fills the portal. @throws when one of them does not come up. */
export async function startPortal(
  options: PortalOptions,
): Promise<{ workers: ManagedProcess[]; web: ManagedProcess }> {
  const { stateDir, step, info, dev, secrets } = options;
  const home = path.join(stateDir, 'home');
  fs.mkdirSync(home, { recursive: true });
  const buildEnv: ChildEnvironment = {
    ...baseEnvironment(home),
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const webEnv: ChildEnvironment = {
    ...buildEnv,
    BERTH_DESIGN_PAGE: '1',
    DATABASE_URL: info.databaseUrl,
    NEXTAUTH_URL: info.portalUrl,
    NEXTAUTH_SECRET: secrets.sessionSecret,
    BERTH_OIDC_ISSUER: info.issuer,
    BERTH_OIDC_CLIENT_ID: 'berth',
    BERTH_OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
    NODE_EXTRA_CA_CERTS: options.caBundle,
    BERTH_FIRST_ADMINISTRATOR: ADMINISTRATOR,
    ...options.webEnv,
  };
  if (!dev && options.build) await step('Portal build', (report) => ensureBuilt(buildEnv, report));
  const count = options.workers;
  const workers = await step(count === 1 ? 'Worker' : `${count} workers`, () => startWorkers(options, home));
  const web = await step('Portal', () => startWeb(options, webEnv));

  const seeded = path.join(stateDir, 'seeded');
  if (options.seed && !fs.existsSync(seeded)) {
    await step('Demo company', (report) => seed(options, webEnv, [], report));
    fs.writeFileSync(seeded, new Date().toISOString());
  } else {
    await step('Registration of the clusters', () => seed(options, webEnv, ['--base'], () => undefined));
  }
  const tokensFile = path.join(stateDir, 'api-tokens.json');
  if (fs.existsSync(tokensFile))
    info.apiTokens = JSON.parse(fs.readFileSync(tokensFile, 'utf8')) as Record<string, string>;
  return { workers, web };
}
