/**
 * Applies prisma/migrations with plain `pg`, where Prisma's own engine can't be had (it is a download). Same folder
 * layout, same `_prisma_migrations` table, same checksums and the same advisory lock, so that stock
 * `prisma migrate deploy` takes over wherever it is available.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';

const FOLDER = new URL('../../prisma/migrations/', import.meta.url);
/** The key that Prisma's schema engine locks, so that the two never run side by side. */
const PRISMA_LOCK = 72_707_369;

type Migration = { name: string; sql: string; checksum: string };
type AppliedRow = {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
};

/** Migrations in the order of their names. `folder` is for tests. */
export async function readMigrations(folder: URL = FOLDER): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  varchar(36) PRIMARY KEY,
    checksum            varchar(64) NOT NULL,
    finished_at         timestamptz,
    migration_name      varchar(255) NOT NULL,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

/**
 * Brings the database at `url` up to the newest migration and returns the names it applied. Each migration is one
 * transaction; two runners wait for each other. Throws when an applied migration was edited afterwards, or when one
 * that stock Prisma began was never finished.
 */
export async function migrate(url: string, folder: URL = FOLDER): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(CREATE_TABLE);
    const rows = await client.query<AppliedRow>(
      'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const done = new Map(rows.rows.map((row) => [row.migration_name, row]));
    const applied: string[] = [];
    for (const migration of migrations) {
      const row = done.get(migration.name);
      if (row) assertUntouched(migration, row);
      else {
        await applyOne(client, migration);
        applied.push(migration.name);
      }
    }
    return { applied };
  } finally {
    // Ending the session gives the advisory lock back, also after an error.
    await client.end();
  }
}

function assertUntouched(migration: Migration, row: AppliedRow): void {
  if (row.finished_at === null) {
    throw new Error(
      `Migration ${migration.name} was begun and never finished; look at what it left, then run "prisma migrate resolve".`,
    );
  }
  if (row.checksum !== migration.checksum) {
    throw new Error(
      `Migration ${migration.name} was changed after it had been applied; restore the file and write a new migration.`,
    );
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new Error(`Migration ${migration.name} failed and was rolled back: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log('Usage: npm run migrate\nApplies prisma/migrations to the database that DATABASE_URL names.');
  } else {
    const { databaseUrl } = await import('../config/env.ts');
    const { applied } = await migrate(databaseUrl());
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
  }
}
