'use client';
import { useEffect, useRef, useState, type ComponentType } from 'react';

/**
 * A component that is loaded at the first intent, and then kept. `load` is called at most once per place; call `want` when somebody
 * points at, focuses or opens what needs it. A failed load is tried again at the next intent.
 */
export function useOnIntent<Props>(load: () => Promise<{ default: ComponentType<Props> }>): {
  Component: ComponentType<Props> | null;
  want: () => void;
} {
  const [loaded, setLoaded] = useState<{ Component: ComponentType<Props> } | null>(null);
  const asked = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  function want() {
    if (asked.current) return;
    asked.current = true;
    load().then(
      (module) => {
        if (here.current) setLoaded({ Component: module.default });
      },
      () => {
        asked.current = false;
      },
    );
  }
  return { Component: loaded?.Component ?? null, want };
}
