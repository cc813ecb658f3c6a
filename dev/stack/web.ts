/** The portal's production build: made when missing or older than its sources. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { lock } from '../assets/pid-lock.ts';
import { lastLines, type ChildEnvironment } from './processes.ts';

/** The repository's root. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** next's own command line. */
export const NEXT = path.join(ROOT, 'node_modules/next/dist/bin/next');

/** What serves the production build on a loopback port, as an installation does. */
export const serveCommand = (port: number): [string, ...string[]] => [
  process.execPath,
  path.join(ROOT, 'lib/http/serve/main.ts'),
  '--port',
  String(port),
  '--host',
  '127.0.0.1',
];

const SOURCES = ['app', 'components', 'lib', 'public', 'package.json', 'package-lock.json', 'tsconfig.json'];
const ROOT_SOURCES = /^(next\.config|postcss\.config|proxy|instrumentation)[\w-]*\.\w+$/;

/** The newest change below a path, in ms since 1970; tests do not count. */
function newest(file: string): number {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat || /\.test\.tsx?$/.test(file)) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...fs.readdirSync(file).map((entry) => newest(path.join(file, entry))));
}

/** True when `next start` would serve what the sources say. */
function isBuilt(): boolean {
  const built = fs.statSync(path.join(ROOT, '.next/BUILD_ID'), { throwIfNoEntry: false });
  if (!built) return false;
  const roots = fs.readdirSync(ROOT).filter((file) => ROOT_SOURCES.test(file));
  return [...SOURCES, ...roots].every((file) => newest(path.join(ROOT, file)) <= built.mtimeMs);
}

/**
 * Runs `next build` unless the build is fresh; resolves to whether it ran. One at a time per checkout.
 * @throws with the compiler's last lines.
 */
export async function ensureBuilt(env: ChildEnvironment, report: (line: string) => void): Promise<boolean> {
  if (isBuilt()) return false;
  const held = await lock(path.join(ROOT, 'node_modules/.cache/berth-build.lock'), ({ pid }) => {
    report(`waiting for the build of process ${pid}`);
  });
  try {
    if (isBuilt()) return false;
    report('building the portal: about a minute');
    const child = spawn(process.execPath, [NEXT, 'build'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill();
    process.once('exit', stop);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    process.removeListener('exit', stop);
    if (code !== 0) throw new Error(`next build failed:\n${lastLines(output)}`);
    return true;
  } finally {
    held.release();
  }
}
