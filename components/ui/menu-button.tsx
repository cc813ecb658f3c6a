'use client';
import { Ellipsis } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { buttonClass } from './button-class.ts';
import { useOnIntent } from './on-intent.ts';

/** One entry: a link with an address, or an act. `danger` marks what takes something away. */
export type MenuEntry = { label: string; icon?: ReactNode } & (
  { href: string } | { act: () => void; danger?: boolean }
);

/** A button with three dots that opens a menu of what is needed more rarely. `label` says of what. */
export function MenuButton({ label, entries }: { label: string; entries: MenuEntry[] }) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const { Component: Popup, want } = useOnIntent(() => import('./popups/menu-popup.tsx'));
  function show() {
    want();
    setOpen(true);
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        data-tip={open ? undefined : label}
        className={buttonClass('plain', 'icon')}
        onPointerEnter={want}
        onFocus={want}
        onClick={() => (open ? setOpen(false) : show())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          show();
        }}
      >
        <Ellipsis aria-hidden className="size-4" />
      </button>
      {Popup && <Popup anchor={button} label={label} entries={entries} open={open} onOpenChange={setOpen} />}
    </>
  );
}
