/** The command behind `npm start`, `npm test` and friends. Each subcommand loads only what it needs. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '..');

const HELP = `Usage: npm run stack -- COMMAND [options]

  start     start the whole portal (npm start)
  test      run the tests (npm test)
  kubectl   run the kubectl that comes with the embedded control planes
  prepare   generate code after an install (runs by itself)

COMMAND --help says more.`;

const START_HELP = `Usage: npm start -- [options]

Starts Postgres, an identity provider, two Kubernetes control planes, the worker and the portal, with demo data.
Ctrl-C stops it; the next start goes on with the same data.

  --fresh             throw away the data of the last start
  --no-seed           no demo data
  --dev               reload on changes (next dev)
  --port N            the portal's port (default: the last one, then 3000)
  --state DIR         where data, keys and logs live (default: .berth)
  --workers N         worker processes (default: 1)
  --audit             write the control planes' audit logs
  --kubeconfig FILE   use clusters of your own instead of the embedded ones; nothing else of your machine's
  --context NAME      which (repeatable; with --kubeconfig)
  --install-bundle    install the guardrail bundle into them (needs a cluster administrator)

With DATABASE_URL set, that Postgres is used: nothing is created or dropped there but by migrations.`;

const KUBECTL_HELP = `Usage: npm run stack -- kubectl -- ARGUMENTS

Runs kubectl with ARGUMENTS. Without --kubeconfig it uses the administrator of the embedded cluster harbor-dev
(or of the cluster given with --context) of the stack in .berth; never a kubeconfig of this machine.`;

function seconds(ms: number): string {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Columns as wide as their widest cell. */
function table(rows: string[][]): string {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

function integer(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new Error(`--${option} wants a number, not "${text}".`);
  return value;
}

async function start(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      fresh: { type: 'boolean', default: false },
      seed: { type: 'boolean', default: true },
      dev: { type: 'boolean', default: false },
      state: { type: 'string', default: path.join(ROOT, '.berth') },
      port: { type: 'string' },
      workers: { type: 'string' },
      audit: { type: 'boolean', default: false },
      kubeconfig: { type: 'string' },
      context: { type: 'string', multiple: true },
      'install-bundle': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(START_HELP);
    return 0;
  }
  const { startStack } = await import('./stack/index.ts');
  const abort = new AbortController();
  const began = Date.now();
  let stack: Awaited<ReturnType<typeof startStack>> | undefined;
  let signals = 0;
  let asked: () => void = () => undefined;
  const stopAsked = new Promise<void>((resolve) => (asked = resolve));
  const onSignal = (): void => {
    signals += 1;
    if (signals === 1) {
      console.log('\nStopping…');
      abort.abort();
      asked();
      return;
    }
    // The second time: hard. Without a stack yet, the children die with us (see stack/processes.ts).
    stack?.kill();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  const portalPort = integer(values.port, 'port');
  const workers = integer(values.workers, 'workers');
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl && values.fresh)
    console.log('  --fresh leaves the database that DATABASE_URL names as it is.');
  try {
    stack = await startStack({
      stateDir: values.state,
      fresh: values.fresh,
      seed: values.seed,
      dev: values.dev,
      audit: values.audit,
      installBundle: values['install-bundle'],
      ...(portalPort !== undefined && { portalPort }),
      ...(workers !== undefined && { workers }),
      ...(databaseUrl && { databaseUrl }),
      ...(values.kubeconfig !== undefined && { kubeconfig: values.kubeconfig }),
      ...(values.context && { contexts: values.context }),
      signal: abort.signal,
      onStep: ({ step, state, ms, text }) => {
        if (state === 'done') console.log(`  ✓ ${step.padEnd(32)} ${seconds(ms).padStart(8)}`);
        if (state === 'failed') console.log(`  ✗ ${step.padEnd(32)} ${seconds(ms).padStart(8)}`);
        if (state === 'progress' && text) console.log(`    ${text.replaceAll('\n', '\n    ')}`);
      },
      onUnexpectedExit: (name, how, logFile) => {
        if (signals === 0) console.error(`  ! ${name} ended by itself (${how}); its log is ${logFile}`);
      },
    });
  } catch (error) {
    if (abort.signal.aborted) return 130;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  const { info } = stack;
  const rows = info.people.map(({ name, email, teams, roles }) => [
    name,
    email,
    [...roles, ...teams].join(', '),
  ]);
  console.log(`\nReady in ${seconds(Date.now() - began)}: ${info.portalUrl}\n`);
  console.log(table([['Sign in as', '', 'role or team'], ...rows]));
  console.log(
    `\nClusters: ${info.clusters.map(({ name }) => name).join(', ')}. Everything a script needs: ${stack.file}`,
  );
  console.log('Ctrl-C stops it.');
  await stopAsked;
  await stack.stop();
  return 0;
}

async function runTests(args: string[]): Promise<number> {
  const tests = await import('./test/run.ts');
  return tests.runTests(args);
}

/** Runs a program on our terminal; resolves to its exit code. */
async function passThrough(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

async function kubectl(given: string[]): Promise<number> {
  const args = given[0] === '--' ? given.slice(1) : given;
  if (given[0] === '--help' || given.length === 0) {
    console.log(KUBECTL_HELP);
    return 0;
  }
  const { resolveAssets } = await import('./assets/index.ts');
  const assets = await resolveAssets({
    report: (line) => {
      console.error(line);
    },
  });
  const state = path.join(ROOT, '.berth');
  const extra: string[] = [];
  if (!args.some((arg) => arg === '--kubeconfig' || arg.startsWith('--kubeconfig='))) {
    const at = args.indexOf('--context');
    const cluster = at >= 0 ? args[at + 1] : 'harbor-dev';
    const file = path.join(state, 'clusters', cluster ?? '', 'admin.kubeconfig');
    if (!fs.existsSync(file))
      throw new Error(`No stack has run in ${state} with a cluster ${cluster ?? '?'}: name a --kubeconfig.`);
    extra.push('--kubeconfig', file);
  }
  const [program, ...first] = assets.command('kubectl');
  const env: NodeJS.ProcessEnv = { ...process.env, KUBERC: 'off' };
  delete env['KUBECONFIG'];
  return passThrough([program, ...first, ...extra, ...args], env);
}

async function prepare(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(
      'Usage: npm run db:generate\n\nGenerates the Prisma client and completes the embedded Postgres. Needs no network.',
    );
    return 0;
  }
  try {
    const { nativeFolder } = await import('./stack/postgres.ts');
    nativeFolder();
  } catch {
    console.log('There is no embedded Postgres for this platform: npm start will need DATABASE_URL.');
  }
  if (!fs.existsSync(path.join(ROOT, 'prisma/schema.prisma'))) {
    console.log('No prisma/schema.prisma: nothing to generate.');
    return 0;
  }
  const prisma = path.join(ROOT, 'node_modules/prisma/build/index.js');
  if (!fs.existsSync(prisma)) {
    console.log('Prisma is not installed (no development dependencies): nothing to generate.');
    return 0;
  }
  // `generate` never runs the schema engine, but would download it when no file is named.
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...process.env,
  };
  return passThrough([process.execPath, prisma, 'generate'], env);
}

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  switch (command) {
    case 'start':
      return start(args);
    case 'test':
      return runTests(args);
    case 'kubectl':
      return kubectl(args);
    case 'prepare':
      return prepare(args);
    case undefined:
    case '--help':
    case '-h':
    case 'help':
      console.log(HELP);
      return command === undefined ? 2 : 0;
    default:
      console.error(`There is no command "${command}".\n\n${HELP}`);
      return 2;
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
