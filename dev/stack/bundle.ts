/** What a cluster's administrator does once for Berth: Gateway API, the guardrail bundle, and a token for the worker. */
import fs from 'node:fs';
import { writePrivate } from './certificates.ts';

/** Runs kubectl as the cluster's administrator. */
export type AdminKubectl = (args: string[], input?: string) => Promise<string>;

/** Namespaces of the platform that a real cluster has and that are nobody's to ask for. */
const PLATFORM_NAMESPACES = ['gateway-system', 'monitoring'];

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

/** Installs the guardrail bundle. @throws kubectl's error. */
export async function installBundle(kubectl: AdminKubectl): Promise<void> {
  const { renderBundle } = await import('../../lib/domain/bundle/index.ts');
  const objects = renderBundle();
  // Namespaces first: kubectl applies a list in its order.
  const items = [...objects].sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
  await kubectl(apply, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

/**
 * Mints a token for the worker's ServiceAccount berth-system/berth into `file` (mode 0600).
 * Resolves to the time in ms after which it must be renewed: half of the life that the cluster gave it (at most 24 h).
 * @throws kubectl's error.
 */
export async function mintWorkerToken(kubectl: AdminKubectl, file: string): Promise<number> {
  const answer = await kubectl([
    'create',
    'token',
    'berth',
    '--namespace=berth-system',
    '--duration=24h',
    '--output=json',
  ]);
  const { status } = JSON.parse(answer) as { status: { token: string; expirationTimestamp: string } };
  writePrivate(file, status.token);
  return Math.max(60_000, (Date.parse(status.expirationTimestamp) - Date.now()) / 2);
}
