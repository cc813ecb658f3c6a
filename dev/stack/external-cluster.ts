/** A cluster of your own, named by --kubeconfig and --context: read from that file and no other. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { resolveAssets } from '../assets/index.ts';
import type { AdminKubectl } from './bundle.ts';
import { kubectl } from './kubectl.ts';
import { baseEnvironment } from './processes.ts';

/** What the stack needs to know of it. */
export interface ExternalCluster {
  name: string;
  server: string;
  /** Written into the cluster's folder; undefined where the kubeconfig names no authority. */
  caFile: string | undefined;
  kubeconfig: string;
  kubectl: AdminKubectl;
}

const PROGRAM = 'kubectl';

/** kubectl of the PATH (whoever has a kubeconfig has it), else the one of the embedded control planes. */
async function kubectlCommand(dir: string, report: (line: string) => void): Promise<[string, ...string[]]> {
  try {
    execFileSync(PROGRAM, ['version', '--client'], {
      stdio: 'ignore',
      env: { ...baseEnvironment(dir), KUBERC: 'off', KUBECONFIG: os.devNull },
    });
    return [PROGRAM];
  } catch {
    return (await resolveAssets({ report })).command('kubectl');
  }
}

interface ConfigView {
  clusters: { cluster: { server: string; 'certificate-authority-data'?: string } }[];
}

/** Reads the named context. @throws when the file has no such context. */
export async function readExternalCluster(
  options: { kubeconfig: string; context: string; dir: string },
  report: (line: string) => void,
): Promise<ExternalCluster> {
  const { context, dir } = options;
  const kubeconfig = path.resolve(options.kubeconfig);
  if (!fs.existsSync(kubeconfig)) throw new Error(`There is no kubeconfig at ${kubeconfig}.`);
  // The user's own HOME: credential plugins keep their sessions there.
  const target = {
    command: await kubectlCommand(dir, report),
    kubeconfig,
    context,
    home: dir,
    credentialHome: process.env['HOME'] ?? dir,
  };
  const view = JSON.parse(
    await kubectl(target, ['config', 'view', '--minify', '--raw', '--flatten', '-o', 'json']),
  ) as ConfigView;
  const cluster = view.clusters[0]?.cluster;
  if (!cluster) throw new Error(`${kubeconfig} has no context ${context}.`);
  const authority = cluster['certificate-authority-data'];
  const caFile = authority === undefined ? undefined : path.join(dir, 'ca.crt');
  if (caFile !== undefined) {
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(caFile, Buffer.from(authority ?? '', 'base64'));
  }
  return {
    name: context
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, ''),
    server: cluster.server,
    caFile,
    kubeconfig,
    kubectl: (args, input) => kubectl(target, args, input),
  };
}
