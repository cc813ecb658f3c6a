/**
 * The SQL of searches alone, by pgbench; where the machine has none, by a process of ours that does the same. pgbench plans every statement
 * each time, ours keeps the plans that the API keeps.
 */
import { execFile, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Latencies, Load } from './clients.ts';
import { filledIn, type Statement } from './statements.ts';

const run = promisify(execFile);

/** Transactions, one per search: pgbench picks among them at random. */
export type Transactions = readonly (readonly Statement[])[];

export interface SqlDriver {
  /** What the figures are called. */
  name: string;
  drive: (databaseUrl: string, transactions: Transactions, load: Load) => Promise<Latencies>;
}

/** pgbench if it's there. */
export async function sqlDriver(): Promise<SqlDriver> {
  try {
    const { stdout } = await run('pgbench', ['--version']);
    return { name: `pgbench ${/[\d.]+/.exec(stdout)?.[0] ?? ''}`.trim(), drive: byPgbench };
  } catch {
    return { name: 'the same SQL by pg', drive: byOurselves };
  }
}

async function byPgbench(databaseUrl: string, transactions: Transactions, load: Load): Promise<Latencies> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'berth-pgbench-'));
  try {
    const files = transactions.flatMap((statements, at) => {
      const file = path.join(dir, `${String(at)}.sql`);
      fs.writeFileSync(
        file,
        statements.map((statement) => `${filledIn(statement).trim().replace(/;$/, '')};\n`).join(''),
      );
      return ['-f', file];
    });
    const rate = load.rate === null ? [] : ['-R', String(load.rate)];
    const seconds = String(Math.max(1, Math.round(load.ms / 1_000)));
    const log = ['-l', `--log-prefix=${path.join(dir, 'log')}`];
    await run('pgbench', [
      '-n',
      '-c',
      String(load.clients),
      '-T',
      seconds,
      ...rate,
      ...log,
      ...files,
      databaseUrl,
    ]);
    const logs = fs.readdirSync(dir).filter((file) => file.startsWith('log'));
    const lines = logs.flatMap((file) => fs.readFileSync(path.join(dir, file), 'utf8').split('\n'));
    // "client transaction time(µs) script ...": with a rate, from when it was due.
    return lines.filter((line) => line !== '').map((line) => Number(line.split(' ')[2]) / 1_000);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function byOurselves(databaseUrl: string, transactions: Transactions, load: Load): Promise<Latencies> {
  const child = fork(path.join(import.meta.dirname, 'sql-child.ts'));
  try {
    child.send({ databaseUrl, transactions, load });
    return await new Promise<Latencies>((resolve, reject) => {
      child.once('message', (latencies) => {
        resolve(latencies as Latencies);
      });
      child.once('exit', () => {
        reject(new Error('the process that drives the SQL ended'));
      });
    });
  } finally {
    child.kill();
  }
}
