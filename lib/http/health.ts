import { db } from '../db/client.ts';
import { API_HEADERS } from './problem.ts';

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...API_HEADERS, 'content-type': 'application/json' },
  });
}

/** The process runs. Says nothing of what it needs: a restart would not bring a database back. */
export function live(): Response {
  return answer(200, { status: 'ok' });
}

const PATIENCE_MS = 2_000;

/** The process can serve: its database answers within two seconds. */
export async function ready(): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error('late'));
      }, PATIENCE_MS);
    });
    await Promise.race([db.$queryRaw`SELECT 1`, late]);
    return answer(200, { status: 'ok', database: 'ok' });
  } catch {
    return answer(503, { status: 'not ready', database: "The portal's database can't be reached." });
  } finally {
    clearTimeout(timer);
  }
}
