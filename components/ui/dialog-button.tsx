'use client';
import { X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { ButtonTone } from './button-class.ts';
import { Button } from './button.tsx';
import { CloseDialog } from './dialog-context.ts';

/**
 * A button that opens a native modal dialog: the browser keeps the focus inside, closes on Escape, and gives the focus back.
 * Children are the dialog's content, a form as a rule.
 */
export function DialogButton({
  label,
  title,
  tone = 'plain',
  size = 'md',
  children,
}: {
  label: ReactNode;
  title: string;
  tone?: ButtonTone;
  size?: 'md' | 'sm';
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useRef(false);
  // Made at the first opening, and kept: what was typed is still there after an Escape.
  const [made, setMade] = useState(false);
  // What was done in it may take the button away (an approved request leaves the list): the focus goes to the page then.
  useEffect(
    () => () => {
      if (open.current) document.getElementById('content')?.focus();
    },
    [],
  );
  const close = useCallback(() => dialog.current?.close(), []);
  function show() {
    open.current = true;
    flushSync(() => setMade(true));
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea')?.focus();
  }
  return (
    <>
      <Button tone={tone} size={size} aria-haspopup="dialog" onClick={show}>
        {label}
      </Button>
      <dialog
        ref={dialog}
        aria-label={title}
        onClose={() => {
          open.current = false;
        }}
        className="w-[min(32rem,calc(100vw-2rem))] rounded-xl border border-line bg-raised p-0 whitespace-normal shadow-pop open:rise"
      >
        <div className="flex items-start justify-between gap-4 pt-4 pr-3 pl-5">
          <h2 className="min-w-0 pt-0.5 text-base font-semibold wrap-anywhere">{title}</h2>
          <Button tone="quiet" size="icon-sm" onClick={close} aria-label="Close" className="shrink-0">
            <X aria-hidden className="size-4" />
          </Button>
        </div>
        <div className="px-5 pt-3 pb-5 text-left text-sm font-normal">
          {made && <CloseDialog value={close}>{children}</CloseDialog>}
        </div>
      </dialog>
    </>
  );
}
