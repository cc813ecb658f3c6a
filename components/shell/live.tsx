'use client';
import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useState } from 'react';

/** What the stream says: something of a topic changed. Ids only; pages fetch what they may see. */
type Change = { topic: string; key: string };

/** The event of the window that says that the stream was refused: perhaps nobody is signed in any more. */
export const REFUSED = 'berth-stream-refused';

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
    source.onmessage = (event: MessageEvent<string>) => {
      const change = JSON.parse(event.data) as Change;
      channel.postMessage(change);
      tell(change);
    };
    // Sent when too much was missed to be told one by one.
    source.addEventListener('reset', () => tell({ topic: '*', key: '*' }));
    // The server ends each stream now and then, and the browser is back in two seconds: that is no interruption.
    let away: ReturnType<typeof setTimeout> | undefined;
    source.onerror = () => {
      away ??= setTimeout(() => {
        for (const listener of states) listener(false);
      }, 6000);
      // An answer that is no stream (the session has ended, the portal is starting) ends an EventSource for good.
      if (source.readyState === EventSource.CLOSED) {
        window.dispatchEvent(new Event(REFUSED));
        setTimeout(open, 15_000);
      }
    };
    source.onopen = () => {
      clearTimeout(away);
      away = undefined;
      for (const listener of states) listener(true);
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
