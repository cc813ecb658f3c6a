/** The SQL that a search runs: heard on its way to Postgres, and written down for pgbench. */
import pg from 'pg';

/** A statement as it was sent; one with a name is planned once per connection (lib/db/catalog/ask). */
export interface Statement {
  name?: string | undefined;
  text: string;
  values: unknown[];
}

type Query = (...args: unknown[]) => unknown;

/** Runs `work` and gives the statements that it sent, in their order. One at a time in a process. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const heard: Statement[] = [];
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  prototype.query = function listen(this: unknown, ...args: unknown[]): unknown {
    const [first, second] = args;
    const { name, text, values } =
      typeof first === 'string'
        ? { text: first, values: Array.isArray(second) ? second : [], name: undefined }
        : (first as Partial<Statement> & { text: string });
    heard.push({ name, text, values: (values ?? []).map(plain) });
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return heard;
}

/** A value that another process can be told. */
const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

/** `$1` and on as literals, which Postgres plans as it does a value sent apart. */
export function filledIn({ text, values }: Statement): string {
  return text.replace(/\$(\d+)/g, (_, at: string) => literal(values[Number(at) - 1]));
}

function literal(value: unknown): string {
  return value === null || value === undefined ? 'NULL' : `'${textOf(value).replaceAll("'", "''")}'`;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (Array.isArray(value)) return `{${value.map(element).join(',')}}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const element = (value: unknown): string =>
  value === null ? 'NULL' : `"${textOf(value).replace(/[\\"]/g, '\\$&')}"`;
