// What the tests of the bundle share: calls to the API server as somebody, and a namespace as Berth makes it.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { inject } from 'vitest';
import { parse } from 'yaml';
import { refusingPolicy } from '../lib/domain/bundle/index.ts';
import { clusterConfigSchema } from '../lib/domain/cluster/index.ts';
import { defaultSpec, type NamespaceSpec } from '../lib/domain/desired-state/schema.ts';
import { renderNamespace, type KubernetesObject } from '../lib/domain/render/index.ts';

/** Who calls: by a bearer token, or by a client certificate. */
export type Credential = { token: string } | { cert: Buffer; key: Buffer };

/** What the API server answers. */
export interface Answer {
  status: number;
  warnings: string[];
  body: KubernetesObject & { message?: string };
  /** The policy that refused, where one did. */
  refusedBy: string | null;
}

/** The test cluster's worker. */
export function workerCredential(): Credential {
  return { token: readFileSync(inject('cluster').workerTokenFile, 'utf8').trim() };
}

/** A tenant of the test cluster: viewer, developer, maintainer or stranger. */
export function tenantCredential(name: string): Credential {
  return { token: inject('cluster').tokens[name] ?? '' };
}

/** The test cluster's administrator (system:masters). */
export function adminCredential(): Credential {
  const config = parse(readFileSync(inject('cluster').adminKubeconfig, 'utf8')) as {
    users: { user: { 'client-certificate': string; 'client-key': string } }[];
  };
  const user = config.users[0]?.user;
  if (user === undefined) throw new Error('the kubeconfig of the administrator has no user');
  return { cert: readFileSync(user['client-certificate']), key: readFileSync(user['client-key']) };
}

/** One call to the API server of the test cluster. */
export function call(who: Credential, method: string, path: string, body?: unknown): Promise<Answer> {
  const { server, caFile } = inject('cluster');
  return new Promise((resolve, reject) => {
    const type = path.includes('fieldManager=')
      ? 'application/apply-patch+yaml'
      : 'application/merge-patch+json';
    const sent = request(
      `${server}${path}`,
      {
        method,
        ca: readFileSync(caFile),
        agent: false,
        ...('token' in who ? {} : who),
        headers: {
          ...('token' in who ? { authorization: `Bearer ${who.token}` } : {}),
          'content-type': method === 'PATCH' ? type : 'application/json',
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => {
          const warning = answer.headers['warning'];
          const parsed = JSON.parse(text) as Answer['body'];
          resolve({
            status: answer.statusCode ?? 0,
            warnings: warning === undefined ? [] : [warning].flat(),
            body: parsed,
            refusedBy: refusingPolicy(parsed.message ?? ''),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const PLURALS: Record<string, string> = {
  NetworkPolicy: 'networkpolicies',
  Ingress: 'ingresses',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
};

/** The path of an object's kind in its namespace. */
export function folderOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return `${root}${scope}/${PLURALS[kind] ?? `${kind.toLowerCase()}s`}`;
}

/** The path of an object. */
export function pathOf(object: KubernetesObject): string {
  return `${folderOf(object)}/${object.metadata.name}`;
}

/** Forced server-side apply, as the worker does it. */
export function apply(object: KubernetesObject, who: Credential = workerCredential()): Promise<Answer> {
  return call(who, 'PATCH', `${pathOf(object)}?fieldManager=berth&force=true&fieldValidation=Strict`, object);
}

/** A name no other test has. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

/** A namespace as Berth makes it for the tenants of the test cluster. */
export function tenantNamespace(
  name: string,
  change: Partial<NamespaceSpec> = {},
  choices: Record<string, unknown> = {},
): KubernetesObject[] {
  const config = clusterConfigSchema.parse(choices);
  const base = defaultSpec({
    size: 'M',
    clusterConfig: config,
    maintainerGroups: ['payments-maintainers'],
    memberGroups: ['payments-developers'],
    contact: 'payments@harbor.example',
  });
  const team = { contactEmail: null, chatUrl: null, onCallUrl: null, costCentre: null };
  return renderNamespace({
    id: '6a0e3e3c-0f0b-4f0e-9a63-2f6f0a2f3c11',
    name,
    environment: 'development',
    purpose: 'To be tried.',
    generation: 1,
    expiresAt: null,
    cluster: { name: inject('cluster').name, config },
    team: { slug: 'payments', name: 'Payments', ...team },
    service: {
      slug: 'ledger',
      name: 'Ledger',
      description: '',
      tier: 1,
      lifecycle: 'production',
      tags: [],
      sla: {},
      links: {},
      dependsOn: [],
    },
    portalUrl: 'https://berth.harbor.example',
    spec: {
      ...base,
      access: [...base.access, { kind: 'group', name: 'payments-viewers', role: 'viewer' }],
      ...change,
    },
  }).map(({ object }) => object);
}

/** Makes a namespace as the worker, and waits until its tenants' rights count and pods can be made. @throws what was refused. */
export async function provision(objects: readonly KubernetesObject[]): Promise<string> {
  for (const object of objects) {
    const { status, body } = await apply(object);
    if (status >= 300)
      throw new Error(`${object.kind} ${object.metadata.name}: ${body.message ?? String(status)}`);
  }
  const name = objects[0]?.metadata.name ?? '';
  await until(async () => {
    const seen = await Promise.all([
      call(tenantCredential('maintainer'), 'GET', `/api/v1/namespaces/${name}`),
      call(tenantCredential('developer'), 'GET', `/api/v1/namespaces/${name}`),
      call(adminCredential(), 'GET', `/api/v1/namespaces/${name}/serviceaccounts/default`),
    ]);
    return seen.every(({ status }) => status === 200);
  });
  return name;
}

/** Asks until it is so. @throws after 40 s. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 40_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so after 40 s: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
