/** The chores as the worker runs them: scheduled, done, stopped, and still there after Postgres was away. */
import net from 'node:net';
import { PgBoss } from 'pg-boss';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../dev/test/database.ts';
import { createLogger } from '../../observability/logger.ts';
import { CHORES } from './chores.ts';
import { startChores, type RunningChores } from './start.ts';

const log = createLogger('test');
log.level = process.env['BERTH_LOG_LEVEL'] ?? 'silent';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;
let running: RunningChores[];

beforeEach(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2, application_name: 'berth-test' });
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((chores) => chores.stop()));
  await pool.end();
  await database.drop();
});

function start(databaseUrl = database.url): RunningChores {
  const chores = startChores({ databaseUrl, log, pollSeconds: 0.5 });
  running.push(chores);
  return chores;
}

/** Name and cron of what is scheduled; nothing before pg-boss is installed. */
async function schedules(): Promise<string[]> {
  const { rows: there } = await pool.query<{ schedule: string | null }>(
    `SELECT to_regclass('pgboss.schedule') AS schedule`,
  );
  if (there[0]?.schedule == null) return [];
  const { rows } = await pool.query<{ name: string; cron: string; timezone: string }>(
    'SELECT name, cron, timezone FROM pgboss.schedule ORDER BY name',
  );
  return rows.map(({ name, cron, timezone }) => `${name} ${cron} ${timezone}`);
}

const EXPECTED = CHORES.map(({ name, cron }) => `${name} ${cron} UTC`).sort();

async function untilScheduled(): Promise<void> {
  await expect.poll(schedules, { timeout: 50_000, interval: 100 }).toEqual(EXPECTED);
}

async function addOldEvent(): Promise<void> {
  await pool.query(
    `INSERT INTO outbox (topic, key, created_at) VALUES ('team', 'old', now() - interval '2 days')`,
  );
}

async function untilSwept(): Promise<void> {
  const left = async (): Promise<number> =>
    (await pool.query(`SELECT 1 FROM outbox WHERE key = 'old'`)).rows.length;
  await expect.poll(left, { timeout: 50_000, interval: 100 }).toBe(0);
}

/** Has a chore done now, as its schedule would. */
async function send(chore: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: database.url,
    schema: 'pgboss',
    max: 1,
    schedule: false,
    supervise: false,
    migrate: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.send(chore);
  await boss.stop();
}

test(
  'a started worker schedules every chore in UTC, does one that is due, and closes all its connections when it stops',
  { timeout: 120_000 },
  async () => {
    const chores = start();
    await untilScheduled();
    await addOldEvent();
    await send('sweep');
    await untilSwept();
    await chores.stop();
    await chores.stop();
    const { rows } = await pool.query<{ state: string }>(
      `SELECT DISTINCT state FROM pgboss.job WHERE name = 'sweep'`,
    );
    expect(rows).toEqual([{ state: 'completed' }]);
    const others = async (): Promise<number> => {
      const { rows: found } = await pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
           AND backend_type = 'client backend' AND application_name <> 'berth-test'`,
      );
      return found.length;
    };
    await expect.poll(others).toBe(0);
  },
);

test('two workers that start at once share one schedule', { timeout: 120_000 }, async () => {
  start();
  start();
  await untilScheduled();
  await addOldEvent();
  await send('sweep');
  await untilSwept();
});

test(
  'chores begin when Postgres comes, go on after it was away, and stop while it is away',
  { timeout: 180_000 },
  async () => {
    const gate = await Gate.make(database.url);
    const chores = start(gate.url);
    await expect.poll(() => gate.refused).toBeGreaterThan(0);
    gate.open();
    await untilScheduled();
    gate.shut();
    const refused = gate.refused;
    await expect.poll(() => gate.refused, { timeout: 50_000 }).toBeGreaterThan(refused);
    await addOldEvent();
    await send('sweep');
    gate.open();
    await untilSwept();
    gate.shut();
    await chores.stop();
    await gate.close();
  },
);

/** A door in front of Postgres that can be shut: who is inside is thrown out, who knocks is refused. */
class Gate {
  readonly url: string;
  refused = 0;
  #open = false;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(url: string, server: net.Server) {
    this.url = url;
    this.#server = server;
  }

  static async make(target: string): Promise<Gate> {
    const url = new URL(target);
    const to = { host: url.hostname, port: Number(url.port || 5432) };
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as net.AddressInfo).port);
    const gate = new Gate(url.toString(), server);
    server.on('connection', (socket) => gate.#knock(socket, to));
    return gate;
  }

  open(): void {
    this.#open = true;
  }

  shut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.shut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #knock(socket: net.Socket, to: { host: string; port: number }): void {
    socket.on('error', () => undefined);
    if (!this.#open) {
      this.refused += 1;
      socket.destroy();
      return;
    }
    const inner = net.connect(to);
    inner.on('error', () => undefined);
    for (const each of [socket, inner]) this.#sockets.add(each);
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  }
}
