/** What pgbench does, for machines without it: a process of its own that sends transactions over and over. */
import pg from 'pg';
import type { Load } from './clients.ts';
import type { Transactions } from './pgbench.ts';

type Job = { databaseUrl: string; transactions: Transactions; load: Load };

async function work({ databaseUrl, transactions, load }: Job): Promise<number[]> {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + load.ms;
  let next = began;
  const one = async (client: pg.Client): Promise<void> => {
    for (;;) {
      const due = load.rate === null ? performance.now() : next;
      if (load.rate !== null) next -= (Math.log(1 - Math.random()) / load.rate) * 1_000;
      if (due >= until) return;
      const left = due - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      const statements = transactions[Math.floor(Math.random() * transactions.length)] ?? [];
      for (const statement of statements) await client.query(statement);
      latencies.push(performance.now() - due);
    }
  };
  const clients = Array.from(
    { length: load.clients },
    () => new pg.Client({ connectionString: databaseUrl }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  await Promise.all(clients.map(one));
  await Promise.all(clients.map((client) => client.end()));
  return latencies;
}

process.once('message', (job) => {
  void work(job as Job).then((latencies) => process.send?.(latencies));
});
