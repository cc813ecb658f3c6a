'use client';
import { useEffect, useState } from 'react';
import type { Verdict } from '../../lib/domain/guardrails/types.ts';
import type { AccessRow } from './access-editor.tsx';

/** What the server says an ask would lead to. */
export type Preview = {
  errors: { field: string; message: string }[];
  verdict: Verdict | null;
  desired: { spec: { access: AccessRow[] } } | null;
  yaml: string | null;
};
export type Look = { state: 'waiting' | 'looking' | 'seen' | 'failed'; preview: Preview | null };

/** Looks live at what an ask would lead to, shortly after the last change; an older answer never replaces a newer one. */
export function useLook(ask: string, enough: boolean): Look {
  const [look, setLook] = useState<Look>({ state: 'waiting', preview: null });
  useEffect(() => {
    if (!enough) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setLook((before) => ({ ...before, state: 'looking' }));
      void (async () => {
        try {
          const response = await fetch('/api/v1/preview', {
            method: 'POST',
            headers: { 'content-type': 'application/json', accept: 'application/json' },
            body: ask,
            signal: abort.signal,
          });
          const body = (await response.json()) as Preview;
          if (response.ok) setLook({ state: 'seen', preview: body });
          else setLook((before) => ({ ...before, state: 'failed' }));
        } catch {
          if (!abort.signal.aborted) setLook((before) => ({ ...before, state: 'failed' }));
        }
      })();
    }, 300);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [ask, enough]);
  return look;
}
