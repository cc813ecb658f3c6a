'use client';
import { useEffect, useRef, type ReactNode } from 'react';

/**
 * Around links that go away with what they do (a filter that is taken out): who pressed one by keyboard finds the focus in the search
 * box then, and not at the top of the page. `token` is what changes by them.
 */
export function FocusKept({ token, children }: { token: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (pressed.current && lost) box.current?.querySelector<HTMLElement>('[role=combobox]')?.focus();
    pressed.current = false;
  }, [token]);
  return (
    <div
      ref={box}
      onClickCapture={(event) => {
        // A click by keyboard has no count of clicks; on a touch screen the focus would only raise the keyboard.
        pressed.current = event.detail === 0;
      }}
    >
      {children}
    </div>
  );
}
