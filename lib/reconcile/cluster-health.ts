/**
 * How a cluster is. One probe at a time per cluster: whether its API server answers and is ready, its version, what its
 * nodes offer, whether the bundle's roles are there, and whether its policies are in force (guardrails.ts). While it doesn't answer, passes fail at once instead of each
 * waiting for its own time-out; the moment it answers again, everything that waited is due.
 */
import { addQuantities, quantityToString } from '../domain/quantity/index.ts';
import { ACCESS_ROLES } from '../domain/desired-state/schema.ts';
import {
  BUNDLE_COMMAND,
  datedFindings,
  type ClusterCondition,
  type ClusterFinding,
} from '../domain/cluster/index.ts';
import { clusterRoleOf } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import { isKubeError, type KubeClient, type KubeError } from '../kubernetes/index.ts';
import type { Logger } from '../observability/logger.ts';
import { gauge } from '../observability/metrics.ts';
import { Guardrails } from './guardrails.ts';
import { versionOf } from './guardrail-checks.ts';
import type { GuardrailsFinding } from './scope.ts';

/** Milliseconds. */
const PROBE = { everyMs: 5_000, sickMs: 1_000, timeoutMs: 4_000 };
/** Nodes and the bundle change seldom. */
const DETAILS_EVERY_MS = 60_000;
/** How old cluster_status.observed_at may become while nothing changes. */
const WRITE_EVERY_MS = 10_000;

const reachableGauge = gauge('berth_cluster_reachable', 'Whether the API server answers and is ready.', [
  'cluster',
]);

interface Seen {
  reachable: boolean;
  reason: string;
  message: string;
  version: string | null;
  allocatable: Record<string, string> | null;
  conditions: ClusterCondition[];
}

export class ClusterHealth {
  readonly #db: Db;
  readonly #kube: KubeClient;
  readonly #clusterId: string;
  readonly #log: Logger;
  readonly #onRecovered: () => void;
  readonly #findings: () => readonly ClusterFinding[];
  readonly #guardrails: Guardrails;
  readonly #stop = new AbortController();
  #outage: KubeError | null = null;
  #version: string | null = null;
  #allocatable: Record<string, string> | null = null;
  #bundle: ClusterFinding | null = null;
  #conditions: readonly ClusterCondition[] | null = null;
  #detailsAt = -Infinity;
  #written = '';
  #writtenAt = -Infinity;
  #wake: (() => void) | null = null;
  #suspected = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: {
    db: Db;
    kube: KubeClient;
    clusterId: string;
    log: Logger;
    onRecovered: () => void;
    /** What others have to say about the cluster. */
    findings?: () => readonly ClusterFinding[];
  }) {
    this.#db = options.db;
    this.#kube = options.kube.bind({ signal: this.#stop.signal });
    this.#clusterId = options.clusterId;
    this.#log = options.log;
    this.#onRecovered = options.onRecovered;
    this.#findings = options.findings ?? (() => []);
    this.#guardrails = new Guardrails({
      ...options,
      onChange: (proved) => {
        this.suspect();
        if (proved) void this.#recovered();
      },
    });
  }

  /** What is known of the cluster's guardrails, as a namespace says it. */
  get guardrails(): GuardrailsFinding {
    return this.#guardrails.finding;
  }

  /** Why the cluster doesn't answer; null when it does, or when it was never asked. */
  get outage(): KubeError | null {
    return this.#outage;
  }

  // A call, so that the compiler doesn't take an earlier answer for the one of now.
  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  start(): void {
    this.#loop = this.#run();
    this.#guardrails.start();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('stopping'));
    this.#wake?.();
    await Promise.all([this.#loop, this.#guardrails.stop()]);
  }

  /** Somebody got no answer, or knows something new: look at once, rather than at the next turn. */
  suspect(): void {
    this.#suspected = true;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped()) {
      this.#suspected = false;
      const seen = await this.#probe();
      if (this.#isStopped()) return;
      try {
        await this.#write(seen);
      } catch (error) {
        this.#log.warn({ err: error }, 'the state of the cluster could not be written');
      }
      const ms = seen.reachable ? PROBE.everyMs : PROBE.sickMs;
      await this.#wait(ms * (0.9 + Math.random() * 0.2));
    }
  }

  async #wait(ms: number): Promise<void> {
    if (this.#suspected || this.#stop.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        // A thousand passes may suspect the same thing: one probe in a moment answers them all.
        setTimeout(resolve, 50);
      };
    });
    this.#wake = null;
  }

  async #probe(): Promise<Seen> {
    const was = this.#outage;
    try {
      this.#version = await this.#kube.version(PROBE.timeoutMs);
      await this.#kube.ready(PROBE.timeoutMs);
      await this.#details();
      this.#outage = null;
    } catch (error) {
      if (isKubeError(error)) {
        this.#outage = error;
      } else if (!this.#stop.signal.aborted) {
        this.#log.error({ err: error }, 'the probe failed');
      }
    }
    reachableGauge.set({ cluster: this.#kube.cluster }, this.#outage === null ? 1 : 0);
    if (was === null && this.#outage !== null)
      this.#log.warn(`the cluster can't be reached: ${this.#outage.message}`);
    if (was !== null && this.#outage === null) {
      this.#log.info('the cluster can be reached again');
      this.#guardrails.again();
      await this.#recovered();
    }
    const outage = this.#outage;
    return {
      reachable: outage === null,
      reason: outage === null ? 'Ready' : reasonOf(outage),
      message: outage?.message ?? '',
      version: this.#version,
      allocatable: this.#allocatable,
      conditions: await this.#dated(),
    };
  }

  /** What is said, and since when; a new worker goes on from what is written. */
  async #dated(): Promise<ClusterCondition[]> {
    const proof = this.#guardrails.proof;
    const findings = [this.#bundle, proof, ...this.#findings()].filter((finding) => finding !== null);
    try {
      const [row] = await this.#db.$queryRaw<{ conditions: ClusterCondition[] }[]>`
        SELECT conditions FROM cluster_status WHERE cluster_id = ${this.#clusterId}::uuid`;
      this.#conditions = row?.conditions ?? [];
    } catch (error) {
      this.#log.debug({ err: error }, 'what was said about the cluster could not be read');
    }
    const dated = datedFindings(findings, this.#conditions ?? [], new Date());
    this.#conditions = dated;
    return dated;
  }

  async #details(): Promise<void> {
    if (performance.now() - this.#detailsAt < DETAILS_EVERY_MS) return;
    try {
      this.#allocatable = await allocatable(this.#kube);
      this.#bundle = await bundleCondition(this.#kube);
      this.#detailsAt = performance.now();
    } catch (error) {
      // The bundle may not be installed yet: then the worker may not read nodes either.
      if (!isKubeError(error, 'forbidden')) throw error;
      this.#bundle = {
        type: 'BundleInstalled',
        status: 'Unknown',
        reason: 'Forbidden',
        message: `Berth may not read this cluster: ${error.message}`,
      };
    }
  }

  /** Everything that waits for this cluster is due now. */
  async #recovered(): Promise<void> {
    try {
      await this.#db.$executeRaw`
        UPDATE reconcile_work w
        SET not_before = now(), attempts = 0
        FROM namespace n
        WHERE n.id = w.namespace_id AND n.cluster_id = ${this.#clusterId}::uuid AND n.released_at IS NULL
          AND w.not_before > now() AND (w.lease_until IS NULL OR w.lease_until <= now())`;
    } catch (error) {
      this.#log.warn({ err: error }, 'what waited for the cluster could not be made due');
    }
    this.#onRecovered();
  }

  async #write(seen: Seen): Promise<void> {
    const text = JSON.stringify(seen);
    if (text === this.#written && performance.now() - this.#writtenAt < WRITE_EVERY_MS) return;
    // The age moves on by itself; only what changed is announced.
    await this.#db.$executeRaw`
      WITH before AS (
        SELECT reachable, reason, message, version, allocatable, conditions FROM cluster_status
        WHERE cluster_id = ${this.#clusterId}::uuid
      ), seen AS (
        SELECT ${seen.reachable}::boolean AS reachable, ${seen.reason}::text AS reason, ${seen.message}::text AS message,
               ${seen.version}::text AS version,
               ${seen.allocatable === null ? null : JSON.stringify(seen.allocatable)}::jsonb AS allocatable,
               ${JSON.stringify(seen.conditions)}::jsonb AS conditions
      ), written AS (
        INSERT INTO cluster_status AS s
          (cluster_id, reachable, reason, message, version, allocatable, conditions, last_success_at, observed_at)
        SELECT ${this.#clusterId}::uuid, seen.*, CASE WHEN seen.reachable THEN now() END, now() FROM seen
        ON CONFLICT (cluster_id) DO UPDATE
        SET reachable = excluded.reachable, reason = excluded.reason, message = excluded.message,
            version = COALESCE(excluded.version, s.version), allocatable = COALESCE(excluded.allocatable, s.allocatable),
            conditions = excluded.conditions, last_success_at = COALESCE(excluded.last_success_at, s.last_success_at),
            observed_at = now()
      )
      INSERT INTO outbox (topic, key)
      SELECT 'cluster', ${this.#clusterId} FROM seen
      WHERE NOT EXISTS (SELECT 1 FROM before WHERE to_jsonb(before) = to_jsonb(seen))`;
    this.#written = text;
    this.#writtenAt = performance.now();
  }
}

function reasonOf(error: KubeError): string {
  if (error.kind === 'unreachable') return 'Unreachable';
  if (error.kind === 'timeout') return 'Timeout';
  if (error.status === 401) return 'Unauthorized';
  return error.kind === 'server' ? 'NotReady' : error.reason;
}

/** What all schedulable nodes offer together, in quota's words; null when there is no node to ask. */
async function allocatable(kube: KubeClient): Promise<Record<string, string> | null> {
  const total = new Map<string, ReturnType<typeof addQuantities>>();
  let nodes = 0;
  for await (const page of kube.pages('Node')) {
    for (const node of page.items) {
      if ((node['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable === true) continue;
      nodes += 1;
      const offered =
        (node['status'] as { allocatable?: Record<string, string> } | undefined)?.allocatable ?? {};
      for (const resource of ['cpu', 'memory', 'ephemeral-storage', 'pods']) {
        const amount = offered[resource];
        if (amount !== undefined) total.set(resource, addQuantities(total.get(resource) ?? '0', amount));
      }
    }
  }
  if (nodes === 0) return null;
  return Object.fromEntries([...total].map(([resource, amount]) => [resource, quantityToString(amount)]));
}

/** Whether the tenant roles of the bundle are there. */
async function bundleCondition(kube: KubeClient): Promise<ClusterFinding> {
  const names = ACCESS_ROLES.map(clusterRoleOf);
  const roles = await Promise.all(names.map((name) => kube.get({ kind: 'ClusterRole', name })));
  const missing = names.filter((_, index) => roles[index] === null);
  if (missing.length > 0) {
    return {
      type: 'BundleInstalled',
      status: 'False',
      reason: 'NotInstalled',
      message: `The ClusterRole ${missing.join(', ')} is missing. A cluster administrator installs the bundle: ${BUNDLE_COMMAND}`,
    };
  }
  const versions = [...new Set(roles.map(versionOf))];
  return {
    type: 'BundleInstalled',
    status: 'True',
    reason: 'Installed',
    message: `The guardrail bundle ${versions.join(', ')} is installed.`,
  };
}
