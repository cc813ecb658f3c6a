/** kubectl as the stack uses it: an explicit kubeconfig, nothing of the machine's own configuration. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { baseEnvironment, lastLines } from './processes.ts';
import { writePrivate } from './certificates.ts';

/** A cluster and who speaks to it. */
export interface KubectlTarget {
  /** The kubectl executable with its first arguments. */
  command: readonly [string, ...string[]];
  kubeconfig: string;
  context?: string;
  /** For kubectl's discovery cache, and its HOME. */
  home: string;
  /** HOME for credential plugins of a cluster of your own; default `home`. */
  credentialHome?: string;
}

/** Runs kubectl and resolves to stdout. @throws with the last lines of stderr. */
export async function kubectl(target: KubectlTarget, args: string[], input?: string): Promise<string> {
  const [executable, ...first] = target.command;
  const context = target.context === undefined ? [] : ['--context', target.context];
  fs.mkdirSync(target.home, { recursive: true });
  const child = spawn(executable, [...first, '--kubeconfig', target.kubeconfig, ...context, ...args], {
    env: {
      ...baseEnvironment(target.credentialHome ?? target.home),
      KUBECACHEDIR: path.join(target.home, 'kube-cache'),
      KUBERC: 'off',
    },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  if (input !== undefined) {
    child.stdin?.on('error', () => undefined); // kubectl ended early: its own error says why.
    child.stdin?.end(input);
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(
      `kubectl ${args.slice(0, 3).join(' ')}: ${lastLines(errors) || `exit code ${code ?? '?'}`}`,
    );
  return output;
}

/** What a kubeconfig's only user shows: a client certificate, or a token in a file that is read again as it changes. */
export type KubeconfigUser = { certFile: string; keyFile: string } | { tokenFile: string };

/** Writes a kubeconfig with one cluster, one user and one current context; mode 0600. */
export function writeKubeconfig(
  file: string,
  options: {
    cluster: string;
    server: string;
    caFile: string;
    userName: string;
    user: KubeconfigUser;
    namespace?: string;
  },
): void {
  const { cluster, server, caFile, userName, user, namespace } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': cluster,
    clusters: [{ name: cluster, cluster: { server, 'certificate-authority': caFile } }],
    users: [
      {
        name: userName,
        user:
          'tokenFile' in user
            ? { tokenFile: user.tokenFile }
            : { 'client-certificate': user.certFile, 'client-key': user.keyFile },
      },
    ],
    contexts: [
      { name: cluster, context: { cluster, user: userName, ...(namespace !== undefined && { namespace }) } },
    ],
  };
  // JSON is YAML.
  writePrivate(file, `${JSON.stringify(config, null, 2)}\n`);
}
