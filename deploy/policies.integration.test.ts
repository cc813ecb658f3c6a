// The policies of the bundle on a real API server: they compile and type-check, they refuse what the worker's probes say they must, and
// they allow what differs from it in the granted value alone. The whole breadth of attacks is in deploy/attacks.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  BUNDLE_VERSION,
  CANARY_NAMESPACE,
  POLICY_NAMES,
  PROBER_NAME,
  PROBES,
  type Probe,
} from '../lib/domain/bundle/index.ts';
import { CANARY_HOST, CANARY_REGISTRY } from '../lib/domain/bundle/canary.ts';
import type { KubernetesObject } from '../lib/domain/render/index.ts';
import { adminCredential, call, until, workerCredential, type Answer, type Credential } from './testing.ts';

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const admin = adminCredential();

interface Policy extends KubernetesObject {
  status?: { observedGeneration?: number; typeChecking?: { expressionWarnings?: object[] } };
}

async function list(kind: string): Promise<Policy[]> {
  const { body } = await call(admin, 'GET', `${ADMISSION}/${kind}`);
  const items = (body as unknown as { items: Policy[] }).items;
  return items.filter(({ metadata }) => metadata.labels?.['berth.dev/bundle-version'] !== undefined);
}

test('every policy and binding is there in the version of this Berth', async () => {
  for (const kind of ['validatingadmissionpolicies', 'validatingadmissionpolicybindings']) {
    const found = await list(kind);
    expect(found.map(({ metadata }) => metadata.name).sort()).toEqual([...POLICY_NAMES].sort());
    for (const { metadata } of found)
      expect(metadata.labels?.['berth.dev/bundle-version']).toBe(BUNDLE_VERSION);
  }
});

test('no expression has a warning of the type checker', async () => {
  await until(async () =>
    (await list('validatingadmissionpolicies')).every(
      ({ status }) => status?.observedGeneration !== undefined,
    ),
  );
  for (const { metadata, status } of await list('validatingadmissionpolicies'))
    expect(status?.typeChecking?.expressionWarnings ?? [], metadata.name).toEqual([]);
});

describe('what the worker proves', () => {
  let prober: Credential;

  beforeAll(async () => {
    // As the worker gets it: for this one account, in this one namespace.
    const path = `/api/v1/namespaces/${CANARY_NAMESPACE}/serviceaccounts/${PROBER_NAME}/token`;
    const { status, body } = await call(workerCredential(), 'POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 600 },
    });
    expect(status, body.message).toBe(201);
    prober = { token: (body['status'] as { token: string }).token };
  });

  function send(
    probe: Probe,
    change: (object: KubernetesObject) => KubernetesObject = (o) => o,
  ): Promise<Answer> {
    const { verb, apiVersion, resource, name, subresource, namespace, object } = probe.request;
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const folder = `${root}${namespace === null ? '' : `/namespaces/${namespace}`}/${resource}`;
    const path = [folder, name, subresource].filter((part) => part !== undefined).join('/');
    const who = probe.as === 'worker' ? workerCredential() : prober;
    const body = change(structuredClone(object) as KubernetesObject);
    return call(
      who,
      verb === 'create' ? 'POST' : 'PATCH',
      `${path}${probe.dryRun ? '?dryRun=All' : ''}`,
      body,
    );
  }
  const served = (probe: Probe): boolean =>
    probe.optional === undefined || probe.optional === 'gateway.networking.k8s.io';
  const served_ = PROBES.filter(served).map((probe) => [probe.policy, probe] as const);

  test.each(served_)('%s refuses its probe, by its own name', async (policy, probe) => {
    const { status, body, refusedBy } = await send(probe);
    expect(refusedBy, body.message).toBe(policy);
    expect(status).toBe(403);
  });

  // The same request with what is granted in place of what isn't.
  const granted = (object: KubernetesObject): KubernetesObject =>
    JSON.parse(
      JSON.stringify(object)
        .replaceAll('refused.berth-canary.invalid', CANARY_HOST)
        .replaceAll('elsewhere.berth-canary.invalid', CANARY_REGISTRY),
    ) as KubernetesObject;
  test.each(
    served_.filter(
      ([, { request }]) =>
        /refused\.berth|elsewhere\.berth/.test(JSON.stringify(request)) && request.verb === 'create',
    ),
  )('%s allows its probe with what is granted', async (_, probe) => {
    const { status, body } = await send(probe, granted);
    expect(body.message).toBeUndefined();
    expect(status).toBe(201);
  });

  test('nothing of it stays in the canary namespace', async () => {
    for (const path of ['api/v1', 'apis/networking.k8s.io/v1', 'apis/apps/v1'].flatMap(
      (root) =>
        ({
          'api/v1': ['pods', 'services'],
          'apis/networking.k8s.io/v1': ['ingresses'],
          'apis/apps/v1': ['deployments'],
        })[root]?.map((kind) => `/${root}/namespaces/${CANARY_NAMESPACE}/${kind}`) ?? [],
    )) {
      const { body } = await call(admin, 'GET', path);
      expect((body as unknown as { items: unknown[] }).items).toEqual([]);
    }
  });

  test('a refusal names the host, what is delegated and where to ask for more', async () => {
    const [, probe] = served_.find(([policy]) => policy === 'berth-ingresses') ?? [];
    expect(probe).toBeDefined();
    if (probe === undefined) return;
    const { body } = await send(probe);
    expect(body.message).toContain(
      'Host refused.berth-canary.invalid is not delegated to namespace berth-canary. ' +
        `Delegated here: ${CANARY_HOST}. Ask for more: the Berth portal`,
    );
  });
});
