/** Clients of the API: over loopback, each with a connection of its own, taking turns with the tokens of many people. */
import { Client } from 'undici';

export interface Load {
  clients: number;
  /** How long, ms. */
  ms: number;
  /** Requests per second of all clients together, at random moments; null: each asks again as soon as it is answered. */
  rate: number | null;
}

/** Milliseconds per request. */
export type Latencies = number[];

/** Asks `paths` in turn. With a rate, a request's time counts from when it was due. @throws for any answer but 200. */
export async function drive(
  origin: string,
  paths: readonly string[],
  tokens: readonly string[],
  { clients, ms, rate }: Load,
): Promise<Latencies> {
  const latencies: Latencies = [];
  const until = performance.now() + ms;
  const due = rate === null ? null : dueTimes(rate, ms);
  let number = 0;
  const one = async (client: Client): Promise<void> => {
    for (;;) {
      const at = number;
      number += 1;
      const began = due === null ? performance.now() : due[at];
      if (began === undefined || began >= until) return;
      await sleepUntil(began);
      await get(client, paths[at % paths.length] ?? '', tokens[at % tokens.length] ?? '');
      latencies.push(performance.now() - began);
    }
  };
  const connections = Array.from({ length: clients }, () => new Client(origin));
  try {
    await Promise.all(connections.map(one));
  } finally {
    await Promise.all(connections.map((client) => client.close()));
  }
  return latencies;
}

async function get(client: Client, path: string, token: string): Promise<void> {
  const { statusCode, body } = await client.request({
    method: 'GET',
    path,
    headers: { authorization: `Bearer ${token}` },
  });
  if (statusCode !== 200) throw new Error(`${path} answered ${String(statusCode)}: ${await body.text()}`);
  await body.dump({ limit: Number.MAX_SAFE_INTEGER });
}

/** Moments of a Poisson process, from now on. */
function dueTimes(rate: number, ms: number): number[] {
  const times: number[] = [];
  const began = performance.now();
  for (let at = began; at < began + ms; at -= (Math.log(1 - Math.random()) / rate) * 1_000) times.push(at);
  return times;
}

async function sleepUntil(moment: number): Promise<void> {
  const left = moment - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
