/** What a cluster's administrator does once for Berth: Gateway API, the guardrail bundle, and a token for the worker. */
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePrivate } from './certificates.ts';

/** Runs kubectl as the cluster's administrator. */
export type AdminKubectl = (args: string[], input?: string) => Promise<string>;

/** Namespaces of the platform that a real cluster has and that are nobody's to ask for. */
const PLATFORM_NAMESPACES = ['gateway-system', 'monitoring'];

/** How long an API server may take to learn of the policies; usually it is below a second. */
const ENFORCED_WITHIN_MS = 30_000;

const apply = ['apply', '--server-side', '--force-conflicts', '--field-manager=berth-install', '-f', '-'];

/** Installs the Gateway API's definitions and the platform's namespaces (embedded clusters only). @throws kubectl's error. */
export async function installPlatform(kubectl: AdminKubectl, gatewayCrdsFile: string): Promise<void> {
  const namespaces = PLATFORM_NAMESPACES.map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: namespaces });
  await kubectl(apply, `${fs.readFileSync(gatewayCrdsFile, 'utf8')}\n---\n${list}\n`);
}

/**
 * Installs the guardrail bundle and waits until the API server enforces it: a policy counts a moment after it was written.
 * @throws kubectl's error; an Error that names what isn't enforced half a minute later.
 */
export async function installBundle(kubectl: AdminKubectl): Promise<void> {
  const { renderBundle } = await import('../../lib/domain/bundle/index.ts');
  const items = renderBundle({ mutating: await servesMutatingPolicies(kubectl) });
  await kubectl(apply, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await untilEnforced(kubectl);
}

/** Whether the cluster serves MutatingAdmissionPolicy v1: Kubernetes 1.36 and later. */
async function servesMutatingPolicies(kubectl: AdminKubectl): Promise<boolean> {
  const served = await kubectl(['get', '--raw', '/apis/admissionregistration.k8s.io/v1']);
  return served.includes('"mutatingadmissionpolicies"');
}

/**
 * Sends what the policies must refuse until they do. The administrator is let through by every policy, so it speaks for the prober;
 * kinds that a cluster may not serve are left to the worker's own proof.
 */
async function untilEnforced(kubectl: AdminKubectl): Promise<void> {
  const { PROBES, PROBER_USER } = await import('../../lib/domain/bundle/index.ts');
  const probes = PROBES.filter(
    ({ as, dryRun, optional, request }) =>
      as === 'prober' &&
      dryRun &&
      optional === undefined &&
      request.verb === 'create' &&
      request.subresource === undefined,
  );
  const args = ['create', '--dry-run=server', `--as=${PROBER_USER}`, '-f', '-'];
  /** The policies that are still silent. An error of kubectl has its last dozen lines, so a few are asked at a time. */
  const silent = async (asked: typeof probes): Promise<typeof probes> => {
    try {
      await kubectl(
        args,
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: asked.map(({ request }) => request.object) }),
      );
      return asked;
    } catch (error) {
      said = String(error);
      return asked.filter(({ policy }) => !said.includes(`ValidatingAdmissionPolicy '${policy}'`));
    }
  };
  let said = '';
  let missing = probes;
  const end = Date.now() + ENFORCED_WITHIN_MS;
  for (;;) {
    missing = [...(await silent(missing.slice(0, 6))), ...(await silent(missing.slice(6)))];
    if (missing.length === 0) return;
    if (Date.now() > end) {
      throw new Error(
        `The guardrail bundle is installed but not enforced: ${missing.map(({ policy }) => policy).join(', ')}.\n${said}`,
      );
    }
    await sleep(100);
  }
}

/** Mints a token for the worker's ServiceAccount berth-system/berth, as mintToken does. */
export const mintWorkerToken = (kubectl: AdminKubectl, file: string): Promise<number> =>
  mintToken(kubectl, { name: 'berth', namespace: 'berth-system' }, file);

/**
 * Mints a token for a ServiceAccount into `file` (mode 0600).
 * Resolves to the time in ms after which it must be renewed: half of the life that the cluster gave it (at most 24 h).
 * @throws kubectl's error.
 */
export async function mintToken(
  kubectl: AdminKubectl,
  { name, namespace }: { name: string; namespace: string },
  file: string,
): Promise<number> {
  const answer = await kubectl([
    'create',
    'token',
    name,
    `--namespace=${namespace}`,
    '--duration=24h',
    '--output=json',
  ]);
  const { status } = JSON.parse(answer) as { status: { token: string; expirationTimestamp: string } };
  writePrivate(file, status.token);
  return Math.max(60_000, (Date.parse(status.expirationTimestamp) - Date.now()) / 2);
}
