/**
 * What is wrong in a namespace and is no drift of ours: told on its page, never put right. Written as a whole per rule,
 * and only where it differs, so that two workers, or a watch and a pass, that see the same write once.
 */
import type { Db } from '../db/client.ts';
import { hostText, removalCommand } from '../domain/hosts/index.ts';

/** The rules that findings are made by. */
type FindingRule = 'host-not-granted' | 'service-overlap';

/** One finding. Its subject is unique within namespace and rule. */
export interface Finding {
  namespaceId: string;
  subject: string;
  message: string;
}

/** Findings of one rule in one namespace that are told; more would be a list that nobody reads. */
const MOST = 50;

/**
 * Makes a rule's findings in these namespaces exactly so, and announces the namespaces where something changed.
 * Resolves to the ids of those.
 */
export async function writeFindings(
  db: Db,
  rule: FindingRule,
  namespaceIds: readonly string[],
  findings: readonly Finding[],
): Promise<string[]> {
  if (namespaceIds.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH looked AS (
      SELECT n.id FROM namespace n WHERE n.id = ANY (${[...namespaceIds]}::uuid[]) AND n.released_at IS NULL
    ), seen AS (
      SELECT looked.id, r.subject, r.message
      FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) AS r ("namespaceId" uuid, subject text, message text)
      JOIN looked ON looked.id = r."namespaceId"
    ), gone AS (
      DELETE FROM namespace_finding f USING looked
      WHERE f.namespace_id = looked.id AND f.rule = ${rule}
        AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.id = f.namespace_id AND seen.subject = f.subject)
      RETURNING f.namespace_id
    ), put AS (
      INSERT INTO namespace_finding AS f (namespace_id, rule, subject, message)
      SELECT id, ${rule}, subject, message FROM seen
      ON CONFLICT (namespace_id, rule, subject) DO UPDATE SET message = excluded.message, observed_at = now()
      WHERE f.message IS DISTINCT FROM excluded.message
      RETURNING f.namespace_id
    ), changed AS (
      SELECT namespace_id FROM gone UNION SELECT namespace_id FROM put
    ), announced AS (
      INSERT INTO outbox (topic, key) SELECT 'namespace', namespace_id::text FROM changed
    )
    SELECT namespace_id::text AS id FROM changed`;
  return rows.map(({ id }) => id);
}

/** A host that an object in a namespace carries and that is not granted to it. */
interface Ungranted {
  namespace_id: string;
  namespace: string;
  kind: string;
  name: string;
  host: string;
  path: string;
  /** Whether the object also carries something that is granted. */
  useful: boolean;
}

/** What a look for hosts that aren't granted came to. */
interface HostsReport {
  /** Ids of the namespaces in which something changed. */
  changed: string[];
  findings: Finding[];
}

/**
 * Compares the hosts that are used in namespaces of a cluster, all or those named, with the hosts granted there, and
 * writes what isn't granted. Postgres compares by the same ranges that keep grants apart.
 */
export async function reportUngrantedHosts(
  db: Db,
  clusterId: string,
  names: readonly string[] | 'all',
): Promise<HostsReport> {
  const looked = await db.$queryRaw<{ id: string }[]>`
    SELECT n.id::text AS id FROM namespace n
    WHERE n.cluster_id = ${clusterId}::uuid AND n.released_at IS NULL
      AND (${names === 'all'} OR n.name = ANY (${names === 'all' ? [] : [...names]}::text[]))`;
  if (looked.length === 0) return { changed: [], findings: [] };
  const ids = looked.map(({ id }) => id);
  const found = await db.$queryRaw<Ungranted[]>`
    SELECT * FROM (
      SELECT n.id::text AS namespace_id, n.name AS namespace, u.kind, u.name, u.host, u.path,
             EXISTS (SELECT 1 FROM cluster_host_use o JOIN host_grant g ON g.namespace_id = n.id AND g.state = 'active'
                       AND g.host_range @> host_range(o.host) AND g.path_range @> path_range(o.path)
                     WHERE o.cluster_id = u.cluster_id AND o.namespace = u.namespace AND o.kind = u.kind
                       AND o.name = u.name) AS useful,
             row_number() OVER (PARTITION BY n.id ORDER BY u.kind, u.name, u.host, u.path) AS place
      FROM namespace n
      JOIN cluster_host_use u ON u.cluster_id = n.cluster_id AND u.namespace = n.name
      WHERE n.id = ANY (${ids}::uuid[]) AND NOT EXISTS (
        SELECT 1 FROM host_grant g
        WHERE g.namespace_id = n.id AND g.state = 'active'
          AND g.host_range @> host_range(u.host) AND g.path_range @> path_range(u.path))
    ) AS used WHERE place <= ${MOST}`;
  const findings = found.map(ungrantedFinding);
  return { changed: await writeFindings(db, 'host-not-granted', ids, findings), findings };
}

function ungrantedFinding({ namespace_id, namespace, kind, name, host, path, useful }: Ungranted): Finding {
  const user = `${kind} ${name}`;
  const uses = host === '' ? 'takes every host' : `uses ${hostText({ host, path })}`;
  const remedy = `${useful ? 'Take the host out' : 'Remove it'}: ${removalCommand({ namespace, kind, name }, !useful)}`;
  return {
    namespaceId: namespace_id,
    subject: `${user} ${host === '' ? '*' : hostText({ host, path })}`,
    message: `${user} ${uses}, which is not granted to this namespace. ${remedy}`,
  };
}
