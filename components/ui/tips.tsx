'use client';
import { useEffect, useRef, useState } from 'react';
import { useOnIntent } from './on-intent.ts';

const WAIT = 350;
const GRACE = 120;

/** The element around `target` that has something to say on hover. */
function tipped(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

/**
 * Tooltips of a whole page: anything with `data-tip` shows its text on hover and on focus by keyboard. Escape takes it away, and the
 * pointer may rest on it (WCAG 1.4.13). A tip only repeats what the element's own name or its `datetime` says already.
 */
export function Tips() {
  const [shown, setShown] = useState<{ anchor: HTMLElement; text: string } | null>(null);
  const { Component: Popup, want } = useOnIntent(() => import('./popups/tip-popup.tsx'));
  const load = useRef(want);
  useEffect(() => {
    load.current = want;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (act: () => void, ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    };
    const show = (anchor: HTMLElement) => {
      const text = anchor.dataset['tip'];
      if (text && anchor.isConnected) setShown({ anchor, text });
    };
    const hide = () => {
      clearTimeout(timer);
      setShown(null);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      if (event.target instanceof Element && event.target.closest('[data-tip-popup]')) {
        clearTimeout(timer);
        return;
      }
      const anchor = tipped(event.target);
      if (!anchor) {
        later(() => setShown(null), GRACE);
        return;
      }
      load.current();
      later(() => show(anchor), WAIT);
    };
    const focus = (event: FocusEvent) => {
      const anchor = tipped(event.target);
      if (!anchor?.matches(':focus-visible')) return;
      load.current();
      later(() => show(anchor), WAIT);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', key);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', key);
    };
  }, []);
  if (!Popup) return null;
  return <Popup anchor={shown?.anchor ?? null} text={shown?.text ?? ''} />;
}
