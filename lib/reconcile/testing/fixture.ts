/** What tests and benchmarks of the worker start from: rows as granting a request leaves them, and a look at the cluster. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { defaultSpec, type NamespaceSpec } from '../../domain/desired-state/schema.ts';
import { clusterConfigSchema } from '../../domain/cluster/index.ts';
import type { Condition } from '../../domain/conditions/index.ts';
import { createDb } from '../../db/client.ts';
import type { KubeClient, KubeObject } from '../../kubernetes/index.ts';
import { readDesired, wantedObjects, type StoredObject } from '../desired.ts';

export const PORTAL_URL = 'https://berth.example';

/** namespace_status and reconcile_work of one namespace. */
export interface StatusRow {
  phase: string;
  conditions: Condition[];
  objects: StoredObject[];
  corrections: { at: string; kind: string; name: string; manager: string; change: string }[];
  uid: string | null;
  ready_at: Date | null;
  observed_generation: string;
  observed_mark: string;
  generation: string;
  mark: string;
  released_at: Date | null;
  epoch: string;
  attempts: number;
  lease_owner: string | null;
  retry: boolean;
}

/** A database with a cluster, a team and a service in it, and verbs to put namespaces into it. */
export class Fixture {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly teamId: string;
  readonly serviceId: string;

  private constructor(
    url: string,
    pool: pg.Pool,
    ids: { clusterId: string; clusterName: string; teamId: string; serviceId: string },
  ) {
    this.url = url;
    this.pool = pool;
    this.clusterId = ids.clusterId;
    this.clusterName = ids.clusterName;
    this.teamId = ids.teamId;
    this.serviceId = ids.serviceId;
  }

  /** Fills a migrated, empty database. */
  static async create(
    url: string,
    options: { cluster: string; mode?: 'heal' | 'observe' },
  ): Promise<Fixture> {
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    pool.on('error', () => undefined);
    const clusterId = await insertCluster(pool, options.cluster, options.mode ?? 'heal');
    const team = await pool.query<{ id: string }>(
      `INSERT INTO team (slug, name, contact_email) VALUES ('payments', 'Payments', 'payments@harbor.example') RETURNING id`,
    );
    const teamId = team.rows[0]?.id ?? '';
    const service = await pool.query<{ id: string }>(
      `INSERT INTO service (slug, name, team_id, tier) VALUES ('ledger', 'Ledger', $1, 2) RETURNING id`,
      [teamId],
    );
    return new Fixture(url, pool, {
      clusterId,
      clusterName: options.cluster,
      teamId,
      serviceId: service.rows[0]?.id ?? '',
    });
  }

  /** Another cluster in the same database. Resolves to its id. */
  async addCluster(name: string): Promise<string> {
    return await insertCluster(this.pool, name, 'heal');
  }

  /** A spec as the ask form makes it, for the groups of the test cluster's tenants. */
  spec(change: Partial<NamespaceSpec> = {}): NamespaceSpec {
    return { ...exampleSpec(), ...change };
  }

  /** What granting a create request writes; the worker is told by the insert itself. Resolves to the id. */
  async addNamespace(
    name: string,
    options: { spec?: NamespaceSpec; clusterId?: string } = {},
  ): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>(
      `WITH made AS (
         INSERT INTO namespace (cluster_id, name, team_id, service_id, environment, purpose, spec)
         VALUES ($1, $2, $3, $4, 'development', 'a test', $5) RETURNING id, cluster_id, name
       ), held AS (
         INSERT INTO name_reservation (cluster_id, name, namespace_id) SELECT cluster_id, name, id FROM made
       )
       SELECT id FROM made`,
      [options.clusterId ?? this.clusterId, name, this.teamId, this.serviceId, options.spec ?? this.spec()],
    );
    return rows[0]?.id ?? '';
  }

  /** What an accepted change writes. */
  async changeSpec(id: string, spec: NamespaceSpec): Promise<void> {
    await this.pool.query(
      'UPDATE namespace SET spec = $2, generation = generation + 1, updated_at = now() WHERE id = $1',
      [id, spec],
    );
  }

  /** What an agreed connection writes. Resolves to its id. */
  async connect(fromId: string, toId: string, ports: { port: number; protocol: string }[]): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>(
      `WITH made AS (
         INSERT INTO connection (from_namespace_id, to_namespace_id, ports) VALUES ($1, $2, $3) RETURNING id
       ), marked AS (UPDATE namespace SET generation = generation + 1 WHERE id IN ($1, $2))
       SELECT id FROM made`,
      [fromId, toId, JSON.stringify(ports)],
    );
    return rows[0]?.id ?? '';
  }

  /** What granting hosts to a namespace writes: within `suffix`, which becomes a zone delegated to the team if it isn't one. */
  async grantHosts(id: string, suffix: string, hosts: readonly string[]): Promise<void> {
    await this.pool.query(
      `WITH zone_made AS (
         INSERT INTO zone (suffix) SELECT $2::text WHERE NOT EXISTS (SELECT 1 FROM zone WHERE suffix = $2) RETURNING id
       ), served AS (
         INSERT INTO zone_cluster (zone_id, cluster_id)
         SELECT zone_made.id, n.cluster_id FROM zone_made, namespace n WHERE n.id = $1
       ) SELECT 1`,
      [id, suffix],
    );
    await this.pool.query(
      `INSERT INTO delegation (zone_id, team_id, host)
       SELECT z.id, n.team_id, '*.' || z.suffix FROM zone z, namespace n WHERE z.suffix = $2 AND n.id = $1
       AND NOT EXISTS (SELECT 1 FROM delegation d WHERE d.zone_id = z.id)`,
      [id, suffix],
    );
    await this.pool.query(
      `WITH changed AS (
         UPDATE namespace SET generation = generation + 1, updated_at = now(),
           spec = jsonb_set(spec, '{hosts}', (SELECT jsonb_agg(h ORDER BY h) FROM (
             SELECT jsonb_array_elements_text(spec->'hosts') AS h UNION SELECT unnest($3::text[])) AS every))
         WHERE id = $1 RETURNING id, cluster_id, team_id
       )
       INSERT INTO host_grant (cluster_id, team_id, delegation_id, namespace_id, holder_id, host, path, state)
       SELECT c.cluster_id, c.team_id, d.id, c.id, c.id::text, split_part(h, '/', 1),
              CASE WHEN position('/' IN h) = 0 THEN '' ELSE substr(h, position('/' IN h)) END, 'active'
       FROM changed c, unnest($3::text[]) AS h, delegation d JOIN zone z ON z.id = d.zone_id WHERE z.suffix = $2`,
      [id, suffix, [...hosts]],
    );
  }

  /** What revoking hosts of a namespace writes. */
  async revokeHosts(id: string, hosts: readonly string[]): Promise<void> {
    await this.pool.query(
      `WITH changed AS (
         UPDATE namespace SET generation = generation + 1, updated_at = now(),
           spec = jsonb_set(spec, '{hosts}', coalesce((SELECT jsonb_agg(h) FROM jsonb_array_elements_text(spec->'hosts') AS h
             WHERE h <> ALL ($2::text[])), '[]'::jsonb))
         WHERE id = $1 RETURNING id, generation
       )
       UPDATE host_grant g SET state = 'revoking', revoked_generation = changed.generation, updated_at = now()
       FROM changed WHERE g.namespace_id = changed.id AND g.host || g.path = ANY ($2::text[])`,
      [id, [...hosts]],
    );
  }

  /** The state of each of a namespace's grants, as "host state". */
  async grants(id: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ grant: string }>(
      `SELECT host || path || ' ' || state AS grant FROM host_grant WHERE namespace_id = $1 ORDER BY 1`,
      [id],
    );
    return rows.map(({ grant }) => grant);
  }

  /** What an accepted deletion writes. */
  async askDeletion(id: string): Promise<void> {
    await this.pool.query('UPDATE namespace SET deletion_requested_at = now() WHERE id = $1', [id]);
  }

  async status(id: string): Promise<StatusRow> {
    const { rows } = await this.pool.query<StatusRow>(
      `SELECT s.*, n.generation, n.mark, n.released_at, w.epoch, w.attempts, w.lease_owner, w.retry
       FROM namespace_status s JOIN namespace n ON n.id = s.namespace_id
       JOIN reconcile_work w ON w.namespace_id = s.namespace_id WHERE s.namespace_id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`no namespace ${id}`);
    return row;
  }

  /** Waits until a namespace is as said. @throws after `ms`, with what it was last. */
  async until(id: string, what: (row: StatusRow) => boolean, ms = 45_000): Promise<StatusRow> {
    const end = Date.now() + ms;
    for (;;) {
      const row = await this.status(id);
      if (what(row)) return row;
      if (Date.now() > end) throw new Error(`it never came to that: ${JSON.stringify(row, null, 1)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Ready, and nothing under way or due. */
  async untilReady(id: string, ms?: number): Promise<StatusRow> {
    return await this.until(id, isSettledReady, ms);
  }

  /** What the renderer wants of a namespace, as "Kind/name". */
  async wantedKeys(id: string): Promise<string[]> {
    const db = createDb(this.url, { poolSize: 1 });
    try {
      const rows = await readDesired(db, { id }, PORTAL_URL);
      return rows.flatMap((row) =>
        wantedObjects(row).map(({ object }) => `${object.kind}/${object.metadata.name}`),
      );
    } finally {
      await db.$disconnect();
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** Whether a namespace is Ready and nothing about it is under way or due. */
function isSettledReady(row: StatusRow): boolean {
  return (
    row.phase === 'Ready' &&
    row.lease_owner === null &&
    !row.retry &&
    row.observed_generation === row.generation &&
    row.observed_mark === row.mark
  );
}

/** A small spec with one group for each role. */
function exampleSpec(): NamespaceSpec {
  return defaultSpec({
    size: 'S',
    maintainerGroups: ['payments-maintainers'],
    memberGroups: ['payments-developers'],
    clusterConfig: clusterConfigSchema.parse({}),
  });
}

async function insertCluster(pool: pg.Pool, name: string, mode: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO cluster (name, display_name, api_server, environments, mode)
     VALUES ($1, $1, 'https://127.0.0.1', '{sandbox,development,test,staging,production}', $2) RETURNING id`,
    [name, mode],
  );
  return rows[0]?.id ?? '';
}

/** A name no other test has. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

const LOOKED_AT = ['ResourceQuota', 'LimitRange', 'NetworkPolicy', 'ServiceAccount', 'RoleBinding'] as const;

/** What a namespace holds of the kinds Berth writes, as "Kind/name", apart from what the cluster itself puts there. */
export async function keysInCluster(admin: KubeClient, namespace: string): Promise<string[]> {
  const lists = await Promise.all(LOOKED_AT.map((kind) => admin.list(kind, { namespace })));
  return lists
    .flat()
    .map((object: KubeObject) => `${object.kind}/${object.metadata.name}`)
    .filter((key) => key !== 'ServiceAccount/default')
    .sort();
}
