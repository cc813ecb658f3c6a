/** From rows to the objects they want: the one place where the worker's SQL meets the renderer. */
import { z } from 'zod';
import { promiseOf } from '../domain/catalog/promise.ts';
import type { Lifecycle } from '../domain/catalog/service.ts';
import { clusterConfigSchema, type ClusterConfig } from '../domain/cluster/index.ts';
import type { Condition } from '../domain/conditions/index.ts';
import { sidesOf, type ConnectionFact } from '../domain/connections/index.ts';
import { ENVIRONMENTS, namespaceSpecSchema } from '../domain/desired-state/schema.ts';
import { renderNamespace, type RenderedObject, type RenderInput } from '../domain/render/index.ts';
import type { Db } from '../db/client.ts';
import { run, statement } from '../db/statements.ts';

/** A namespace with everything its objects are made of, and what was last observed of it. */
export interface DesiredRow {
  id: string;
  name: string;
  clusterId: string;
  teamId: string;
  generation: bigint;
  mark: bigint;
  deletionRequested: boolean;
  /** cluster.mode: whether drift is healed or only reported. */
  mode: 'heal' | 'observe';
  input: RenderInput;
  config: ClusterConfig;
  epoch: bigint;
  attempts: number;
  /** Nothing is under way or due: what the cluster holds should be what is wanted. */
  settled: boolean;
  observedGeneration: bigint;
  observedMark: bigint;
  conditions: Condition[];
  objects: StoredObject[];
  uid: string | null;
  everReady: boolean;
}

/** An object as namespace_status.objects tells of it. */
export interface StoredObject {
  kind: string;
  name: string;
  namespace?: string;
  stage: string;
  state: 'applied' | 'pending' | 'failed' | 'pruning';
  message?: string;
  /** ISO 8601 UTC, of the last change of state. */
  at: string;
}

interface Row {
  id: string;
  name: string;
  cluster_id: string;
  team_id: string;
  environment: string;
  purpose: string;
  spec: unknown;
  /** Live connections, of which the namespace is one end; null for none. */
  connections: ConnectionFact[] | null;
  generation: bigint;
  mark: bigint;
  expires_at: Date | null;
  ended: boolean;
  deletion_requested: boolean;
  cluster_name: string;
  cluster_config: unknown;
  cluster_mode: 'heal' | 'observe';
  team_slug: string;
  team_name: string;
  contact_email: string | null;
  chat_url: string | null;
  on_call_url: string | null;
  cost_centre: string | null;
  service_slug: string;
  service_name: string;
  service_description: string;
  tier: number | null;
  lifecycle: Lifecycle;
  tags: string[];
  sla: unknown;
  links: Record<string, string>;
  /** Slugs; null for none. */
  depends_on: string[] | null;
  epoch: bigint;
  attempts: number;
  settled: boolean;
  observed_generation: bigint;
  observed_mark: bigint;
  conditions: Condition[];
  objects: StoredObject[];
  uid: string | null;
  ever_ready: boolean;
}

const environment = z.enum(ENVIRONMENTS);

const LIVE = `
  SELECT n.id, n.name, n.cluster_id, n.team_id, n.environment, n.purpose, n.spec, n.generation, n.mark, n.expires_at,
         COALESCE(n.expires_at <= now(), false) AS ended,
         n.deletion_requested_at IS NOT NULL AS deletion_requested,
         c.name AS cluster_name, c.config AS cluster_config, c.mode AS cluster_mode,
         t.slug AS team_slug, t.name AS team_name, t.contact_email::text AS contact_email, t.chat_url, t.on_call_url,
         t.cost_centre,
         v.slug AS service_slug, v.name AS service_name, v.description AS service_description, v.tier, v.sla, v.links,
         v.lifecycle, v.tags,
         (SELECT json_agg(x.slug ORDER BY x.slug) FROM service_dependency d JOIN service x ON x.id = d.depends_on_id
          WHERE d.service_id = v.id) AS depends_on,
         w.epoch, w.attempts,
         (w.lease_until IS NULL OR w.lease_until <= now()) AND NOT w.retry AND n.deletion_requested_at IS NULL
           AND n.generation = s.observed_generation AND n.mark = s.observed_mark AS settled,
         s.observed_generation, s.observed_mark, s.conditions, s.objects, s.uid, s.ready_at IS NOT NULL AS ever_ready,
         (SELECT json_agg(json_build_object('from', k.from_name, 'to', k.to_name, 'ports', k.ports)) FROM (
            SELECT n.name AS from_name, p.name AS to_name, f.ports
            FROM connection f JOIN namespace p ON p.id = f.to_namespace_id
            WHERE f.from_namespace_id = n.id AND f.ended_at IS NULL
            UNION ALL
            SELECT p.name, n.name, f.ports
            FROM connection f JOIN namespace p ON p.id = f.from_namespace_id
            WHERE f.to_namespace_id = n.id AND f.ended_at IS NULL
          ) k) AS connections
  FROM namespace n
  JOIN namespace_status s ON s.namespace_id = n.id
  JOIN reconcile_work w ON w.namespace_id = n.id
  JOIN cluster c ON c.id = n.cluster_id
  JOIN team t ON t.id = n.team_id
  JOIN service v ON v.id = n.service_id
  WHERE n.released_at IS NULL AND`;
const BY_ID = statement<Row, [id: string]>('desired_by_id', `${LIVE} n.id = $1::uuid`);
const BY_NAME = statement<Row, [clusterId: string, names: readonly string[]]>(
  'desired_by_name',
  `${LIVE} n.cluster_id = $1::uuid AND n.name = ANY ($2::text[])`,
);

/** The live namespaces that match: by id, or by cluster and names. Each row is read in one snapshot. */
export async function readDesired(
  db: Db,
  which: { id: string } | { clusterId: string; names: readonly string[] },
  portalUrl: string,
): Promise<DesiredRow[]> {
  const rows =
    'id' in which ? await run(db, BY_ID, [which.id]) : await run(db, BY_NAME, [which.clusterId, which.names]);
  return rows.map((row) => fromRow(row, portalUrl));
}

function fromRow(row: Row, portalUrl: string): DesiredRow {
  const config = clusterConfigSchema.parse(row.cluster_config);
  return {
    id: row.id,
    name: row.name,
    clusterId: row.cluster_id,
    teamId: row.team_id,
    generation: row.generation,
    mark: row.mark,
    deletionRequested: row.deletion_requested,
    mode: row.cluster_mode,
    config,
    input: {
      id: row.id,
      name: row.name,
      environment: environment.parse(row.environment),
      purpose: row.purpose,
      generation: Number(row.generation),
      spec: { ...namespaceSpecSchema.parse(row.spec), connections: sidesOf(row.name, row.connections ?? []) },
      expiresAt: row.expires_at?.toISOString() ?? null,
      ended: row.ended,
      cluster: { name: row.cluster_name, config },
      team: {
        slug: row.team_slug,
        name: row.team_name,
        contactEmail: row.contact_email,
        chatUrl: row.chat_url,
        onCallUrl: row.on_call_url,
        costCentre: row.cost_centre,
      },
      service: {
        slug: row.service_slug,
        name: row.service_name,
        description: row.service_description,
        tier: row.tier,
        lifecycle: row.lifecycle,
        tags: row.tags,
        sla: promiseOf(row.sla),
        links: row.links,
        dependsOn: row.depends_on ?? [],
      },
      portalUrl,
    },
    epoch: row.epoch,
    attempts: row.attempts,
    settled: row.settled,
    observedGeneration: row.observed_generation,
    observedMark: row.observed_mark,
    conditions: row.conditions,
    objects: row.objects,
    uid: row.uid,
    everReady: row.ever_ready,
  };
}

/** The objects a row wants, in the order they are applied. */
export function wantedObjects(row: DesiredRow): RenderedObject[] {
  return renderNamespace(row.input);
}

/** How an object is called within its namespace: "NetworkPolicy/berth-dns". */
export function objectKey(object: { kind: string; metadata: { name: string } }): string {
  return `${object.kind}/${object.metadata.name}`;
}
