/** Downloads with a checksum. Nothing is at its final place before it was read whole and its SHA-256 is right. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { AssetsError, SourceUnavailable } from './errors.ts';
import type { Platform, Versions } from './versions.ts';

/** Where releases come from, without a final slash. */
export interface DownloadBases {
  kubernetes: string;
  etcd: string;
  gatewayApi: string;
}

/** The official servers, or the mirrors that the environment names. */
export function downloadBases(env: NodeJS.ProcessEnv): DownloadBases {
  const base = (value: string | undefined, official: string) => (value || official).replace(/\/+$/, '');
  return {
    kubernetes: base(env['BERTH_KUBE_DOWNLOAD_URL'], 'https://dl.k8s.io/release'),
    etcd: base(env['BERTH_ETCD_DOWNLOAD_URL'], 'https://github.com/etcd-io/etcd/releases/download'),
    gatewayApi: base(
      env['BERTH_GATEWAY_DOWNLOAD_URL'],
      'https://raw.githubusercontent.com/kubernetes-sigs/gateway-api',
    ),
  };
}

/** Milliseconds: until the answer's headers, and without a single byte of its body. */
interface Timeouts {
  answer: number;
  stall: number;
}

const TIMEOUTS: Timeouts = { answer: 5_000, stall: 30_000 };

/**
 * Fetches one address whole, giving each chunk to `take`.
 * @throws SourceUnavailable when the server is out of reach, has no such file, or ends before the file does.
 */
async function fetchWhole(url: string, take: (chunk: Uint8Array) => void, timeouts: Timeouts): Promise<void> {
  const controller = new AbortController();
  let timer = setTimeout(() => {
    controller.abort();
  }, timeouts.answer);
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok || !response.body) throw new SourceUnavailable(`${url} answered ${response.status}`);
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        controller.abort();
      }, timeouts.stall);
      take(chunk);
    }
  } catch (error) {
    if (error instanceof SourceUnavailable) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = controller.signal.aborted
      ? 'no answer in time'
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new SourceUnavailable(`${url} cannot be downloaded: ${why}`);
  } finally {
    clearTimeout(timer);
  }
}

async function fetchText(url: string, timeouts: Timeouts): Promise<string> {
  const chunks: Uint8Array[] = [];
  await fetchWhole(url, (chunk) => chunks.push(chunk), timeouts);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Downloads a file to `target` and checks it. `target` must lie in a temporary folder: it is removed on any failure.
 * @throws AssetsError on a wrong checksum: something on the way changes files, so no other source is tried.
 * @throws SourceUnavailable when the file cannot be had.
 */
async function downloadFile(
  url: string,
  sha256: string,
  target: string,
  timeouts: Timeouts = TIMEOUTS,
): Promise<void> {
  const hash = createHash('sha256');
  const file = fs.openSync(target, 'w');
  try {
    await fetchWhole(
      url,
      (chunk) => {
        hash.update(chunk);
        fs.writeSync(file, chunk);
      },
      timeouts,
    );
    const actual = hash.digest('hex');
    if (actual !== sha256)
      throw new AssetsError(
        `The checksum of ${url} is wrong (expected SHA-256 ${sha256}, got ${actual}). ` +
          `Nothing was kept. Try again, or set BERTH_OFFLINE=1 to build it instead.`,
      );
  } catch (error) {
    fs.rmSync(target, { force: true });
    throw error;
  } finally {
    fs.closeSync(file);
  }
}

function checksumIn(text: string, url: string, name?: string): string {
  for (const line of text.split('\n')) {
    const [sum, file] = line.trim().split(/\s+/);
    if (sum && /^[0-9a-f]{64}$/.test(sum) && (name === undefined || file?.replace(/^\*/, '') === name))
      return sum;
  }
  throw new AssetsError(`${url} holds no SHA-256${name ? ` for ${name}` : ''}.`);
}

/** What the downloads need to know. */
export interface DownloadOptions {
  bases: DownloadBases;
  versions: Versions;
  platform: Platform;
  report: (line: string) => void;
  timeouts?: Timeouts;
}

/**
 * Downloads etcd, kube-apiserver, kube-controller-manager and kubectl into `folder` (a temporary one).
 * @throws AssetsError, SourceUnavailable as `downloadFile`; also SourceUnavailable where no release is made for the platform.
 */
export async function downloadBinaries(folder: string, options: DownloadOptions): Promise<void> {
  const { bases, versions, platform, report } = options;
  const timeouts = options.timeouts ?? TIMEOUTS;
  if (platform.os !== 'linux')
    throw new SourceUnavailable(`Kubernetes releases no kube-apiserver for ${platform.os}`);

  const release = `${bases.kubernetes}/${versions.kubernetes}/bin/${platform.os}/${platform.arch}`;
  for (const name of ['kube-apiserver', 'kube-controller-manager', 'kubectl']) {
    const url = `${release}/${name}`;
    const sum = checksumIn(await fetchText(`${url}.sha256`, timeouts), `${url}.sha256`);
    report(`downloading ${name} ${versions.kubernetes}`);
    await downloadFile(url, sum, path.join(folder, name), timeouts);
    fs.chmodSync(path.join(folder, name), 0o755);
  }

  const archive = `etcd-${versions.etcd}-${platform.os}-${platform.arch}`;
  const etcd = `${bases.etcd}/${versions.etcd}`;
  const sums = await fetchText(`${etcd}/SHA256SUMS`, timeouts);
  const packed = path.join(folder, 'etcd.tar.gz');
  report(`downloading etcd ${versions.etcd}`);
  await downloadFile(
    `${etcd}/${archive}.tar.gz`,
    checksumIn(sums, `${etcd}/SHA256SUMS`, `${archive}.tar.gz`),
    packed,
    timeouts,
  );
  await promisify(execFile)('tar', ['-xzf', packed, '-C', folder, '--strip-components=1', `${archive}/etcd`]);
  fs.rmSync(packed);
  fs.chmodSync(path.join(folder, 'etcd'), 0o755);
}

/** The Gateway API's CRD files with the checksums that this repository pins. */
export function pinnedGatewayCrds(): { name: string; sha256: string }[] {
  const text = fs.readFileSync(path.join(import.meta.dirname, 'gateway-crds.sha256'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [sha256 = '', name = ''] = line.split(/\s+/);
      return { name, sha256 };
    });
}

/** Downloads the CRDs, one YAML file, to `target`. @throws as `downloadFile`. */
export async function downloadGatewayCrds(target: string, options: DownloadOptions): Promise<void> {
  options.report(`downloading the Gateway API's definitions ${options.versions.gatewayApi}`);
  const parts: string[] = [];
  for (const { name, sha256 } of pinnedGatewayCrds()) {
    const url = `${options.bases.gatewayApi}/${options.versions.gatewayApi}/config/crd/standard/${name}`;
    await downloadFile(url, sha256, `${target}.part`, options.timeouts);
    parts.push(fs.readFileSync(`${target}.part`, 'utf8'));
    fs.rmSync(`${target}.part`);
  }
  fs.writeFileSync(target, parts.join('\n---\n'));
}
