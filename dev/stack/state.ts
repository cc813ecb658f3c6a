/** The state folder: secrets made once, the lock that keeps a second stack out, and stack.json. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { tryLock, type PidLock } from '../assets/pid-lock.ts';
import { writePrivate } from './certificates.ts';
import { dataFolder } from './postgres.ts';

/** Made at the first start, kept over restarts. */
export interface Secrets {
  postgresPassword: string;
  sessionSecret: string;
  oidcClientSecret: string;
  oidcCookieKey: string;
  devTokenSecret: string;
}

/** What `.berth/stack.json` says of a running stack. */
export interface StackFile {
  portalUrl: string;
  databaseUrl: string;
  issuer: string;
  /** Trusted by all clients of the stack. */
  caFile: string;
  stateDir: string;
  clusters: { name: string; server: string; caFile: string; adminKubeconfig: string }[];
  people: {
    email: string;
    name: string;
    teams: string[];
    roles: string[];
    /** By cluster; empty for clusters of your own, which do not know the demo's people. */
    kubeconfig: Record<string, string>;
  }[];
  /** A personal API token per demo person, by e-mail address. */
  apiTokens: Record<string, string>;
  /** For scripts: who can sign in (edit it at will), and how to get an ID token without a browser. */
  identity: { peopleFile: string; tokenUrl: string; tokenSecret: string };
}

/** Secrets of the state folder. */
export function keepSecrets(stateDir: string): Secrets {
  const file = path.join(stateDir, 'secrets.json');
  const random = () => randomBytes(32).toString('hex');
  const fresh: Secrets = {
    postgresPassword: random(),
    sessionSecret: random(),
    oidcClientSecret: random(),
    oidcCookieKey: random(),
    devTokenSecret: random(),
  };
  const kept = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const secrets = { ...fresh, ...kept };
  writePrivate(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

/** Locks the state folder. @throws when another stack holds it, saying which process. */
export function lockState(stateDir: string): PidLock {
  fs.mkdirSync(stateDir, { recursive: true, mode: 0o711 });
  // Postgres runs as another user when the stack runs as root, and has to pass through.
  fs.chmodSync(stateDir, 0o711);
  const result = tryLock(path.join(stateDir, 'lock'));
  if ('holder' in result)
    throw new Error(
      `A stack runs on ${stateDir} already (process ${result.holder.pid}). Stop it, or choose another folder with --state.`,
    );
  return result.lock;
}

/** Throws away everything in the folder but its lock, and Postgres' data wherever they are. */
export function emptyState(stateDir: string): void {
  fs.rmSync(dataFolder(path.join(stateDir, 'postgres')), { recursive: true, force: true });
  for (const entry of fs.readdirSync(stateDir))
    if (entry !== 'lock') fs.rmSync(path.join(stateDir, entry), { recursive: true, force: true });
}
