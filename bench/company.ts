/**
 * What the bench of the web puts into its portal: a company of 10,000 namespaces as companies are (dev/fleet), what happened in it, and
 * one team that has more of everything than a page shows, so that every list is full.
 */
import type pg from 'pg';
import { loadFleet, makeFleet, SIZES } from '../dev/fleet/index.ts';
import { fill } from '../e2e/fixtures/filled-portal/rows.ts';

/** Namespaces of the company, beside those of the full team. */
export const NAMESPACES = SIZES['10k'].namespaces;
/** Rows of each kind of the full team: as many as a page shows, and one for the next. */
export const FULL = 51;

/** Fills a portal that holds nothing but its people. */
export async function fillCompany(sql: pg.Pool, report: (line: string) => void): Promise<void> {
  await loadFleet(sql, makeFleet(SIZES['10k'], 'web'), report);
  await fill(sql, 0, FULL);
  report('what happened: a request and an audit event for each namespace');
  await addHistory(sql);
  await sql.query('VACUUM ANALYZE');
}

// Every namespace was asked for once, by somebody, and made. The hash tells which request is whose.
async function addHistory(sql: pg.Pool): Promise<void> {
  const hash = `encode(sha256(n.id::text::bytea), 'hex')`;
  await sql.query(`INSERT INTO request (kind, state, requester_id, team_id, reason, verdict, guardrail_version, result_hash,
      created_at, decided_at, applied_at)
    SELECT 'create', 'applied', p.id, n.team_id, 'A place for ' || n.name || '.', '{"outcome": "granted", "findings": []}',
      (SELECT max(id) FROM guardrail_version), ${hash}, n.created_at, n.created_at, n.created_at
    FROM (SELECT n.*, row_number() OVER () AS at FROM namespace n
      WHERE NOT EXISTS (SELECT 1 FROM request_item i WHERE i.namespace_id = n.id)) n
    JOIN (SELECT id, row_number() OVER () AS at, count(*) OVER () AS all FROM person) p ON p.at = 1 + n.at % p.all`);
  await sql.query(`INSERT INTO request_item (request_id, namespace_id, cluster_id, namespace_name, changed_paths, desired)
    SELECT r.id, n.id, n.cluster_id, n.name, '{}', jsonb_build_object('name', n.name, 'purpose', n.purpose, 'cluster', c.name,
      'team', t.slug, 'environment', n.environment, 'size', 'M', 'spec', n.spec, 'expiresAt', NULL,
      'service', jsonb_build_object('slug', s.slug))
    FROM namespace n JOIN request r ON r.result_hash = ${hash} JOIN cluster c ON c.id = n.cluster_id
      JOIN team t ON t.id = n.team_id JOIN service s ON s.id = n.service_id`);
  await sql.query(`INSERT INTO audit_event (actor_kind, actor_name, action, target_kind, target_id, target_name, team_id, detail)
    SELECT 'person', p.email, 'namespace.created', 'namespace', i.namespace_id::text, i.namespace_name, r.team_id, '{}'
    FROM request r JOIN request_item i ON i.request_id = r.id JOIN person p ON p.id = r.requester_id
    WHERE r.state = 'applied'`);
}
