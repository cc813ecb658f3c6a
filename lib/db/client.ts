import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { databaseUrl } from '../config/env.ts';
import { PrismaClient } from './generated/client.ts';
import type { Prisma } from './generated/client.ts';
import { PLANNED_ONCE, SETTINGS } from './settings.ts';

export { Prisma } from './generated/client.ts';

/** Prisma's client; a use case takes `Tx` where it must be inside a transaction, else `Db`. */
export type Db = PrismaClient;
/** The client inside an interactive transaction. */
export type Tx = Prisma.TransactionClient;

export type DbOptions = {
  /** Connections in the pool; 10 unless told. */
  poolSize?: number;
  /** Longest run of one statement, ms; 15,000 unless told. */
  statementTimeoutMs?: number;
};

const KEY = Symbol.for('berth.db');
const POOLS = Symbol.for('berth.db.pools');

/** A client's pool; how to come by the one for statements that are planned once, and what those are called on its connections. */
type Pools = { own: pg.Pool; prepared: () => pg.Pool; preparedName: (query: { sql: string }) => string };

// Next compiles pages and routes into separate module graphs: one client for all of them, and its pool, hang on globalThis.
const shared = globalThis as unknown as {
  [KEY]?: Db | undefined;
  [POOLS]?: WeakMap<Db, Pools> | undefined;
};
const pools = (shared[POOLS] ??= new WeakMap<Db, Pools>());

/** A client with a pool of its own on `url`. Close it with `$disconnect()`. */
export function createDb(url: string, options: DbOptions = {}): Db {
  const pool = createPool(url, options);
  let prepared: pg.Pool | undefined;
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
  });
  pools.set(client, {
    own: pool,
    prepared: () => (prepared ??= createPool(url, options, PLANNED_ONCE)),
    preparedName: statementNames(),
  });
  // Prisma would end the pool only if Prisma itself had used it.
  const disconnect = client.$disconnect.bind(client);
  client.$disconnect = async () => {
    await disconnect();
    if (!pool.ending) await pool.end();
    await prepared?.end();
    prepared = undefined;
  };
  return client;
}

/** Statements that a connection keeps parsed; those beyond, such as lists of every length, are parsed each time. */
const MOST_KEPT = 500;

/**
 * Names for statements: one that has a name is parsed once per connection, and planned once where Postgres finds that it may. Most of ours
 * cost more to plan than to run. A name stands for one text for as long as the process lives.
 */
export function statementNames(most = MOST_KEPT): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // The empty name is Postgres' unnamed statement.
    if (names.size >= most) return '';
    const name = `berth_${String(names.size + 1)}`;
    names.set(sql, name);
    return name;
  };
}

function createPool(url: string, options: DbOptions, settings = SETTINGS): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    idle_in_transaction_session_timeout: 30_000,
    options: settings,
  });
  // A server that goes away breaks idle connections; the pool replaces them, and without this Node would exit.
  pool.on('error', () => undefined);
  return pool;
}

function sharedDb(): Db {
  return (shared[KEY] ??= createDb(databaseUrl()));
}

/** The process's client, connected at first use, so that importing this module needs no database (`next build`). */
export const db: Db = new Proxy({} as Db, {
  get(_target, property) {
    const client = sharedDb();
    const value: unknown = Reflect.get(client, property, client);
    return typeof value === 'function' ? (value.bind(client) as unknown) : value;
  },
});

/** The pool behind a client, for lib/db/statements. @throws for a client that `createDb` didn't make, such as a Tx. */
export function poolOf(client: Db): pg.Pool {
  return poolsOf(client).own;
}

/**
 * Runs a statement that is prepared by name and planned once for any values, on a second pool that is made at its first use: for what is
 * asked often, and costs more to plan than to run. @throws as poolOf, pg's DatabaseError, or a network error.
 */
export async function queryPrepared<Row>(client: Db, { text, values }: Prisma.Sql): Promise<Row[]> {
  const { prepared, preparedName } = poolsOf(client);
  const { rows } = await prepared().query<Row & object>({ name: preparedName({ sql: text }), text, values });
  return rows;
}

function poolsOf(client: Db): Pools {
  const found = pools.get(client === db ? sharedDb() : client);
  if (found === undefined) throw new Error('only a client made by createDb has a pool');
  return found;
}

/** Closes the process's client, if one was ever made. */
export async function disconnectDb(): Promise<void> {
  const client = shared[KEY];
  shared[KEY] = undefined;
  await client?.$disconnect();
}

/** SQLSTATE codes after which the same transaction may well pass: serialization_failure and deadlock_detected. */
const RETRIABLE = new Set(['40001', '40P01']);

/**
 * Runs `work` in one READ COMMITTED transaction on `client` (the process's own unless told), again up to twice after a
 * deadlock or serialization failure. `work` must therefore have no effect outside the transaction.
 */
export async function withTransaction<T>(work: (tx: Tx) => Promise<T>, client: Db = db): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.$transaction(work, {
        isolationLevel: 'ReadCommitted',
        maxWait: 5_000,
        timeout: 15_000,
      });
    } catch (error) {
      const state = sqlState(error);
      if (attempt >= 3 || state === undefined || !RETRIABLE.has(state)) throw error;
    }
  }
}

type DriverCause = {
  originalCode?: unknown;
  code?: unknown;
  kind?: unknown;
  constraint?: { index?: unknown; fields?: unknown };
};

function driverCause(error: unknown): DriverCause | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const meta = (error as { meta?: { driverAdapterError?: { cause?: DriverCause } } }).meta;
  if (meta?.driverAdapterError?.cause) return meta.driverAdapterError.cause;
  const cause = (error as { cause?: DriverCause }).cause;
  return typeof cause === 'object' ? cause : undefined;
}

/** The five-character SQLSTATE behind a Prisma or pg error, where there is one. */
export function sqlState(error: unknown): string | undefined {
  const cause = driverCause(error);
  for (const code of [cause?.originalCode, cause?.code, (error as { code?: unknown } | null)?.code]) {
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('P')) return code;
  }
  if ((error as { code?: unknown } | null)?.code === 'P2034') return '40001';
  return undefined;
}

/** Whether `error` is a broken unique key, of the named constraint where one is named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const cause = driverCause(error);
  const isUnique =
    (error as { code?: unknown } | null)?.code === 'P2002' ||
    sqlState(error) === '23505' ||
    cause?.kind === 'UniqueConstraintViolation';
  if (!isUnique || constraint === undefined) return isUnique;
  const index = cause?.constraint?.index ?? (error as { constraint?: unknown }).constraint;
  if (typeof index === 'string') return index === constraint;
  return JSON.stringify(cause ?? '').includes(constraint) || String(error).includes(constraint);
}

/** Whether `error` means that Postgres itself can't be reached (refused, gone, starting up), not that a query failed. */
export function isDatabaseUnreachable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P');
  if (code === 'P1001' || code === 'P1002' || code === 'P1017' || code === 'P2024') return true;
  const text = `${String(error)} ${JSON.stringify(driverCause(error) ?? '')}`;
  return /ECONNREFUSED|ECONNRESET|ENOTFOUND|DatabaseNotReachable|Connection terminated|timeout exceeded when trying to connect/.test(
    text,
  );
}
