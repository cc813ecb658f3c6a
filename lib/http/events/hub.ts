/**
 * The hub of a web process: one LISTEN connection, many readers. It hangs on globalThis, since Next compiles routes and
 * instrumentation into separate module graphs. Events are hints of the form "this thing has changed"; a reader who
 * missed some catches up from the outbox.
 */
import { databaseUrl } from '../../config/env.ts';
import { listen } from '../../db/listen.ts';
import type { Listener } from '../../db/listen.ts';
import { parseNotification } from './frame.ts';
import type { OutboxEvent } from './frame.ts';

type Reader = {
  personId: string;
  /** A new event. */
  notify: (event: OutboxEvent) => void;
  /** Notifications may have been lost: look into the outbox. */
  missed: () => void;
  close: () => void;
};

class Hub {
  readonly #readers = new Set<Reader>();
  #listener: Listener | undefined;
  #closing = false;

  /** How many streams a person has open on this process. */
  countOf(personId: string): number {
    let count = 0;
    for (const reader of this.#readers) if (reader.personId === personId) count += 1;
    return count;
  }

  /** Adds a reader; the first one opens the connection. Returns how to leave; the last one out closes it. */
  join(reader: Reader): () => void {
    if (this.#closing) {
      reader.close();
      return () => undefined;
    }
    this.#readers.add(reader);
    this.#listener ??= listen(
      databaseUrl(),
      ['berth_events'],
      (_channel, payload) => {
        const event = parseNotification(payload);
        if (event) for (const each of this.#readers) each.notify(event);
      },
      {
        onReconnect: () => {
          for (const each of this.#readers) each.missed();
        },
      },
    );
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size > 0) return;
      const listener = this.#listener;
      this.#listener = undefined;
      void listener?.close();
    };
  }

  /** Ends every stream, for good: the process is going down, and an open stream would hold it for half a minute. */
  closeAll(): void {
    this.#closing = true;
    for (const reader of [...this.#readers]) reader.close();
  }
}

const shared = globalThis as unknown as { [key: symbol]: Hub | undefined };
const KEY = Symbol.for('berth.hub');

/** The process's hub. */
export function hub(): Hub {
  return (shared[KEY] ??= new Hub());
}
