/**
 * Writes a company into a migrated database that holds none of it. Triggers rest meanwhile (a million rows would each wake a worker
 * that isn't there), so this writes what they would have: status and work rows, reservations, and the tables that search reads.
 */
import type pg from 'pg';
import { clusterConfigSchema } from '../../lib/domain/cluster/index.ts';
import { defaultSpec } from '../../lib/domain/desired-state/schema.ts';
import { conditionsOf } from './conditions.ts';
import type { Fleet, FleetNamespace } from './types.ts';

/** Namespaces written by one statement. */
const BATCH = 10_000;
/** From here on indexes are made at the end. */
const MANY = 50_000;

/** Loads it. `report` hears how far it is. The user must be a superuser (triggers are switched off). */
export async function loadFleet(
  sql: pg.Pool,
  fleet: Fleet,
  report: (line: string) => void = () => undefined,
): Promise<void> {
  const client = await sql.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      "SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '512MB'",
    );
    await client.query(STAGE);
    const later = fleet.namespaceCount > MANY ? await putOff(client) : [];
    await loadOwners(client, fleet);
    await loadNamespaces(client, fleet, report);
    report('what search reads');
    await client.query('SELECT catalog_rebuild()');
    if (later.length > 0) report(`${String(later.length)} indexes`);
    for (const statement of later) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  report('statistics');
  // Autovacuum would do it within the minute; plans made before would be those of empty tables.
  await sql.query('VACUUM ANALYZE');
}

/** A batch as it came, read by each table's statement. */
const STAGE = `CREATE TEMP TABLE fleet_stage (
  id uuid, name text, cluster text, cluster_id uuid, service text, service_id uuid, team text, team_id uuid, environment text,
  purpose text, size text, phase text, expires_at timestamptz, used double precision, hosts text[], contact text
) ON COMMIT DROP`;

/** Ids come from names, so that nothing has to be looked up. */
const idOf = (kind: string, name: string): string => `md5('${kind} ' || ${name})::uuid`;

async function insert(client: pg.ClientBase, statement: string, rows: readonly unknown[]): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    await client.query(statement, [JSON.stringify(rows.slice(at, at + BATCH))]);
  }
}

async function loadOwners(client: pg.ClientBase, fleet: Fleet): Promise<void> {
  await client.query(
    `INSERT INTO cluster (id, name, display_name, api_server, environments, config)
    SELECT ${idOf('cluster', 'name')}, name, "displayName", 'https://' || name || '.harbor.example:6443', environments, $2::jsonb
    FROM json_to_recordset($1) AS r (name text, "displayName" text, environments text[])`,
    [JSON.stringify(fleet.clusters), JSON.stringify(clusterConfigSchema.parse({}))],
  );
  await client.query(`INSERT INTO cluster_status (cluster_id, reachable, reason, version, allocatable, last_success_at)
    SELECT id, true, 'Answers', 'v1.36.3', '{"cpu": "640", "memory": "2560Gi"}', now() FROM cluster`);
  await insert(
    client,
    `INSERT INTO team (id, slug, name, description, contact_email, chat_url, on_call_url, cost_centre, parent_team_id, archived_at)
    SELECT ${idOf('team', 'slug')}, slug, name, coalesce(description, ''), "contactEmail", "chatUrl", "onCallUrl", "costCentre",
      ${idOf('team', 'parent')}, CASE WHEN archived THEN now() - interval '30 days' END
    FROM json_to_recordset($1) AS r (slug text, name text, description text, "contactEmail" text, "chatUrl" text, "onCallUrl" text,
      "costCentre" text, parent text, archived boolean)`,
    fleet.teams,
  );
  await insert(
    client,
    `INSERT INTO team_group (team_id, group_name, role)
    SELECT ${idOf('team', 'slug')}, slug || '-' || role || 's', role
    FROM json_to_recordset($1) AS r (slug text), unnest(ARRAY['member', 'maintainer']) AS role`,
    fleet.teams.map(({ slug }) => ({ slug })),
  );
  await insert(
    client,
    `INSERT INTO service (id, slug, name, team_id, description, tier, lifecycle, tags, links, confirmed_at)
    SELECT ${idOf('service', 'slug')}, slug, name, ${idOf('team', 'team')}, coalesce(description, ''), tier,
      coalesce(lifecycle, 'production'), coalesce(tags, '{}'), coalesce(links, '{}'), now() - "confirmedDaysAgo" * interval '1 day'
    FROM json_to_recordset($1) AS r (slug text, name text, team text, description text, tier integer, lifecycle text, tags text[],
      links jsonb, "confirmedDaysAgo" integer)`,
    fleet.services,
  );
  await insert(
    client,
    `INSERT INTO person (id, issuer, subject, email, name, groups, groups_seen_at, last_seen_at)
    SELECT ${idOf('person', 'email')}, 'https://issuer.example', email, email, name,
      ARRAY(SELECT team || CASE WHEN position = 1 AND ascii(r.name) % 4 = 0 THEN '-maintainers' ELSE '-members' END
        FROM unnest(teams) WITH ORDINALITY AS t (team, position)),
      now() - coalesce("seenDaysAgo", 0) * interval '1 day', now() - coalesce("seenDaysAgo", 0) * interval '1 day'
    FROM json_to_recordset($1) AS r (email text, name text, teams text[], "seenDaysAgo" integer)`,
    fleet.people,
  );
  await insert(
    client,
    `INSERT INTO slug_alias (kind, slug, target_id)
    SELECT kind, slug, CASE kind WHEN 'team' THEN ${idOf('team', 'target')} ELSE ${idOf('service', 'target')} END
    FROM json_to_recordset($1) AS r (kind text, slug text, target text)`,
    fleet.aliases,
  );
}

async function loadNamespaces(
  client: pg.ClientBase,
  fleet: Fleet,
  report: (line: string) => void,
): Promise<void> {
  let loaded = 0;
  let batch: FleetNamespace[] = [];
  for (const namespace of fleet.namespaces()) {
    batch.push(namespace);
    if (batch.length < BATCH) continue;
    await loadBatch(client, batch);
    loaded += batch.length;
    batch = [];
    if (loaded % 100_000 === 0) report(`${String(loaded)} of ${String(fleet.namespaceCount)} namespaces`);
  }
  await loadBatch(client, batch);
}

/**
 * Drops indexes and exclusion constraints, and gives the statements that make them again: filled row by row they would take longer than
 * all the rest, and made at the end they are as small as they can be.
 */
async function putOff(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; make: string }>(
    `WITH filled AS (SELECT unnest(ARRAY['namespace', 'namespace_status', 'namespace_usage', 'reconcile_work', 'cluster_namespace',
      'cluster_host_use', 'host_grant', 'team', 'service', 'person', 'catalog_namespace', 'catalog_cell', 'catalog_term']::regclass[]) AS id)
    SELECT format('DROP INDEX %s', i.indexrelid::regclass) AS drop, pg_get_indexdef(i.indexrelid) AS make
    FROM pg_index i JOIN filled f ON f.id = i.indrelid
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    UNION ALL
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN filled f ON f.id = c.conrelid WHERE c.contype = 'x'`,
  );
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ make }) => make);
}

/** Specs by size, as the ask's own defaults make them; the rest is put in by the statement. */
const config = clusterConfigSchema.parse({});
const specs = JSON.stringify(
  Object.fromEntries(
    (['S', 'M', 'L'] as const).map((size) => [
      size,
      defaultSpec({
        size,
        maintainerGroups: ['@-maintainers'],
        memberGroups: ['@-members'],
        clusterConfig: config,
      }),
    ]),
  ),
);
const conditions = JSON.stringify(conditionsOf());

async function loadBatch(client: pg.ClientBase, rows: readonly FleetNamespace[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query('TRUNCATE fleet_stage');
  await client.query(FILL_STAGE, [JSON.stringify(rows)]);
  for (const [statement, ...values] of STATEMENTS) await client.query(statement, values);
}

const FILL_STAGE = `INSERT INTO fleet_stage
  SELECT ${idOf('namespace', "r.cluster || '/' || r.name")}, r.name, r.cluster, ${idOf('cluster', 'r.cluster')}, r.service,
    ${idOf('service', 'r.service')}, t.slug, t.id, r.environment, coalesce(r.purpose, ''), coalesce(r.size, 'S'),
    coalesce(r.phase, 'Ready'), now() + "expiresInDays" * interval '1 day', used, coalesce(hosts, '{}'), t.contact_email
  FROM json_to_recordset($1) AS r (name text, cluster text, service text, environment text, purpose text, size text, phase text,
      "expiresInDays" integer, used double precision, hosts text[])
    JOIN service s ON s.slug = r.service JOIN team t ON t.id = s.team_id`;

/** Part of a quantity, as a quantity. */
const part = (key: string, quantity: string): string => `'${key}', ${quantity}`;

/**
 * Hosts of a batch, with the zone they lie in (the house's own, or the last two labels of a planted one) and what is delegated to their
 * team: everything below its subdomain, or that one name.
 */
const HOSTS = `(SELECT s.*, h.host, z.suffix,
    CASE WHEN z.suffix ~ '^(apps|int)[.]' THEN '*' || substr(h.host, strpos(h.host, '.')) ELSE h.host END AS delegated
  FROM fleet_stage s, unnest(s.hosts) AS h (host),
    substring(h.host FROM '((?:(?:apps|int)[.])?[^.]+[.][^.]+)$') AS z (suffix)) AS hosts`;

const STATEMENTS: readonly (readonly [string, ...unknown[]])[] = [
  [
    `INSERT INTO namespace (id, cluster_id, name, team_id, service_id, environment, purpose, spec, expires_at, deletion_requested_at)
    SELECT id, cluster_id, name, team_id, service_id, environment, purpose,
      replace($1::jsonb ->> size, '"@-', '"' || team || '-')::jsonb
        || jsonb_build_object('contact', contact, 'hosts', to_jsonb(hosts)),
      expires_at, CASE WHEN phase = 'Deleting' THEN now() END
    FROM fleet_stage`,
    specs,
  ],
  [
    `INSERT INTO namespace_status (namespace_id, observed_generation, phase, conditions, uid, ready_at)
    SELECT id, CASE WHEN phase IN ('Pending', 'Provisioning') THEN 0 ELSE 1 END, phase, $1::jsonb -> phase,
      CASE WHEN phase <> 'Pending' THEN md5('uid ' || id)::uuid::text END,
      CASE WHEN phase NOT IN ('Pending', 'Provisioning') THEN now() - interval '1 day' END
    FROM fleet_stage`,
    conditions,
  ],
  ['INSERT INTO reconcile_work (namespace_id) SELECT id FROM fleet_stage'],
  [
    'INSERT INTO name_reservation (cluster_id, name, namespace_id) SELECT cluster_id, name, id FROM fleet_stage',
  ],
  [
    `INSERT INTO namespace_usage (namespace_id, hard, used)
    SELECT id, $1::jsonb -> size -> 'quota', jsonb_build_object(
      ${part('requests.cpu', `round(used * ($1::jsonb -> size -> 'quota' ->> 'requests.cpu')::integer * 1000) || 'm'`)},
      ${part('requests.memory', `round(used * rtrim($1::jsonb -> size -> 'quota' ->> 'requests.memory', 'Gi')::integer * 1024) || 'Mi'`)},
      ${part('pods', `round(used * ($1::jsonb -> size -> 'quota' ->> 'pods')::integer)::text`)})
    FROM fleet_stage WHERE used IS NOT NULL AND phase NOT IN ('Pending', 'Provisioning')`,
    specs,
  ],
  [
    `INSERT INTO cluster_namespace (cluster_id, name, uid, berth_id, phase, labels)
    SELECT cluster_id, name, md5('uid ' || id)::uuid::text, id::text, CASE phase WHEN 'Deleting' THEN 'Terminating' ELSE 'Active' END,
      jsonb_build_object('kubernetes.io/metadata.name', name, 'app.kubernetes.io/managed-by', 'berth', 'berth.dev/managed', 'true',
        'berth.dev/team', team, 'berth.dev/service', service, 'berth.dev/environment', environment,
        'pod-security.kubernetes.io/enforce', 'restricted')
    FROM fleet_stage WHERE phase <> 'Pending'`,
  ],
  [
    `INSERT INTO zone (id, suffix, description)
    SELECT DISTINCT ${idOf('zone', 'suffix')}, suffix, 'Names for all' FROM ${HOSTS} ON CONFLICT DO NOTHING`,
  ],
  [
    `INSERT INTO zone_cluster (zone_id, cluster_id) SELECT z.id, c.id FROM zone z, cluster c ON CONFLICT DO NOTHING`,
  ],
  [
    `INSERT INTO delegation (id, zone_id, team_id, host)
    SELECT DISTINCT ${idOf('delegation', 'delegated')}, ${idOf('zone', 'suffix')}, team_id, delegated FROM ${HOSTS}
    ON CONFLICT DO NOTHING`,
  ],
  [
    `INSERT INTO host_grant (cluster_id, team_id, namespace_id, delegation_id, holder_id, host, state)
    SELECT cluster_id, team_id, id, ${idOf('delegation', 'delegated')}, service || '/' || environment, host, 'active' FROM ${HOSTS}`,
  ],
  [
    `INSERT INTO cluster_host_use (cluster_id, namespace, kind, name, host)
    SELECT cluster_id, name, 'HTTPRoute', 'main', host FROM ${HOSTS}`,
  ],
];
