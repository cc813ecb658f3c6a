import { REASONS } from '../domain/conditions/index.ts';
import type { Db } from '../db/client.ts';
import {
  isKubeError,
  isOutage,
  type KubeError,
  type KubeClient,
  type TokenBucket,
} from '../kubernetes/index.ts';
import { counter, histogram } from '../observability/metrics.ts';
import type { Logger } from '../observability/logger.ts';
import { backOffMs, inWords } from './back-off.ts';
import { abandonClaim, letGoOfClaim } from './claim.ts';
import { readDesired, wantedObjects, type DesiredRow } from './desired.ts';
import { LeaseLost, Stopping, type Lease } from './lease.ts';
import { DELETE, PROVISION } from './phases/index.ts';
import type { GuardrailsFinding, Scope, Seen } from './scope.ts';
import type { Sights } from './sight.ts';
import { Status, type Ending } from './status.ts';

/** What a pass is given. */
export interface PassContext {
  db: Db;
  kube: KubeClient;
  log: Logger;
  portalUrl: string;
  /** Says why the cluster doesn't answer, when it is known not to: then no call is tried. */
  outage: () => KubeError | null;
  /** What is known of the cluster's guardrails now. */
  guardrails: () => GuardrailsFinding;
  /** What watches show. */
  sights: Sights;
  /** Bounds how often passes tell of their progress, over the whole worker. */
  progress: TokenBucket;
  /** Something that looks like an outage was met. */
  suspect: () => void;
}

/** Longest time between two looks at what the cluster's own controllers have yet to do. */
const WAIT_MOST_MS = 5_000;

/** How a pass ended, and when the namespace is due again. */
export interface PassResult {
  outcome: 'settled' | 'waiting' | 'failed' | 'released' | 'lost' | 'stopped' | 'gone';
  /** Milliseconds until the next pass is due; null when none is. */
  againMs: number | null;
  /** Name of the namespace; null when its row could not be read. */
  namespace: string | null;
  /** How a settled pass leaves the objects, so that nobody need look at them again. */
  seen?: Seen[];
}

const passes = counter('berth_passes_total', 'Passes over namespaces, by how they ended.', [
  'cluster',
  'outcome',
]);
const duration = histogram('berth_pass_seconds', 'How long a pass took.', ['cluster']);

/** One pass over one claimed namespace, from reading its row to giving the claim back. Never throws. */
export async function runPass(context: PassContext, lease: Lease): Promise<PassResult> {
  const started = performance.now();
  const { claim } = lease;
  let result: PassResult;
  try {
    result = await attempt(context, lease);
  } catch (error) {
    // Postgres itself failed us, or a defect: the lease runs out, and somebody tries again.
    const stopped = error instanceof Stopping;
    if (!stopped && !(error instanceof LeaseLost)) {
      context.log.error({ err: error, namespaceId: claim.namespaceId }, 'the pass could not be finished');
    }
    if (!(error instanceof LeaseLost)) await abandonClaim(context.db, claim).catch(() => undefined);
    result = { outcome: stopped ? 'stopped' : 'lost', againMs: null, namespace: null };
  }
  passes.inc({ cluster: context.kube.cluster, outcome: result.outcome });
  duration.observe({ cluster: context.kube.cluster }, (performance.now() - started) / 1000);
  return result;
}

async function attempt(context: PassContext, lease: Lease): Promise<PassResult> {
  const { db, portalUrl } = context;
  const { claim } = lease;
  const [row] = await readDesired(db, { id: claim.namespaceId }, portalUrl);
  if (row === undefined) {
    await letGoOfClaim(db, claim);
    return { outcome: 'gone', againMs: null, namespace: null };
  }
  const log = context.log.child({
    cluster: context.kube.cluster,
    namespace: row.name,
    epoch: claim.epoch.toString(),
  });
  const status = new Status(db, claim, row, context.progress, (error) => lease.end(error));
  try {
    const ending = await runPhases(context, lease, row, status, log);
    if (ending === 'released') {
      log.info('deleted and released');
      return { outcome: 'released', againMs: null, namespace: row.name };
    }
    lease.guard();
    await status.finish(ending);
    if (ending.kind === 'settled') {
      log.info({ generation: row.generation.toString() }, 'settled');
      return { outcome: 'settled', againMs: null, namespace: row.name, seen: ending.seen };
    }
    return { outcome: 'waiting', againMs: ending.ms, namespace: row.name };
  } catch (error) {
    if (error instanceof LeaseLost || error instanceof Stopping) {
      await status.close();
      if (error instanceof LeaseLost) log.warn('the lease was lost; stopped');
      throw error;
    }
    const ms = explain(row, status, error, log);
    if (isOutage(error)) context.suspect();
    await status.finish({ kind: 'again', ms, failed: true });
    return { outcome: 'failed', againMs: ms, namespace: row.name };
  }
}

type Ended = Exclude<Ending, { kind: 'settled' }> | { kind: 'settled'; seen: Seen[] } | 'released';

async function runPhases(
  context: PassContext,
  lease: Lease,
  row: DesiredRow,
  status: Status,
  log: Logger,
): Promise<Ended> {
  const outage = context.outage();
  if (outage !== null) throw outage;
  const wanted = row.deletionRequested ? [] : wantedObjects(row);
  const scope: Scope = {
    sight: context.sights.open(row.name),
    row,
    claim: lease.claim,
    db: context.db,
    kube: context.kube.bind({ signal: lease.signal, guard: lease.guard }),
    status,
    log,
    wanted,
    guardrails: context.guardrails(),
    held: [],
    heal: row.mode === 'heal' || row.generation > row.observedGeneration,
    namespace: null,
    created: false,
    live: new Map(),
    foreign: [],
    seen: [],
  };
  if (!row.deletionRequested && !row.everReady && !status.conditions.some(({ type }) => type === 'Ready')) {
    for (const { object, stage } of scope.wanted) {
      status.object(
        { kind: object.kind, name: object.metadata.name, namespace: object.metadata.namespace, stage },
        'pending',
      );
    }
    status.condition({
      type: 'Ready',
      status: 'False',
      reason: 'Provisioning',
      message: 'The namespace is being made.',
    });
  }
  try {
    for (const phase of row.deletionRequested ? DELETE : PROVISION) {
      lease.guard();
      const answer = await phase.run(scope);
      if (answer === undefined) continue;
      if ('released' in answer) return 'released';
      log.debug({ phase: phase.name, ms: answer.again }, 'waiting');
      const ms =
        answer.failed === true
          ? Math.min(WAIT_MOST_MS, answer.again * 2 ** Math.min(row.attempts, 5))
          : answer.again;
      return { kind: 'again', ms, failed: answer.failed === true };
    }
    return { kind: 'settled', seen: scope.seen };
  } finally {
    scope.sight.close();
  }
}

/** Says on the namespace what went wrong, and returns the milliseconds until the next try. */
function explain(row: DesiredRow, status: Status, error: unknown, log: Logger): number {
  const attempts = row.attempts + 1;
  const cluster = row.input.cluster.name;
  if (!isKubeError(error)) {
    const ms = backOffMs('internal', attempts, undefined);
    log.error({ err: error, attempts }, 'the pass failed');
    status.condition({
      type: 'Ready',
      status: row.everReady ? 'Unknown' : 'False',
      reason: 'InternalError',
      message: `Berth itself failed: ${error instanceof Error ? error.message : String(error)}; next try in ${inWords(ms)}.`,
    });
    return ms;
  }
  const ms = backOffMs(error.kind, attempts, error.retryAfterMs);
  const again = `next try in ${inWords(ms)}`;
  log.warn({ kind: error.kind, status: error.status, reason: error.reason, attempts, ms }, error.message);
  if (isOutage(error)) {
    status.condition({
      type: 'Ready',
      status: row.everReady ? 'Unknown' : 'False',
      reason: REASONS.clusterUnreachable,
      message: `${cluster} can't be reached: ${error.message}; ${again}.`,
    });
    return ms;
  }
  const said = error.message.replace(/\.$/, '');
  const words: Record<string, { reason: string; message: string }> = {
    invalid: { reason: REASONS.refused, message: `${cluster} refused it: ${said}; ${again}.` },
    forbidden: { reason: 'Forbidden', message: `${cluster} does not let Berth do this: ${said}; ${again}.` },
    throttled: { reason: 'Throttled', message: `${cluster} has too much to do: ${said}; ${again}.` },
  };
  const { reason, message } = words[error.kind] ?? {
    reason: error.reason,
    message: `${cluster} answered: ${said}; ${again}.`,
  };
  status.condition({ type: 'Ready', status: 'False', reason, message });
  return ms;
}
