/** Finds the control plane's executables and the Gateway API's definitions: see README.md. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildControlPlane, copyGatewayCrds, findGo } from './build.ts';
import { downloadBases, downloadBinaries, downloadGatewayCrds, type DownloadOptions } from './download.ts';
import { AssetsError, SourceUnavailable } from './errors.ts';
import { lock } from './pid-lock.ts';
import { assetsHash, readVersions, thisPlatform, type Platform } from './versions.ts';

/** The programs of a control plane, and kubectl. */
export const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;
type Component = (typeof COMPONENTS)[number];

const CRDS = 'gateway-crds.yaml';

/** What `dev/stack` starts. */
export interface Assets {
  source: 'named' | 'cache' | 'download' | 'build';
  folder: string;
  /** Executable and first arguments of a component; its flags follow. */
  command: (component: Component) => [string, ...string[]];
  /** One YAML file with all definitions of the standard channel. */
  gatewayCrdsFile: string;
}

/** All optional: what a test replaces. */
export interface AssetsOptions {
  env?: NodeJS.ProcessEnv;
  platform?: Platform;
  /** Gets a line of progress now and then. */
  report?: (line: string) => void;
  /** Replaces `go build`; gets a temporary folder to put `control-plane` into. */
  build?: (folder: string) => Promise<void>;
  /** Replaces the search for Go. */
  findGo?: (env: NodeJS.ProcessEnv) => string | undefined;
  /** Replaces download and copy of the Gateway API's definitions; gets the file to write. */
  fillCrds?: (target: string) => Promise<void>;
  timeouts?: DownloadOptions['timeouts'];
}

/** The per-user cache folder. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  return path.join(env['XDG_CACHE_HOME'] || path.join(env['HOME'] || os.homedir(), '.cache'), 'berth');
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The commands of a folder, or the executables it lacks. */
function commandsIn(folder: string): { command: Assets['command'] } | { missing: string[] } {
  const single = path.join(folder, 'control-plane');
  if (isExecutable(single)) return { command: (component) => [single, component] };
  const missing = COMPONENTS.filter((component) => !isExecutable(path.join(folder, component)));
  return missing.length > 0 ? { missing } : { command: (component) => [path.join(folder, component)] };
}

/**
 * The first source that has everything.
 * @throws AssetsError with one sentence: a named folder that is incomplete, a wrong checksum, a failed build, or no source.
 */
export async function resolveAssets(options: AssetsOptions = {}): Promise<Assets> {
  const env = options.env ?? process.env;
  const platform = options.platform ?? thisPlatform();
  const report = options.report ?? (() => undefined);
  const versions = readVersions();
  const cache = cacheFolder(env);
  const go = (options.findGo ?? findGo)(env);
  const downloads: DownloadOptions = {
    bases: downloadBases(env),
    versions,
    platform,
    report,
    ...(options.timeouts && { timeouts: options.timeouts }),
  };
  const offline = env['BERTH_OFFLINE'] === '1';

  const fillCrds = async (target: string): Promise<void> => {
    if (options.fillCrds) {
      await options.fillCrds(target);
      return;
    }
    if (!offline) {
      try {
        await downloadGatewayCrds(target, downloads);
        return;
      } catch (error) {
        if (!(error instanceof SourceUnavailable)) throw error;
      }
    }
    if (!go) throw new AssetsError(nothingWorks(offline, 'the Gateway API definitions'));
    await copyGatewayCrds(target, { go, env });
  };

  const named = env['BERTH_KUBE_ASSETS'];
  if (named) {
    const folder = path.resolve(named);
    const found = commandsIn(folder);
    if ('missing' in found)
      throw new AssetsError(`BERTH_KUBE_ASSETS names ${folder}, which lacks ${found.missing.join(', ')}.`);
    let gatewayCrdsFile = path.join(folder, CRDS);
    if (!fs.existsSync(gatewayCrdsFile)) {
      gatewayCrdsFile = path.join(cache, 'gateway-crds', versions.gatewayApi, CRDS);
      if (!fs.existsSync(gatewayCrdsFile))
        await intoCache(path.dirname(gatewayCrdsFile), (temporary) => fillCrds(path.join(temporary, CRDS)));
    }
    return { source: 'named', folder, command: found.command, gatewayCrdsFile };
  }

  const folder = path.join(cache, 'control-plane', assetsHash(platform));
  const cached = (source: Assets['source']): Assets | undefined => {
    const found = commandsIn(folder);
    const gatewayCrdsFile = path.join(folder, CRDS);
    if ('missing' in found || !fs.existsSync(gatewayCrdsFile)) return undefined;
    return { source, folder, command: found.command, gatewayCrdsFile };
  };
  const ready = cached('cache');
  if (ready) return ready;

  const held = await lock(`${folder}.lock`, (holder) => {
    report(`waiting for process ${holder.pid}, which is making the control plane`);
  });
  try {
    const meanwhile = cached('cache');
    if (meanwhile) return meanwhile;
    removeLeftovers(folder);
    let source: Assets['source'] = 'download';
    await intoCache(folder, async (temporary) => {
      if (!offline) {
        try {
          await downloadBinaries(temporary, downloads);
          await fillCrds(path.join(temporary, CRDS));
          return;
        } catch (error) {
          if (!(error instanceof SourceUnavailable)) throw error;
          report(`no release binaries: ${error.message}`);
        }
      }
      const build =
        options.build ??
        (go ? (to: string) => buildControlPlane(to, { go, env, versions, report }) : undefined);
      if (!build) throw new AssetsError(nothingWorks(offline, `Kubernetes ${versions.kubernetes}`));
      source = 'build';
      for (const component of COMPONENTS) fs.rmSync(path.join(temporary, component), { force: true });
      await fillCrds(path.join(temporary, CRDS));
      await build(temporary);
    });
    const made = cached(source);
    if (!made) throw new AssetsError(`The control plane was made, but ${folder} is not complete.`);
    return made;
  } finally {
    held.release();
  }
}

function nothingWorks(offline: boolean, what: string): string {
  const network = offline ? 'BERTH_OFFLINE=1 forbids downloads' : 'the release servers are out of reach';
  return (
    `Berth needs ${what} and found no way to get it (${network}, and there is no Go): install Go 1.26 or newer ` +
    `from go.dev, or name your own cluster with \`npm start -- --kubeconfig FILE --context NAME\`.`
  );
}

/** Removes what a killed process left half done. Only under the lock. */
function removeLeftovers(folder: string): void {
  const prefix = `${path.basename(folder)}.partial-`;
  for (const entry of fs.readdirSync(path.dirname(folder)))
    if (entry.startsWith(prefix))
      fs.rmSync(path.join(path.dirname(folder), entry), { recursive: true, force: true });
}

/** Fills a temporary folder and moves it to its place in one step; a failure leaves nothing. */
async function intoCache(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const temporary = fs.mkdtempSync(`${folder}.partial-`);
  try {
    await fill(temporary);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(temporary, folder);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}
