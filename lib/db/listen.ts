import pg from 'pg';

export type Listener = { close: () => Promise<void> };

/**
 * Listens on Postgres channels with one connection of its own (never the pool's: a pooler in transaction mode would
 * lose it). A notification is only a hint: after each reconnect `onReconnect` runs, and the caller must look for what
 * it missed. Reconnects for ever, after 0.2 s at first and 5 s at most.
 */
export function listen(
  url: string,
  channels: string[],
  onNotify: (channel: string, payload: string) => void,
  options: { onReconnect?: () => void; onError?: (error: Error) => void } = {},
): Listener {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let delay = 200;

  const again = (error?: Error) => {
    if (closed) return;
    if (error) options.onError?.(error);
    timer = setTimeout(() => void connect(), delay);
    delay = Math.min(delay * 2, 5_000);
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client = next;
    let lost = false;
    const lose = (error?: Error) => {
      if (lost) return;
      lost = true;
      next.end().catch(() => undefined);
      again(error);
    };
    next.on('error', lose);
    next.on('end', () => {
      lose();
    });
    next.on('notification', (message) => {
      onNotify(message.channel, message.payload ?? '');
    });
    try {
      await next.connect();
      for (const channel of channels) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      if (closed) {
        await next.end();
        return;
      }
      delay = 200;
      options.onReconnect?.();
    } catch (error) {
      lose(error as Error);
    }
  };

  void connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
