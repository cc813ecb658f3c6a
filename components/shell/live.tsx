'use client';
import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useState } from 'react';

/** What the stream says: something of a topic changed. Ids only; pages fetch what they may see. */
type Change = { topic: string; key: string };

// One stream per browser: browsers allow six connections to a host over HTTP/1.1. The tab that holds the lock has the stream and
// tells the others; when it closes, the lock passes on.
const listeners = new Set<(change: Change) => void>();
const states = new Set<(connected: boolean) => void>();
let started = false;

function start(): void {
  if (started) return;
  started = true;
  const channel = new BroadcastChannel('berth-events');
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  channel.onmessage = (event: MessageEvent<Change>) => tell(event.data);
  const open = () => {
    const source = new EventSource('/api/events');
    for (const topic of ['namespace', 'request', 'cluster', 'team', 'service']) {
      source.addEventListener(topic, (event: MessageEvent<string>) => {
        let key = event.data;
        try {
          const parsed = JSON.parse(event.data) as { key?: string };
          key = parsed.key ?? event.data;
        } catch {
          // A bare key.
        }
        const change = { topic, key };
        channel.postMessage(change);
        tell(change);
      });
    }
    let lost = false;
    source.onerror = () => {
      lost = true;
      for (const listener of states) listener(false);
    };
    source.onopen = () => {
      for (const listener of states) listener(true);
      // What happened while it was away is fetched at once.
      if (lost) tell({ topic: '*', key: '*' });
      lost = false;
    };
  };
  if ('locks' in navigator) {
    void navigator.locks.request('berth-events', async () => {
      open();
      // Held until the tab is gone.
      await new Promise(() => undefined);
    });
  } else {
    open();
  }
}

/**
 * Keeps a page fresh: when one of `topics` changes (and, with `ids`, one of these), its data is fetched again. While the stream is
 * away it says so and looks every few seconds by itself.
 */
export function Live({ topics, ids }: { topics: string[]; ids?: string[] }) {
  const router = useRouter();
  const [connected, setConnected] = useState(true);
  const wanted = topics.join(' ');
  const only = ids?.join(' ');
  useEffect(() => {
    start();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        startTransition(() => router.refresh());
      }, 250);
    };
    const hear = (change: Change) => {
      if (change.topic !== '*' && !wanted.split(' ').includes(change.topic)) return;
      if (change.topic !== '*' && only !== undefined && !only.split(' ').includes(change.key)) return;
      refresh();
    };
    listeners.add(hear);
    states.add(setConnected);
    return () => {
      listeners.delete(hear);
      states.delete(setConnected);
      clearTimeout(timer);
    };
  }, [router, wanted, only]);
  useEffect(() => {
    if (connected) return;
    const poll = setInterval(() => startTransition(() => router.refresh()), 5000);
    return () => clearInterval(poll);
  }, [connected, router]);
  return (
    <p role="status" className={connected ? 'sr-only' : 'mb-4 text-xs text-warn'}>
      {connected ? '' : 'Live updates are interrupted; this page looks for news every 5 seconds.'}
    </p>
  );
}
