import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMPONENTS, resolveAssets, type AssetsOptions } from './index.ts';
import { pinnedGatewayCrds } from './download.ts';
import { assetsHash, readVersions } from './versions.ts';

const PLATFORM = { os: 'linux', arch: 'amd64' };
const versions = readVersions();
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

let folder: string;
let cache: string;
let closers: (() => Promise<unknown>)[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-assets-test-'));
  cache = path.join(folder, 'cache');
  closers = [];
});

afterEach(async () => {
  for (const close of closers) await close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function executables(where: string, names: readonly string[]): string {
  fs.mkdirSync(where, { recursive: true });
  for (const name of names)
    fs.writeFileSync(path.join(where, name), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 });
  return where;
}

/** The folder of this version in the test's own cache. */
function cached(): string {
  return path.join(cache, 'berth/control-plane', assetsHash(PLATFORM));
}

function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  // No PATH: a Go that the machine may have must not answer for a source under test.
  return { ...more, NODE_ENV: 'test', XDG_CACHE_HOME: cache, PATH: '' };
}

const noGo: NonNullable<AssetsOptions['findGo']> = () => undefined;

/** A release server: address -> content; `cut` ends an answer halfway. */
async function serve(
  files: Map<string, Buffer | string>,
  cut?: string,
): Promise<{ base: string; asked: string[] }> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const content = files.get(url);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = Buffer.from(content);
    response.writeHead(200, { 'content-length': body.length });
    if (url === cut) {
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    }
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const KUBE = `/${versions.kubernetes}/bin/linux/amd64`;
const ETCD = `etcd-${versions.etcd}-linux-amd64`;

/** A whole release, as the official servers lay it out. */
function release(): Map<string, Buffer | string> {
  const files = new Map<string, Buffer | string>();
  for (const name of COMPONENTS.filter((component) => component !== 'etcd')) {
    const content = `#!/bin/sh\necho released ${name}\n`;
    files.set(`${KUBE}/${name}`, content);
    files.set(`${KUBE}/${name}.sha256`, sha256(content));
  }
  const unpacked = path.join(folder, ETCD);
  executables(unpacked, ['etcd', 'etcdctl']);
  const archive = execFileSync('tar', ['-czf', '-', '-C', folder, ETCD]);
  files.set(`/${versions.etcd}/${ETCD}.tar.gz`, archive);
  files.set(
    `/${versions.etcd}/SHA256SUMS`,
    `${sha256('other')}  other.zip\n${sha256(archive)}  ${ETCD}.tar.gz\n`,
  );
  return files;
}

function mirrors(base: string): NodeJS.ProcessEnv {
  return environment({
    BERTH_KUBE_DOWNLOAD_URL: base,
    BERTH_ETCD_DOWNLOAD_URL: base,
    BERTH_GATEWAY_DOWNLOAD_URL: base,
  });
}

/** Stands for the Gateway API's files, whose checksums are pinned and whose content is not in this repository. */
const fillCrds = (target: string) => {
  fs.writeFileSync(target, 'kind: CustomResourceDefinition\n');
  return Promise.resolve();
};

describe('where the control plane comes from', () => {
  test('a folder that BERTH_KUBE_ASSETS names comes before the cache, with one binary or with four', async () => {
    executables(cached(), ['control-plane', 'gateway-crds.yaml']);
    const one = executables(path.join(folder, 'one'), ['control-plane', 'gateway-crds.yaml']);
    const four = executables(path.join(folder, 'four'), [...COMPONENTS, 'gateway-crds.yaml']);

    const single = await resolveAssets({ env: environment({ BERTH_KUBE_ASSETS: one }), platform: PLATFORM });
    expect(single.source).toBe('named');
    expect(single.command('etcd')).toEqual([path.join(one, 'control-plane'), 'etcd']);

    const separate = await resolveAssets({
      env: environment({ BERTH_KUBE_ASSETS: four }),
      platform: PLATFORM,
    });
    expect(separate.command('kubectl')).toEqual([path.join(four, 'kubectl')]);
  });

  test('a named folder that lacks a program is refused with the names of what it lacks', async () => {
    const half = executables(path.join(folder, 'half'), ['etcd', 'kubectl']);
    await expect(
      resolveAssets({ env: environment({ BERTH_KUBE_ASSETS: half }), platform: PLATFORM }),
    ).rejects.toThrow(/lacks kube-apiserver, kube-controller-manager/);
  });

  test('the cache comes before any download', async () => {
    executables(cached(), ['control-plane', 'gateway-crds.yaml']);
    const { base, asked } = await serve(release());
    const assets = await resolveAssets({ env: mirrors(base), platform: PLATFORM });
    expect(assets.source).toBe('cache');
    expect(asked).toEqual([]);
  });

  test('a download with right checksums lands in the cache, whole, and comes before the build', async () => {
    const { base } = await serve(release());
    const build = () => Promise.reject(new Error('must not be built'));
    const options = { env: mirrors(base), platform: PLATFORM, build, fillCrds };
    const assets = await resolveAssets(options);
    expect(assets.source).toBe('download');
    for (const component of COMPONENTS) {
      const [program] = assets.command(component);
      expect(execFileSync(program, { encoding: 'utf8', env: process.env })).toContain(component);
    }
    expect((await resolveAssets(options)).source).toBe('cache');
    expect(fs.readdirSync(path.dirname(cached()))).toEqual([path.basename(cached())]);
  });

  test('a wrong checksum is an error that names the file, and neither builds nor keeps anything', async () => {
    const files = release();
    files.set(`${KUBE}/kube-apiserver`, 'something else');
    const { base } = await serve(files);
    let built = false;
    const build = () => {
      built = true;
      return Promise.resolve();
    };
    await expect(resolveAssets({ env: mirrors(base), platform: PLATFORM, build, fillCrds })).rejects.toThrow(
      /The checksum of .*kube-apiserver is wrong/,
    );
    expect(built).toBe(false);
    expect(fs.readdirSync(path.dirname(cached()))).toEqual([]);
  });

  test('a download that breaks off leaves nothing in the cache, and the build takes over', async () => {
    const { base } = await serve(release(), `${KUBE}/kube-controller-manager`);
    const build = (to: string) => {
      expect(fs.existsSync(path.join(to, 'kube-apiserver'))).toBe(false);
      executables(to, ['control-plane']);
      return Promise.resolve();
    };
    const assets = await resolveAssets({ env: mirrors(base), platform: PLATFORM, build, fillCrds });
    expect(assets.source).toBe('build');
    expect(fs.readdirSync(cached()).sort()).toEqual(['control-plane', 'gateway-crds.yaml']);
  });

  test('BERTH_OFFLINE=1 asks no server', async () => {
    const { base, asked } = await serve(release());
    const build = (to: string) => {
      executables(to, ['control-plane']);
      return Promise.resolve();
    };
    const env = { ...mirrors(base), BERTH_OFFLINE: '1' };
    expect((await resolveAssets({ env, platform: PLATFORM, build, fillCrds })).source).toBe('build');
    expect(asked).toEqual([]);
  });

  test('two at once build once', async () => {
    let builds = 0;
    const build = async (to: string) => {
      builds += 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
      executables(to, ['control-plane']);
    };
    const options = { env: environment({ BERTH_OFFLINE: '1' }), platform: PLATFORM, build, fillCrds };
    const [first, second] = await Promise.all([resolveAssets(options), resolveAssets(options)]);
    expect([first.source, second.source].sort()).toEqual(['build', 'cache']);
    expect(builds).toBe(1);
  });

  test('without a network and without Go, one sentence says what to install or to use instead', async () => {
    const { base } = await serve(new Map());
    const failing = resolveAssets({ env: mirrors(base), platform: PLATFORM, findGo: noGo });
    await expect(failing).rejects.toThrow(/install Go 1\.26 or newer.*--kubeconfig FILE/);
    await expect(failing).rejects.not.toThrow(/\n/);
  });

  test('the Gateway API files that are downloaded must have the pinned checksums', async () => {
    const files = release();
    for (const { name } of pinnedGatewayCrds())
      files.set(`/${versions.gatewayApi}/config/crd/standard/${name}`, 'kind: Forged\n');
    const { base } = await serve(files);
    await expect(resolveAssets({ env: mirrors(base), platform: PLATFORM, findGo: noGo })).rejects.toThrow(
      /The checksum of .*backendtlspolicies\.yaml is wrong/,
    );
  });
});
