'use client';
import { useEffect, useRef, useState } from 'react';
import { useOnIntent } from './on-intent.ts';
import { onToast, type Toast } from './toast.ts';

/** Where toasts appear. What shows them is loaded with the first one. */
export function Toasts() {
  const { Component: Popup, want } = useOnIntent(() => import('./popups/toast-popup.tsx'));
  const [first, setFirst] = useState<Toast[]>([]);
  const load = useRef(want);
  useEffect(() => {
    load.current = want;
  });
  const shown = Popup !== null;
  useEffect(() => {
    if (shown) return;
    return onToast((what) => {
      setFirst((before) => [...before, what]);
      load.current();
    });
  }, [shown]);
  return Popup ? <Popup first={first} /> : null;
}
