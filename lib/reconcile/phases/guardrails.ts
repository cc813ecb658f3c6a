/**
 * What a pass may do where the guardrails aren't proved. Nothing new is made and no right is widened: a namespace whose
 * tenants nothing stops is worse than none. Everything that takes away, heals a fence or deletes goes on, so that an
 * uninstalled bundle can't be used to keep what was revoked. What is held back is done by the pass that the proof wakes.
 */
import { canonicalJson } from '../../domain/hash/index.ts';
import type { KubernetesObject } from '../../domain/render/index.ts';
import type { Again, Phase, Scope } from '../scope.ts';

/** Until then nobody tells: the proof wakes what waits. */
const AGAIN_MS = 30_000;

/** Annotations that policies read as lists of what a namespace may: hosts, gateways, peers, image registries, and so on. */
const GRANTS = [
  'hosts',
  'gateways',
  'gateway-classes',
  'listenerset-gateways',
  'ingress-classes',
  'issuers',
  'peers',
  'registries',
  'allow',
].map((name) => `berth.dev/${name}`);

const POD_SECURITY_LABEL = 'pod-security.kubernetes.io/enforce';
const STRICTNESS = ['privileged', 'baseline', 'restricted'];

/** Says on the namespace what is known of its cluster's guardrails. */
export const guardrailsPhase: Phase = {
  name: 'guardrails',
  run(scope) {
    // A worker that has just started knows less than what is said already.
    const said = scope.status.conditions.some(({ type }) => type === 'GuardrailsProved');
    if (scope.guardrails.status !== 'Unknown' || !said) {
      scope.status.condition({ type: 'GuardrailsProved', ...scope.guardrails });
    }
    return Promise.resolve(undefined);
  },
};

/** Whether a pass may make things and widen rights. */
export function mayWiden(scope: Scope): boolean {
  return scope.guardrails.status === 'True';
}

/** Ends a pass that holds something back, and says so. */
export function waitForGuardrails(scope: Scope, held: string): Again {
  scope.status.condition({
    type: 'Ready',
    status: 'False',
    reason: 'GuardrailsNotProved',
    message: `Held back until the guardrails of ${scope.row.input.cluster.name} are proved: ${held}. ${scope.guardrails.message}`,
  });
  return { again: AGAIN_MS };
}

/**
 * The Namespace without what would widen its rights: of each list only what is wanted and there already, and the stricter
 * pod security. `held` names what is left out.
 */
export function narrowNamespace(
  wanted: KubernetesObject,
  live: KubernetesObject,
): { object: KubernetesObject; held: string[] } {
  const held: string[] = [];
  const annotations = { ...wanted.metadata.annotations };
  for (const key of GRANTS) {
    const [now, then] = [items(live.metadata.annotations?.[key]), items(annotations[key])];
    // "*" is any registry.
    const more = now.includes('*') ? [] : then.filter((item) => !now.includes(item));
    if (more.length === 0) continue;
    held.push(`${key.slice('berth.dev/'.length)} ${more.join(', ')}`);
    annotations[key] = then.filter((item) => now.includes(item)).join(',');
  }
  const labels = { ...wanted.metadata.labels };
  const [now, then] = [live.metadata.labels?.[POD_SECURITY_LABEL], labels[POD_SECURITY_LABEL]];
  if (now !== undefined && then !== undefined && STRICTNESS.indexOf(then) < STRICTNESS.indexOf(now)) {
    held.push(`pod security ${then}`);
    labels[POD_SECURITY_LABEL] = now;
  }
  return { object: { ...wanted, metadata: { ...wanted.metadata, labels, annotations } }, held };
}

const items = (list: string | undefined): string[] => (list ?? '').split(',').filter((item) => item !== '');

/**
 * A RoleBinding with those of the wanted subjects who are in it already; null where nobody would be left in it, or it has
 * another role by now. `held` names the others.
 */
export function narrowBinding(
  wanted: KubernetesObject,
  live: KubernetesObject | undefined,
): { object: KubernetesObject | null; held: string[] } {
  const subjects = subjectsOf(wanted);
  const sameRole = live !== undefined && canonicalJson(live['roleRef']) === canonicalJson(wanted['roleRef']);
  const there = new Set(sameRole ? subjectsOf(live).map(canonicalJson) : []);
  const kept = subjects.filter((subject) => there.has(canonicalJson(subject)));
  const held = subjects
    .filter((subject) => !there.has(canonicalJson(subject)))
    .map(({ kind, name }) => `${String(kind)} ${String(name)} in ${wanted.metadata.name}`);
  return { object: kept.length === 0 ? null : { ...wanted, subjects: kept }, held };
}

function subjectsOf(binding: KubernetesObject): Record<string, unknown>[] {
  return (binding['subjects'] ?? []) as Record<string, unknown>[];
}
