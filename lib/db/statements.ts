/**
 * The worker's hot statements, past Prisma: on the same pool, prepared once per connection under their name. A raw query
 * through Prisma costs more CPU in this process than in Postgres; a worker sends the same few statements for every
 * namespace. Everything else stays with Prisma.
 *
 * A prepared statement belongs to its session: a pooler in transaction mode must keep them (PgBouncer does from 1.21). A statement that fails takes its connection out of the pool, so that a plan that a
 * migration made invalid ("cached plan must not change result type") is not met twice.
 */
import pg from 'pg';
import { poolOf, type Db } from './client.ts';

/** What a parameter may be: arrays become Postgres arrays, bigint and dates their text. JSON goes as text. */
export type Value = string | number | bigint | boolean | Date | null | readonly (string | number | bigint)[];

/** A statement of lib/db's callers: SQL with $1, $2 and the shape of its rows. Make it once, at the top of a module. */
export interface Statement<Row, Values extends readonly Value[]> {
  /** Unique in the process; also in pg_prepared_statements. */
  readonly name: string;
  readonly text: string;
  /** Only for the compiler. */
  readonly shape?: (values: Values) => Row;
}

const { INT8 } = pg.types.builtins;
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

// As Prisma gives them back: bigint for int8, which pg would leave a text. uuid and text are texts, jsonb is parsed.
const getTypeParser = ((oid: TypeId, format?: 'text') =>
  oid === INT8
    ? (text: string) => BigInt(text)
    : (pg.types.getTypeParser(oid, format ?? 'text') as unknown)) as typeof pg.types.getTypeParser;

const names = new Set<string>();

/** Declares a statement. @throws when its name is taken: a connection knows one text per name. */
export function statement<Row, Values extends readonly Value[]>(
  name: string,
  text: string,
): Statement<Row, Values> {
  if (names.has(name)) throw new Error(`There are two statements called ${name}.`);
  names.add(name);
  return { name, text };
}

/** Runs a statement on a client's pool, in a transaction of its own. @throws pg's DatabaseError, or a network error. */
export async function run<Row, Values extends readonly Value[]>(
  db: Db,
  { name, text }: Statement<Row, Values>,
  values: Values,
): Promise<Row[]> {
  const config: pg.QueryConfig = { name, text, values: [...values], types: { getTypeParser } };
  const { rows } = await poolOf(db).query(config);
  return rows as Row[];
}
