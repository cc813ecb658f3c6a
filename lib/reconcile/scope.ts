import type { Condition } from '../domain/conditions/index.ts';
import { differs } from '../domain/diff/index.ts';
import type { KubernetesObject, RenderedObject } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import { isKubeError, mergePatch, type KubeClient } from '../kubernetes/index.ts';
import type { Logger } from '../observability/logger.ts';
import type { Claim } from './claim.ts';
import { objectKey, type DesiredRow } from './desired.ts';
import type { ForeignBinding } from './drift-statement.ts';
import type { Sight } from './sight.ts';
import type { Status } from './status.ts';

/** What a phase may ask for instead of the next one: another pass after a while. */
export interface Again {
  again: number;
  /** Counts as a failure in a row, so that the waits grow; else the wait stays as it is. */
  failed?: boolean;
}
/** The row has been released: nothing is left to do or to write. */
export interface Released {
  released: true;
}

/** One step of a pass. Idempotent: it looks at what is there and does what is missing. */
export interface Phase {
  name: string;
  run: (scope: Scope) => Promise<Again | Released | undefined>;
}

/** How a pass leaves an object; `live` is null for one that isn't there. */
export interface Seen {
  key: string;
  live: KubernetesObject | null;
  problem: string | null;
}

/** Whether a cluster's guardrails are proved, as a namespace's condition says it. */
export type GuardrailsFinding = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Everything one pass knows. Read at its start, or set by the phase that is named. */
export interface Scope {
  /** The row as it was when the pass began: what it observes at its end. */
  readonly row: DesiredRow;
  readonly claim: Claim;
  readonly db: Db;
  /** Bound to the lease: no call goes out once it is lost. */
  readonly kube: KubeClient;
  readonly status: Status;
  readonly log: Logger;
  /** What watches show of this namespace while the pass runs. */
  readonly sight: Sight;
  /** Rendered from `row`. */
  readonly wanted: readonly RenderedObject[];
  /** What is known of the cluster's guardrails; unless it is True, nothing is made and no right is widened. */
  readonly guardrails: GuardrailsFinding;
  /** What this pass held back since the guardrails aren't proved; set by `namespace` and `access`. */
  readonly held: string[];
  /** Whether differences are put right. False where a cluster is only observed and nothing new was asked for. */
  readonly heal: boolean;
  /** The live Namespace; set by `namespace`. */
  namespace: KubernetesObject | null;
  /** Whether this pass made the Namespace: then nothing else can be in it; set by `namespace`. */
  created: boolean;
  /** What the cluster holds of the kinds Berth writes, in this namespace, by key; set by `observe`, kept up by `ensure`. */
  live: Map<string, KubernetesObject>;
  /** RoleBindings that let others in; set by `observe`. */
  foreign: ForeignBinding[];
  /** Every object that is wanted or ours, with what is wrong about it after all; set by `prove`. */
  seen: Seen[];
}

/** Wanted objects of one stage. */
export function stageOf(scope: Scope, stage: RenderedObject['stage']): KubernetesObject[] {
  return scope.wanted.filter((rendered) => rendered.stage === stage).map(({ object }) => object);
}

/** How status names an object. */
export function named(
  object: KubernetesObject,
  stage: string,
): { kind: string; name: string; namespace?: string | undefined; stage: string } {
  return { kind: object.kind, name: object.metadata.name, namespace: object.metadata.namespace, stage };
}

/**
 * Makes one object as wanted, with a write only where it differs. What it says about the object is written in any case.
 * @throws KubeError.
 */
export async function ensure(scope: Scope, wanted: KubernetesObject, stage: string): Promise<void> {
  const { kube, status } = scope;
  const key = objectKey(wanted);
  const live = scope.live.get(key);
  if (live !== undefined) {
    const differences = differs(wanted, live);
    if (differences.length === 0) {
      status.object(named(wanted, stage), 'applied');
      return;
    }
  }
  if (!scope.heal) return;
  try {
    const made = await write(kube, wanted, live);
    scope.live.set(key, made);
    status.object(named(wanted, stage), 'applied');
  } catch (error) {
    if (isKubeError(error)) status.object(named(wanted, stage), 'failed', error.message);
    throw error;
  }
}

async function write(
  kube: KubeClient,
  wanted: KubernetesObject,
  live: KubernetesObject | undefined,
): Promise<KubernetesObject> {
  const liveRole = JSON.stringify(live?.['roleRef']);
  if (wanted.kind === 'RoleBinding' && live !== undefined && !sameRole(liveRole, wanted['roleRef'])) {
    // A binding's role can't be changed (validation of rbac.authorization.k8s.io/v1): another role is another binding.
    await kube.remove(refOf(live), { uid: uidOf(live) });
  }
  let made: KubernetesObject = await kube.apply(wanted);
  if (differs(wanted, made).length > 0) {
    // Somebody else's manager owns what is too much: apply leaves that alone, a patch takes it away.
    const body: Record<string, unknown> = {};
    for (const field of new Set([...Object.keys(wanted), ...Object.keys(made)])) {
      if (['apiVersion', 'kind', 'metadata', 'status'].includes(field)) continue;
      const patch =
        made[field] === undefined
          ? wanted[field]
          : wanted[field] === undefined
            ? null
            : mergePatch(made[field], wanted[field]);
      if (patch !== undefined) body[field] = patch;
    }
    if (Object.keys(body).length > 0) made = await kube.mergePatch(refOf(made), uidOf(made), body);
  }
  return made;
}

function sameRole(live: string | undefined, wanted: unknown): boolean {
  if (live === undefined) return true;
  const [a, b] = [JSON.parse(live) as Record<string, unknown>, wanted as Record<string, unknown>];
  return a['kind'] === b['kind'] && a['name'] === b['name'];
}

/** Where an object is. */
export function refOf(object: KubernetesObject): {
  kind: string;
  name: string;
  namespace?: string | undefined;
} {
  return { kind: object.kind, name: object.metadata.name, namespace: object.metadata.namespace };
}

/** The uid of a live object. */
export function uidOf(object: KubernetesObject): string {
  const uid = object.metadata['uid'];
  if (typeof uid !== 'string') throw new Error(`${object.kind} ${object.metadata.name} has no uid`);
  return uid;
}

/** Runs work on all items at once and waits for all of it. @throws the first error, when everything has ended. */
export async function all<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const results = await Promise.allSettled(items.map(work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
