/**
 * Search of the catalog in companies of 10,000, 100,000 and a million namespaces: the API of a production web process, asked by 1, 16 and
 * 64 clients, beside the very SQL it runs in pgbench, and a sequential scan. Every client asks again as soon as it is answered; what
 * the API adds to its SQL is measured apart, at a rate that leaves the machine room (closed loops measure the queue instead).
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { SIZES, loadFleet, makeFleet } from '../dev/fleet/index.ts';
import { startFilledPortal, type FilledPortal } from '../e2e/fixtures/filled-portal/index.ts';
import { mintToken } from '../lib/auth/tokens.ts';
import { disconnectDb } from '../lib/db/client.ts';
import { drive, type Latencies, type Load } from './catalog/clients.ts';
import { kindsOf, pathOf, type Kind, type Search } from './catalog/kinds.ts';
import { sqlDriver, type SqlDriver, type Transactions } from './catalog/pgbench.ts';
import { scan } from './catalog/scan.ts';
import { statementsOf, type Statement } from './catalog/statements.ts';
import { machine, median, quantile, spread, type Report, type Row } from './report.ts';

type SizeName = keyof typeof SIZES;

const SEED = 'harbor';
const CLIENTS = [1, 16, 64] as const;
/** Of one turn of one side; there are two turns each. pgbench counts in whole seconds. */
const TURN_MS = 1_000;
const TURNS = 2;
const WARM_UP_MS = 1_000;
/** Requests per second when the API's own part is measured: 3,000 searches a minute. */
const RATE = 50;
const RATE_CLIENTS = 16;
/** More than enough that no person's rate limit is reached. */
const PEOPLE = 250;
/** ms at 16 clients, 95th percentile. */
const REACH: Partial<Record<SizeName, number>> = { '100k': 50, '1m': 150 };
const MOST_OVERHEAD_MS = 10;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs it on portals of its own, which are thrown away. */
export async function bench({ sizes }: { sizes?: readonly string[] }): Promise<Report> {
  const before = machine();
  const sql = await sqlDriver();
  const rows: Row[] = [];
  let postgres = '';
  for (const size of Object.keys(SIZES) as SizeName[]) {
    if (sizes?.includes(size) === false) continue;
    const portal = await startFilledPortal(say);
    try {
      await loadFleet(portal.sql, makeFleet(SIZES[size], SEED), (line) => {
        say(`${size}: ${line}`);
      });
      postgres = await versionOf(portal);
      rows.push(...(await measure(size, portal, sql)));
    } finally {
      await disconnectDb();
      await portal.stop();
    }
  }
  return {
    name: 'catalog',
    date: new Date().toISOString(),
    machine: before,
    versions: { ...versions(), postgres, 'SQL by': sql.name },
    load: [
      'A made-up company from a seed: namespaces by a power law of teams; 12 clusters, 5 environments, 5 tiers, 3 lifecycles, 5 states, 30 tags.',
      `GET /api/v1/catalog of one production web process over loopback, with API tokens of ${String(PEOPLE)} people in turn; database, web and clients on this machine.`,
      `${CLIENTS.join(', ')} clients without pauses; API and SQL in turn, ${String(TURNS)} x ${String(TURN_MS / 1_000)} s each, after ${String(WARM_UP_MS / 1_000)} s to warm up; up to 40 different searches of a kind.`,
      `What the API adds: p95 of API less p95 of SQL, both at ${String(RATE)} requests/s at random moments on ${String(RATE_CLIENTS)} connections.`,
      'Sequential scan: all tables joined with indexes switched off, ILIKE, one at a time.',
    ],
    rows,
  };
}

/** All figures of one company. */
async function measure(size: SizeName, portal: FilledPortal, sql: SqlDriver): Promise<Row[]> {
  const tokens = await makeTokens(portal);
  const ask = async (search: Search): Promise<{ nextCursor: string | null }> => {
    const response = await fetch(`${portal.url}${pathOf(search)}`, {
      headers: { authorization: `Bearer ${tokens[0] ?? ''}` },
    });
    if (!response.ok) throw new Error(`${pathOf(search)} answered ${String(response.status)}`);
    return (await response.json()) as { nextCursor: string | null };
  };
  say(`${size}: page after page`);
  const rows: Row[] = [];
  for (const kind of await kindsOf(portal.sql, ask)) {
    say(`${size}: ${kind.name}`);
    const paths = kind.searches.map(pathOf);
    const transactions = await transactionsOf(kind, tokens[0] ?? '');
    const api = (load: Load) => drive(portal.url, paths, tokens, load);
    const alone = (load: Load) => sql.drive(portal.databaseUrl, transactions, load);
    await api({ clients: 4, ms: WARM_UP_MS, rate: null });
    const scans = await scan(portal.sql, kind);
    for (const clients of CLIENTS) {
      const load = { clients, ms: TURN_MS, rate: null };
      const [one, other] = await inTurn(
        () => api(load),
        () => alone(load),
      );
      if (clients === 1 && scans.length > 0)
        rows.push(compared(`${size} ${kind.name}, 1 client, median`, one, 'sequential scan', scans));
      rows.push(...latencyRows(size, kind, clients, [one, other], sql.name));
    }
    const paced = { clients: RATE_CLIENTS, ms: TURN_MS * 2, rate: RATE };
    rows.push(
      overheadRow(
        size,
        kind,
        await inTurn(
          () => api(paced),
          () => alone(paced),
        ),
      ),
    );
  }
  return rows;
}

/** Both, in turns; whoever comes first changes. */
async function inTurn(
  one: () => Promise<Latencies>,
  other: () => Promise<Latencies>,
): Promise<[Latencies, Latencies]> {
  const all: [Latencies, Latencies] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const at of turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      all[at].push(...(await (at === 0 ? one() : other())));
    }
  }
  return all;
}

function latencyRows(
  size: SizeName,
  kind: Kind,
  clients: number,
  [one, other]: [Latencies, Latencies],
  peer: string,
): Row[] {
  return [0.5, 0.95, 0.99].map((q) => {
    const [value, peerValue] = [quantile(one, q), quantile(other, q)];
    const most = clients === 16 && q === 0.95 ? REACH[size] : undefined;
    return {
      metric: `${size} ${kind.name}, ${String(clients)} client${clients === 1 ? '' : 's'}, p${String(q * 100)}`,
      unit: 'ms',
      value,
      peer,
      peerValue,
      ratio: value / peerValue,
      reach: most === undefined ? null : `<= ${String(most)} ms`,
      ok: most === undefined || value <= most,
      spread: null,
      peerSpread: null,
    };
  });
}

function overheadRow(size: SizeName, kind: Kind, [one, other]: [Latencies, Latencies]): Row {
  const value = quantile(one, 0.95) - quantile(other, 0.95);
  return {
    metric: `${size} ${kind.name}, what the API adds at ${String(RATE)}/s, p95`,
    unit: 'ms',
    value,
    peer: null,
    peerValue: null,
    ratio: null,
    reach: `<= ${String(MOST_OVERHEAD_MS)} ms`,
    ok: value <= MOST_OVERHEAD_MS,
    spread: null,
    peerSpread: null,
  };
}

function compared(metric: string, samples: Latencies, peer: string, peers: Latencies): Row {
  const [value, peerValue] = [median(samples), median(peers)];
  return {
    metric,
    unit: 'ms',
    value,
    peer,
    peerValue,
    ratio: value / peerValue,
    reach: null,
    ok: true,
    spread: spread(samples),
    peerSpread: spread(peers),
  };
}

/** The SQL of each search, as the query runs it for the reader of a token. */
async function transactionsOf(kind: Kind, token: string): Promise<Transactions> {
  // Read when the portal's settings are there.
  const { lookUpToken } = await import('../lib/auth/token-actor.ts');
  const { searchCatalog } = await import('../lib/queries/catalog.ts');
  const actor = await lookUpToken(token);
  const transactions: Statement[][] = [];
  for (const search of kind.searches)
    transactions.push(await statementsOf(() => searchCatalog(actor, search)));
  return transactions;
}

/** API tokens of people who were seen lately. */
async function makeTokens({ sql }: FilledPortal): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT id FROM person WHERE last_seen_at > now() - interval '20 days' ORDER BY id LIMIT ${String(PEOPLE)}`,
  );
  const tokens = rows.map(({ id: person }) => {
    const id = randomUUID();
    return { id, person, ...mintToken(id) };
  });
  for (const { id, person, hash } of tokens) {
    await sql.query(
      `INSERT INTO api_token (id, person_id, name, secret_hash, scopes, expires_at)
      VALUES ($1, $2, 'bench', $3, '{read}', now() + interval '1 day')`,
      [id, person, hash],
    );
  }
  return tokens.map(({ token }) => token);
}

async function versionOf({ sql }: FilledPortal): Promise<string> {
  const { rows } = await sql.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? '';
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const of = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return { node: process.version, next: of('next'), pg: of('pg') };
}
