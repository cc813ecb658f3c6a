/**
 * One embedded cluster: etcd, kube-apiserver and kube-controller-manager as three children, on loopback only.
 * It has no nodes and no scheduler: namespaces, quotas, RBAC and admission are real, Pods stay Pending.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Assets } from '../assets/index.ts';
import {
  keepAuthority,
  keepClient,
  keepPeer,
  keepServer,
  keepSigningKey,
  writePrivate,
  type KeyPair,
} from './certificates.ts';
import { httpsRequest } from './https.ts';
import { kubectl as runKubectl, writeKubeconfig } from './kubectl.ts';
import { allocatePorts } from './ports.ts';
import { baseEnvironment, type ManagedProcess, type Supervisor } from './processes.ts';

/** The three processes. */
type ControlPlaneComponent = 'etcd' | 'kube-apiserver' | 'kube-controller-manager';

/** Who may sign in with what. */
export interface ControlPlaneOptions {
  /** The cluster's name, also in log files and ports: lower case and dashes. */
  name: string;
  /** The cluster's own folder: keys, etcd's data, kubeconfigs. Kept, it starts again with its data. */
  dir: string;
  assets: Assets;
  supervisor: Supervisor;
  /** Signs the API server's certificate, and is what clients trust. */
  authority: KeyPair & { certFile: string };
  /** An OpenID Connect issuer whose ID tokens are trusted: `oidc:` goes before e-mail addresses and groups. */
  issuer?: { url: string; ca: string; audience: string };
  /** Bearer tokens for tests; user names and groups are taken as they are. */
  staticTokens?: { token: string; user: string; groups: string[] }[];
  /** Remembered ports; default `dir`/ports.json. */
  portsFile?: string;
  /** The second number of the service network 10.N.0.0/16; default 96. */
  serviceNetwork?: number;
  /** false: etcd does not wait for the disk. For tests. */
  durable?: boolean;
  /** Start a component again when it dies by itself. */
  restart?: boolean;
  /** Write every request's metadata to logs/NAME.audit.log. */
  audit?: boolean;
}

/** A running cluster. */
export interface ControlPlane {
  name: string;
  server: string;
  caFile: string;
  ca: string;
  /** Kubeconfig of a cluster administrator (system:masters). */
  adminKubeconfig: string;
  /** The administrator's client certificate, for plain HTTPS calls. */
  adminCertFile: string;
  adminKeyFile: string;
  processes: Record<ControlPlaneComponent, ManagedProcess>;
  /** kubectl as the administrator. Resolves to stdout. @throws with its error. */
  kubectl: (args: string[], input?: string) => Promise<string>;
  /** SIGKILL to one component, at once. Without `restart` it stays down until `startComponent`. */
  kill: (component: ControlPlaneComponent) => void;
  /** Freezes one component (SIGSTOP): connections stay open, nothing answers. */
  pause: (component: ControlPlaneComponent) => void;
  resume: (component: ControlPlaneComponent) => void;
  /** Stops one component cleanly and leaves it down. */
  stopComponent: (component: ControlPlaneComponent) => Promise<void>;
  /** Starts a component that is down and waits until it is ready. */
  startComponent: (component: ControlPlaneComponent) => Promise<void>;
  /** Stops the API server, waits `downFor` ms (default 0), and starts it on the same address; resolves when it is ready. */
  restartApiServer: (downFor?: number) => Promise<void>;
  /** Stops the three, the controller manager first. */
  stop: () => Promise<void>;
}

const KCM_USER = 'system:kube-controller-manager';

function indent(text: string, by: number): string {
  return text
    .trimEnd()
    .split('\n')
    .join(`\n${' '.repeat(by)}`);
}

/** The API server's structured authentication; strangers get the health paths and nothing else. */
function authenticationConfig(issuer: ControlPlaneOptions['issuer']): string {
  const jwt = issuer
    ? `jwt:
- issuer:
    url: ${issuer.url}
    certificateAuthority: |
      ${indent(issuer.ca, 6)}
    audiences: [${issuer.audience}]
    audienceMatchPolicy: MatchAny
  claimMappings:
    username: { expression: '"oidc:" + claims.email' }
    groups: { claim: groups, prefix: "oidc:" }
    uid: { claim: sub }
  claimValidationRules:
  - { expression: 'claims.?email_verified.orValue(false) == true', message: the e-mail address is not verified }
  userValidationRules:
  - { expression: "!user.username.startsWith('system:')", message: this user name is reserved }
`
    : '';
  return `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
${jwt}anonymous:
  enabled: true
  conditions:
  - path: /livez
  - path: /readyz
  - path: /healthz
`;
}

const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  verbs: [get, list, watch]
- level: Metadata
`;

/**
 * Starts a cluster and waits until it serves: /readyz is ok and the namespace `default` has its ServiceAccount.
 * @throws with the log's last lines when a component does not come up.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { name, dir, assets, supervisor, authority, issuer, staticTokens, durable = true } = options;
  const pki = path.join(dir, 'pki');
  fs.mkdirSync(pki, { recursive: true, mode: 0o700 });
  const portNames = {
    etcd: `${name}/etcd`,
    peer: `${name}/etcd-peer`,
    api: `${name}/kube-apiserver`,
    kcm: `${name}/kube-controller-manager`,
  };
  const [allocated, clientCa, etcdCa, serving, signing] = await Promise.all([
    allocatePorts(Object.values(portNames), { file: options.portsFile ?? path.join(dir, 'ports.json') }),
    keepAuthority(pki, 'client-ca', `berth ${name} clients`),
    keepAuthority(pki, 'etcd-ca', `berth ${name} etcd`),
    keepServer(pki, 'kube-apiserver', authority),
    keepSigningKey(pki, 'service-accounts'),
  ]);
  const port = (key: keyof typeof portNames): number => allocated[portNames[key]] ?? 0;
  const [etcdPair, etcdClient, admin, kcm] = await Promise.all([
    keepPeer(pki, 'etcd', etcdCa),
    keepClient(pki, 'etcd-client', etcdCa, { commonName: 'kube-apiserver' }),
    keepClient(pki, 'admin', clientCa, {
      commonName: 'berth-stack-admin',
      organizations: ['system:masters'],
    }),
    keepClient(pki, 'kube-controller-manager', clientCa, { commonName: KCM_USER }),
  ]);

  const server = `https://127.0.0.1:${port('api')}`;
  const caFile = authority.certFile;
  const file = (suffix: string, content: string): string => {
    const target = path.join(dir, suffix);
    writePrivate(target, content);
    return target;
  };
  const kubeconfig = (userName: string, pair: { certFile: string; keyFile: string }): string => {
    const target = path.join(dir, `${userName.replaceAll(':', '-')}.kubeconfig`);
    writeKubeconfig(target, { cluster: name, server, caFile, userName, user: pair });
    return target;
  };
  const adminKubeconfig = kubeconfig('admin', admin);
  const kcmKubeconfig = kubeconfig(KCM_USER, kcm);

  const etcdUrl = `https://127.0.0.1:${port('etcd')}`;
  const peerUrl = `https://127.0.0.1:${port('peer')}`;
  const flags: Record<ControlPlaneComponent, string[]> = {
    etcd: [
      `--name=${name}`,
      `--data-dir=${path.join(dir, 'etcd')}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=${name}=${peerUrl}`,
      ...['', 'peer-'].flatMap((kind) => [
        `--${kind}cert-file=${etcdPair.certFile}`,
        `--${kind}key-file=${etcdPair.keyFile}`,
        `--${kind}trusted-ca-file=${etcdCa.certFile}`,
        `--${kind}client-cert-auth`,
      ]),
      '--quota-backend-bytes=8589934592',
      '--log-level=warn',
      ...(durable ? [] : ['--unsafe-no-fsync']),
    ],
    'kube-apiserver': [
      `--etcd-servers=${etcdUrl}`,
      `--etcd-cafile=${etcdCa.certFile}`,
      `--etcd-certfile=${etcdClient.certFile}`,
      `--etcd-keyfile=${etcdClient.keyFile}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      `--secure-port=${port('api')}`,
      `--tls-cert-file=${serving.certFile}`,
      `--tls-private-key-file=${serving.keyFile}`,
      `--client-ca-file=${clientCa.certFile}`,
      `--authentication-config=${file('authentication.yaml', authenticationConfig(issuer))}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=AlwaysPullImages,NodeRestriction',
      '--allow-privileged=true',
      `--service-account-issuer=https://kubernetes.${name}.berth.internal`,
      `--service-account-signing-key-file=${signing.privateKeyFile}`,
      `--service-account-key-file=${signing.publicKeyFile}`,
      `--service-cluster-ip-range=10.${options.serviceNetwork ?? 96}.0.0/16`,
      '--profiling=false',
      ...(staticTokens
        ? [
            `--token-auth-file=${file(
              'tokens.csv',
              staticTokens
                .map(({ token, user, groups }) => `${token},${user},${user},"${groups.join(',')}"\n`)
                .join(''),
            )}`,
          ]
        : []),
      ...(options.audit
        ? [
            `--audit-policy-file=${file('audit-policy.yaml', AUDIT_POLICY)}`,
            `--audit-log-path=${path.join(supervisor.stateDir, 'logs', `${name}.audit.log`)}`,
          ]
        : []),
    ],
    'kube-controller-manager': [
      `--kubeconfig=${kcmKubeconfig}`,
      `--authentication-kubeconfig=${kcmKubeconfig}`,
      `--authorization-kubeconfig=${kcmKubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port('kcm')}`,
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${signing.privateKeyFile}`,
      `--root-ca-file=${caFile}`,
      '--leader-elect=false',
      '--kube-api-qps=300',
      '--kube-api-burst=500',
      '--concurrent-namespace-syncs=20',
      '--concurrent-resource-quota-syncs=10',
      '--concurrent-serviceaccount-token-syncs=10',
      '--profiling=false',
    ],
  };

  const start = (component: ControlPlaneComponent): ManagedProcess => {
    const [executable, ...first] = assets.command(component);
    return supervisor.start({
      name: `${name}.${component}`,
      command: [executable, ...first, ...flags[component]],
      env: baseEnvironment(dir),
      cwd: dir,
      // The API server would wait for its watchers; all three are safe to kill at any point.
      grace: component === 'kube-apiserver' ? 2_000 : 10_000,
      ...(options.restart !== undefined && { restart: options.restart }),
    });
  };
  const adminCall = { ca: authority.cert, cert: admin.cert, key: admin.key, timeout: 2_000 };
  const ok = async (request: Promise<{ status: number }>): Promise<boolean> => (await request).status === 200;
  const ready: Record<ControlPlaneComponent, () => Promise<boolean>> = {
    etcd: () =>
      ok(
        httpsRequest(`${etcdUrl}/health`, {
          ca: etcdCa.cert,
          cert: etcdClient.cert,
          key: etcdClient.key,
          timeout: 2_000,
        }),
      ),
    'kube-apiserver': () => ok(httpsRequest(`${server}/readyz`, adminCall)),
    'kube-controller-manager': async () =>
      (await ok(
        httpsRequest(`https://127.0.0.1:${port('kcm')}/healthz`, { unverified: true, timeout: 2_000 }),
      )) && ok(httpsRequest(`${server}/api/v1/namespaces/default/serviceaccounts/default`, adminCall)),
  };
  const started = [] as ManagedProcess[];
  const up = async (component: ControlPlaneComponent): Promise<ManagedProcess> => {
    const child = start(component);
    started.push(child);
    await child.waitUntil('ready', ready[component], 90_000);
    return child;
  };
  try {
    const etcd = await up('etcd');
    const apiServer = await up('kube-apiserver');
    const controllerManager = await up('kube-controller-manager');
    const processes = { etcd, 'kube-apiserver': apiServer, 'kube-controller-manager': controllerManager };
    const startComponent = async (component: ControlPlaneComponent): Promise<void> => {
      processes[component].start();
      await processes[component].waitUntil('ready', ready[component], 90_000);
    };
    return {
      name,
      server,
      caFile,
      ca: authority.cert,
      adminKubeconfig,
      adminCertFile: admin.certFile,
      adminKeyFile: admin.keyFile,
      processes,
      kubectl: (args, input) =>
        runKubectl(
          { command: assets.command('kubectl'), kubeconfig: adminKubeconfig, home: path.join(dir, 'home') },
          args,
          input,
        ),
      kill: (component) => {
        processes[component].signal('SIGKILL');
      },
      pause: (component) => {
        processes[component].signal('SIGSTOP');
      },
      resume: (component) => {
        processes[component].signal('SIGCONT');
      },
      stopComponent: (component) => processes[component].stop(),
      startComponent,
      restartApiServer: async (downFor = 0) => {
        await apiServer.stop();
        if (downFor > 0) await new Promise((resolve) => setTimeout(resolve, downFor));
        await startComponent('kube-apiserver');
      },
      stop: async () => {
        for (const child of [controllerManager, apiServer, etcd]) await child.stop();
      },
    };
  } catch (error) {
    for (const child of started.reverse()) await child.stop();
    throw error;
  }
}
