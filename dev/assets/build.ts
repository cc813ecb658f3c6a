/** The last source: `go build` of dev/control-plane, minutes long, so it tells how far it is. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { pinnedGatewayCrds } from './download.ts';
import { AssetsError } from './errors.ts';
import { MODULE_FOLDER, type Versions } from './versions.ts';

/** The `go` executable: on the PATH, in GOROOT, or where Go's own installer puts it; undefined without one. */
export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(path.delimiter);
  if (env['GOROOT']) folders.push(path.join(env['GOROOT'], 'bin'));
  folders.push('/usr/local/go/bin');
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, 'go'))
    .find((file) => fs.existsSync(file));
}

/** Runs go in the module's folder; `onLine` sees each line of stderr. Resolves to stdout. @throws AssetsError. */
async function runGo(
  go: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
): Promise<string> {
  const child = spawn(go, args, {
    cwd: MODULE_FOLDER,
    env: { ...env, CGO_ENABLED: '0', GO111MODULE: 'on', GOWORK: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    // A long build: whoever works on this machine comes first.
    if (child.pid) os.setPriority(child.pid, 5);
  } catch {
    // Not allowed everywhere, and not needed.
  }
  const stop = () => child.kill();
  process.once('exit', stop);
  const last: string[] = [];
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  readline.createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line);
    if (last.length > 15) last.shift();
    onLine?.(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.removeListener('exit', stop);
  if (code !== 0)
    throw new AssetsError(`\`go ${args[0] ?? ''}\` of dev/control-plane failed:\n${last.join('\n')}`);
  return output;
}

/** `75` -> `1m15s`. */
function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, '0')}s`;
}

/** Builds `control-plane` into `folder` (a temporary one). @throws AssetsError with the compiler's last lines. */
export async function buildControlPlane(
  folder: string,
  options: { go: string; env: NodeJS.ProcessEnv; versions: Versions; report: (line: string) => void },
): Promise<void> {
  const { go, env, versions, report } = options;
  const started = Date.now();
  let state = 'fetching modules';
  const timer = setInterval(() => {
    report(`building the control plane: ${formatSeconds((Date.now() - started) / 1000)}, ${state}`);
  }, 10_000);
  try {
    report('building the control plane from source, once: about 5 minutes on two cores');
    const all = (await runGo(go, ['list', '-mod=readonly', '-deps', '.'], env)).trim().split('\n').length;
    let compiled = 0;
    const [major = '', minor = ''] = versions.kubernetes.replace(/^v/, '').split('.');
    const stamp = Object.entries({
      gitVersion: versions.kubernetes,
      gitMajor: major,
      gitMinor: minor,
      gitTreeState: 'clean',
    }).map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`);
    const binary = path.join(folder, 'control-plane');
    state = 'starting to compile';
    await runGo(
      go,
      [
        'build',
        '-v',
        '-mod=readonly',
        '-buildvcs=false',
        '-trimpath',
        '-ldflags',
        `-s -w ${stamp.join(' ')}`,
        '-o',
        binary,
        '.',
      ],
      env,
      () => {
        compiled += 1;
        state = `${compiled} packages compiled of at most ${all}`;
      },
    );
    report(`built the control plane in ${formatSeconds((Date.now() - started) / 1000)}`);
  } finally {
    clearInterval(timer);
  }
}

/** Copies the CRDs out of the Gateway API's Go module into one YAML file. @throws AssetsError. */
export async function copyGatewayCrds(
  target: string,
  options: { go: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const { go, env } = options;
  await runGo(go, ['mod', 'download', 'sigs.k8s.io/gateway-api'], env);
  const folder = await runGo(
    go,
    ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/gateway-api'],
    env,
  );
  const parts = pinnedGatewayCrds().map(({ name, sha256 }) => {
    const text = fs.readFileSync(path.join(folder.trim(), 'config/crd/standard', name));
    if (createHash('sha256').update(text).digest('hex') !== sha256)
      throw new AssetsError(
        `${name} of the Gateway API's module is not the file that gateway-crds.sha256 pins.`,
      );
    return text.toString('utf8');
  });
  fs.writeFileSync(target, parts.join('\n---\n'));
}
