'use client';
import { WifiOff } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { toast } from '../ui/toast.ts';
import { REFUSED } from './live.tsx';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says that the session has ended, when it has; a portal that does not answer says nothing about that. */
async function askWhoIAm(): Promise<void> {
  const response = await fetch('/api/v1/me', { headers: { accept: 'application/json' } }).catch(() => null);
  if (response?.status !== 401) return;
  const back = encodeURIComponent(window.location.pathname + window.location.search);
  toast({
    id: 'session',
    tone: 'warn',
    title: 'Your session has ended',
    text: 'This page stays as it is. Sign in again to go on; you come back here.',
    link: { href: `/sign-in?reason=expired&callbackUrl=${back}`, label: 'Sign in again' },
    stays: true,
  });
}

/** Watches over the connection: says when it is lost and back, and when nobody is signed in any more. */
export function Connection() {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  const wasOffline = useRef(false);
  useEffect(() => {
    if (!online) wasOffline.current = true;
    else if (wasOffline.current) {
      wasOffline.current = false;
      toast({
        id: 'online',
        tone: 'ok',
        title: 'You are online again',
        text: 'The page is fresh from now on.',
      });
    }
  }, [online]);
  useEffect(() => {
    const ask = () => void askWhoIAm();
    const back = () => {
      if (document.visibilityState === 'visible') ask();
    };
    window.addEventListener(REFUSED, ask);
    document.addEventListener('visibilitychange', back);
    return () => {
      window.removeEventListener(REFUSED, ask);
      document.removeEventListener('visibilitychange', back);
    };
  }, []);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-30 flex justify-center px-4">
      {!online && (
        <p className="rise flex items-center gap-2.5 rounded-full border border-warn/40 bg-warn-wash px-4 py-2 text-warn shadow-pop">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          You are offline. What you see may be old; what you typed is still here.
        </p>
      )}
    </div>
  );
}
