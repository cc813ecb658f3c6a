/**
 * The Namespace itself. It is created, never applied, when it isn't there: a create fails where somebody else was
 * quicker, an apply would take theirs over. What proves that it is ours is the id in its annotation, set in the create;
 * it holds after a crash between any two calls.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { REASONS } from '../../domain/conditions/index.ts';
import { differs } from '../../domain/diff/index.ts';
import {
  FIELD_MANAGER,
  ID_ANNOTATION,
  NAMESPACE_NAME_LABEL,
  type KubernetesObject,
} from '../../domain/render/index.ts';
import { isKubeError, ownedKeys, type KubeClient } from '../../kubernetes/index.ts';
import { named, refOf, uidOf, type Again, type Phase, type Scope } from '../scope.ts';
import { mayWiden, narrowNamespace, waitForGuardrails } from './guardrails.ts';

/** How long a pass waits for a dying namespace before it gives its place to others. */
const TERMINATING_PATIENCE_MS = 500;

export const namespacePhase: Phase = {
  name: 'namespace',
  async run(scope) {
    const { kube, status, row } = scope;
    let wanted = scope.wanted.find(({ stage }) => stage === 'namespace')?.object;
    if (wanted === undefined) throw new Error('the renderer made no Namespace');

    // Where it was seen before, look first; where it never was, one call makes it.
    let live: KubernetesObject | null = status.uid === null ? null : await kube.get(refOf(wanted));
    if (live !== null && isTerminating(live) && isOurs(live, row.id)) {
      await sleep(TERMINATING_PATIENCE_MS, undefined, { signal: AbortSignal.timeout(60_000) });
      live = await kube.get(refOf(wanted));
    }
    if (live === null && !mayWiden(scope)) {
      // Where nothing may be made, whose the name is can still be told.
      live = await kube.get(refOf(wanted));
      if (live === null) return waitForGuardrails(scope, 'the namespace itself');
    }
    if (live === null) {
      const made = await create(kube, wanted);
      if (made !== null) {
        scope.created = true;
        live = made;
      } else {
        live = await kube.get(refOf(wanted));
        if (live === null) return { again: 200 };
      }
    }
    if (!isOurs(live, row.id)) return nameTaken(scope, live);
    if (isTerminating(live)) return terminating(scope, live);

    status.setUid(uidOf(live));
    scope.namespace = live;
    if (scope.heal && !mayWiden(scope)) {
      const narrow = narrowNamespace(wanted, live);
      wanted = narrow.object;
      scope.held.push(...narrow.held);
    }
    const stale = staleKeys(wanted, live);
    const same = differs(wanted, live).length === 0 && stale === null;
    if (!same && scope.heal) {
      try {
        live = await kube.apply(wanted);
        if (stale !== null) live = await kube.mergePatch(refOf(live), uidOf(live), { metadata: stale });
      } catch (error) {
        if (isKubeError(error)) status.object(named(wanted, 'namespace'), 'failed', error.message);
        throw error;
      }
      scope.namespace = live;
    }
    status.object(named(wanted, 'namespace'), 'applied');
    return undefined;
  },
};

/** The Namespace made, or null when one of that name is there already. */
async function create(kube: KubeClient, wanted: KubernetesObject): Promise<KubernetesObject | null> {
  try {
    return await kube.create(wanted);
  } catch (error) {
    if (isKubeError(error, 'conflict')) return null;
    throw error;
  }
}

/** Whether a live Namespace is the one of this row. */
export function isOurs(live: KubernetesObject, id: string): boolean {
  return live.metadata.annotations?.[ID_ANNOTATION] === id;
}

function isTerminating(live: KubernetesObject): boolean {
  return live.metadata['deletionTimestamp'] !== undefined;
}

function nameTaken(scope: Scope, live: KubernetesObject): Again {
  const other = live.metadata.annotations?.[ID_ANNOTATION];
  const whose = other === undefined ? "wasn't made by Berth" : 'belongs to another entry of Berth';
  scope.status.condition({
    type: 'Ready',
    status: 'False',
    reason: REASONS.nameTaken,
    message:
      `${scope.row.input.cluster.name} has a namespace ${scope.row.name} already, and it ${whose}. It is never taken over. ` +
      'Choose another name, or have that one removed: Berth goes on by itself then.',
  });
  return { again: 15_000 };
}

function terminating(scope: Scope, live: KubernetesObject): Again {
  scope.status.condition({
    type: 'Ready',
    status: 'False',
    reason: 'Terminating',
    message: `The namespace is being deleted in the cluster, not by Berth. ${remaining(live)}It is made again when it is gone.`,
  });
  return { again: 1_000 };
}

interface NamespaceCondition {
  type?: string;
  status?: string;
  message?: string;
}

/** What still keeps a dying namespace alive, as the namespace controller says it; '' when it says nothing. */
export function remaining(live: KubernetesObject): string {
  const { conditions = [] } = (live['status'] ?? {}) as { conditions?: NamespaceCondition[] };
  const said = conditions
    .filter(
      ({ status, type = '' }) => status === 'True' && /^Namespace(Content|Finalizers)Remaining$/.test(type),
    )
    .map(({ message = '' }) => message.replace(/\.?$/, '.'));
  return said.length === 0 ? '' : `${said.join(' ')} `;
}

/**
 * Labels and annotations that Berth once set and no longer wants, as a patch. Those of the create belong to an "Update"
 * of our manager, and an apply doesn't take such fields away.
 */
function staleKeys(
  wanted: KubernetesObject,
  live: KubernetesObject,
): Record<string, Record<string, null>> | null {
  const patch: Record<string, Record<string, null>> = {};
  for (const field of ['labels', 'annotations'] as const) {
    const keep = wanted.metadata[field] ?? {};
    const there = live.metadata[field] ?? {};
    const stale = ownedKeys(live, FIELD_MANAGER, field).filter(
      // Whoever creates a namespace owns this label too, which the API server itself writes.
      (key) => key !== NAMESPACE_NAME_LABEL && !Object.hasOwn(keep, key) && Object.hasOwn(there, key),
    );
    if (stale.length > 0) patch[field] = Object.fromEntries(stale.map((key) => [key, null]));
  }
  return Object.keys(patch).length === 0 ? null : patch;
}
