/**
 * Makes package-lock.json serve every platform. A registry mirror that offers only this platform's binaries makes npm
 * leave the others out of the lock, and `npm ci` then refuses it everywhere. This lists them: name, version and the
 * platform they are for, which is all that npm needs to skip or fetch them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

type LockEntry = {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  resolved?: string;
  optionalDependencies?: Record<string, string>;
  [key: string]: unknown;
};
export type Lock = { packages: Record<string, LockEntry>; [key: string]: unknown };

const OS: [RegExp, string][] = [
  [/darwin|macos/, 'darwin'],
  [/win32|windows/, 'win32'],
  [/freebsd/, 'freebsd'],
  [/openbsd/, 'openbsd'],
  [/netbsd/, 'netbsd'],
  [/openharmony/, 'openharmony'],
  [/android/, 'android'],
  [/sunos/, 'sunos'],
  [/aix/, 'aix'],
  [/linux/, 'linux'],
];
const CPU: [RegExp, string][] = [
  [/arm64|aarch64/, 'arm64'],
  [/x64|x86_64|amd64|64bit/, 'x64'],
  [/ia32|i686|32bit/, 'ia32'],
  [/riscv64/, 'riscv64'],
  [/ppc64/, 'ppc64'],
  [/s390x/, 's390x'],
  [/loong64/, 'loong64'],
  [/mips64el/, 'mips64el'],
  [/arm(?!64)/, 'arm'],
  [/wasm32/, 'wasm32'],
];

function firstMatch(table: [RegExp, string][], text: string): string[] | undefined {
  const hit = table.find(([pattern]) => pattern.test(text));
  return hit ? [hit[1]] : undefined;
}

/** The platform that a binary package is for, read from its name, as such packages are named throughout npm. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const os = firstMatch(OS, name);
  const cpu = firstMatch(CPU, name);
  const libc = /musl/.test(name) ? ['musl'] : /linux.*gnu/.test(name) ? ['glibc'] : undefined;
  return {
    // A package without a platform in its name is a fallback for odd ones (wasm); no platform of ours is called so.
    os: os ?? ['none'],
    ...(cpu ? { cpu } : {}),
    ...(libc ? { libc } : {}),
  };
}

/** Where npm looks for `name` when `from` (a key of `packages`) needs it. */
function resolve(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ;) {
    const key = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (lock.packages[key]) return key;
    if (folder === '') return undefined;
    const up = folder.lastIndexOf('/node_modules/');
    folder = up < 0 ? '' : folder.slice(0, up);
  }
}

/** Adds an entry for each optional dependency that has none, drops download addresses, and returns what it added. */
export function completeLock(lock: Lock): string[] {
  const added: string[] = [];
  for (const [key, entry] of Object.entries(lock.packages)) {
    delete entry.resolved;
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolve(lock, key, name)) continue;
      lock.packages[`node_modules/${name}`] = {
        version: range.replace(/^[\^~]/, ''),
        ...platformOf(name),
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      };
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return added;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(
      'Usage: npm run lock\nLists packages of other platforms in package-lock.json; run it after npm install.',
    );
  } else {
    const file = new URL('../../package-lock.json', import.meta.url);
    const lock = JSON.parse(await readFile(file, 'utf8')) as Lock;
    const added = completeLock(lock);
    await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(
      added.length === 0
        ? 'The lock is complete.'
        : `Listed ${String(added.length)} packages: ${added.join(', ')}`,
    );
  }
}
