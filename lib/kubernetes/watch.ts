/**
 * A supervised watch. The library's informer stops for good on most errors, asks for no bookmarks and never lists again
 * (2.0.1, cache.js); and a watch of any client may go silent on a half-open connection. So: list in pages, watch from
 * there with bookmarks, resume where it was cut, list again on 410, after a silence, and every ten minutes or so.
 * A watch is a hint that makes things fast; the list is what makes them right.
 */
import { request } from 'undici';
import type { KubeClient } from './client.ts';
import { isKubeError, networkError, statusError } from './errors.ts';
import { collectionPath, kindOf, type Kind } from './kinds.ts';
import type { KubeObject } from './types.ts';

/** What a watch tells. Handlers are called in order, one at a time, and must not throw. */
export interface WatchHandlers {
  /** A list begins: what it doesn't name until `onSynced` is gone. */
  onListStart: () => void;
  onListed: (object: KubeObject) => void;
  /** The list is complete; `first` for the first since the start. */
  onSynced: (first: boolean) => void;
  onEvent: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject) => void;
  /** Anything was heard: an event, a bookmark, a list. */
  onHeard?: () => void;
  /** The watch broke; it starts again by itself after `retryMs`. */
  onBroken?: (error: Error, retryMs: number) => void;
}

export interface WatchOptions {
  kind: Kind;
  labelSelector?: string;
  fieldSelector?: string;
  /** Only what happens from now on: nothing is listed, and what a break hides is lost. */
  tail?: boolean;
  /** Mean time between full lists, milliseconds (± 20 %); ten minutes unless told. */
  relistMs?: number;
  /** Silence after which the connection counts as dead, milliseconds. Bookmarks come about every minute. */
  silenceMs?: number;
  signal: AbortSignal;
  /** Calling what is in here ends a wait after a failure: the cluster is known to be back. */
  hurry?: Set<() => void>;
}

const BACK_OFF = { first: 500, most: 30_000 };

interface WatchEvent {
  type?: string;
  object?: KubeObject & { code?: number; message?: string };
}

/** Watches until `signal` aborts; then it resolves. Never rejects. */
export async function watchForever(
  client: KubeClient,
  options: WatchOptions,
  handlers: WatchHandlers,
): Promise<void> {
  const { signal } = options;
  let first = true;
  let failures = 0;
  while (!signal.aborted) {
    try {
      handlers.onListStart();
      let version = '';
      const { tail = false } = options;
      const wanted = { ...selector(options), ...(tail ? { limit: 1 } : {}) };
      for await (const page of client.bind({ signal }).pages(options.kind, wanted)) {
        version = page.resourceVersion;
        if (tail) break;
        for (const item of page.items) handlers.onListed(item);
        handlers.onHeard?.();
        // A cluster's worth of objects must not hold up everybody else's calls.
        await new Promise((resolve) => setImmediate(resolve));
      }
      handlers.onSynced(first);
      first = false;
      failures = 0;
      const relistAt = performance.now() + (options.relistMs ?? 600_000) * (0.8 + Math.random() * 0.4);
      while (performance.now() < relistAt) {
        signal.throwIfAborted();
        const started = performance.now();
        try {
          version = await watchOnce(client, options, handlers, version, relistAt);
          // A server that closes at once, again and again, must not be asked in a tight loop.
          if (performance.now() - started < 1_000) await pause(500 + Math.random() * 500, signal);
          failures = 0;
        } catch (error) {
          // 410: what was seen last is no longer kept. Anything else may resume where it was.
          if (isKubeError(error, 'conflict') || failures >= 5) throw error;
          failures += 1;
          await backOff(error, failures, handlers, options);
        }
      }
    } catch (error) {
      if (isAborted(signal)) return;
      failures += 1;
      await backOff(error, failures, handlers, options);
    }
  }
}

// Behind a call, so that the compiler doesn't take an earlier answer for the one of now.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const selector = (options: WatchOptions): { labelSelector?: string; fieldSelector?: string } => ({
  ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
  ...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
});

async function backOff(
  error: unknown,
  failures: number,
  handlers: WatchHandlers,
  { signal, hurry }: WatchOptions,
): Promise<void> {
  const most = Math.min(BACK_OFF.first * 2 ** (failures - 1), BACK_OFF.most);
  const wait = most * (0.5 + Math.random() * 0.5);
  handlers.onBroken?.(error instanceof Error ? error : new Error(String(error)), wait);
  await pause(wait, signal, hurry);
}

async function pause(ms: number, signal: AbortSignal, hurry?: Set<() => void>): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      hurry?.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    hurry?.add(done);
  });
}

/** One watch request. Returns the version to go on from when the server closes it or it is time to list again. */
async function watchOnce(
  client: KubeClient,
  options: WatchOptions,
  handlers: WatchHandlers,
  from: string,
  until: number,
): Promise<string> {
  const { apiVersion } = kindOf(options.kind);
  const seconds = Math.max(1, Math.min(240 + Math.random() * 120, (until - performance.now()) / 1000));
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: from,
    timeoutSeconds: String(Math.ceil(seconds)),
    ...selector(options),
  });
  let version = from;
  const stop = new AbortController();
  const heard = { nothing: false };
  const silence = (): void => {
    heard.nothing = true;
    stop.abort();
  };
  const silenceMs = options.silenceMs ?? 120_000;
  let timer = setTimeout(silence, silenceMs);
  const abort = (): void => {
    stop.abort();
  };
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    const answer = await request(
      `${client.connection.server}${collectionPath(options.kind)}?${query.toString()}`,
      {
        headers: {
          ...(await client.connection.headers()),
          accept: 'application/json',
          'user-agent': 'berth',
        },
        dispatcher: client.connection.watches,
        signal: stop.signal,
      },
    );
    if (answer.statusCode !== 200) {
      if (answer.statusCode === 401) client.connection.refused();
      throw statusError(answer.statusCode, await answer.body.text(), undefined);
    }
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(silence, silenceMs);
      rest += decoder.decode(chunk, { stream: true });
      let end: number;
      let start = 0;
      while ((end = rest.indexOf('\n', start)) >= 0) {
        const line = rest.slice(start, end);
        start = end + 1;
        if (line.trim() === '') continue;
        const event = JSON.parse(line) as WatchEvent;
        const { type, object } = event;
        handlers.onHeard?.();
        if (type === 'ERROR' || object === undefined) {
          throw statusError(object?.code ?? 500, JSON.stringify(object ?? {}), undefined);
        }
        version = object.metadata.resourceVersion ?? version;
        if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
          object.apiVersion = apiVersion;
          object.kind = options.kind;
          handlers.onEvent(type, object);
        }
      }
      rest = rest.slice(start);
    }
    return version;
  } catch (error) {
    if (isKubeError(error)) throw error;
    if (isAborted(options.signal)) return version;
    throw networkError(error, heard.nothing ? silenceMs : undefined);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
  }
}
