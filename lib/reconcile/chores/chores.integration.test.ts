/** What each chore does, and leaves alone. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../dev/test/database.ts';
import { createDb, type Db } from '../../db/client.ts';
import { Fixture, uniqueName } from '../testing/fixture.ts';
import { expireNamespaces } from './expire-namespaces.ts';
import { freeHosts } from './free-hosts.ts';
import { lapseRequests } from './lapse-requests.ts';
import { sweep } from './sweep.ts';
import { warnOfEnd } from './warn-of-end.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let here: Fixture;
let db: Db;
let personId: string;
const never = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
  here = await Fixture.create(database.url, { cluster: 'harbor' });
  db = createDb(database.url, { poolSize: 8 });
  personId = await one(
    `INSERT INTO person (issuer, subject, email, name) VALUES ('i', 's', 'mira@harbor.example', 'Mira') RETURNING id AS value`,
  );
});

afterAll(async () => {
  await db.$disconnect();
  await here.close();
  await database.drop();
});

/** The column `value` of the one row that `sql` gives. */
async function one(sql: string, values: unknown[] = []): Promise<string> {
  const { rows } = await here.pool.query<{ value: string }>(sql, values);
  expect(rows).toHaveLength(1);
  return rows[0]?.value ?? '';
}

async function all(sql: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await here.pool.query<{ value: string }>(sql, values);
  return rows.map(({ value }) => value);
}

const auditOf = (id: string): Promise<string[]> =>
  all(`SELECT actor_kind || ' ' || action AS value FROM audit_event WHERE target_id = $1`, [id]);
const outboxOf = (id: string): Promise<string[]> =>
  all('SELECT topic AS value FROM outbox WHERE key = $1', [id]);

type Ask = {
  kind?: 'create' | 'change' | 'delete';
  state?: string;
  /** Since when nobody has touched it. */
  age?: string;
  namespaceId?: string;
  changedPaths?: string[];
};

/** A request as asking leaves it; one for a new namespace holds its name. */
async function addRequest(ask: Ask = {}): Promise<{ id: string; name: string }> {
  const name = uniqueName('asked');
  const id = await one(
    `INSERT INTO request (kind, state, requester_id, team_id, verdict, guardrail_version, result_hash, created_at, updated_at)
     SELECT $1, $2, $3, $4, '{}', max(id), 'x', now() - $5::interval, now() - $5::interval FROM guardrail_version
     RETURNING id AS value`,
    [ask.kind ?? 'create', ask.state ?? 'pending', personId, here.teamId, ask.age ?? '0'],
  );
  await here.pool.query(
    `INSERT INTO request_item (request_id, namespace_id, cluster_id, namespace_name, desired, changed_paths)
     VALUES ($1, $2, $3, $4, '{}', $5)`,
    [id, ask.namespaceId ?? null, here.clusterId, name, ask.changedPaths ?? []],
  );
  if ((ask.kind ?? 'create') === 'create') {
    await here.pool.query('INSERT INTO name_reservation (cluster_id, name, request_id) VALUES ($1, $2, $3)', [
      here.clusterId,
      name,
      id,
    ]);
  }
  return { id, name };
}

const stateOf = (id: string): Promise<string> =>
  one('SELECT state AS value FROM request WHERE id = $1', [id]);
const holds = async (id: string): Promise<boolean> =>
  (await all('SELECT name AS value FROM name_reservation WHERE request_id = $1', [id])).length > 0;

describe('sweep', () => {
  test('outbox rows go after a day', async () => {
    await here.pool.query(
      `INSERT INTO outbox (topic, key, created_at)
       VALUES ('team', 'old', now() - interval '25 hours'), ('team', 'new', now() - interval '23 hours')`,
    );
    expect((await sweep(db, never)).outbox).toBe(1);
    expect(await outboxOf('old')).toEqual([]);
    expect(await outboxOf('new')).toEqual(['team']);
  });

  test('rate limits go an hour after they were last touched', async () => {
    await here.pool.query(
      `INSERT INTO rate_limit (key, tokens, updated_at)
       VALUES ('old', 1, now() - interval '61 minutes'), ('new', 1, now() - interval '59 minutes')`,
    );
    expect((await sweep(db, never)).rateLimits).toBe(1);
    expect(await all('SELECT key AS value FROM rate_limit')).toEqual(['new']);
  });

  test('idempotency keys go after 24 hours', async () => {
    await here.pool.query(
      `INSERT INTO idempotency_key (person_id, key, request_hash, created_at)
       VALUES ($1, 'old', 'x', now() - interval '25 hours'), ($1, 'new', 'x', now() - interval '23 hours')`,
      [personId],
    );
    expect((await sweep(db, never)).idempotencyKeys).toBe(1);
    expect(await all('SELECT key AS value FROM idempotency_key')).toEqual(['new']);
  });

  test('sessions go 30 days after they were ended or have expired, whichever came first', async () => {
    const [open, lately, ended, expired] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await here.pool.query(
      `INSERT INTO session (id, person_id, expires_at, ended_at)
       VALUES ($2, $1, now() + interval '1 hour', NULL),
              ($3, $1, now() - interval '29 days', NULL),
              ($4, $1, now() - interval '29 days', now() - interval '31 days'),
              ($5, $1, now() - interval '31 days', NULL)`,
      [personId, open, lately, ended, expired],
    );
    expect((await sweep(db, never)).sessions).toBe(2);
    expect((await all('SELECT id AS value FROM session')).sort()).toEqual([open, lately].sort());
  });

  test('more rows than a batch go in one run, shared by workers that sweep at once', async () => {
    await here.pool.query(
      `INSERT INTO outbox (topic, key, created_at)
       SELECT 'team', 'many', now() - interval '2 days' FROM generate_series(1, 12000)`,
    );
    const swept = await Promise.all([sweep(db, never), sweep(db, never), sweep(db, never)]);
    // A worker that finds the rest locked by another leaves it to that one.
    expect(swept.reduce((sum, { outbox }) => sum + outbox, 0)).toBe(12_000);
    expect(await outboxOf('many')).toEqual([]);
  });

  test('a worker that stops begins no further batch', async () => {
    await here.pool.query(
      `INSERT INTO outbox (topic, key, created_at) VALUES ('team', 'left', now() - interval '2 days')`,
    );
    expect((await sweep(db, AbortSignal.abort())).outbox).toBe(0);
    expect(await outboxOf('left')).toEqual(['team']);
  });
});

describe('lapse-requests', () => {
  test('an open request left alone for 30 days lapses, frees its name and is told of', async () => {
    const { id } = await addRequest({ age: '31 days' });
    const asked = await addRequest({ age: '31 days', state: 'answer-needed' });
    expect(await lapseRequests(db, never)).toEqual({ lapsed: 2 });
    for (const each of [id, asked.id]) {
      expect(await stateOf(each)).toBe('lapsed');
      expect(await holds(each)).toBe(false);
      expect(await auditOf(each)).toEqual(['worker request.lapsed']);
      expect(await outboxOf(each)).toEqual(['request']);
    }
    expect(
      await one(
        `SELECT version || ' ' || (decided_at IS NOT NULL) || ' ' || decision_comment AS value FROM request WHERE id = $1`,
        [id],
      ),
    ).toBe('2 true Nobody touched it for 30 days.');
    expect(await lapseRequests(db, never)).toEqual({ lapsed: 0 });
    expect(await auditOf(id)).toHaveLength(1);
  });

  test('a younger request stays, and one that was decided stays what it is', async () => {
    const young = await addRequest({ age: '29 days' });
    const decided = await Promise.all(
      ['approved', 'rejected', 'withdrawn', 'applied', 'superseded'].map(async (state) => ({
        state,
        id: (await addRequest({ age: '90 days', state, kind: 'change' })).id,
      })),
    );
    expect(await lapseRequests(db, never)).toEqual({ lapsed: 0 });
    expect(await holds(young.id)).toBe(true);
    for (const { id, state } of decided) expect(await stateOf(id)).toBe(state);
  });

  test('a comment or one of two approvals within 30 days keeps a request open', async () => {
    const commented = await addRequest({ age: '60 days' });
    await here.pool.query(
      `INSERT INTO request_comment (request_id, person_id, body, created_at) VALUES ($1, $2, 'Soon.', now() - interval '1 day')`,
      [commented.id, personId],
    );
    const approved = await addRequest({ age: '60 days' });
    const approver = await one(
      `INSERT INTO person (issuer, subject, email, name) VALUES ('i', 'a', 'ada@harbor.example', 'Ada') RETURNING id AS value`,
    );
    await here.pool.query(
      `WITH p AS (INSERT INTO party (request_id, kind, state) VALUES ($1, 'platform', 'yes') RETURNING id)
       INSERT INTO approval (request_id, party_id, person_id, decision, result_hash, guardrail_version, created_at)
       SELECT $1, p.id, $2, 'yes', 'x', 1, now() - interval '1 day' FROM p`,
      [approved.id, approver],
    );
    expect(await lapseRequests(db, never)).toEqual({ lapsed: 0 });
    expect(await stateOf(commented.id)).toBe('pending');
    expect(await stateOf(approved.id)).toBe('pending');
  });

  test('workers that lapse at once lapse each request once', async () => {
    const asked = await Promise.all(Array.from({ length: 6 }, () => addRequest({ age: '31 days' })));
    const runs = await Promise.all([
      lapseRequests(db, never),
      lapseRequests(db, never),
      lapseRequests(db, never),
    ]);
    expect(runs.reduce((sum, { lapsed }) => sum + lapsed, 0)).toBe(6);
    for (const { id } of asked) expect(await auditOf(id)).toEqual(['worker request.lapsed']);
  });

  test('a request that somebody comments on at that moment stays open', async () => {
    const { id } = await addRequest({ age: '31 days' });
    const client = await here.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT 1 FROM request WHERE id = $1 FOR NO KEY UPDATE', [id]);
      await client.query(
        `INSERT INTO request_comment (request_id, person_id, body) VALUES ($1, $2, 'Wait!')`,
        [id, personId],
      );
      expect(await lapseRequests(db, never)).toEqual({ lapsed: 0 });
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    expect(await lapseRequests(db, never)).toEqual({ lapsed: 0 });
    expect(await stateOf(id)).toBe('pending');
  });
});

describe('expire-namespaces', () => {
  async function addEnding(end: string): Promise<string> {
    const id = await here.addNamespace(uniqueName('ends'));
    await here.pool.query('UPDATE namespace SET expires_at = now() + $2::interval WHERE id = $1', [id, end]);
    return id;
  }
  const toGo = async (id: string): Promise<boolean> =>
    (await one(`SELECT (deletion_requested_at IS NOT NULL)::text AS value FROM namespace WHERE id = $1`, [
      id,
    ])) === 'true';

  test('a namespace whose end is two weeks past is to be deleted, once, and keeps its name until it is gone', async () => {
    const id = await addEnding('-15 days');
    const runs = await Promise.all([expireNamespaces(db, never), expireNamespaces(db, never)]);
    expect(runs.reduce((sum, { expired }) => sum + expired, 0)).toBe(1);
    expect(await toGo(id)).toBe(true);
    expect(await auditOf(id)).toEqual(['worker namespace.deletion-requested']);
    expect(await outboxOf(id)).toEqual(['namespace']);
    expect(
      await one(
        `SELECT n.generation || ' ' || (r.namespace_id IS NOT NULL) || ' ' || (n.released_at IS NULL) AS value
         FROM namespace n LEFT JOIN name_reservation r ON r.namespace_id = n.id WHERE n.id = $1`,
        [id],
      ),
    ).toBe('1 true true');
    expect(await expireNamespaces(db, never)).toEqual({ expired: 0 });
  });

  /** What the pass that took access away has said, so long ago. */
  async function sayEnded(id: string, ago: string): Promise<void> {
    await here.pool.query(
      `UPDATE namespace_status SET conditions = jsonb_build_array(jsonb_build_object('type', 'AccessGranted',
         'status', 'False', 'reason', 'Ended', 'lastTransitionTime', now() - $2::interval)) WHERE namespace_id = $1`,
      [id, ago],
    );
  }

  test('a namespace to which nobody has had access for a week since its end is to be deleted', async () => {
    const [over, lately] = [await addEnding('-8 days'), await addEnding('-8 days')];
    await sayEnded(over, '7 days 1 hour');
    await sayEnded(lately, '6 days');
    expect(await expireNamespaces(db, never)).toEqual({ expired: 1 });
    expect([await toGo(over), await toGo(lately)]).toEqual([true, false]);
  });

  test('a namespace stays that has no end, an end ahead, or one so lately that somebody may still want it', async () => {
    const without = await here.addNamespace(uniqueName('stays'));
    const ids = [without, await addEnding('1 hour'), await addEnding('-6 days'), await addEnding('-13 days')];
    expect(await expireNamespaces(db, never)).toEqual({ expired: 0 });
    for (const id of ids) expect(await toGo(id)).toBe(false);
  });

  test('whatever else was asked of an expired namespace lapses with it', async () => {
    const id = await addEnding('-15 days');
    const asked = await addRequest({ kind: 'change', namespaceId: id, changedPaths: ['quota.pods'] });
    const other = await addRequest({ kind: 'change', namespaceId: await addEnding('1 day') });
    expect(await expireNamespaces(db, never)).toEqual({ expired: 1 });
    expect(await stateOf(asked.id)).toBe('lapsed');
    expect(await auditOf(asked.id)).toEqual(['worker request.lapsed']);
    expect(await outboxOf(asked.id)).toEqual(['request']);
    expect(await stateOf(other.id)).toBe('pending');
  });

  test('its connections end with it, and whoever was connected is due and told', async () => {
    const id = await addEnding('-15 days');
    const peer = await here.addNamespace(uniqueName('peer'));
    await here.connect(peer, id, [{ port: 80, protocol: 'TCP' }]);
    const generation = () => one('SELECT generation::text AS value FROM namespace WHERE id = $1', [peer]);
    const before = BigInt(await generation());
    expect(await expireNamespaces(db, never)).toEqual({ expired: 1 });
    expect(
      await one('SELECT (ended_at IS NOT NULL)::text AS value FROM connection WHERE to_namespace_id = $1', [
        id,
      ]),
    ).toBe('true');
    expect(BigInt(await generation())).toBe(before + 1n);
    expect(await auditOf(peer)).toEqual(['worker connection.ended']);
    expect(await outboxOf(peer)).toEqual(['namespace']);
  });

  test('a namespace for which somebody has asked for another end waits for the answer', async () => {
    const id = await addEnding('-15 days');
    const asked = await addRequest({ kind: 'change', namespaceId: id, changedPaths: ['expiresAt'] });
    expect(await expireNamespaces(db, never)).toEqual({ expired: 0 });
    expect(await toGo(id)).toBe(false);
    await here.pool.query(`UPDATE request SET state = 'rejected' WHERE id = $1`, [asked.id]);
    expect(await expireNamespaces(db, never)).toEqual({ expired: 1 });
    expect(await toGo(id)).toBe(true);
  });
});

describe('warn-of-end', () => {
  // What other tests have left behind has no end any more.
  beforeEach(async () => {
    await here.pool.query('UPDATE namespace SET expires_at = NULL');
  });

  /** Granted a month ago. */
  async function ending(end: string, made = '-30 days'): Promise<string> {
    const id = await here.addNamespace(uniqueName('warned'));
    await here.pool.query(
      `UPDATE namespace SET expires_at = now() + $2::interval, created_at = now() + $3::interval WHERE id = $1`,
      [id, end, made],
    );
    return id;
  }
  const said = (id: string): Promise<string[]> =>
    all(
      `SELECT action || coalesce(' ' || (detail ->> 'days'), '') AS value FROM audit_event WHERE target_id = $1 ORDER BY id`,
      [id],
    );
  const markOf = (id: string): Promise<string> =>
    one('SELECT mark::text AS value FROM namespace WHERE id = $1', [id]);

  test('an end is announced a week and a day ahead, once each, and told to whoever watches', async () => {
    const [far, week, day] = [await ending('8 days'), await ending('6 days'), await ending('20 hours')];
    const runs = await Promise.all([warnOfEnd(db, never), warnOfEnd(db, never)]);
    expect(runs.reduce((sum, { announced }) => sum + announced, 0)).toBe(2);
    expect(await said(far)).toEqual([]);
    expect(await said(week)).toEqual(['namespace.end-announced 7']);
    expect(await said(day)).toEqual(['namespace.end-announced 1']);
    expect(await outboxOf(week)).toEqual(['namespace']);
    expect(await markOf(week)).toBe('0');
    expect(await warnOfEnd(db, never)).toEqual({ announced: 0, ended: 0 });
    await here.pool.query(`UPDATE namespace SET expires_at = now() + interval '1 hour' WHERE id = $1`, [
      week,
    ]);
    expect(await warnOfEnd(db, never)).toEqual({ announced: 1, ended: 0 });
    expect(await said(week)).toEqual(['namespace.end-announced 7', 'namespace.end-announced 1']);
  });

  test('a life shorter than the notice gets none', async () => {
    const id = await ending('3 days', '-1 hour');
    expect(await warnOfEnd(db, never)).toEqual({ announced: 0, ended: 0 });
    expect(await said(id)).toEqual([]);
  });

  test('what has ended is due for a pass, once for each end it was given', async () => {
    const id = await ending('-1 minute');
    const runs = await Promise.all([warnOfEnd(db, never), warnOfEnd(db, never)]);
    expect(runs.reduce((sum, { ended }) => sum + ended, 0)).toBe(1);
    expect(await markOf(id)).toBe('1');
    expect(await said(id)).toEqual(['namespace.ended']);
    await here.pool.query(`UPDATE namespace SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      id,
    ]);
    expect(await warnOfEnd(db, never)).toEqual({ announced: 0, ended: 1 });
    expect(await markOf(id)).toBe('2');
  });

  test('what is being deleted is not warned of', async () => {
    const id = await ending('1 hour');
    await here.askDeletion(id);
    expect(await warnOfEnd(db, never)).toEqual({ announced: 0, ended: 0 });
    expect(await said(id)).toEqual([]);
  });
});

describe('free-hosts', () => {
  test('a quarantined host is free when its day has come, and no other is', async () => {
    const id = await here.addNamespace(uniqueName('hosts'));
    await here.grantHosts(id, 'free.test', ['a.free.test', 'b.free.test', 'c.free.test/x', 'd.free.test']);
    const set = (host: string, state: string, freeAt: string | null): Promise<unknown> =>
      here.pool.query(
        `UPDATE host_grant SET state = $2, free_at = now() + $3::interval WHERE namespace_id = $4 AND host = $1`,
        [host, state, freeAt, id],
      );
    await set('a.free.test', 'quarantined', '-1 second');
    await set('b.free.test', 'quarantined', '1 hour');
    await set('c.free.test', 'quarantined', '-1 day');
    await set('d.free.test', 'revoking', null);
    const runs = await Promise.all([freeHosts(db, never), freeHosts(db, never)]);
    expect(runs.reduce((sum, { freed }) => sum + freed, 0)).toBe(2);
    expect(await here.grants(id)).toEqual([
      'a.free.test free',
      'b.free.test quarantined',
      'c.free.test/x free',
      'd.free.test revoking',
    ]);
    expect(
      await all(
        `SELECT target_name || ' ' || action AS value FROM audit_event WHERE target_kind = 'host' ORDER BY 1`,
      ),
    ).toEqual(['a.free.test host.freed', 'c.free.test/x host.freed']);
  });
});
