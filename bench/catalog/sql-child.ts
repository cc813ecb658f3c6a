/** What pgbench does, for machines without it: a process of its own that sends transactions over and over. */
import pg from 'pg';
import { PLANNED_ONCE, SETTINGS } from '../../lib/db/settings.ts';
import type { Load } from './clients.ts';
import type { Transactions } from './pgbench.ts';

/** A connection for statements that are planned with their values, and one for those that are planned once. */
type Pair = { plain: pg.Client; kept: pg.Client };
type Job = { databaseUrl: string; transactions: Transactions; load: Load };

async function work({ databaseUrl, transactions, load }: Job): Promise<number[]> {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + load.ms;
  let next = began;
  const one = async ({ plain, kept }: Pair): Promise<void> => {
    for (;;) {
      const due = load.rate === null ? performance.now() : next;
      if (load.rate !== null) next -= (Math.log(1 - Math.random()) / load.rate) * 1_000;
      if (due >= until) return;
      const left = due - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      const statements = transactions[Math.floor(Math.random() * transactions.length)] ?? [];
      for (const { name, text, values } of statements)
        await (name === undefined ? plain.query(text, values) : kept.query({ name, text, values }));
      latencies.push(performance.now() - due);
    }
  };
  const open = (options: string): pg.Client => new pg.Client({ connectionString: databaseUrl, options });
  const pairs = Array.from({ length: load.clients }, (): Pair => ({
    plain: open(SETTINGS),
    kept: open(PLANNED_ONCE),
  }));
  const clients = pairs.flatMap(({ plain, kept }) => [plain, kept]);
  await Promise.all(clients.map((client) => client.connect()));
  await Promise.all(pairs.map(one));
  await Promise.all(clients.map((client) => client.end()));
  return latencies;
}

process.once('message', (job) => {
  void work(job as Job).then((latencies) => process.send?.(latencies));
});
