import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../dev/test/database.ts';
import { migrate, readMigrations } from './migrate.ts';

let folder: string;
let url: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-migrations-'));
  ({ url, drop } = await createTestDatabase());
});
afterEach(async () => {
  await drop();
  await rm(folder, { recursive: true });
});

const at = () => pathToFileURL(`${folder}/`);

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a migration is applied once, with the checksum stock Prisma would record', async () => {
  await write('20990101000000_one', 'CREATE TABLE one (id int)');
  expect(await migrate(url, at())).toEqual({ applied: ['20990101000000_one'] });
  expect(await migrate(url, at())).toEqual({ applied: [] });
  const [migration] = await readMigrations(at());
  expect(
    await query(`SELECT checksum, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations
                 WHERE migration_name = '20990101000000_one'`),
  ).toEqual([{ checksum: migration?.checksum, applied_steps_count: 1, finished: true }]);
});

test('a migration that fails half-way leaves nothing behind, and runs again when mended', async () => {
  await write('20990101000000_one', 'CREATE TABLE one (id int); SELECT nonsense;');
  await expect(migrate(url, at())).rejects.toThrow(/20990101000000_one failed and was rolled back/);
  expect(await query(`SELECT to_regclass('one') AS one`)).toEqual([{ one: null }]);
  await write('20990101000000_one', 'CREATE TABLE one (id int)');
  expect((await migrate(url, at())).applied).toHaveLength(1);
});

test('an applied migration that was edited afterwards is refused', async () => {
  await write('20990101000000_one', 'CREATE TABLE one (id int)');
  await migrate(url, at());
  await write('20990101000000_one', 'CREATE TABLE one (id bigint)');
  await expect(migrate(url, at())).rejects.toThrow(/was changed after it had been applied/);
});

test('two runners at once apply each migration once', async () => {
  await write('20990101000000_one', 'CREATE TABLE one (id int)');
  const results = await Promise.all([migrate(url, at()), migrate(url, at()), migrate(url, at())]);
  expect(results.flatMap((result) => result.applied)).toEqual(['20990101000000_one']);
});

test('a function body with semicolons survives, since each file is sent as one piece', async () => {
  await write(
    '20990101000000_function',
    'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;',
  );
  await migrate(url, at());
  expect(await query('SELECT f() AS f')).toEqual([{ f: 2 }]);
});
