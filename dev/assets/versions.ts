/** The versions of the control plane: dev/control-plane/go.mod is the only place that names them. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The Go module's folder. */
export const MODULE_FOLDER = path.resolve(import.meta.dirname, '../control-plane');

/** Versions with their leading `v`. */
export interface Versions {
  kubernetes: string;
  etcd: string;
  gatewayApi: string;
}

/** A platform in Go's words. */
export interface Platform {
  os: string;
  arch: string;
}

/** This machine. */
export function thisPlatform(): Platform {
  return { os: process.platform, arch: process.arch === 'x64' ? 'amd64' : process.arch };
}

/** Reads the versions from go.mod. @throws when one is missing. */
export function readVersions(moduleFolder: string = MODULE_FOLDER): Versions {
  const text = fs.readFileSync(path.join(moduleFolder, 'go.mod'), 'utf8');
  const version = (module: string): string => {
    const found = text
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .find((words) => words[0] === module);
    if (!found?.[1]) throw new Error(`dev/control-plane/go.mod does not require ${module}`);
    return found[1];
  };
  return {
    kubernetes: version('k8s.io/kubernetes'),
    etcd: version('go.etcd.io/etcd/server/v3'),
    gatewayApi: version('sigs.k8s.io/gateway-api'),
  };
}

/** The cache key: whatever changes the binary changes it. */
export function assetsHash(platform: Platform, moduleFolder: string = MODULE_FOLDER): string {
  const hash = createHash('sha256').update(`1 ${platform.os}/${platform.arch}\n`);
  const files = fs.readdirSync(moduleFolder).filter((file) => /^go\.(mod|sum)$|\.go$/.test(file));
  for (const file of files.sort())
    hash.update(`${file}\n`).update(fs.readFileSync(path.join(moduleFolder, file)));
  return hash.digest('hex').slice(0, 16);
}
