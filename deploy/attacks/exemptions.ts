// Whom every policy lets through, made from what it refuses: the cluster's administrators, break-glass, and the bundle's installer in
// the bundle's own namespaces.
import { asDryRun } from './calls.ts';
import { CANARY, SHOP } from './cast.ts';
import type { Family } from './family.ts';
import type { Attempt, Call, Passage } from './types.ts';

/** Policies without any exemption for people. */
const FENCES = ['berth-worker-fence', 'berth-prober-fence'];

/** In the canary their quota is zero: whatever the policy says, nothing of the kind is ever there. */
const NEVER_IN_CANARY: readonly string[] = ['berth-pods', 'berth-secrets'];

/** The passages that each family's first attempt gives. */
export function exemptionsOf({ policy, attempts }: Family): Passage[] {
  if (FENCES.includes(policy)) return [];
  const [first] = attempts;
  if (first === undefined) return [];
  const passage = (name: string, actor: Passage['actor'], request: Call): Passage => ({
    name,
    actor,
    given: first.given,
    // Rehearsed: what it would change is still needed.
    request: asDryRun(request),
    passes: policy,
  });
  const installed = attempts.map(inCanary).find((call) => call !== undefined);
  return [
    passage('an administrator of the cluster is let through', 'administrator', first.request),
    passage('whom an administrator gave the verb break-glass is let through', 'breaker', first.request),
    ...(installed === undefined || NEVER_IN_CANARY.includes(policy)
      ? []
      : [passage("who installs the bundle may write in the bundle's own namespaces", 'carol', installed)]),
  ];
}

// The same request in the canary, where it is one that can be made there.
function inCanary({ request, refusedBy }: Attempt): Call | undefined {
  if (refusedBy === 'berth-namespaces') {
    return {
      verb: 'merge-patch',
      path: `/api/v1/namespaces/${CANARY}`,
      body: { metadata: { annotations: { 'berth.dev/of-tomorrow': 'x' } } },
    };
  }
  // The canary's quota leaves no room for a Service; its endpoints are judged by the same policy.
  const possible = refusedBy === 'berth-services' ? request.path.endsWith('/endpoints') : true;
  if (request.verb !== 'create' || !request.path.includes(`/namespaces/${SHOP}/`) || !possible)
    return undefined;
  const text = JSON.stringify(request).replaceAll(`/${SHOP}/`, `/${CANARY}/`);
  return JSON.parse(text.replaceAll(`"namespace":"${SHOP}"`, `"namespace":"${CANARY}"`)) as Call;
}

/** Why an exemption can't be shown by any request, or null. */
export function unprovableHere({ policy, what }: { policy: string; what: string }): string | null {
  if (what.includes("check('update')") && NEVER_IN_CANARY.includes(policy))
    return "the canary's quota lets nothing of the kind be there, whoever asks";
  if (policy === 'berth-managed-objects' && what === 'condition is-no-count')
    return 'it spares the API server its own count, which is system:masters and let through with it or without';
  return null;
}
