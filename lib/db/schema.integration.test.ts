/** prisma/schema.prisma and the migrated database describe the same tables: neither is generated from the other. */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../dev/test/database.ts';

type Column = { type: string; nullable: boolean };
type Table = {
  columns: Record<string, Column>;
  primaryKey: string[];
  uniques: string[];
  foreignKeys: string[];
};

const TYPES: Record<string, string> = {
  String: 'text',
  'String@db.Uuid': 'uuid',
  'String@db.Citext': 'citext',
  'String[]': '_text',
  'DateTime@db.Timestamptz(6)': 'timestamptz',
  Json: 'jsonb',
  Int: 'int4',
  BigInt: 'int8',
  Boolean: 'bool',
  Bytes: 'bytea',
  Float: 'float8',
  'Float@db.Real': 'float4',
  // A type that Prisma doesn't know; ours is the only one.
  Unsupported: 'name_range',
};

const ON_DELETE: Record<string, string> = { Cascade: 'c', SetNull: 'n', NoAction: 'a', Restrict: 'r' };

function list(text: string | undefined, columns: Map<string, string>): string[] {
  return (text ?? '').split(',').map((name) => columns.get(name.trim()) ?? `?${name.trim()}`);
}

/** Reads the models of schema.prisma: enough of the language for how this file is written. */
function readSchema(text: string): Record<string, Table> {
  const models = [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => ({
    name,
    body,
  }));
  const tableOf = new Map(models.map(({ name, body }) => [name, /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name]));
  const result: Record<string, Table> = {};
  for (const { name, body } of models) {
    const table: Table = { columns: {}, primaryKey: [], uniques: [], foreignKeys: [] };
    const columns = new Map<string, string>();
    for (const line of body.split('\n')) {
      const field = /^\s+(\w+)\s+(\w+)(\[\])?(\?)?(.*)$/.exec(line);
      if (!field) continue;
      const [, fieldName = '', base = '', isList, optional, rest = ''] = field;
      if (tableOf.has(base)) continue;
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? fieldName;
      const key = `${base}${isList ?? ''}${/@db\.\w+(\(\d+\))?/.exec(rest)?.[0] ?? ''}`;
      table.columns[column] = { type: TYPES[key] ?? `unknown ${key}`, nullable: optional !== undefined };
      columns.set(fieldName, column);
      if (/@id\b/.test(rest)) table.primaryKey = [column];
      if (/@unique\b/.test(rest)) table.uniques.push(column);
    }
    for (const [, fields] of body.matchAll(/@@id\(\[([^\]]*)\]\)/g)) table.primaryKey = list(fields, columns);
    for (const [, fields] of body.matchAll(/@@unique\(\[([^\]]*)\]\)/g))
      table.uniques.push(list(fields, columns).join());
    for (const [, target = '', fields, onDelete = ''] of body.matchAll(
      /^\s+\w+\s+(\w+)\??\s+@relation\("\w+", fields: \[([^\]]*)\], references: \[id\], onDelete: (\w+)/gm,
    )) {
      table.foreignKeys.push(
        `${list(fields, columns).join()}>${tableOf.get(target) ?? '?'}:${ON_DELETE[onDelete] ?? '?'}`,
      );
    }
    result[tableOf.get(name) ?? name] = sorted(table);
  }
  return result;
}

function sorted(table: Table): Table {
  return { ...table, uniques: table.uniques.sort(), foreignKeys: table.foreignKeys.sort() };
}

async function readDatabase(client: pg.Client): Promise<Record<string, Table>> {
  const result: Record<string, Table> = {};
  const columns = await client.query<{ t: string; c: string; type: string; nullable: boolean }>(
    `SELECT table_name t, column_name c, udt_name type, is_nullable = 'YES' nullable FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  );
  for (const row of columns.rows) {
    const table = (result[row.t] ??= { columns: {}, primaryKey: [], uniques: [], foreignKeys: [] });
    table.columns[row.c] = { type: row.type, nullable: row.nullable };
  }
  const keys = await client.query<{
    t: string;
    kind: string;
    cols: string[];
    target: string | null;
    del: string;
  }>(
    `SELECT c.conrelid::regclass::text t, c.contype kind, c.confrelid::regclass::text target, c.confdeltype del,
            ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, o)
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.o) cols
     FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'f')`,
  );
  for (const row of keys.rows) {
    const table = result[row.t];
    if (!table) continue;
    if (row.kind === 'p') table.primaryKey = row.cols;
    else if (row.kind === 'u') table.uniques.push(row.cols.join());
    else table.foreignKeys.push(`${row.cols.join()}>${row.target ?? ''}:${row.del}`);
  }
  for (const [name, table] of Object.entries(result)) result[name] = sorted(table);
  return result;
}

let client: pg.Client;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await drop();
});

test('schema.prisma and the migrated database describe the same tables, columns and keys', async () => {
  const schema = readSchema(await readFile(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8'));
  expect(Object.keys(schema).length).toBeGreaterThan(20);
  expect(schema).toEqual(await readDatabase(client));
});

test('an audit event can be neither changed nor removed', async () => {
  await client.query(
    `INSERT INTO audit_event (actor_kind, actor_name, action, target_kind, target_id, target_name)
     VALUES ('system', 'test', 'thing.done', 'thing', '1', 'one')`,
  );
  await expect(client.query(`UPDATE audit_event SET action = 'thing.undone'`)).rejects.toThrow(
    /never changed/,
  );
  await expect(client.query('DELETE FROM audit_event')).rejects.toThrow(/never changed/);
  await expect(client.query('TRUNCATE audit_event')).rejects.toThrow(/never changed/);
});
