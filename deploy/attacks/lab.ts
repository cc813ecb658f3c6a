// A control plane with the cast, the kinds of the operators, the namespaces and what stood in them, and then the guardrails.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { startTestControlPlane, type TestControlPlane } from '../../dev/stack/testing.ts';
import { renderBundle } from '../../lib/domain/bundle/index.ts';
import type { KubernetesObject } from '../../lib/domain/render/index.ts';
import { create, createSub, remove } from './calls.ts';
import * as cast from './cast.ts';
import { Caller, type Answer } from './http.ts';
import { managedNamespace } from './managed.ts';
import { Marker } from './marker.ts';
import type { Senders } from './run.ts';
import type { Actor, Given } from './types.ts';

/** The lab: who can send, and the administrator who built it. */
export interface Lab extends Senders {
  plane: TestControlPlane;
  /** The bundle as it was installed. */
  bundle: KubernetesObject[];
  /** Tells when a change of the policies is in force. */
  marker: Marker;
  stop: () => Promise<void>;
}

/** Builds it; what is given stands before the guardrails do. @throws when a part of it can't be made. */
export async function startLab(
  given: readonly Given[],
  /** Whether what controllers make of it stands there, too. */
  stands: (admin: Caller) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Lab> {
  const tokens = Object.fromEntries(
    Object.keys(cast.PEOPLE).map((name) => [name, randomBytes(16).toString('hex')]),
  );
  const plane = await startTestControlPlane({
    name: 'attacked',
    bundle: false,
    staticTokens: Object.entries(cast.PEOPLE).map(([name, { user, groups }]) => ({
      token: tokens[name] ?? '',
      user,
      groups: [...groups],
    })),
  });
  const callers = new Map<string, Caller>();
  const caller = (name: string, token: string): void => {
    callers.set(name, new Caller(plane.server, plane.ca, { token }));
  };
  const admin = new Caller(plane.server, plane.ca, {
    cert: readFileSync(plane.adminCertFile, 'utf8'),
    key: readFileSync(plane.adminKeyFile, 'utf8'),
  });
  const stop = async (): Promise<void> => {
    for (const one of callers.values()) one.close();
    admin.close();
    await plane.stop();
  };
  try {
    await installKinds(plane);
    await serveOldVersions(admin);
    await installNamespaces(admin);
    await made(admin, cast.rights());
    const bundle = renderBundle();
    // Without its policies yet: what is given stands there before they come, also in the bundle's own namespaces.
    await install(
      plane,
      bundle.filter(({ apiVersion }) => !apiVersion.startsWith('admissionregistration.k8s.io/')),
    );
    await until(
      async () =>
        (await admin.get(`/api/v1/namespaces/${cast.CANARY}/serviceaccounts/default`)).status === 200,
    );
    for (const { object } of given) await must(admin.send(create(object)), object);
    for (const { object, deleted } of given)
      if (deleted === true) await must(admin.send(remove(object)), object);

    await until(() => stands(admin));
    await install(plane, bundle);
    const marker = new Marker(admin);
    await marker.settled();

    for (const [name, token] of Object.entries(tokens)) caller(name, token);
    for (const [name, account] of Object.entries(cast.ROBOTS)) caller(name, await tokenOf(admin, account));
    const as = (actor: Actor): Caller => {
      const found = actor === 'administrator' ? admin : callers.get(actor);
      if (found === undefined) throw new Error(`nobody is called ${actor}`);
      return found;
    };
    await untilHeard(as);
    return { plane, admin, as, bundle, marker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function installKinds(plane: TestControlPlane): Promise<void> {
  const folder = path.join(import.meta.dirname, 'crds');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const text = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n---\n');
  await plane.kubectl(['apply', '--server-side', '-f', '-'], text);
  await plane.kubectl(['wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all']);
}

// Clusters that have grown up with the Gateway API still serve these; a TLSRoute's hostnames were optional then.
const OLD_VERSIONS: readonly [resource: string, version: string][] = [
  ['tlsroutes', 'v1alpha2'],
  ['tcproutes', 'v1alpha2'],
];

async function serveOldVersions(admin: Caller): Promise<void> {
  const group = 'gateway.networking.k8s.io';
  for (const [resource, version] of OLD_VERSIONS) {
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${resource}.${group}`;
    const { spec } = (await admin.get(path)).body as { spec?: { versions: { name: string }[] } };
    const versions = spec?.versions.map((one) => (one.name === version ? { ...one, served: true } : one));
    const { status, body } = await admin.send({ verb: 'merge-patch', path, body: { spec: { versions } } });
    if (status !== 200) throw new Error(`${resource} ${version}: ${body.message ?? String(status)}`);
    await until(async () => (await admin.get(`/apis/${group}/${version}/${resource}`)).status === 200);
  }
}

/** Installs objects as a cluster administrator does. */
async function install(plane: TestControlPlane, objects: readonly KubernetesObject[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const args = ['apply', '--server-side', '--force-conflicts', '--field-manager=berth-install', '-f', '-'];
  await plane.kubectl(args, JSON.stringify(list));
}

async function installNamespaces(admin: Caller): Promise<void> {
  const plain = (name: string, metadata: object = {}): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...metadata },
  });
  const account = (namespace: string, name: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { namespace, name },
  });
  const managed = [
    cast.SHOP,
    cast.BILLING,
    cast.SEARCH,
    cast.BARE,
    cast.CROWD,
    cast.PATHS,
    cast.OPEN,
    cast.SPARE,
    cast.SPENT,
  ];
  await made(admin, [
    plain(cast.FOREIGN),
    plain(cast.RECORDED, { labels: { 'berth.dev/managed': 'record' } }),
    plain(cast.ROBOTS['cert-manager'].namespace),
    ...managed.flatMap((name) => managedNamespace(name, cast.GRANTS[name])),
  ]);
  await made(admin, [
    account(cast.ROBOTS['cert-manager'].namespace, cast.ROBOTS['cert-manager'].name),
    account(cast.ROBOTS.lookalike.namespace, cast.ROBOTS.lookalike.name),
  ]);
  // Pods need it, and kube-controller-manager makes it.
  for (const name of managed) {
    await until(
      async () => (await admin.get(`/api/v1/namespaces/${name}/serviceaccounts/default`)).status === 200,
    );
  }
}

/** Makes objects in their order; namespaces' contents may come at once after them. */
async function made(admin: Caller, objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects) {
    const answer = await admin.send(create(object));
    // The ServiceAccount `default` and the like may be there already.
    if (answer.status !== 409) await must(Promise.resolve(answer), object);
  }
}

async function must(answer: Promise<Answer>, object: KubernetesObject): Promise<Answer> {
  const given = await answer;
  const { status, body } = given;
  if (status >= 200 && status < 300) return given;
  throw new Error(`${object.kind} ${object.metadata.name}: ${String(status)} ${body.message ?? ''}`);
}

async function tokenOf(
  admin: Caller,
  { namespace, name }: { namespace: string; name: string },
): Promise<string> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } };
  const { status, body } = await admin.send(
    createSub(account, 'token', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 7200 },
    }),
  );
  const token = (body['status'] as { token?: string } | undefined)?.token;
  if (status >= 300 || token === undefined)
    throw new Error(`no token of ${namespace}/${name}: ${String(status)} ${body.message ?? ''}`);
  return token;
}

// The authorizer learns of roles and bindings by a watch: nobody attacks before all rights are there.
async function untilHeard(as: (actor: Actor) => Caller): Promise<void> {
  const pods = (namespace: string): string => `/api/v1/namespaces/${namespace}/pods`;
  const seen: [Actor, string][] = [
    ['alice', cast.SHOP],
    ['alice', cast.OPEN],
    ['dave', cast.SHOP],
    ['erin', cast.SHOP],
    ['pipeline', cast.SHOP],
    ['lookalike', cast.SHOP],
    ['carol', cast.FOREIGN],
    ['breaker', cast.SHOP],
    ['worker', cast.SHOP],
    ['prober', cast.CANARY],
    ['cert-manager', cast.SHOP],
    ['endpoint-controller', cast.SHOP],
  ];
  for (const [actor, namespace] of seen)
    await until(async () => (await as(actor).get(pods(namespace))).status === 200);
}

/** Asks until it is so. @throws after 30 s. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so after 30 s: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
